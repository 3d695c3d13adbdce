import { createForum, openCycle, recordDecision, reviseCycle, reviseForum } from '../../../forums/commands.ts'
import { transact } from '../../../platform/database.ts'
import { parseFields } from '../../../shared/fields.ts'
import type { App, Services } from '../../context.ts'
import { fieldsToObject, serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import { servePrivatePage, type PageRequest } from '../../page.tsx'
import type { AtDesk } from '../data.ts'
import { readDateFields } from '../dates/forms.tsx'
import { actorOf, loadCycleDesk, loadDesk, loadForumDesk, loadInstallation, loadManagedCycle, loadManagedForum, type CycleDeskData, type ManagedForumData } from './data.ts'
import { CycleForm, cycleSchema, DecisionForm, decisionSchema, ForumForm, newCycleSchema, newForumSchema, reviseForumSchema } from './forms.tsx'
import { CycleDeskPage, DeskPage, ForumDeskPage, placeCrumbs, WorkPage } from './pages.tsx'

/** The desk: what waits, and what can be done to forums and cycles. Fixed addresses stand before those that name a cycle. */
export function deskRoutes(app: App, services: Services): void {
  servePrivatePage(app, services, { path: '/desk', load: loadDesk, render: (view, data) => <DeskPage view={view} data={data} /> })
  serveForm(app, services, {
    path: '/desk/new-forum',
    load: loadInstallation,
    initial: (_data, request) => ({ language: request.view.lang }),
    render: (view, _data, form) => <WorkPage view={view} crumbs={[]} title={view.t('forums.desk.new-forum')}><ForumForm view={view} form={form} isNew /></WorkPage>,
    submit: makeForum,
  })
  servePrivatePage(app, services, { path: '/desk/:forum', load: loadForumDesk, render: (view, data) => <ForumDeskPage view={view} data={data} /> })
  serveForumForms(app, services)
  servePrivatePage(app, services, { path: '/desk/:forum/:cycle', load: loadCycleDesk, render: (view, data) => <CycleDeskPage view={view} data={data} /> })
  serveForm(app, services, {
    path: '/desk/:forum/:cycle/edit',
    load: loadManagedCycle,
    initial: ({ cycle }) => ({ title: cycle.title, focus: cycle.focus, note: cycle.note ?? '', revision: String(cycle.revision) }),
    render: (view, { frame, forum, cycle }, form) => (
      <WorkPage view={view} frame={frame} crumbs={placeCrumbs(forum, cycle)} title={view.t('forums.desk.edit-cycle')}><CycleForm view={view} form={form} isNew={false} /></WorkPage>
    ),
    submit: editCycle,
  })
}

function serveForumForms(app: App, services: Services): void {
  serveForm(app, services, {
    path: '/desk/:forum/edit',
    load: loadManagedForum,
    initial: ({ forum }) => ({
      title: forum.title,
      mandate: forum.mandate,
      conveningBody: forum.conveningBody ?? '',
      website: forum.website ?? '',
      confirmation: forum.confirmation,
      revision: String(forum.revision),
    }),
    render: (view, { frame, forum }, form) => (
      <WorkPage view={view} frame={frame} crumbs={placeCrumbs(forum)} title={view.t('forums.desk.edit')}><ForumForm view={view} form={form} isNew={false} /></WorkPage>
    ),
    submit: editForum,
  })
  serveForm(app, services, {
    path: '/desk/:forum/new-cycle',
    load: loadManagedForum,
    render: (view, { frame, forum }, form) => (
      <WorkPage view={view} frame={frame} crumbs={placeCrumbs(forum)} title={view.t('forums.desk.new-cycle')}><CycleForm view={view} form={form} isNew /></WorkPage>
    ),
    submit: makeCycle,
  })
  serveForm(app, services, {
    path: '/desk/:forum/new-decision',
    load: loadManagedForum,
    initial: ({ forum }) => ({ body: forum.conveningBody ?? '', 'date-kind': 'day' }),
    render: (view, { frame, forum, cycles }, form) => (
      <WorkPage view={view} frame={frame} crumbs={placeCrumbs(forum)} title={view.t('forums.desk.new-decision')}><DecisionForm view={view} form={form} cycles={cycles} /></WorkPage>
    ),
    submit: makeDecision,
  })
}

async function makeForum(request: PageRequest, data: AtDesk, submitted: Submitted): Promise<FormOutcome> {
  const parsed = parseFields(newForumSchema, fieldsToObject(submitted.fields))
  if (!parsed.ok) return { errors: parsed.errors }
  const made = await transact(request.db, (tx) => createForum(tx, actorOf(data), parsed.value, request.now))
  return 'refusal' in made ? { errors: { slug: `forums.refusal.${made.refusal}` } } : { seeOther: `/desk/${parsed.value.slug}?done=1` }
}

async function editForum(request: PageRequest, data: ManagedForumData, submitted: Submitted): Promise<FormOutcome> {
  const parsed = parseFields(reviseForumSchema, fieldsToObject(submitted.fields))
  if (!parsed.ok) return { errors: parsed.errors }
  const input = { ...parsed.value, forumId: data.forum.id, revision: readRevision(submitted) }
  const revised = await transact(request.db, (tx) => reviseForum(tx, actorOf(data), input, request.now))
  return 'refusal' in revised ? { errors: { '': `forums.refusal.${revised.refusal}` } } : { seeOther: `/desk/${data.forum.slug}?done=1` }
}

async function makeCycle(request: PageRequest, data: ManagedForumData, submitted: Submitted): Promise<FormOutcome> {
  const parsed = parseFields(newCycleSchema, fieldsToObject(submitted.fields))
  if (!parsed.ok) return { errors: parsed.errors }
  const made = await transact(request.db, (tx) => openCycle(tx, actorOf(data), { ...parsed.value, forumId: data.forum.id }, request.now))
  if ('refusal' in made) return { errors: { slug: `forums.refusal.${made.refusal}` } }
  return { seeOther: `/desk/${data.forum.slug}/${parsed.value.slug}?done=1` }
}

async function editCycle(request: PageRequest, data: CycleDeskData, submitted: Submitted): Promise<FormOutcome> {
  const parsed = parseFields(cycleSchema, fieldsToObject(submitted.fields))
  if (!parsed.ok) return { errors: parsed.errors }
  const input = { ...parsed.value, forumId: data.forum.id, cycleId: data.cycle.id, revision: readRevision(submitted) }
  const revised = await transact(request.db, (tx) => reviseCycle(tx, actorOf(data), input, request.now))
  if ('refusal' in revised) return { errors: { '': `forums.refusal.${revised.refusal}` } }
  return { seeOther: `/desk/${data.forum.slug}/${data.cycle.slug}?done=1` }
}

async function makeDecision(request: PageRequest, data: ManagedForumData, submitted: Submitted): Promise<FormOutcome> {
  const fields = fieldsToObject(submitted.fields)
  const parsed = parseFields(decisionSchema, fields)
  const date = readDateFields(fields)
  if (!parsed.ok || !date.ok) return { errors: { ...(parsed.ok ? {} : parsed.errors), ...(date.ok ? {} : date.errors) } }
  const cycle = data.cycles.find((each) => each.slug === parsed.value.cycle) ?? null
  if (parsed.value.cycle !== '' && cycle === null) return { errors: { cycle: 'not-in-list' } }
  await transact(request.db, (tx) => recordDecision(tx, actorOf(data), { ...parsed.value, cycle, date: date.value, forumId: data.forum.id }, request.now))
  return { seeOther: `/desk/${data.forum.slug}?done=1` }
}

/** The revision a form carried; 0, which none has, when it carried none. */
export function readRevision(submitted: Submitted): number {
  const text = submitted.value('revision')
  return /^[1-9][0-9]{0,8}$/u.test(text) ? Number(text) : 0
}
