import type { Destination, QueuedMail } from '../../../record/sending/queries.ts'
import { QUEUE_STATES } from '../../../record/sending/queries.ts'
import { splitParagraphs } from '../../../shared/text.ts'
import { writeInstant } from '../../../shared/time.ts'
import type { FormState, View } from '../../context.ts'
import { Layout } from '../../ui/layout.tsx'
import type { QueueData, WrittenMail } from './data.ts'

/** What waits to leave the installation and why, what was given up, what has left; with its links at hand where nothing can leave. */
export function QueuePage(props: { view: View; data: QueueData; form: FormState }) {
  const { view, data, form } = props
  const title = view.t('record.outbox.title')
  const error = form.errors['']
  return (
    <Layout view={view} desk title={title} crumbs={[{ href: '/desk', label: view.t('shell.desk') }, { label: title }]}>
      <h1>{title}</h1>
      <p class="lead">{view.t('record.queue.lead')}</p>
      {error === undefined ? null : <p class="differs" role="alert">{view.error(error)}</p>}
      {data.keepsMail ? <p class="differs">{view.t('record.outbox.kept')}</p> : null}
      <p class="meta">
        <span>{view.t('record.queue.waiting', { count: data.waiting })}</span> <span>{view.t('record.queue.gone-count', { count: data.gone })}</span> <a href="/desk/mail">{view.t('record.dns.title')}</a>
      </p>
      {data.destinations.length === 0 ? null : <Destinations view={view} destinations={data.destinations} />}
      {data.keepsMail || data.domains.length < 2 ? null : <Domains view={view} data={data} />}
      <section class="block">
        <h2>{view.t('record.queue.mails')}</h2>
        <nav class="pages" aria-label={view.t('record.queue.which')}>
          {QUEUE_STATES.map((state) => <a href={address(data, { state, page: 1 })} aria-current={state === data.state ? 'page' : undefined}>{view.t(`record.queue.state.${state}`)}</a>)}
          {data.domain === undefined ? null : <a href={address({ ...data, domain: undefined }, { page: 1 })}>{view.t('record.queue.every-domain', { domain: data.domain })}</a>}
        </nav>
        {data.items.length === 0 ? <p class="empty">{view.t(`record.queue.empty.${data.state}`)}</p> : <ul class="entries">{data.items.map((item) => <Item view={view} item={item} keepsMail={data.keepsMail} />)}</ul>}
        {data.page === 1 && !data.isMore ? null : (
          <nav class="pages" aria-label={view.t('record.queue.pages')}>
            {data.page === 1 ? null : <a href={address(data, { page: data.page - 1 })} rel="prev">{view.t('record.queue.earlier')}</a>}
            {data.isMore ? <a href={address(data, { page: data.page + 1 })} rel="next">{view.t('record.queue.later')}</a> : null}
          </nav>
        )}
      </section>
    </Layout>
  )
}

function address(data: Pick<QueueData, 'state' | 'domain' | 'page'>, over: Partial<Pick<QueueData, 'state' | 'domain' | 'page'>>): string {
  const { state, domain, page } = { ...data, ...over }
  const query = new URLSearchParams({ state, ...(domain === undefined ? {} : { domain }), ...(page === 1 ? {} : { page: String(page) }) })
  return `/desk/outbox?${query.toString()}`
}

