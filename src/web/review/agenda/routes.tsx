import { transact } from '../../../platform/database.ts'
import { enterWhatWasSaid, putOnAgenda, takeOffAgenda } from '../../../review/agenda/commands.ts'
import { putOnAgendaSchema, saidSchema } from '../../../review/agenda/schema.ts'
import { parseFields, type FieldErrors } from '../../../shared/fields.ts'
import { isId } from '../../../shared/ids.ts'
import type { App, Services } from '../../context.ts'
import { fieldsToObject, serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import type { PageRequest } from '../../page.tsx'
import { actorOf } from '../desk.tsx'
import { AgendaPage, loadAgenda, type AgendaData } from './desk.tsx'
import { agendaAddress } from './forms.tsx'

/** The desk at which a comment is put on the agenda of a meeting, and what was said there is entered. */
export function agendaRoutes(app: App, services: Services): void {
  serveForm<AgendaData>(app, services, {
    path: '/desk/:forum/:cycle/comments/:comment/agenda',
    load: loadAgenda,
    render: (view, data, form) => <AgendaPage view={view} data={data} form={form} />,
    submit: submitAgenda,
  })
}

async function submitAgenda(request: PageRequest, data: AgendaData, submitted: Submitted): Promise<FormOutcome> {
  const act = submitted.value('act')
  if (act === 'said') return enter(request, data, submitted)
  if (!data.mayPut) return { errors: { '': 'agenda.refusal.not-yours' } }
  return act === 'off' ? takeOff(request, data, submitted) : put(request, data, submitted)
}

async function put(request: PageRequest, data: AgendaData, submitted: Submitted): Promise<FormOutcome> {
  const parsed = parseFields(putOnAgendaSchema, { meeting: '', ...fieldsToObject(submitted.fields) })
  if (!parsed.ok) return parsed
  const input = { ...ofComment(data), meetingId: parsed.value.meeting, why: parsed.value.why }
  const done = await transact(request.db, (tx) => putOnAgenda(tx, actorOf(request), input, request.now))
  if (!('refusal' in done)) return onward(data)
  const isOfMeeting = done.refusal === 'no-such-meeting' || done.refusal === 'on-agenda-already'
  return { errors: { [isOfMeeting ? 'meeting' : '']: `agenda.refusal.${done.refusal}` } }
}

async function enter(request: PageRequest, data: AgendaData, submitted: Submitted): Promise<FormOutcome> {
  const item = submitted.value('item')
  if (!isId(item)) return { errors: { '': 'agenda.refusal.not-on-agenda' } }
  const field = `said-${item}`
  const parsed = parseFields(saidSchema, { said: submitted.value(field), revision: submitted.value('revision') })
  if (!parsed.ok) return { errors: toField(parsed.errors, field) }
  const done = await transact(request.db, (tx) => enterWhatWasSaid(tx, actorOf(request), { ...ofComment(data), itemId: item, ...parsed.value }, request.now))
  return 'refusal' in done ? { errors: { '': `agenda.refusal.${done.refusal}` } } : onward(data)
}

async function takeOff(request: PageRequest, data: AgendaData, submitted: Submitted): Promise<FormOutcome> {
  const item = submitted.value('item')
  const parsed = parseFields(saidSchema.pick({ revision: true }), { revision: submitted.value('revision') })
  if (!isId(item) || !parsed.ok) return { errors: { '': 'agenda.refusal.not-on-agenda' } }
  const done = await transact(request.db, (tx) => takeOffAgenda(tx, actorOf(request), { ...ofComment(data), itemId: item, revision: parsed.value.revision }, request.now))
  return 'refusal' in done ? { errors: { '': `agenda.refusal.${done.refusal}` } } : onward(data)
}

function ofComment({ cycle, comment }: AgendaData) {
  return { cycleId: cycle.id, cycleSlug: cycle.slug, commentId: comment.id }
}

/** Each item has a field of its own on the page. */
function toField(errors: FieldErrors, field: string): FieldErrors {
  return Object.fromEntries(Object.entries(errors).map(([name, code]) => [name === 'said' ? field : name, code]))
}

function onward(data: AgendaData): FormOutcome {
  return { seeOther: `${agendaAddress(data)}?done=1` }
}
