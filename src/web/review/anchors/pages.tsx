import { compareWords } from '../../../drafts/versions/model.ts'
import type { Id } from '../../../shared/ids.ts'
import type { Range } from '../../../shared/quote.ts'
import { sliceCodePoints } from '../../../shared/text.ts'
import type { View } from '../../context.ts'
import type { AnchorNow, LaterPlaces, PlaceNow } from './data.ts'

/** A paragraph's words, with the range that is meant marked. */
export function MarkedParagraph(props: { language: string; text: string; range: Range | null | undefined }) {
  const { language, text, range } = props
  return <p lang={language} dir="auto">{range === undefined || range === null ? text : <MarkedWords text={text} range={range} />}</p>
}

function MarkedWords(props: { text: string; range: Range }) {
  const { text, range } = props
  return <>{sliceCodePoints(text, 0, range.start)}<mark>{sliceCodePoints(text, range.start, range.end)}</mark>{sliceCodePoints(text, range.end, Infinity)}</>
}

/** Where a comment stands in the latest version, in a few words: `in Draft 2: ¶ 5 changed, ¶ 7 unchanged`. */
export function writeLater(view: View, later: LaterPlaces | undefined, commentId: Id): string | undefined {
  const anchors = later?.carried.get(commentId)
  if (later === undefined || anchors === undefined) return undefined
  const places = anchors.map(({ state, places: found }) => {
    const numbers = found.map(({ paragraphId }) => later.numbers.get(paragraphId)).filter((number) => number !== undefined).join(', ')
    return `${numbers === '' ? '' : `¶ ${numbers} `}${view.t(`anchors.state.${state}`)}`
  })
  return view.t('anchors.later', { version: later.version.title, places: places.join('; ') })
}

/** How an anchor stands in the later version and how that was found out: `split · found automatically, by its splits and mergers`. */
export function StateLine(props: { view: View; now: AnchorNow }) {
  const { view, now } = props
  return (
    <p class="meta">
      <span class="tag">{view.t(`anchors.state.${now.state}`)}</span>
      <span>{view.t(`anchors.method.${now.method}`)}</span>
      {now.places.some(({ range }) => range !== null) ? <span>{view.t('anchors.words-at', { numbers: now.places.map(({ number }) => number).join(', ') })}</span> : null}
    </p>
  )
}

/** The later words of what changed: what was put in and taken out where one paragraph stands for one, else the parts as they are. */
export function LaterWords(props: { view: View; now: AnchorNow; before: string; language: string }) {
  const { view, now, before, language } = props
  const changed = now.places.filter(({ text }) => text !== before)
  if (now.state === 'same' || now.state === 'moved' || changed.length === 0) return null
  const [only] = now.places
  return (
    <details class="rests">
      <summary>{view.t('anchors.later-words')}</summary>
      <div class="opened">
        {now.places.length === 1 && only !== undefined && now.state === 'changed' ? <Difference before={before} after={only.text} language={language} /> : now.places.map((place) => <PlaceWords place={place} language={language} />)}
      </div>
    </details>
  )
}

function Difference(props: { before: string; after: string; language: string }) {
  return <p lang={props.language} dir="auto">{compareWords(props.before, props.after, props.language).map(({ kind, text }) => (kind === 'inserted' ? <ins>{text}</ins> : kind === 'deleted' ? <del>{text}</del> : text))}</p>
}

/** A place with its number and its words. */
export function PlaceWords(props: { place: PlaceNow; language: string }) {
  const { place, language } = props
  return (
    <>
      <p class="meta"><a href={place.href}>¶ {place.number}</a></p>
      <MarkedParagraph language={language} text={place.text} range={place.range} />
    </>
  )
}

/** What the island shows when words of a paragraph are selected: the way to the form with these words in it. Without JavaScript it is not there; the form takes words too. */
export function OfferWords(props: { view: View; form: string }) {
  const { view, form } = props
  return (
    <div class="comment-on-words" id="comment-on-words" data-form={form} data-close={view.t('anchors.select.close')} role="status" hidden>
      <q dir="auto"></q>
      <a class="button" href={form}>{view.t('anchors.select.do')}</a>
    </div>
  )
}

/** How one comments on a few words: in the form, by selecting them, by keyboard. */
export function WordsHint(props: { view: View }) {
  const { view } = props
  return (
    <details class="rests words-hint">
      <summary>{view.t('anchors.select.how')}</summary>
      <div class="opened"><p>{view.t('anchors.select.form')}</p><p>{view.t('anchors.select.keys')}</p></div>
    </details>
  )
}
