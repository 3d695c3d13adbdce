import { INBOX_REASONS, type InInbox, type Progress } from '../../../contributions/handling/model.ts'
import { publicName, type Contribution } from '../../../contributions/model.ts'
import type { Id } from '../../../shared/ids.ts'
import type { FormState, View } from '../../context.ts'
import { deskCrumbs } from '../../forums/data.ts'
import { ErrorSummary } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import { writeReceived, writeStakeholderGroup } from '../data.ts'
import { inboxAddress, type AtInbox, type InboxData } from './data.ts'

/** What waits at the desk of contributions, and who reads what. */
export function InboxPage(props: { view: View; data: InboxData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const marked = Number(view.query['marked'] ?? '')
  return (
    <Layout view={view} frame={data.frame} title={t('inbox.title')} crumbs={[...deskCrumbs(view, data), { label: t('inbox.title') }]} islands={['inbox.js']} desk>
      <h1>{t('inbox.title')}</h1>
      <p class="lead">{t('inbox.lead', { count: data.counts.all })}</p>
      {marked > 0 ? <p class="notice" role="status">{t('inbox.marked', { count: marked })}</p> : null}
      <ErrorSummary view={view} form={form} labels={{ chosen: t('inbox.title') }} />
      <Reasons view={view} data={data} />
      <Filters view={view} data={data} />
      {data.rows.length === 0 ? <p class="empty">{t('inbox.none')}</p> : <Rows view={view} data={data} />}
      <Pages view={view} data={data} />
      <ReadersProgress view={view} data={data} />
      <Keys view={view} />
      {data.decides ? (
        <p class="actions">
          <a class="button quiet" href={`/desk/${data.forum.slug}/${data.cycle.slug}/contributions`}>{t('contributions.desk.title')}</a>
          <a class="button quiet" href={`/desk/${data.forum.slug}/names`}>{t('names.title')}</a>
        </p>
      ) : null}
    </Layout>
  )
}

function Reasons(props: { view: View; data: InboxData }) {
  const { view, data } = props
  const waiting = INBOX_REASONS.filter((reason) => (data.counts.byReason.get(reason) ?? 0) > 0)
  return (
    <p class="meta">
      <a href={inboxAddress(data, { reason: undefined })} aria-current={data.choice.reason === undefined ? 'true' : undefined}>{view.t('inbox.reason.any')} {data.counts.all}</a>
      {waiting.map((reason) => (
        <a href={inboxAddress(data, { reason })} aria-current={data.choice.reason === reason ? 'true' : undefined}>{view.t(`inbox.reason.${reason}`)} {data.counts.byReason.get(reason)}</a>
      ))}
    </p>
  )
}

function Filters(props: { view: View; data: InboxData }) {
  const { view, data } = props
  const { t } = view
  const chosen = (key: string) => new URLSearchParams(data.query).get(key) ?? ''
  return (
    <form class="filters" method="get">
      {data.choice.reason === undefined ? null : <input type="hidden" name="reason" value={data.choice.reason} />}
      {data.calls.length < 2 ? null : (
        <div class="field">
          <label for="filter-call">{t('contributions.fact.call')}</label>
          <select id="filter-call" name="call">
            <option value="">{t('contributions.filter.all')}</option>
            {data.calls.map(({ slug, title }) => <option value={slug} selected={slug === chosen('call')}>{title}</option>)}
          </select>
        </div>
      )}
      <div class="field">
        <label for="filter-reader">{t('inbox.reader')}</label>
        <select id="filter-reader" name="reader">
          <option value="">{t('contributions.filter.all')}</option>
          <option value="me" selected={chosen('reader') === 'me'}>{t('inbox.mine')}</option>
          {data.readers.map(({ id, name }) => <option value={id} selected={chosen('reader') === id}>{name}</option>)}
        </select>
      </div>
      <label class="choice"><input type="checkbox" name="all" value="yes" checked={data.choice.all === true} /><span>{t('inbox.all')}</span></label>
      <button class="quiet">{t('contributions.filter')}</button>
      {data.query === '' ? null : <a href={data.base}>{t('contributions.filter.clear')}</a>}
    </form>
  )
}

function Rows(props: { view: View; data: InboxData }) {
  const { view, data } = props
  const { t } = view
  return (
    <form method="post" action={inboxAddress(data, {})}>
      <ul class="entries aside" id="field-chosen">{data.rows.map((row) => <Row view={view} data={data} row={row} />)}</ul>
      <div class="actions">
        <button class="quiet" name="action" value="read">{t('inbox.mark-read')}</button>
        <button class="quiet" name="action" value="unread">{t('inbox.mark-unread')}</button>
      </div>
      {data.decides && data.readers.length > 0 ? (
        <div class="filters">
          <div class="field">
            <label for="assign">{t('inbox.assign.to')}</label>
            <select id="assign" name="reader">{data.readers.map(({ id, name }) => <option value={id}>{name}</option>)}</select>
          </div>
          <button class="quiet" name="action" value="assign">{t('inbox.assign')}</button>
        </div>
      ) : null}
    </form>
  )
}

function Row(props: { view: View; data: InboxData; row: InInbox }) {
  const { view, data, row } = props
  const { t } = view
  const { contribution } = row
  const ref = `C-${contribution.number}`
  const address = `${data.base}/${ref}${data.query === '' ? '' : `?${data.query}`}`
  return (
    <li data-row="true">
      <h2><label class="choice"><input type="checkbox" name="chosen" value={contribution.id} aria-label={t('inbox.choose', { ref })} /></label> <a href={address}>{ref}</a> <bdi>{writeSender(view, contribution, data.decides)}</bdi></h2>
      {data.decides && contribution.withdrawnAt === null && contribution.declinedAt === null ? (
        <p class="deeds">
          {contribution.heldAt === null ? <a href={`${data.base}/${ref}/hold`}>{t('moderation.hold')}</a> : <a href={`${data.base}/${ref}/release`}>{t('moderation.release')}</a>}
          <a href={`${data.base}/${ref}/decline`}>{t('moderation.decline')}</a>
        </p>
      ) : null}
      <p class="meta">
        {row.reasons.map((reason) => <span class={reason === 'unread' ? 'tag' : 'tag warn'}>{t(`inbox.reason.${reason}`)}</span>)}
        {contribution.declinedAt === null && contribution.withdrawnAt === null ? null : <span class="tag">{t(contribution.withdrawnAt === null ? 'moderation.is-declined' : 'contributions.is-withdrawn')}</span>}
        <span>{writeReceived(view, contribution)}</span>
        <span>{writeStakeholderGroup(view, data.forum, contribution.stakeholderGroup)}</span>
        <span>{t('inbox.answers', { count: row.answers })}</span>
        {row.progress.map((progress) => <ReaderProgress view={view} progress={progress} names={data.names} />)}
      </p>
    </li>
  )
}

export function ReaderProgress(props: { view: View; progress: Progress; names: ReadonlyMap<Id, string> }) {
  const { view, progress, names } = props
  const name = names.get(progress.personId) ?? view.t('record.actor.unknown')
  return <span>{view.t(progress.isAssigned ? 'inbox.progress.assigned' : 'inbox.progress', { name, read: progress.read, total: progress.total })}</span>
}

/** Who sent it, for the desk: whoever decides sees the names whatever the consent, others as the public does. */
export function writeSender(view: View, contribution: Contribution, decides: boolean): string {
  const parts = [contribution.contributor, contribution.organisation].filter((part) => part !== null)
  const name = decides ? (parts.length === 0 ? null : parts.join(', ')) : publicName({ ...contribution, heldAt: null })
  return name ?? view.t(contribution.consent === 'full' || decides ? 'contributions.name-not-recorded' : 'contributions.without-name')
}

/** How far each reader has come, question by question. */
function ReadersProgress(props: { view: View; data: InboxData }) {
  const { view, data } = props
  const { t } = view
  if (data.progress.length === 0) return null
  const numbers = [...new Set(data.progress.map(({ number }) => number))].sort((a, b) => (a ?? Infinity) - (b ?? Infinity))
  const people = [...new Set(data.progress.map(({ personId }) => personId))]
  const cell = (personId: Id, number: number | null) => data.progress.find((each) => each.personId === personId && each.number === number)
  return (
    <section class="block" aria-labelledby="readers">
      <h2 id="readers">{t('inbox.readers')}</h2>
      <div class="scroll" tabindex={0} role="region" aria-label={t('inbox.readers.caption')}>
        <table class="figures">
          <caption>{t('inbox.readers.caption')}</caption>
          <thead><tr><th scope="col">{t('inbox.reader')}</th>{numbers.map((number) => <th scope="col">{number === null ? t('inbox.whole') : t('inbox.question', { number })}</th>)}</tr></thead>
          <tbody>
            {people.map((personId) => (
              <tr>
                <th scope="row"><a href={inboxAddress(data, { reader: personId, all: 'yes', reason: undefined })} dir="auto">{data.names.get(personId) ?? t('record.actor.unknown')}</a></th>
                {numbers.map((number) => {
                  const found = cell(personId, number)
                  return <td>{found === undefined ? '' : t('inbox.of', { read: found.read, total: found.assigned })}</td>
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

/** What the keys do; the island listens only where nothing is being typed. */
export function Keys(props: { view: View }) {
  const { t } = props.view
  return (
    <details id="keys" class="block">
      <summary>{t('inbox.keys')}</summary>
      <dl class="facts">{(['j', 'k', 'o', 'r', 'help'] as const).map((key) => <><dt><kbd>{key === 'help' ? '?' : key}</kbd></dt><dd>{t(`inbox.key.${key}`)}</dd></>)}</dl>
    </details>
  )
}

function Pages(props: { view: View; data: InboxData }) {
  const { view, data } = props
  if (data.pages < 2) return null
  return (
    <nav class="pages" aria-label={view.t('contributions.pages')}>
      {data.page > 1 ? <a href={inboxAddress(data, { page: String(data.page - 1) })} rel="prev">{view.t('contributions.pages.earlier')}</a> : null}
      <span>{data.page} / {data.pages}</span>
      {data.page < data.pages ? <a href={inboxAddress(data, { page: String(data.page + 1) })} rel="next">{view.t('contributions.pages.later')}</a> : null}
    </nav>
  )
}

export function inboxCrumbs(view: View, data: AtInbox, ...more: readonly { readonly href?: string; readonly label: string }[]) {
  return [...deskCrumbs(view, data), { href: inboxAddress(data, {}), label: view.t('inbox.title') }, ...more]
}
