import type { Forum } from '../../forums/model.ts'
import { cutRedacted, type Redaction } from '../../contributions/redaction/model.ts'
import { countCodePoints } from '../../shared/text.ts'
import { splitByPassages, type Passage } from '../../synthesis/model.ts'
import type { View } from '../context.ts'
import { VoicesBar } from '../ui/voices.tsx'
import { ThemeSign } from './codebook/pages.tsx'
import type { Backing, FindingShown, Mark, Quotation, ThemeShown } from './data.ts'
import { languageName } from '../../shared/language.ts'

export function Findings(props: { view: View; forum: Forum; found: readonly FindingShown[] }) {
  const { view, forum, found } = props
  const { t } = view
  return (
    <ol class="paras">
      {found.map(({ finding, quotations, backing }) => (
        <li class="para" id={`F-${finding.number}`}>
          <a class="mark" href={`#F-${finding.number}`}>F-{finding.number}</a>
          <div class="text">
            <p lang={forum.language} dir="auto">{finding.statement}</p>
            <p><span class="tag">{t(`synthesis.kind.${finding.kind}`)}</span></p>
          </div>
          <aside class="voices" aria-label={t('synthesis.behind', { ref: `F-${finding.number}` })}><BackingWords view={view} backing={backing} /></aside>
          <details class="rests">
            <summary>{t('synthesis.rests-on', { count: quotations.length })}</summary>
            <div class="opened">{quotations.map((quotation) => <QuotationBlock view={view} forum={forum} quotation={quotation} />)}</div>
          </details>
        </li>
      ))}
    </ol>
  )
}

export function BackingWords(props: { view: View; backing: Backing }) {
  const { view, backing } = props
  const words = [
    backing.contributions > 0 || backing.comments === 0 ? view.t('synthesis.contributions', { count: backing.contributions }) : '',
    backing.comments > 0 ? view.t('synthesis.comments', { count: backing.comments }) : '',
  ]
  return (
    <>
      <VoicesBar view={view} counts={backing.voices} label={view.t('synthesis.voices')} />
      <p>{words.filter((word) => word !== '').join(' · ')}</p>
    </>
  )
}

/** Somebody's own words, with who said them as far as consent goes, and the way to where they stand. */
export function QuotationBlock(props: { view: View; forum: Forum; quotation: Quotation }) {
  const { view, forum, quotation } = props
  const { t } = view
  const group = forum.stakeholderGroups.find((each) => each.key === quotation.stakeholderGroup)?.title ?? quotation.stakeholderGroup
  const facts = [quotation.name, group, quotation.regionalGroup === 'none' ? null : quotation.regionalGroup, quotation.language === null ? null : languageName(quotation.language, view.lang)].filter((fact) => fact !== null)
  return (
    <blockquote class="quote">
      {quotation.quote === null ? (
        <p class="empty"><span class="quiet-text">{t(`synthesis.withheld.${quotation.withheld ?? 'not-public'}`)}</span></p>
      ) : (
        <p lang={quotation.language ?? undefined} dir="auto"><span class="words"><RedactedText view={view} text={quotation.quote} redactions={quotation.redactions} offset={quotation.passage.start} /></span></p>
      )}
      <p class="source">
        P-{quotation.passage.number} · {quotation.of}{quotation.passage.page === null ? null : ` · ${t('documents.page', { page: quotation.passage.page })}`}
        {facts.length === 0 ? null : <> · <bdi>{facts.join(' · ')}</bdi></>}
        {' · '}<a href={quotation.href}>{t('synthesis.in-context')}</a>
      </p>
    </blockquote>
  )
}

/** A passage by its number, and of a document with pages by these, too. */
export function PassageName(props: { view: View; passage: Pick<Passage, 'number' | 'page'> }) {
  const { view, passage } = props
  return <><span class="ref">P-{passage.number}</span>{passage.page === null ? null : <> <span class="quiet-text">{view.t('documents.page', { page: passage.page })}</span></>}</>
}

/** Text with its passages marked; each mark is a link to what became of it. Overlapping passages share stretches. */
export function MarkedText(props: { view: View; text: string; redactions?: readonly Redaction[] | undefined; lang: string | null; passages: readonly Mark[] }) {
  const stretches = splitByPassages(props.text, props.passages)
  let end = 0
  const begun = new Set<string>()
  return (
    <p class="words" lang={props.lang ?? undefined} dir="auto">
      {stretches.map((stretch) => {
        const offset = end
        end += countCodePoints(stretch.text)
        const words = <RedactedText view={props.view} text={stretch.text} redactions={props.redactions} offset={offset} />
        if (stretch.passageIds.length === 0) return words
        const covering = props.passages.filter((passage) => stretch.passageIds.includes(passage.id))
        const beginning = covering.filter((passage) => !begun.has(passage.id))
        for (const passage of beginning) begun.add(passage.id)
        const last = beginning.at(-1) ?? covering.at(-1)
        return (
          <>
            {beginning.map((passage) => <span id={`P-${passage.number}`}></span>)}
            <mark class={covering.length > 1 ? 'overlap' : undefined}><a href={last?.href} title={covering.map((passage) => passage.title).join(' · ')}>{words}</a></mark>
          </>
        )
      })}
    </p>
  )
}

/** Words as they may be read: what is redacted in its place, with the kind of reason where it begins. `offset` is where the text begins in its answer. */
export function RedactedText(props: { view: View; text: string; redactions: readonly Redaction[] | undefined; offset: number }) {
  const { view, text, redactions = [], offset } = props
  if (redactions.length === 0) return <>{text}</>
  return (
    <>
      {cutRedacted(text, redactions, offset).map((part) =>
        part.reason === null ? part.text : <span class="redacted"><span aria-hidden="true">▇▇</span> {view.t('redaction.in-place', { reason: view.t(`redaction.reason.${part.reason}`) })}</span>,
      )}
    </>
  )
}

export function ThemeList(props: { view: View; base: string; themes: readonly ThemeShown[]; current?: string }) {
  const { view, base, themes } = props
  if (themes.length === 0) return null
  return (
    <nav aria-labelledby="themes">
      <h2 id="themes">{view.t('synthesis.themes')}</h2>
      <ul>
        {themes.map((theme) => (
          <li class={`depth-${Math.min(theme.depth, 3)}`}>
            <a href={`${base}/themes/${theme.slug}`} aria-current={theme.slug === props.current ? 'page' : undefined}><ThemeSign colour={theme.colour} /><bdi>{theme.title}</bdi><span class="figure">{theme.passages}</span></a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
