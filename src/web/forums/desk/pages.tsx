import type { Child } from 'hono/jsx'
import { may } from '../../../people/policy.ts'
import { writeApproximateDate } from '../../../shared/approximate-date.ts'
import type { View } from '../../context.ts'
import { Layout, type Crumb, type Frame } from '../../ui/layout.tsx'
import { TaskList } from '../tasks/pages.tsx'
import type { CycleDeskData, DeskData, ForumDeskData } from './data.ts'

/** The first page of the desk: what waits, forum by forum. */
export function DeskPage(props: { view: View; data: DeskData }) {
  const { view, data } = props
  return (
    <Layout view={view} desk title={view.t('forums.desk.title')}>
      <h1>{view.t('forums.desk.title')}</h1>
      <p class="lead">{view.t(data.forums.length === 0 && !data.keepsInstallation ? 'forums.desk.none' : 'forums.desk.lead')}</p>
      {data.forums.map(({ forum, latest }) => (
        <section class="block">
          <h2><a href={forum.isReviewAlone && latest !== undefined ? `/desk/${forum.slug}/${latest.cycle.slug}/alone` : `/desk/${forum.slug}`} lang={forum.language} dir="auto">{forum.title}</a>{forum.isReviewAlone ? <> <span class="tag">{view.t('alone.mark')}</span></> : null}</h2>
          {latest === undefined ? <p><a href={`/desk/${forum.slug}/new-cycle`}>{view.t('forums.desk.new-cycle')}</a></p> : (
            <>
              {forum.isReviewAlone ? null : <h3><a href={`/desk/${forum.slug}/${latest.cycle.slug}`} lang={forum.language} dir="auto">{latest.cycle.title}</a></h3>}
              <TaskList view={view} tasks={latest.tasks.slice(0, 5)} />
            </>
          )}
        </section>
      ))}
      {data.keepsInstallation ? (
        <div class="actions">
          <a class="button" href="/desk/new-forum">{view.t('forums.desk.new-forum')}</a>
          <a class="button quiet" href="/desk/new-review">{view.t('alone.new')}</a>
          <a href="/desk/outbox">{view.t('forums.desk.outbox')}</a>
          <a href="/desk/mail">{view.t('record.dns.title')}</a>
          {data.kept === 0 ? null : <a href="/desk/mail/kept">{view.t('desk.mail.task-installation', { count: data.kept })}</a>}
          <a href="/desk/mail/bounces">{view.t('notices.desk.place')}</a>
        </div>
      ) : null}
    </Layout>
  )
}

/** A forum at the desk: its cycles with what waits in each, and what can be done to the forum. */
export function ForumDeskPage(props: { view: View; data: ForumDeskData }) {
  const { view, data } = props
  const { forum, person } = data
  const base = `/desk/${forum.slug}`
  const scope = { forumId: forum.id }
  const title = view.t('forums.desk.forum-of', { title: forum.title })
  const works = [
    ...(may(person, 'manage-forum', scope) ? (['new-cycle', 'edit', 'new-decision'] as const) : []),
    ...(may(person, 'manage-people', scope) ? (['people'] as const) : []),
    ...(may(person, 'hold-meetings', scope) ? (['meetings'] as const) : []),
    ...(may(person, 'manage-cycle', scope) ? (['lists'] as const) : []),
    ...(may(person, 'enter-contributions', scope) ? (['mail'] as const) : []),
    ...(may(person, 'edit-drafts', scope) ? (['papers'] as const) : []),
    ...(may(person, 'synthesise', scope) ? (['terms'] as const) : []),
  ]
  return (
    <Layout view={view} frame={data.frame} desk title={title} crumbs={[deskCrumb(view), { label: forum.title }]}>
      <h1 dir="auto">{title}</h1>
      <Saved view={view} />
      <ul class="entries aside">
        {data.cycles.map(({ cycle, tasks }) => (
          <li>
            <h2><a href={`${base}/${cycle.slug}`} lang={forum.language} dir="auto">{cycle.title}</a></h2>
            <p class="meta">{view.t('forums.desk.waits', { count: tasks.length })}</p>
          </li>
        ))}
      </ul>
      <ul class="lines many">
        {works.map((work) => <li><a href={`${base}/${work}`}>{view.t(`forums.desk.${work}`)}</a></li>)}
        {person.mail === null ? null : <li><a href={`${base}/notices`}>{view.t('notices.desk.yours')}</a></li>}
        <li><a href={`/${forum.slug}`}>{view.t('forums.desk.public')}</a></li>
      </ul>
    </Layout>
  )
}

/** The desks of the rooms in a cycle, in the order of the process. */
const ROOMS = [
  ['asking', [['proposals', 'manage-calls'], ['calls', 'manage-calls'], ['inbox', 'read-contributions'], ['contributions', 'enter-contributions'], ['imports', 'enter-contributions'], ['files', 'enter-contributions']]],
  ['counting', [['targets', 'manage-cycle'], ['figures', 'enter-contributions'], ['pin', 'synthesise'], ['printed-names', 'enter-contributions'], ['campaigns', 'synthesise']]],
  ['reading', (['reading', 'codebook', 'findings', 'matrix', 'ledger', 'suggestions', 'corrections', 'exchange'] as const).map((room) => [room, 'synthesise'] as const)],
  ['writing', [['documents', 'edit-drafts'], ['references', 'edit-drafts'], ['reviews', 'enter-comments'], ['comments', 'answer-comments'], ['trace', 'answer-comments'], ['publish', 'publish']]],
] as const

