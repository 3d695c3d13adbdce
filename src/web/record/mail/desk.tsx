import type { CheckedRecord } from '../../../platform/mail-records.ts'
import type { View } from '../../context.ts'
import { Layout } from '../../ui/layout.tsx'
import type { MailData } from './data.ts'

/** How mail is set up: what to publish in the domain name system, word for word, and what stands there now. */
export function MailPage(props: { view: View; data: MailData }) {
  const { view, data } = props
  const title = view.t('record.dns.title')
  const isAll = data.records.every(({ verdict, isOptional }) => verdict === 'right' || isOptional)
  return (
    <Layout view={view} desk title={title} crumbs={[{ href: '/desk', label: view.t('shell.desk') }, { href: '/desk/outbox', label: view.t('record.outbox.title') }, { label: title }]}>
      <h1>{title}</h1>
      <p class="lead">{view.t('record.dns.lead', { domain: data.domain })}</p>
      <dl class="facts">
        <dt>{view.t('record.dns.leaves')}</dt>
        <dd>{view.t(`record.dns.leaves.${data.leaves}`)}</dd>
        <dt>{view.t('record.dns.comes')}</dt>
        <dd>{view.t(data.takesMail ? 'record.dns.comes.yes' : 'record.dns.comes.no', { domain: data.domain })}</dd>
        <dt>{view.t('desk.mail.title')}</dt>
        <dd><a href="/desk/mail/kept">{view.t('desk.mail.count', { count: data.kept })}</a></dd>
        <dt>{view.t('record.dns.sender')}</dt>
        <dd><code dir="ltr">{data.sender}</code></dd>
      </dl>
      {data.isReachable ? null : <p class="differs">{view.t('record.dns.local')}</p>}
      {isAll ? <p class="notice">{view.t('record.dns.all-right')}</p> : null}
      <ol class="entries">{data.records.map((record) => <Record view={view} record={record} />)}</ol>
      <p class="meta">{view.t('record.dns.kept')}</p>
    </Layout>
  )
}

function Record(props: { view: View; record: CheckedRecord }) {
  const { view, record } = props
  const isRight = record.verdict === 'right'
  return (
    <li>
      <h2>{view.t(`record.dns.kind.${record.kind}`)} <span class="tag">{view.t(`record.dns.verdict.${record.verdict}`)}</span></h2>
      <p>{view.t(`record.dns.why.${record.kind}`)}{record.isOptional ? <> {view.t('record.dns.optional')}</> : null}</p>
      <dl class="facts">
        <dt>{view.t('record.dns.name')}</dt>
        <dd><code class="hash" dir="ltr">{record.name}</code> <span class="tag" dir="ltr">{record.type}</span></dd>
        {record.value === null ? null : <dt>{view.t('record.dns.value')}</dt>}
        {record.value === null ? null : <dd><code class="hash" dir="ltr">{record.value}</code></dd>}
        {record.found.length === 0 ? null : <dt>{view.t('record.dns.found')}</dt>}
        {record.found.length === 0 ? null : <dd>{record.found.map((each) => <p><code class="hash" dir="ltr">{each}</code></p>)}</dd>}
      </dl>
      {isRight ? null : <p class="differs">{view.t(record.verdict === 'missing' && record.value === null ? 'record.dns.advice.missing-address' : `record.dns.advice.${record.verdict}`)}</p>}
    </li>
  )
}
