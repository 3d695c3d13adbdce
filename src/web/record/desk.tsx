import type { OutboxItem } from '../../record/queries.ts'
import { splitParagraphs } from '../../shared/text.ts'
import { writeInstant } from '../../shared/time.ts'
import type { View } from '../context.ts'
import { Layout } from '../ui/layout.tsx'
import type { OutboxData } from './data.ts'

/** What waits to leave the installation, with its links at hand where nothing can leave. */
export function OutboxPage(props: { view: View; data: OutboxData }) {
  const { view, data } = props
  const crumbs = [{ href: '/desk', label: view.t('shell.desk') }, { label: view.t('record.outbox.title') }]
  return (
    <Layout view={view} desk title={view.t('record.outbox.title')} crumbs={crumbs}>
      <h1>{view.t('record.outbox.title')}</h1>
      <p class="lead">{view.t('record.outbox.lead')}</p>
      {data.keepsMail ? <p class="differs">{view.t('record.outbox.kept')}</p> : null}
      {data.items.length === 0 ? <p class="empty">{view.t('record.outbox.empty')}</p> : (
        <ul class="entries">{data.items.map((item) => <Item view={view} item={item} />)}</ul>
      )}
    </Layout>
  )
}

function Item(props: { view: View; item: OutboxItem }) {
  const { view, item } = props
  return (
    <li>
      <h2 dir="auto">{item.subject}</h2>
      <p class="meta">
        <span>{view.t('record.outbox.to', { recipient: item.recipient })}</span> <span>{item.sentAt === null
          ? view.t('record.outbox.waits', { at: writeInstant(item.createdAt, view.lang) })
          : view.t('record.outbox.sent', { at: writeInstant(item.sentAt, view.lang) })}</span>
      </p>
      {item.failure === null ? null : <p class="differs">{view.t('record.outbox.failed', { failure: item.failure })}</p>}
      {item.body === '' ? <p class="meta">{view.t('record.outbox.dropped')}</p> : splitParagraphs(item.body).map((paragraph) => <p dir="auto"><Linked text={paragraph} /></p>)}
    </li>
  )
}

/** A plain text with its web addresses to follow. */
function Linked(props: { text: string }) {
  return <>{props.text.split(/(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)])/u).map((part, place) => (place % 2 === 1 ? <a href={part}>{part}</a> : part))}</>
}
