import { annexCapacity, annexRegion, type AnnexLine } from '../../../contributions/printed/model.ts'
import type { Grouping } from '../../../contributions/overview/model.ts'
import { formatRef } from '../../../shared/refs.ts'
import { writeShortDate } from '../../../shared/time.ts'
import type { View } from '../../context.ts'
import { cycleCrumbs, type InCycle } from '../../forums/data.ts'
import { contributionAddress } from '../data.ts'
import { DayForm } from '../../ui/day-form.tsx'
import { Layout } from '../../ui/layout.tsx'
import { keyTitle, rowsHref, writeNumber } from '../overview/data.ts'
import { writeTermLanguage } from '../terms/data.ts'
import { ANNEXES, annexTallies, printForm, type AnnexData, type ListAnnexData, type WordAnnexData } from './data.ts'

/** Where the numbers of a cycle lead on to: its words, annexes, pinned figures, and the other cycles; for the desk, the way to pin. */
export function Ways(props: { view: View; data: InCycle; pin: Readonly<Record<string, string>> }) {
  const { view, data } = props
  const { t } = view
  const base = `/${data.forum.slug}/${data.cycle.slug}`
  return (
    <p class="meta">
      <a href={`${base}/terms`}>{t('terms.title')}</a> <a href={`${base}/countries`}>{t('figures.countries')}</a> <a href={`${base}/annexes`}>{t('figures.annexes')}</a> <a href={`${base}/figures`}>{t('figures.pins')}</a>{' '}
      <a href={`/${data.forum.slug}/overview`}>{t('figures.cycles.title')}</a> {view.person === undefined ? null : <a href={`/desk${base}/pin?${new URLSearchParams(props.pin).toString()}`}>{t('figures.pin.this')}</a>}
    </p>
  )
}

/** The annexes that can be made of a cycle's contributions. */
export function AnnexesPage(props: { view: View; data: InCycle }) {
  const { view, data } = props
  const { t } = view
  return (
    <Layout view={view} frame={data.frame} title={t('figures.annexes')} crumbs={[...cycleCrumbs(data), { label: t('figures.annexes') }]}>
      <h1>{t('figures.annexes')}</h1>
      <p class="lead">{t('figures.annexes.lead')}</p>
      <ul class="entries">
        {ANNEXES.map((name) => (
          <li>
            <h2><a href={`${view.path}/${name}`}>{t(`figures.annex.${name}`)}</a></h2>
            <p>{t(`figures.annex.${name}.about`)}</p>
          </li>
        ))}
      </ul>
    </Layout>
  )
}

function Frame(props: { view: View; data: AnnexData; lead: string; children?: unknown }) {
  const { view, data } = props
  const { t } = view
  const base = `/${data.forum.slug}/${data.cycle.slug}`
  const title = t(`figures.annex.${data.name}`)
  return (
    <Layout view={view} frame={data.frame} title={title} crumbs={[...cycleCrumbs(data), { href: `${base}/annexes`, label: t('figures.annexes') }, { label: title }]}>
      <h1>{title}</h1>
      <p class="lead">{props.lead}</p>
      <DayForm view={view} data={data} />
      {props.children as string}
      <p class="meta"><a href={`${view.path}.csv?asOf=${data.asOf}`}>{t('figures.annex.csv')}</a> <span>{t('figures.annex.print')}</span></p>
    </Layout>
  )
}

/** Annex II: who contributed, as published. */
export function ContributorsPage(props: { view: View; data: ListAnnexData }) {
  const { view, data } = props
  return (
    <Frame view={view} data={data} lead={leadOf(view, data)}>
      <TooMany view={view} data={data} />
      <ol class="people">{data.lines.map((line) => <li><Who view={view} data={data} line={line} /></li>)}</ol>
    </Frame>
  )
}

