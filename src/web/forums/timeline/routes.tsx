import { addMilestone, moveMilestone, setPhases } from '../../../forums/timeline/commands.ts'
import { transact } from '../../../platform/database.ts'
import { parseFields } from '../../../shared/fields.ts'
import type { App, Services } from '../../context.ts'
import { fieldsToObject, serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import type { PageRequest } from '../../page.tsx'
import { dateValues, readDateFields } from '../dates/forms.tsx'
import { actorOf, loadManagedCycle, loadMilestone, type CycleDeskData, type MilestoneData } from '../desk/data.ts'
import { placeCrumbs, WorkPage } from '../desk/pages.tsx'
import { readRevision } from '../desk/routes.tsx'
import { MilestoneForm, milestoneSchema, MoveForm, moveSchema, PhasesForm, phaseValues, readPhases } from './forms.tsx'

/** Phases and milestones of a cycle. */
export function timelineRoutes(app: App, services: Services): void {
  serveForm(app, services, {
    path: '/desk/:forum/:cycle/phases',
    load: loadManagedCycle,
    initial: ({ phases, cycle }) => phaseValues(phases, cycle.revision),
    render: (view, { frame, forum, cycle, phases }, form) => (
      <WorkPage view={view} frame={frame} crumbs={placeCrumbs(forum, cycle)} title={view.t('forums.desk.phases')}><PhasesForm view={view} form={form} count={phases.length} /></WorkPage>
    ),
    submit: changePhases,
  })
  serveForm(app, services, {
    path: '/desk/:forum/:cycle/milestones/new',
    load: loadManagedCycle,
    initial: () => ({ 'date-kind': 'day' }),
    render: (view, { frame, forum, cycle }, form) => (
      <WorkPage view={view} frame={frame} crumbs={placeCrumbs(forum, cycle)} title={view.t('forums.desk.new-milestone')}><MilestoneForm view={view} form={form} /></WorkPage>
    ),
    submit: makeMilestone,
  })
  serveForm(app, services, {
    path: '/desk/:forum/:cycle/milestones/:milestone/move',
    load: loadMilestone,
    initial: ({ milestone }) => ({ ...dateValues(milestone.date), revision: String(milestone.revision) }),
    render: (view, { frame, forum, cycle, milestone }, form) => (
      <WorkPage view={view} frame={frame} crumbs={placeCrumbs(forum, cycle)} title={view.t('forums.desk.move-milestone')} lead={milestone.title}><MoveForm view={view} form={form} /></WorkPage>
    ),
    submit: changeMilestone,
  })
}

async function changePhases(request: PageRequest, data: CycleDeskData, submitted: Submitted): Promise<FormOutcome> {
  const read = readPhases(submitted)
  if (!read.ok) return { errors: read.errors }
  const set = await transact(request.db, (tx) => setPhases(tx, actorOf(data), { cycle: data.cycle, spans: read.value, revision: readRevision(submitted) }, request.now))
  return 'refusal' in set ? { errors: { '': `forums.refusal.${set.refusal}` } } : done(data)
}

async function makeMilestone(request: PageRequest, data: CycleDeskData, submitted: Submitted): Promise<FormOutcome> {
  const fields = fieldsToObject(submitted.fields)
  const [parsed, date] = [parseFields(milestoneSchema, fields), readDateFields(fields)]
  if (!parsed.ok || !date.ok) return { errors: { ...(parsed.ok ? {} : parsed.errors), ...(date.ok ? {} : date.errors) } }
  const { title, soft, note = null, source = null } = parsed.value
  await transact(request.db, (tx) => addMilestone(tx, actorOf(data), { cycle: data.cycle, title, isSoft: soft, note, source, date: date.value }, request.now))
  return done(data)
}

async function changeMilestone(request: PageRequest, data: MilestoneData, submitted: Submitted): Promise<FormOutcome> {
  const fields = fieldsToObject(submitted.fields)
  const [parsed, date] = [parseFields(moveSchema, fields), readDateFields(fields)]
  if (!parsed.ok || !date.ok) return { errors: { ...(parsed.ok ? {} : parsed.errors), ...(date.ok ? {} : date.errors) } }
  const input = { cycle: data.cycle, milestoneId: data.milestone.id, date: date.value, reason: parsed.value.reason, revision: readRevision(submitted) }
  const moved = await transact(request.db, (tx) => moveMilestone(tx, actorOf(data), input, request.now))
  if ('refusal' in moved) return { errors: { [moved.refusal === 'same-date' ? 'date-kind' : '']: `forums.refusal.${moved.refusal}` } }
  return done(data)
}

function done(data: CycleDeskData): FormOutcome {
  return { seeOther: `/desk/${data.forum.slug}/${data.cycle.slug}?done=1` }
}
