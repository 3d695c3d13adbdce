import { compareWords } from '../../../contributions/terms/model.ts'
import { formatRef } from '../../../shared/refs.ts'
import { writeShortDate } from '../../../shared/time.ts'
import type { View } from '../../context.ts'
import { cycleCrumbs } from '../../forums/data.ts'
import { contributionAddress } from '../data.ts'
import { Layout } from '../../ui/layout.tsx'
import { cloudScale } from '../../ui/word-cloud.tsx'
import { writeNumber, writeShare } from '../overview/data.ts'
import { LIMITS, PAGE, rowsHref, writeTermLanguage, type FoundAnswer, type TermChoice, type TermRowsData, type TermsData } from './data.ts'

interface Props {
  view: View
  data: TermsData
}

/** The words of a cycle: as a cloud, as a table, and what a group says that the others do not. */
export function TermsPage({ view, data }: Props) {
  const { t, lang } = view
  const base = `/${data.forum.slug}/${data.cycle.slug}`
  const crumbs = [...cycleCrumbs(data), { href: `${base}/contributions`, label: t('contributions.contributions') }, { label: t('terms.title') }]
  const words = { words: data.size.words, contributions: data.size.contributions, language: writeTermLanguage(view, data.language) }
  return (
    <Layout view={view} frame={data.frame} title={t('terms.title')} crumbs={crumbs}>
      <h1>{t('terms.title')}</h1>
      <p class="lead">{t('terms.lead', words)}{data.asOf === undefined || data.isTooLarge ? null : ` ${t('terms.as-of', { date: writeShortDate(data.asOf, lang) })}`}</p>
      {data.isTooLarge ? <p class="differs">{t('terms.too-large')}</p> : null}
      {data.due > 0 || data.isBehind ? <p class="notice">{t('terms.behind', { count: data.due })}</p> : null}
      <TermFilters view={view} data={data} />
      {data.cut.terms.length === 0 ? <p class="empty">{t('terms.none')}</p> : <Cloud view={view} data={data} />}
      <KeyTerms view={view} data={data} />
      {data.cut.terms.length === 0 ? null : <TermTable view={view} data={data} />}
      <p class="meta"><a href={`${base}/annexes/terms`}>{t('terms.print-form')}</a> {view.person === undefined ? null : <a href={`/desk/${data.forum.slug}/terms?language=${data.language}`}>{t('terms.desk.title')}</a>}</p>
    </Layout>
  )
}

function TermFilters({ view, data }: Props) {
  const { t } = view
  return (
    <form method="get" action={view.path} class="filters">
      {data.languages.length < 2 ? null : (
        <div class="field">
          <label for="field-in-language">{t('terms.filter.language')}</label>
          <select id="field-in-language" name="in-language">{data.languages.map(({ language, contributions }) => <option value={language} selected={language === data.language}>{writeTermLanguage(view, language)} ({contributions})</option>)}</select>
        </div>
      )}
      <div class="field">
        <label for="field-in">{t('terms.filter.in')}</label>
        <ScopeMenu view={view} data={data} />
      </div>
      <div class="field">
        <label for="field-show">{t('terms.filter.show')}</label>
        <select id="field-show" name="show"><option value="">{t('terms.show.words')}</option><option value="phrases" selected={data.phrases}>{t('terms.show.phrases')}</option></select>
      </div>
      <div class="field">
        <label for="field-limit">{t('terms.filter.limit')}</label>
        <select id="field-limit" name="limit">{LIMITS.map((each) => <option value={String(each)} selected={each === data.limit}>{each}</option>)}</select>
      </div>
      <div class={data.wrongDate === undefined ? 'field' : 'field wrong'}>
        <label for="field-asOf">{t('terms.filter.as-of')}</label>
        {data.wrongDate === undefined ? null : <p class="error" id="error-asOf">{t('form.error.not-a-date')}</p>}
        <input id="field-asOf" name="asOf" type={data.wrongDate === undefined ? 'date' : 'text'} dir="ltr" value={data.wrongDate ?? data.asOf ?? ''} aria-describedby={data.wrongDate === undefined ? undefined : 'error-asOf'} aria-invalid={data.wrongDate === undefined ? undefined : 'true'} />
      </div>
      <button class="quiet">{t('terms.filter.change')}</button>
    </form>
  )
}