/** Annex III: the same as a table with groups, and the tallies in their published order. */
export function GroupsPage(props: { view: View; data: ListAnnexData }) {
  const { view, data } = props
  const { t } = view
  return (
    <Frame view={view} data={data} lead={leadOf(view, data)}>
      <TooMany view={view} data={data} />
      <div class="scroll" tabindex={0} role="region" aria-label={t('figures.annex.groups')}>
        <table>
          <thead><tr><th scope="col">{t('figures.annex.no')}</th><th scope="col">{t('figures.annex.contributor')}</th><th scope="col">{t('overview.column.stakeholderGroup')}</th><th scope="col">{t('overview.column.regionalGroup')}</th><th scope="col">{t('figures.annex.ind-org')}</th></tr></thead>
          <tbody>
            {data.lines.map((line) => (
              <tr>
                <td>{line.number}</td>
                <th scope="row"><Who view={view} data={data} line={line} /></th>
                <td>{line.stakeholderGroup === null ? t('overview.key.not-recorded') : line.stakeholderGroup}</td>
                <td>{line.regionalGroup === null ? t('overview.key.not-recorded') : annexRegion(line.regionalGroup)}</td>
                <td>{line.capacity === null ? t('overview.key.not-recorded') : annexCapacity(line.capacity)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="quiet-text">{t('figures.annex.key')}</p>
      <h2>{t('figures.annex.tallies')}</h2>
      <div class="columns">{(['stakeholderGroup', 'regionalGroup', 'capacity'] as const).map((dimension) => <Tallies view={view} data={data} dimension={dimension} />)}</div>
    </Frame>
  )
}

function Tallies(props: { view: View; data: ListAnnexData; dimension: Grouping }) {
  const { view, data, dimension } = props
  return (
    <section class="block">
      <h3>{view.t(`overview.column.${dimension}`)}</h3>
      <ul class="bare">{annexTallies(data, dimension).map(([key, count]) => <li>{keyTitle(view, data.forum, key)}: <a href={rowsHref(data, dimension, key)}>{writeNumber(view, count)}</a></li>)}</ul>
    </section>
  )
}

function leadOf(view: View, data: ListAnnexData): string {
  return view.t('figures.annex.lead', { count: data.overview.total, date: writeShortDate(data.asOf, view.lang) })
}

function TooMany(props: { view: View; data: ListAnnexData }) {
  return props.data.isCut ? <p class="differs">{props.view.t('figures.annex.too-many', { count: props.data.lines.length })}</p> : null
}

function Who(props: { view: View; data: ListAnnexData; line: AnnexLine }) {
  const { view, data, line } = props
  const { forum, cycle } = data
  const words = line.name ?? view.t('figures.annex.unnamed', { ref: formatRef(cycle.slug, 'C', line.contributionNumber) })
  return (
    <>
      <a href={contributionAddress(forum.slug, cycle.slug, line.contributionNumber)} dir="auto">{words}</a>
      {line.ownName === null ? null : <span class="hint"> {view.t('figures.annex.spelt', { name: line.ownName })}</span>}
    </>
  )
}

/** Annex IV: the fifty commonest words, by the alphabet; one that was published stays as it was printed. */
export function WordsPage(props: { view: View; data: WordAnnexData }) {
  const { view, data } = props
  const { t } = view
  const [first] = data.published
  const { cutAt, tied, terms } = data.cut
  const hasWords = terms.length > 0
  const language = writeTermLanguage(view, data.language)
  const words = { words: data.size.words, contributions: data.size.contributions, language, date: writeShortDate(data.asOf, view.lang) }
  return (
    <Frame view={view} data={data} lead={t('figures.annex.terms.about')}>
      {first === undefined ? null : (
        <section class="block">
          <h2>{t('figures.annex.published-words')}</h2>
          <p class="quiet-text">{t('figures.annex.published-words.lead', { source: first.source, date: writeShortDate(first.asOf, view.lang) })}</p>
          <WordList words={data.published} />
        </section>
      )}
      {!hasWords && first === undefined ? <p class="empty">{t('figures.annex.no-words')}</p> : null}
      {!hasWords ? null : (
        <section class="block">
          <h2>{t('figures.annex.computed-words')}</h2>
          <p class="quiet-text">{t('figures.annex.computed-words.lead', words)}</p>
          <WordList words={printForm(data.cut)} lang={data.language} />
          {cutAt === undefined || tied.length === 0 ? null : <p class="quiet-text">{t('terms.cut.tied', { limit: terms.length, count: cutAt, tied: tied.length, names: tied.slice(0, 12).map(({ label }) => label).join(', ') })}</p>}
        </section>
      )}
    </Frame>
  )
}

function WordList(props: { words: readonly { word: string; count: number }[]; lang?: string }) {
  return <p class="word-list" lang={props.lang} dir="auto">{props.words.map(({ word, count }, place) => <>{place === 0 ? null : ' '}<span>{word} ({count})</span></>)}</p>
}
