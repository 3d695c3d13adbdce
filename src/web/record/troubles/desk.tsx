import type { AddressInTrouble } from '../../../record/bounces/queries.ts'
import { writeInstant } from '../../../shared/time.ts'
import type { FormState, View } from '../../context.ts'
import { ErrorSummary } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import { PAUSE_AT, type TroublesData } from './data.ts'

/** Addresses that mail does not reach: why, since when, and a button to write to them again. */
export function TroublesPage(props: { view: View; data: TroublesData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const title = t('notices.desk.title')
  return (
    <Layout view={view} desk title={title} crumbs={[{ href: '/desk', label: t('shell.desk') }, { label: title }]}>
      <h1>{title}</h1>
      {view.query['resumed'] === '1' ? <p class="notice" role="status">{t('notices.desk.resumed')}</p> : null}
      <ErrorSummary view={view} form={form} labels={{ address: t('notices.desk.column.address') }} />
      <p class="lead">{t('notices.desk.lead')}</p>
      {data.items.length === 0 ? <p class="empty">{t('notices.desk.empty')}</p> : <ul class="entries">{data.items.map((item) => <Trouble view={view} item={item} />)}</ul>}
      {data.count <= data.limit ? null : (
        <nav class="pages" aria-label={title}>
          {data.page > 1 ? <a href={`?page=${data.page - 1}`} rel="prev">{data.page - 1}</a> : null}
          {data.page * data.limit < data.count ? <a href={`?page=${data.page + 1}`} rel="next">{data.page + 1}</a> : null}
        </nav>
      )}
      {data.refused.length === 0 ? null : <Refused view={view} data={data} />}
    </Layout>
  )
}

function Trouble(props: { view: View; item: AddressInTrouble }) {
  const { view, item } = props
  const { t } = view
  const { last } = item
  return (
    <li>
      <h2 dir="ltr">{item.address}</h2>
      <p class="meta">
        <span class="tag">{t(`notices.desk.state.${item.state}`)}</span> <span>{t('notices.desk.column.since')} {writeInstant(item.since, view.lang)}</span>{' '}
        {item.state === 'complained' ? null : <span>{t('notices.desk.points', { points: Math.round(item.points * 10) / 10, limit: PAUSE_AT })}</span>}{' '}
        {item.probedAt === null ? null : <span>{t('notices.desk.tried', { count: item.probes, at: writeInstant(item.probedAt, view.lang) })}</span>}
      </p>
      {last === undefined ? null : (
        <p>{t(`notices.desk.kind.${last.kind}`)}{last.status === null ? '' : ` (${last.status})`}, {writeInstant(last.at, view.lang)}: <bdi lang="">{last.diagnostic}</bdi></p>
      )}
      <form method="post" novalidate>
        <input type="hidden" name="address" value={item.address} />
        <button type="submit" class="quiet">{t('notices.desk.resume')}<span class="sr-only"> {item.address}</span></button>
      </form>
    </li>
  )
}

function Refused(props: { view: View; data: TroublesData }) {
  const { view, data } = props
  const { t } = view
  return (
    <section class="block">
      <h2 id="refused">{t('notices.desk.refused-title')}</h2>
      <p>{t('notices.desk.refused-lead')}</p>
      <div class="scroll" tabindex={0} role="region" aria-labelledby="refused">
        <table class="figures words">
          <thead><tr><th scope="col">{t('notices.desk.column.domain')}</th><th scope="col">{t('notices.desk.column.count')}</th><th scope="col">{t('notices.desk.column.said')}</th></tr></thead>
          <tbody>{data.refused.map((one) => <tr><th scope="row" dir="ltr">{one.domain}</th><td>{one.count}</td><td><bdi lang="">{one.diagnostic}</bdi></td></tr>)}</tbody>
        </table>
      </div>
    </section>
  )
}