function ScopeMenu({ view, data }: { view: View; data: TermChoice }) {
  const groups = (['question', 'stakeholderGroup', 'regionalGroup'] as const).map((dimension) => ({ dimension, choices: data.choices.filter((choice) => choice.dimension === dimension) }))
  return (
    <select id="field-in" name="in">
      <option value="">{view.t('terms.in.all')}</option>
      {groups.filter(({ choices }) => choices.length > 0).map(({ dimension, choices }) => (
        <optgroup label={view.t(dimension === 'question' ? 'terms.in.question' : `overview.column.${dimension}`)}>
          {choices.map((choice) => <option value={choice.value} selected={choice.value === data.chosen.value}>{choice.label}</option>)}
        </optgroup>
      ))}
    </select>
  )
}

const SIZES = 8

/** The words by the alphabet, larger where they stand more often; a list, so that it can be read out with its numbers. */
function Cloud({ view, data }: Props) {
  const { t } = view
  const { terms, cutAt, tied } = data.cut
  const scale = cloudScale(terms.map(({ label, count }) => ({ word: label, count })))
  const query = new URLSearchParams(view.query).toString()
  return (
    <section class="block">
      <h2 id="cloud">{data.chosen.value === '' ? t('terms.cloud') : t('terms.cloud.in', { name: data.chosen.label })}</h2>
      <ul class="cloud" aria-labelledby="cloud" lang={data.language}>
        {terms.toSorted((a, b) => compareWords(a.label, b.label)).map((term) => (
          <li class={`size-${1 + Math.round((SIZES - 1) * scale(term.count))}`}><a href={rowsHref(data, term.label)}><bdi>{term.label}</bdi> <span class="n">({writeNumber(view, term.count)})</span></a></li>
        ))}
      </ul>
      {cutAt === undefined ? null : <p class="quiet-text">{tied.length === 0 ? t('terms.cut', { limit: terms.length, count: cutAt }) : t('terms.cut.tied', { limit: terms.length, count: cutAt, tied: tied.length, names: tied.slice(0, 12).map(({ label }) => label).join(', ') })}</p>}
      <p class="meta">
        <span>{t('figures.keep')}</span> {(['svg', 'png', 'csv'] as const).map((format) => <a href={`${view.path}/cloud.${format}${query === '' ? '' : `?${query}`}`}>{t(`figures.keep.${format}`)}</a>)}
      </p>
    </section>
  )
}