/** The desk's home of a cycle: what needs doing next, in one list. */
export function CycleDeskPage(props: { view: View; data: CycleDeskData }) {
  const { view, data } = props
  const { forum, cycle } = data
  const title = view.t('forums.desk.cycle-of', { title: cycle.title })
  const base = `/desk/${forum.slug}/${cycle.slug}`
  const scope = { forumId: forum.id, cycleId: cycle.id }
  const parts = ROOMS.map(([part, rooms]) => ({ part, rooms: rooms.filter(([, permission]) => may(data.person, permission, scope)) })).filter(({ rooms }) => rooms.length > 0)
  const [isManaged, isHeld] = [may(data.person, 'manage-cycle', scope), may(data.person, 'hold-meetings', scope)]
  return (
    <Layout view={view} frame={data.frame} desk title={title} crumbs={[deskCrumb(view), { href: `/desk/${forum.slug}`, label: forum.title }, { label: cycle.title }]}>
      <h1 dir="auto">{title}</h1>
      <Saved view={view} />
      <section class="block">
        <h2>{view.t('forums.tasks.title')}</h2>
        <TaskList view={view} tasks={data.tasks} />
      </section>
      <section class="block">
        <h2>{view.t('forums.desk.work')}</h2>
        <div class="desk-rooms">
          {parts.map(({ part, rooms }) => (
            <section>
              <h3>{view.t(`forums.desk.part.${part}`)}</h3>
              <ul class="lines">
                {rooms.map(([room]) => <li><a href={`${base}/${room}`}>{view.t(`forums.desk.${room}`)}</a></li>)}
              </ul>
            </section>
          ))}
          <section>
            <h3>{view.t('forums.desk.part.cycle')}</h3>
            <ul class="lines">
              {isManaged ? <li><a href={`${base}/edit`}>{view.t('forums.desk.edit-cycle')}</a></li> : null}
              {isManaged ? <li><a href={`${base}/phases`}>{view.t('forums.desk.phases')}</a></li> : null}
              {isManaged ? <li><a href={`${base}/milestones/new`}>{view.t('forums.desk.new-milestone')}</a></li> : null}
              {isHeld ? <li><a href={`/desk/${forum.slug}/meetings/new?cycle=${cycle.slug}`}>{view.t('forums.desk.new-meeting')}</a></li> : null}
              <li><a href={`/${forum.slug}/${cycle.slug}`}>{view.t('forums.desk.public')}</a></li>
            </ul>
          </section>
        </div>
      </section>
      <Milestones view={view} data={data} isManaged={isManaged} />
    </Layout>
  )
}

function Milestones(props: { view: View; data: CycleDeskData; isManaged: boolean }) {
  const { view, data } = props
  if (data.milestones.length === 0) return null
  return (
    <section class="block">
      <h2>{view.t('forums.desk.milestones')}</h2>
      <ul class="lines">
        {data.milestones.map((milestone) => (
          <li>
            <span><span lang={data.forum.language} dir="auto">{milestone.title}</span> <small>{writeApproximateDate(milestone.date, view.lang)}</small></span>
            {props.isManaged ? (
              <a href={`/desk/${data.forum.slug}/${data.cycle.slug}/milestones/${milestone.id}/move`} aria-label={view.t('forums.desk.move-of', { title: milestone.title })}>{view.t('forums.desk.move')}</a>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Saved(props: { view: View }) {
  const { view } = props
  return view.query['done'] === undefined ? null : <p class="notice" role="status">{view.t('forums.desk.saved')}</p>
}

/** A page of the desk with one form on it. */
export function WorkPage(props: { view: View; frame?: Frame; crumbs: readonly Crumb[]; title: string; lead?: string; children?: Child }) {
  const { view, title } = props
  return (
    <Layout view={view} frame={props.frame} desk title={title} crumbs={[deskCrumb(view), ...props.crumbs, { label: title }]}>
      <h1 dir="auto">{title}</h1>
      {props.lead === undefined ? null : <p class="lead" dir="auto">{props.lead}</p>}
      {props.children}
    </Layout>
  )
}

/** The way to the desk of a forum, and of a cycle of it. */
export function placeCrumbs(forum: { slug: string; title: string }, cycle?: { slug: string; title: string }): Crumb[] {
  const base = `/desk/${forum.slug}`
  return [{ href: base, label: forum.title }, ...(cycle === undefined ? [] : [{ href: `${base}/${cycle.slug}`, label: cycle.title }])]
}

function deskCrumb(view: View): Crumb {
  return { href: '/desk', label: view.t('shell.desk') }
}
