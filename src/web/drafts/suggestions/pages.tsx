import { splitParagraphs } from '../../../shared/text.ts'
import { dateInZone, writeShortDate } from '../../../shared/time.ts'
import { diffWords, joinStretches, segmentWords } from '../../../shared/word-diff.ts'
import type { View } from '../../context.ts'
import { cycleCrumbs } from '../../forums/data.ts'
import { Layout } from '../../ui/layout.tsx'
import type { InDocument } from '../data.ts'
import { PAGE, type Shown, type SuggestionData, type SuggestionsData } from './data.ts'

/** The way to a public page about the suggestions of a document. */
export function suggestionCrumbs(view: View, data: InDocument, last?: string) {
  const list = { href: `${data.address}/suggestions`, label: view.t('drafts.suggestion.title') }
  const way = [...cycleCrumbs(data), { href: `${data.base}/documents`, label: view.t('drafts.title') }, { href: data.address, label: data.document.title }]
  return last === undefined ? [...way, { label: list.label }] : [...way, list, { label: last }]
}

/** Every suggestion to a document, with what became of it. */
export function SuggestionsPage(props: { view: View; data: SuggestionsData }) {
  const { view, data } = props
  const { t } = view
  const here = `${data.address}/suggestions`
  return (
    <Layout view={view} frame={data.frame} title={t('drafts.suggestion.of', { document: data.document.title })} crumbs={suggestionCrumbs(view, data)}>
      <h1>{t('drafts.suggestion.of', { document: data.document.title })}</h1>
      <p class="lead">{t('drafts.suggestion.lead')}</p>
      {data.maySuggest ? <p class="actions"><a class="button" href={`${here}/new`}>{t('drafts.suggestion.make')}</a></p> : null}
      <StateLinks view={view} data={data} here={here} />
      <SuggestionList view={view} data={data} href={(number) => `${here}/${number}`} />
      <PageLinks view={view} data={data} here={here} />
    </Layout>
  )
}

/** Which of them are shown, and how many there are. */
export function StateLinks(props: { view: View; data: SuggestionsData; here: string }) {
  const { view, data, here } = props
  const { t } = view
  const states = [{ key: 'all', isOpen: undefined }, { key: 'open', isOpen: true }, { key: 'decided', isOpen: false }] as const
  return (
    <p class="meta">
      <span>{t('drafts.suggestion.count', { count: data.total })}</span>
      {states.map(({ key, isOpen }) => (isOpen === data.isOpen ? <span aria-current="true"><strong>{t(`drafts.suggestion.state.${key}`)}</strong></span> : <a href={`${here}?state=${key}`}>{t(`drafts.suggestion.state.${key}`)}</a>))}
      <a href={`${data.address}/suggestions.json`}>{t('drafts.data')}</a>
    </p>
  )
}

export function SuggestionList(props: { view: View; data: SuggestionsData; href: (number: number) => string }) {
  const { view, data, href } = props
  if (data.shown.length === 0) return <p class="empty">{view.t('drafts.suggestion.none')}</p>
  return (
    <ul class="entries">
      {data.shown.map((shown) => (
        <li id={`S-${shown.suggestion.number}`}>
          <h2><a href={href(shown.suggestion.number)}>{titleOf(view, shown)}</a></h2>
          <SuggestionEntry view={view} data={data} shown={shown} />
        </li>
      ))}
    </ul>
  )
}

export function PageLinks(props: { view: View; data: SuggestionsData; here: string }) {
  const { view, data, here } = props
  const href = (page: number): string => `${here}?state=${data.isOpen === undefined ? 'all' : data.isOpen ? 'open' : 'decided'}&page=${page}`
  if (data.page === 1 && data.total <= PAGE) return null
  return (
    <nav class="pages" aria-label={view.t('drafts.suggestion.pages')}>
      {data.page > 1 ? <a href={href(data.page - 1)}>{view.t('drafts.suggestion.earlier')}</a> : null}
      {data.page * PAGE < data.total ? <a href={href(data.page + 1)}>{view.t('drafts.suggestion.later')}</a> : null}
    </nav>
  )
}