function TermTable({ view, data }: Props) {
  const { t } = view
  return (
    <section class="block">
      <h2 id="table">{t('terms.table')}</h2>
      <p class="quiet-text">{t('terms.table.lead')}</p>
      <div class="scroll" tabindex={0} role="region" aria-labelledby="table">
        <table class="figures terms">
          <thead><tr><th scope="col">{t('terms.column.word')}</th><th scope="col">{t('terms.column.count')}</th><th scope="col">{t('terms.column.contributions')}</th><th scope="col">{t('terms.column.forms')}</th></tr></thead>
          <tbody>
            {data.cut.terms.map((term) => (
              <tr>
                <th scope="row" lang={data.language} dir="auto">{term.label}</th>
                <td><a href={rowsHref(data, term.label)}>{writeNumber(view, term.count)}</a></td>
                <td>{t('terms.of', { count: term.contributions, all: data.size.contributions })} <span class="quiet-text">{writeShare(view, term.contributions, data.size.contributions)}</span></td>
                <td lang={data.language} dir="auto">{term.forms.length < 2 ? null : term.forms.map(({ form, count }) => `${form} (${writeNumber(view, count)})`).join(', ')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

/** What the chosen group says that the others do not. */
function KeyTerms({ view, data }: Props) {
  const { t } = view
  if (data.keyTerms === undefined) return null
  const times = (ratio: number): string => writeNumber(view, 2 ** ratio, { maximumFractionDigits: 2 ** ratio < 10 ? 1 : 0 })
  return (
    <section class="block">
      <h2 id="more">{t(data.chosen.dimension === 'question' ? 'terms.more.question' : 'terms.more.group', { name: data.chosen.label })}</h2>
      <p class="quiet-text">{t('terms.more.lead')}</p>
      {data.keyTerms.length === 0 ? <p class="empty">{t('terms.more.none')}</p> : (
        <div class="scroll" tabindex={0} role="region" aria-labelledby="more">
          <table class="figures terms">
            <thead><tr><th scope="col">{t('terms.column.word')}</th><th scope="col">{t('terms.column.here')}</th><th scope="col">{t('terms.column.in-here')}</th><th scope="col">{t('terms.column.others')}</th><th scope="col">{t('terms.column.times')}</th><th scope="col">{t('terms.column.likelihood')}</th></tr></thead>
            <tbody>
              {data.keyTerms.map((term) => (
                <tr>
                  <th scope="row" lang={data.language} dir="auto">{term.label}</th>
                  <td><a href={rowsHref(data, term.label)}>{writeNumber(view, term.count)}</a></td>
                  <td>{t('terms.of', { count: term.contributions, all: data.size.contributions })}</td>
                  <td>{writeNumber(view, term.others.words)}</td>
                  <td>{term.others.words === 0 ? t('terms.only-here') : t('terms.times', { times: times(term.ratio) })}</td>
                  <td>{writeNumber(view, term.likelihood, { maximumFractionDigits: 1 })}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}

/** The answers in which a word stands, each place with the words around it. */
export function TermRowsPage(props: { view: View; data: TermRowsData }) {
  const { view, data } = props
  const { t } = view
  const base = `/${data.forum.slug}/${data.cycle.slug}`
  const title = t('terms.rows.title', { word: data.word })
  const { word: _word, page: _page, ...kept } = view.query
  const back = new URLSearchParams(kept).toString()
  return (
    <Layout view={view} frame={data.frame} title={title} crumbs={[...cycleCrumbs(data), { href: `${base}/terms${back === '' ? '' : `?${back}`}`, label: t('terms.title') }, { label: data.word }]}>
      <h1 dir="auto">{title}</h1>
      <p class="lead">{t('terms.rows.lead', { contributions: data.contributions, all: data.size.contributions, answers: data.answers, name: data.chosen.value === '' ? '' : data.chosen.label, where: data.chosen.dimension })}</p>
      {data.found.length === 0 ? <p class="empty">{t('terms.rows.none')}</p> : null}
      <ul class="entries aside">{data.found.map((found) => <FoundLine view={view} data={data} found={found} />)}</ul>
      <RowPages view={view} data={data} />
    </Layout>
  )
}

function FoundLine(props: { view: View; data: TermRowsData; found: FoundAnswer }) {
  const { view, data, found } = props
  const { answer, contexts, count } = found
  return (
    <li>
      <h2><a href={`${contributionAddress(data.forum.slug, data.cycle.slug, answer.contributionNumber)}#A-${answer.number}`}>{formatRef(data.cycle.slug, 'C', answer.contributionNumber)}/{answer.number}</a> <span dir="auto">{answer.contributor ?? view.t('contributions.without-name')}</span></h2>
      {contexts.map(({ before, word, after }) => <p lang={answer.language ?? undefined} dir="auto">{before}<mark>{word}</mark>{after}</p>)}
      {count > contexts.length ? <p class="quiet-text">{view.t('terms.rows.more', { count: count - contexts.length })}</p> : null}
      <p class="meta"><span lang={data.forum.language} dir="auto">{found.question}</span></p>
    </li>
  )
}

function RowPages(props: { view: View; data: TermRowsData }) {
  const { view, data } = props
  const last = Math.ceil(data.answers / PAGE)
  const to = (page: number): string => `${view.path}?${new URLSearchParams({ ...view.query, page: String(page) }).toString()}`
  if (last < 2) return null
  return (
    <nav class="pages" aria-label={view.t('contributions.pages')}>
      {data.page > 1 ? <a href={to(data.page - 1)} rel="prev">{view.t('contributions.pages.earlier')}</a> : null}
      <span>{data.page} / {last}</span>
      {data.page < last ? <a href={to(data.page + 1)} rel="next">{view.t('contributions.pages.later')}</a> : null}
    </nav>
  )
}