function Destinations(props: { view: View; destinations: readonly Destination[] }) {
  const { view } = props
  return (
    <section class="block">
      <h2>{view.t('record.queue.destinations')}</h2>
      <p>{view.t('record.queue.destinations-lead')}</p>
      <ul class="entries">
        {props.destinations.map((each) => (
          <li>
            <h3 dir="auto">{each.domain === '*' ? view.t('record.queue.relay') : each.domain}</h3>
            <p class="differs" dir="auto">{each.failure}</p>
            <p class="meta">
              <span>{view.t('record.queue.failed-often', { count: each.failures, at: writeInstant(each.failedAt, view.lang) })}</span> <span>{view.t('record.queue.next', { at: writeInstant(each.notBefore, view.lang) })}</span>
            </p>
            <form method="post" action="/desk/outbox">
              <input type="hidden" name="domain" value={each.domain} />
              <button class="quiet" name="act" value="again-there">{view.t('record.queue.again-there')}</button>
            </form>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Domains(props: { view: View; data: QueueData }) {
  const { view, data } = props
  const label = view.t('record.queue.by-domain')
  return (
    <section class="block">
      <h2>{label}</h2>
      <div class="scroll" tabindex={0} role="region" aria-label={label}>
        <table class="figures">
          <thead><tr><th scope="col">{view.t('record.queue.domain')}</th><th scope="col" class="number">{view.t('record.queue.count')}</th><th scope="col">{view.t('record.queue.oldest')}</th></tr></thead>
          <tbody>
            {data.domains.map(({ domain, count, oldest }) => (
              <tr><th scope="row" dir="auto"><a href={address(data, { state: 'waiting', domain, page: 1 })}>{domain}</a></th><td class="number">{count}</td><td>{writeInstant(oldest, view.lang)}</td></tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

function Item(props: { view: View; item: QueuedMail; keepsMail: boolean }) {
  const { view, item, keepsMail } = props
  const hasText = item.body !== '' || item.isCopy
  const isOver = item.sentAt !== null || item.isHandedOver
  return (
    <li>
      <h3 dir="auto" lang={item.language ?? undefined}>{item.body === '' && !item.isCopy ? item.subject : <a href={`/desk/outbox/${item.id}`}>{item.subject}</a>}</h3>
      <p class="meta">
        <span dir="auto">{view.t('record.outbox.to', { recipient: item.recipient })}</span> <span>{whenOf(view, item, keepsMail)}</span>
        {item.isCopy ? <> <span class="tag">{view.t('record.queue.copy')}</span></> : null}
        {item.urgency === 0 && item.sentAt === null ? <> <span class="tag">{view.t('record.queue.urgent')}</span></> : null}
      </p>
      {item.failure === null ? null : <p class="differs" dir="auto">{view.t('record.outbox.failed', { failure: item.failure })}</p>}
      {item.body === '' ? (item.isCopy ? null : <p class="meta">{view.t('record.outbox.dropped')}</p>) : splitParagraphs(item.body).map((paragraph) => <p dir="auto" lang={item.language ?? undefined}><Linked text={paragraph} /></p>)}
      {isOver || !hasText || (keepsMail && item.goneAt !== null) ? null : (
        <form method="post" action="/desk/outbox" class="actions">
          <input type="hidden" name="mail" value={item.id} />
          {keepsMail ? null : <button class="quiet" name="act" value="again">{view.t('record.queue.again')}</button>}
          {item.goneAt === null ? <button class="quiet" name="act" value="drop">{view.t('record.queue.drop')}</button> : null}
        </form>
      )}
    </li>
  )
}

function whenOf(view: View, item: QueuedMail, keepsMail: boolean): string {
  if (item.sentAt !== null) return view.t('record.outbox.sent', { at: writeInstant(item.sentAt, view.lang) })
  if (item.goneAt !== null) return view.t(item.failure === null ? 'record.queue.dropped' : 'record.queue.given-up', { at: writeInstant(item.goneAt, view.lang) })
  const waits = view.t('record.outbox.waits', { at: writeInstant(item.createdAt, view.lang) })
  if (keepsMail) return waits
  if (item.isHandedOver) return `${waits} · ${view.t('record.queue.handing')}`
  return item.notBefore <= view.now ? `${waits} · ${view.t('record.queue.due')}` : `${waits} · ${view.t('record.queue.next', { at: writeInstant(item.notBefore, view.lang) })}`
}

/** A plain text with its web addresses to follow. */
function Linked(props: { text: string }) {
  return <>{props.text.split(/(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)])/u).map((part, place) => (place % 2 === 1 ? <a href={part}>{part}</a> : part))}</>
}

/** One mail as it leaves, or would: what its reader sees, and every line of it. */
export function WrittenPage(props: { view: View; mail: WrittenMail }) {
  const { view, mail } = props
  const outbox = view.t('record.outbox.title')
  const source = view.t('record.queue.source')
  return (
    <Layout view={view} desk title={mail.subject} crumbs={[{ href: '/desk', label: view.t('shell.desk') }, { href: '/desk/outbox', label: outbox }, { label: mail.subject }]}>
      <h1 dir="auto" lang={mail.language ?? undefined}>{mail.subject}</h1>
      <p class="meta">
        <span dir="auto">{view.t('record.outbox.to', { recipient: mail.recipient })}</span>
        {mail.replyTo === undefined ? null : <> <span>{view.t('record.queue.answers-to')} <code class="hash" dir="ltr">{mail.replyTo}</code></span></>}
      </p>
      {mail.fault === undefined ? null : <p class="differs">{view.t('record.queue.unwritable', { fault: mail.fault })}</p>}
      {mail.text === undefined ? null : splitParagraphs(mail.text).map((paragraph) => <p dir="auto" lang={mail.language ?? undefined}><Linked text={paragraph} /></p>)}
      {mail.source === undefined ? null : (
        <section class="block">
          <h2>{source}</h2>
          <div class="scroll" tabindex={0} role="region" aria-label={source}><pre dir="ltr">{mail.source}</pre></div>
        </section>
      )}
    </Layout>
  )
}