/** What it is about: "S-3: other words for ¶ 12". */
export function titleOf(view: View, { suggestion, place }: Shown): string {
  return view.t('drafts.suggestion.entry', { number: suggestion.number, kind: suggestion.kind, place: place ?? 0 })
}

/** A suggestion: who, when, what it changes, why, and what became of it. */
export function SuggestionEntry(props: { view: View; data: InDocument; shown: Shown }) {
  const { view, data, shown } = props
  const { t } = view
  const { suggestion, author, comment } = shown
  const { language } = data.document
  return (
    <>
      <p class="meta">
        <span>{author === undefined ? t('drafts.suggestion.somebody') : <bdi>{author}</bdi>}</span>
        <span>{writeShortDate(dateInZone(suggestion.suggestedAt, 'UTC'), view.lang)}</span>
        {comment === undefined ? null : <a href={`${data.base}/comments/R-${comment}`}>{t('drafts.suggestion.from', { ref: `R-${comment}` })}</a>}
        {suggestion.outcome === null ? <span class="tag warn">{t('drafts.suggestion.waits')}</span> : <span class="tag">{t(`drafts.suggestion.outcome.${suggestion.outcome}`)}</span>}
      </p>
      <div class="prose" lang={language}><WordChange language={language} from={suggestion.before ?? ''} to={suggestion.text ?? ''} /></div>
      <p>{t('drafts.suggestion.because')} <span dir="auto">{suggestion.reason}</span></p>
      <Decided view={view} data={data} shown={shown} />
    </>
  )
}

function Decided(props: { view: View; data: InDocument; shown: Shown }) {
  const { view, data, shown } = props
  const { suggestion, decidedBy } = shown
  if (suggestion.outcome === null || suggestion.decidedAt === null) return null
  const by = view.t('drafts.suggestion.decided', { outcome: suggestion.outcome, by: decidedBy ?? view.t('drafts.suggestion.somebody'), date: writeShortDate(dateInZone(suggestion.decidedAt, 'UTC'), view.lang) })
  return (
    <>
      <p><strong>{by}</strong> {suggestion.outcomeReason === null ? null : <span dir="auto">{suggestion.outcomeReason}</span>}</p>
      {suggestion.taken === null ? null : <><p>{view.t('drafts.suggestion.taken')}</p><div class="prose" lang={data.document.language}><WordChange language={data.document.language} from={suggestion.before ?? ''} to={suggestion.taken} /></div></>}
    </>
  )
}

/** What a wording changes, word by word; parts between empty lines are paragraphs. */
export function WordChange(props: { language: string; from: string; to: string }) {
  const { language, from, to } = props
  if (from === '') return <>{splitParagraphs(to).map((part) => <p dir="auto"><ins>{part}</ins></p>)}</>
  if (to === '') return <p dir="auto"><del>{from}</del></p>
  const stretches = joinStretches(diffWords(segmentWords(from, language), segmentWords(to, language)))
  return <p class="wording" dir="auto">{stretches.map(({ kind, text }) => (kind === 'inserted' ? <ins>{text}</ins> : kind === 'deleted' ? <del>{text}</del> : text))}</p>
}

/** One suggestion on a page of its own. */
export function SuggestionPage(props: { view: View; data: SuggestionData }) {
  const { view, data } = props
  const { t } = view
  const { suggestion } = data.shown
  const title = titleOf(view, data.shown)
  const here = `${data.address}/suggestions/${suggestion.number}`
  return (
    <Layout view={view} frame={data.frame} title={title} crumbs={suggestionCrumbs(view, data, `S-${suggestion.number}`)}>
      <h1>{title}</h1>
      <SuggestionEntry view={view} data={data} shown={data.shown} />
      <p class="meta">
        {(data.isMine || data.isEditor) && suggestion.outcome === null ? <a href={`${here}/withdraw`}>{t('drafts.suggestion.withdraw')}</a> : null}
        <a href={`${here}.json`}>{t('drafts.data')}</a>
      </p>
    </Layout>
  )
}
