import type { Fate } from '../../shared/vocabularies.ts'
import { FATES } from '../../shared/vocabularies.ts'
import type { Unit } from '../../trace/coverage/model.ts'
import type { View } from '../context.ts'
import type { InCycle } from '../forums/data.ts'
import { Layout } from '../ui/layout.tsx'
import { unitAddress, type NamedFate } from './data.ts'

export interface TracePageData extends InCycle {
  readonly base: string
  readonly coverage: { readonly units: number; readonly accounted: number; readonly coverage: number | null }
  /** How many inputs have each fate. */
  readonly counts: ReadonlyMap<Fate, number>
  readonly shown: readonly { readonly unit: Unit; readonly fate: NamedFate }[]
  readonly filter: Fate | undefined
  readonly page: number
  readonly hasNext: boolean
}

/** What became of each input of a cycle, a hundred a page. */
export function TracePage(props: { view: View; data: TracePageData }) {
  const { view, data } = props
  const { t } = view
  return (
    <Layout view={view} frame={data.frame} title={t('trace.title')} crumbs={[{ href: `/${data.forum.slug}`, label: data.forum.title }, { href: data.base, label: data.cycle.title }, { label: t('trace.title') }]}>
      <h1>{t('trace.title')}</h1>
      <p class="lead">{t('trace.lead')}</p>
      <Coverage view={view} coverage={data.coverage} />
      <p class="meta">
        {FATES.map((fate) => <a href={`${data.base}/trace?fate=${fate}`} aria-current={data.filter === fate ? 'true' : undefined}>{t(`trace.fate.${fate}`)} {data.counts.get(fate) ?? 0}</a>)}
        <a href={`${data.base}/trace`}>{t('trace.fate.all')} {data.coverage.units}</a>
        <a href={`${data.base}/trace.json`}>{t('trace.data')}</a>
      </p>
      {data.shown.length === 0 ? <p class="empty">{t(data.coverage.units === 0 ? 'trace.none' : 'trace.none-here')}</p> : <TraceTable view={view} data={data} />}
      <Pages view={view} data={data} />
    </Layout>
  )
}

function TraceTable(props: { view: View; data: TracePageData }) {
  const { view, data } = props
  const { t } = view
  return (
    <div class="scroll" tabindex={0} role="region" aria-label={t('trace.table')}>
      <table class="traced">
        <caption>{t('trace.table')}</caption>
        <thead><tr><th scope="col">{t('trace.column.input')}</th><th scope="col">{t('trace.column.fate')}</th><th scope="col">{t('trace.column.by')}</th></tr></thead>
        <tbody>
          {data.shown.map(({ unit, fate }) => (
            <tr id={unit.ref.split('/').slice(1).join('-')}>
              <th scope="row"><a href={unitAddress(data, unit)}>{unit.ref}</a></th>
              <td><FateTag view={view} fate={fate.fate} /></td>
              <td><FateWords view={view} fate={fate} /></td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function FateTag(props: { view: View; fate: Fate }) {
  return <span class={props.fate === 'none' ? 'tag warn' : 'tag'}>{props.view.t(`trace.fate.${props.fate}`)}</span>
}

function FateWords(props: { view: View; fate: NamedFate }) {
  const { view } = props
  const { by, declinedFor } = props.fate
  const reason = declinedFor === undefined ? props.fate.reason : view.t('moderation.answered', { reason: view.t(`moderation.reason.${declinedFor}`) })
  return (
    <>
      {by.map((named, index) => <>{index === 0 ? null : ', '}<a href={named.url}>{named.ref}</a></>)}
      {by.length > 0 && reason !== null ? ': ' : null}
      {reason === null ? null : <span dir="auto">{reason}</span>}
    </>
  )
}

/** What became of one unit, for the page on which it stands. Nothing where nobody has accounted for it and nobody had to. */
export function WhatBecameOfIt(props: { view: View; fate: NamedFate | undefined }) {
  const { view, fate } = props
  if (fate === undefined) return null
  return (
    <p class="became">
      <strong>{view.t('trace.title')}:</strong> <FateTag view={view} fate={fate.fate} /> <FateWords view={view} fate={fate} />
    </p>
  )
}

/** The figure of coverage; nothing where nothing came in. */
export function Coverage(props: { view: View; coverage: { readonly units: number; readonly accounted: number } }) {
  const { view, coverage } = props
  if (coverage.units === 0) return null
  return <p class="count"><strong>{view.t('trace.coverage', coverage)}</strong>{view.t('trace.coverage.words')}</p>
}

/** The same as a box at the start of a report, with the way to each input. */
export function CoverageCard(props: { view: View; base: string; coverage: { readonly units: number; readonly accounted: number } }) {
  const { view, base, coverage } = props
  return (
    <div class="card">
      <strong>{view.t('trace.coverage', { accounted: coverage.accounted, units: coverage.units })}</strong>
      <p>{view.t('trace.coverage.words')}</p>
      <p><a href={`${base}/trace`}>{view.t('trace.coverage.link')}</a></p>
    </div>
  )
}

export function Pages(props: { view: View; data: Pick<TracePageData, 'page' | 'hasNext' | 'filter'> }) {
  const { view, data } = props
  if (data.page === 1 && !data.hasNext) return null
  const to = (page: number): string => `?${new URLSearchParams({ ...(data.filter === undefined ? {} : { fate: data.filter }), page: String(page) }).toString()}`
  return (
    <nav class="pages">
      {data.page > 1 ? <a href={to(data.page - 1)} rel="prev">{view.t('trace.earlier')}</a> : null}
      {data.hasNext ? <a href={to(data.page + 1)} rel="next">{view.t('trace.later')}</a> : null}
    </nav>
  )
}
