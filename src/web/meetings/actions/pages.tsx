import { ACTION_STATES, type Action } from '../../../meetings/actions/model.ts'
import { dateInZone, writeDate, writeInstant } from '../../../shared/time.ts'
import type { View } from '../../context.ts'
import { Layout } from '../../ui/layout.tsx'
import type { MeetingData } from '../data.ts'
import type { ActionData, ActionsData } from './data.ts'

/** One line of facts on an action: who, until when, how it stands. */
export function ActionFacts(props: { view: View; action: Action }) {
  const { view, action } = props
  const isOverdue = action.state === 'open' && action.due !== null && action.due < dateInZone(view.now, '-12:00')
  return (
    <p class="meta">
      <span>{view.t(`meetings.plan.action.state.${action.state}`)}</span>
      {action.owner === null ? <span>{view.t('meetings.plan.action.no-owner')}</span> : <span dir="auto">{action.owner}</span>}
      {action.due === null ? null : <span>{view.t('meetings.plan.action.until', { date: writeDate(action.due, view.lang) })}{isOverdue ? <> · <strong>{view.t('meetings.plan.action.overdue')}</strong></> : null}</span>}
    </p>
  )
}

/** What was taken on at a meeting, on its page. */
export function ActionsBlock(props: { view: View; data: MeetingData }) {
  const { view, data } = props
  const { forum, actions } = data
  if (actions.length === 0) return null
  return (
    <section class="block" id="actions">
      <h2>{view.t('meetings.plan.actions')}</h2>
      <ul class="entries">
        {actions.map((action) => (
          <li>
            <p><a href={`/${forum.slug}/actions/A-${action.number}`} dir="ltr">A-{action.number}</a> <span lang={forum.language} dir="auto">{action.text}</span></p>
            <ActionFacts view={view} action={action} />
          </li>
        ))}
      </ul>
    </section>
  )
}

/** The actions of a forum: the open ones first asked for. */
export function ActionsPage(props: { view: View; data: ActionsData }) {
  const { view, data } = props
  const { forum, cycle, cycles, actions, meetings } = data
  const title = view.t('meetings.plan.actions')
  const address = (of: { cycle: string | undefined; state: string }): string => {
    const query = new URLSearchParams({ ...(of.cycle === undefined ? {} : { cycle: of.cycle }), ...(of.state === 'open' ? {} : { state: of.state }) }).toString()
    return `/${forum.slug}/actions${query === '' ? '' : `?${query}`}`
  }
  const state = data.state ?? 'all'
  return (
    <Layout view={view} frame={data.frame} title={title} crumbs={[{ href: `/${forum.slug}`, label: forum.title }, { href: `/${forum.slug}/meetings`, label: view.t('meetings.title') }, { label: title }]}>
      <h1>{title}</h1>
      <p class="lead">{view.t('meetings.plan.actions.lead')}</p>
      <nav class="pages" aria-label={view.t('meetings.plan.actions.narrow')}>
        {[...ACTION_STATES, 'all' as const].map((each) => <a href={address({ cycle: cycle?.slug, state: each })} aria-current={each === state ? 'true' : undefined}>{view.t(`meetings.plan.action.state.${each}`)}</a>)}
      </nav>
      {cycles.length < 2 ? null : (
        <nav class="pages" aria-label={view.t('meetings.cycle')}>
          <a href={address({ cycle: undefined, state })} aria-current={cycle === undefined ? 'true' : undefined}>{view.t('meetings.plan.actions.all-cycles')}</a>
          {cycles.map(({ slug }) => <a href={address({ cycle: slug, state })} aria-current={cycle?.slug === slug ? 'true' : undefined}>{slug}</a>)}
        </nav>
      )}
      {actions.length === 0 ? <p class="empty">{view.t('meetings.plan.actions.none')}</p> : (
        <ul class="entries">
          {actions.map((action) => {
            const meeting = meetings.get(action.meetingId)
            return (
              <li id={`A-${action.number}`}>
                <h2><a href={`/${forum.slug}/actions/A-${action.number}`} dir="ltr">A-{action.number}</a></h2>
                <p lang={forum.language} dir="auto">{action.text}</p>
                <ActionFacts view={view} action={action} />
                {meeting === undefined ? null : <p class="meta"><a href={`/${forum.slug}/meetings/${meeting.slug}`} lang={forum.language} dir="auto">{meeting.title}</a></p>}
              </li>
            )
          })}
        </ul>
      )}
    </Layout>
  )
}

/** One action at its permanent address. */
export function ActionPage(props: { view: View; data: ActionData }) {
  const { view, data } = props
  const { forum, action, meeting } = data
  const title = `A-${action.number}`
  return (
    <Layout view={view} frame={data.frame} title={title} crumbs={[{ href: `/${forum.slug}`, label: forum.title }, { href: `/${forum.slug}/actions`, label: view.t('meetings.plan.actions') }, { label: title }]}>
      <h1 dir="ltr">{title}</h1>
      <p class="lead" lang={forum.language} dir="auto">{action.text}</p>
      <ActionFacts view={view} action={action} />
      <dl class="facts">
        {meeting === undefined ? null : <><dt>{view.t('meetings.plan.action.taken-on')}</dt><dd><a href={`/${forum.slug}/meetings/${meeting.slug}`} lang={forum.language} dir="auto">{meeting.title}</a></dd></>}
        {action.settledAt === null ? null : <><dt>{view.t('meetings.plan.action.settled')}</dt><dd>{writeInstant(action.settledAt, view.lang)}</dd></>}
        {action.outcome === null ? null : <><dt>{view.t('meetings.plan.action.outcome')}</dt><dd lang={forum.language} dir="auto">{action.outcome}</dd></>}
      </dl>
      {view.person === undefined ? null : <p><a href={`/desk/${forum.slug}/actions/${title}`}>{view.t('meetings.plan.action.work')}</a></p>}
    </Layout>
  )
}
