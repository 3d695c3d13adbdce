import { languageName } from '../../../shared/language.ts'
import type { Id } from '../../../shared/ids.ts'
import type { Passage, PlacedTheme } from '../../../synthesis/model.ts'
import { segmentText, type TextPart } from '../../../synthesis/passages/model.ts'
import type { View } from '../../context.ts'
import { ThemeSign, ThemeTag } from '../codebook/pages.tsx'

/** A part of a text with the passages in it: overlapping ones nest, and each begins with a link that says what it is about. */
export function CodedText(props: {
  view: View
  part: TextPart
  /** Its reference: the end of the address to which marks are sent. */
  of: string
  lang: string | null
  passages: readonly Passage[]
  themes: readonly PlacedTheme[]
  hrefOf: (passage: Passage) => string
}) {
  const { view, part, passages } = props
  const byId = new Map(passages.map((passage) => [passage.id, passage]))
  const themesOf = (passage: Passage) => props.themes.filter((theme) => passage.themeIds.includes(theme.id))
  return (
    <div
      class="words coded" data-text={props.of} data-offset={String(part.start)} lang={props.lang ?? undefined} dir="auto" tabindex={0} role="group"
      aria-label={view.t('reading.text', { ref: props.of })}
    >
      {segmentText(part.text, passages, part.start).map((segment) => {
        if (segment.passageIds.length === 0) return segment.text
        const covering = segment.passageIds.flatMap((id) => byId.get(id) ?? [])
        const colour = covering.flatMap(themesOf).find((theme) => theme.colour != null)?.colour
        return (
          <>
            {segment.begins.flatMap((id) => byId.get(id) ?? []).map((passage) => <Handle view={view} passage={passage} themes={themesOf(passage)} href={props.hrefOf(passage)} />)}
            <mark class={['on', colour == null ? '' : `on-${colour}`, covering.length > 1 ? 'overlap' : ''].filter((name) => name !== '').join(' ')} data-passages={covering.map(({ number }) => `P-${number}`).join(' ')}>{segment.text}</mark>
            {segment.ends.flatMap((id) => byId.get(id) ?? []).map((passage) => <span class="hidden-words" data-aside="true">{view.t('reading.passage-ends', { ref: `P-${passage.number}` })}</span>)}
          </>
        )
      })}
    </div>
  )
}

/** Where a passage begins: its number, with the signs of its themes. It is no part of the text. */
function Handle(props: { view: View; passage: Passage; themes: readonly PlacedTheme[]; href: string }) {
  const { view, passage, themes } = props
  const label = themes.length === 0 ? view.t('reading.passage-begins', { ref: `P-${passage.number}` }) : view.t('reading.passage-about', { ref: `P-${passage.number}`, themes: themes.map(({ title }) => title).join(', ') })
  return (
    <a class="handle" data-aside="true" id={`P-${passage.number}`} href={props.href} aria-label={label} title={label} lang={view.lang}>
      {themes.map((theme) => <ThemeSign colour={theme.colour} />)}{passage.number}
    </a>
  )
}

/** The passages of a text below it: what each is about, and who marked it. */
export function CodedList(props: { view: View; passages: readonly Passage[]; themes: readonly PlacedTheme[]; lang: string; hrefOf: (passage: Passage) => string; markers: ReadonlyMap<Id, Id>; names: ReadonlyMap<Id, string> }) {
  const { passages } = props
  if (passages.length === 0) return null
  return (
    <ul class="coded-list">
      {passages.map((passage) => {
        const who = props.names.get(props.markers.get(passage.id) ?? ('' as Id))
        return (
          <li>
            <a class="ref" href={props.hrefOf(passage)}>P-{passage.number}</a>{' '}
            {passage.page === null ? null : <span class="quiet-text">{props.view.t('documents.page', { page: passage.page })} </span>}
            {props.themes.filter((theme) => passage.themeIds.includes(theme.id)).map((theme) => <><ThemeTag theme={theme} lang={props.lang} />{' '}</>)}
            {who === undefined ? null : <span class="quiet-text">{who}</span>}
          </li>
        )
      })}
    </ul>
  )
}

/** The panel that the island opens at a selection: themes by type-ahead, and a new one put forward from here. Without JavaScript it is not there. */
export function MarkerPanel(props: { view: View; base: string; themes: readonly PlacedTheme[]; lang: string }) {
  const { themes } = props
  const { t } = props.view
  return (
    <form id="marker" class="marker" method="post" action="" data-base={props.base} hidden aria-label={t('reading.marker')}>
      <p class="chosen" dir="auto"></p>
      <div class="field">
        <label for="marker-theme">{t('synthesis.field.themes')}</label>
        <input id="marker-theme" role="combobox" autocomplete="off" dir="auto" aria-expanded="false" aria-controls="marker-list" aria-autocomplete="list" data-new={t('reading.marker.new', { title: '%s' })} />
        <div id="marker-list" role="listbox" aria-label={t('synthesis.field.themes')} hidden>
          {themes.map((theme) => (
            <div role="option" id={`option-${theme.slug}`} aria-selected="false" data-id={theme.id} data-title={theme.title} lang={props.lang}>
              {'\u2003'.repeat(theme.depth)}<ThemeSign colour={theme.colour} /> <bdi>{theme.title}</bdi>
            </div>
          ))}
        </div>
      </div>
      <div class="picked" data-remove={t('reading.marker.remove', { title: '%s' })}></div>
      <p class="error" role="alert"></p>
      <div class="actions">
        <button type="submit">{t('reading.marker.mark')}</button>
        <button type="button" class="quiet" data-similar={props.base.replace(/\/reading$/u, '/similar')}>{t('similar.look')}</button>
        <button type="button" class="quiet" data-cancel="true">{t('reading.marker.cancel')}</button>
      </div>
    </form>
  )
}

const KEYS = [
  ['j', 'next'], ['k', 'previous'], ['n', 'unread'], ['m', 'read'], ['→ ←', 'word'], ['↓ ↑', 'sentence'], ['Shift + → ←', 'extend-word'], ['Shift + ↓ ↑', 'extend-sentence'],
  ['Enter', 'mark'], ['Esc', 'leave'], ['?', 'sheet'],
] as const

/** The sheet of shortcuts. Those of a single key can be switched off. */
export function KeySheet(props: { view: View }) {
  const { t } = props.view
  return (
    <details class="keys" id="keys">
      <summary>{t('reading.keys')}</summary>
      <p>{t('reading.keys.lead')}</p>
      <dl class="facts">{KEYS.map(([key, does]) => <><dt><kbd>{key}</kbd></dt><dd>{t(`reading.keys.${does}`)}</dd></>)}</dl>
      <label class="choice"><input type="checkbox" id="single-keys" checked /><span>{t('reading.keys.single')}</span></label>
    </details>
  )
}

/** A language in the reader's own, or that it is not recorded. */
export function writeLanguageOf(view: View, tag: string | null): string {
  return tag === null ? view.t('contributions.not-recorded') : languageName(tag, view.lang)
}
