import { z } from 'zod'
import { ADDED_RESERVED_SLUGS } from '../../../forums/model.ts'
import { askPeople, remindAsked } from '../../../meetings/asking/commands.ts'
import { setRegionZones } from '../../../meetings/hours/commands.ts'
import { MOST_ZONES } from '../../../meetings/hours/model.ts'
import { MEETING_KINDS } from '../../../meetings/model.ts'
import { changeSlots, closePoll, extendPoll, reopenPoll, revisePoll } from '../../../meetings/polls/commands.ts'
import { newId } from '../../../platform/new-id.ts'
import { transact } from '../../../platform/database.ts'
import { invitingOf } from '../invitations/data.ts'
import { finalisePoll } from '../../../procedures/finalise-poll.ts'
import { openAskedPoll } from '../../../procedures/open-asked-poll.ts'
import type { Actor } from '../../../record/model.ts'
import { line, oneOf, optional, parseFields, prose, requiredLine, type FieldErrors } from '../../../shared/fields.ts'
import { isId } from '../../../shared/ids.ts'
import { normaliseText } from '../../../shared/text.ts'
import { readTimeZone } from '../../../shared/time.ts'
import type { App, Services } from '../../context.ts'
import { fieldsToObject, serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import { servePrivatePage, type PageRequest } from '../../page.tsx'
import { mayHold } from '../data.ts'
import { readRevision, slugField } from '../forms.tsx'
import { meetingMailWriter } from '../following/data.ts'
import { pollMailWriter } from '../polls/data.ts'
import { loadPollAtDesk, loadPollsAtDesk, type PollAtDesk, type PollsAtDesk } from './data.ts'
import { AskPage, DeadlinePage, EditPollPage, FinalisePage, NewPollPage, PollDesk, PollsDesk, SlotsPage, TurnPage, ZonesPage } from './desk.tsx'
import { pollValues, readAddresses, readDeadline, readPollInput, readSlotFields, reasonSchema, WORKDAYS } from './forms.tsx'

const DESK = '/desk/:forum/polls'
const POLL = `${DESK}/:poll`

/** Scheduling polls at the desk: made, changed, closed, opened again, and made into a meeting. */
export function pollDeskRoutes(app: App, services: Services): void {
  servePrivatePage(app, services, { path: DESK, load: loadPollsAtDesk, render: (view, data) => <PollsDesk view={view} data={data} /> })
  serveForm<PollsAtDesk>(app, services, {
    path: `${DESK}/new`,
    load: loadPollsAtDesk,
    initial: (data, request) => ({ formKey: newId(), zone: 'UTC', minutes: '60', names: 'public', weekdays: WORKDAYS, kind: 'firm', cycle: data.cycles.find(({ slug }) => slug === request.query['cycle'])?.slug ?? '' }),
    render: (view, data, form) => <NewPollPage view={view} data={data} form={form} />,
    submit: makePoll,
  })
  serveForm<PollsAtDesk>(app, services, { path: `${DESK}/zones`, load: loadPollsAtDesk, render: (view, data, form) => <ZonesPage view={view} data={data} form={form} />, submit: setZones })
  servePrivatePage(app, services, { path: POLL, load: loadPollAtDesk, render: (view, data) => <PollDesk view={view} data={data} /> })
  serveForm<PollAtDesk>(app, services, { path: `${POLL}/edit`, load: loadPollAtDesk, initial: ({ poll }) => pollValues(poll), render: (view, data, form) => <EditPollPage view={view} data={data} form={form} />, submit: editPoll })
  serveForm<PollAtDesk>(app, services, {
    path: `${POLL}/slots`,
    load: loadPollAtDesk,
    initial: ({ poll }) => ({ revision: String(poll.revision), zone: poll.zone, weekdays: WORKDAYS }),
    render: (view, data, form) => <SlotsPage view={view} data={data} form={form} />,
    submit: editSlots,
  })
  serveForm<PollAtDesk>(app, services, {
    path: `${POLL}/deadline`,
    load: loadPollAtDesk,
    initial: ({ poll }) => ({ revision: String(poll.revision), deadlineDate: poll.deadline?.date ?? '', deadlineTime: poll.deadline?.time ?? '', deadlineZone: poll.deadline?.zone ?? poll.zone, kind: poll.isSoft ? 'soft' : 'firm' }),
    render: (view, data, form) => <DeadlinePage view={view} data={data} form={form} />,
    submit: setDeadline,
  })
  serveForm<PollAtDesk>(app, services, { path: `${POLL}/asked`, load: loadPollAtDesk, render: (view, data, form) => <AskPage view={view} data={data} form={form} />, submit: askMore })
  for (const work of ['remind', 'close', 'reopen'] as const) {
    serveForm<PollAtDesk>(app, services, { path: `${POLL}/${work}`, load: loadPollAtDesk, render: (view, data, form) => <TurnPage view={view} data={data} form={form} work={work} />, submit: (request, data) => turn(request, data, work) })
  }
  serveForm<PollAtDesk>(app, services, {
    path: `${POLL}/finalise`,
    load: loadPollAtDesk,
    initial: ({ poll, cycles }) => ({ revision: String(poll.revision), title: poll.title, kind: 'virtual', cycles: cycles.filter(({ id }) => id === poll.cycleId).map(({ slug }) => slug) }),
    render: (view, data, form) => <FinalisePage view={view} data={data} form={form} />,
    submit: finalise,
  })
}

/** Which field is at fault for a refusal; the form as a whole for one that none is. */
const FIELDS: Readonly<Record<string, string>> = { 'no-slots': 'hours', 'too-many-slots': 'hours', 'deadline-past': 'deadlineDate', 'nobody-to-ask': 'addresses', 'too-many-asked': 'addresses', 'no-such-slot': 'slots' }

function refused({ refusal }: { readonly refusal: string }): FormOutcome {
  return { errors: { [FIELDS[refusal] ?? '']: `polls.refusal.${refusal}` } }
}

function actorOf(data: { readonly person: PollAtDesk['person'] }): Actor {
  return { kind: 'person', id: data.person.id }
}

async function makePoll(request: PageRequest, data: PollsAtDesk, submitted: Submitted): Promise<FormOutcome> {
  const input = readPollInput(submitted)
  const zone = readTimeZone(submitted.value('zone').trim()) ?? 'UTC'
  const [slots, deadline, people] = [readSlotFields(submitted, zone), readDeadline(submitted, zone), readAddresses(submitted)]
  const cycle = data.cycles.find(({ slug }) => slug === submitted.value('cycle'))
  const errors: FieldErrors = { ...errorsIn(input), ...errorsIn(slots), ...errorsIn(deadline), ...errorsIn(people), ...(cycle === undefined && submitted.value('cycle') !== '' ? { cycle: 'not-in-list' } : {}) }
  if (!input.ok || !slots.ok || !deadline.ok || !people.ok || Object.keys(errors).length > 0) return { errors }
  const formKey = submitted.value('formKey')
  if (!isId(formKey)) return { errors: { '': 'polls.refusal.form-without-key' } }
  if (!mayHold(data.person, data.forum.id, cycle === undefined ? [] : [cycle.id])) return { errors: { cycle: 'polls.refusal.not-yours' } }
  const poll = { ...input.value, forumId: data.forum.id, cycleId: cycle?.id ?? null, slots: slots.value, deadline: deadline.value, isSoft: submitted.value('kind') === 'soft', people: people.value, formKey, write: pollMailWriter(request.services) }
  const opened = await transact(request.db, (tx) => openAskedPoll(tx, actorOf(data), poll, request.now))
  return 'refusal' in opened ? refused(opened) : { seeOther: `/desk/${data.forum.slug}/polls/${opened.number}?done=1` }
}

function errorsIn(read: { readonly ok: true } | { readonly ok: false; readonly errors: FieldErrors }): FieldErrors {
  return read.ok ? {} : read.errors
}

function done(data: PollAtDesk): FormOutcome {
  return { seeOther: `/desk/${data.forum.slug}/polls/${data.poll.number}?done=1` }
}

function atPoll(data: PollAtDesk, submitted: Submitted) {
  return { pollId: data.poll.id, revision: readRevision(submitted) }
}

async function editPoll(request: PageRequest, data: PollAtDesk, submitted: Submitted): Promise<FormOutcome> {
  const read = readPollInput(submitted)
  if (!read.ok) return { errors: read.errors }
  const revised = await transact(request.db, (tx) => revisePoll(tx, actorOf(data), { ...read.value, ...atPoll(data, submitted) }, request.now))
  return 'refusal' in revised ? refused(revised) : done(data)
}

async function editSlots(request: PageRequest, data: PollAtDesk, submitted: Submitted): Promise<FormOutcome> {
  const read = readSlotFields(submitted, data.poll.zone)
  if (!read.ok) return { errors: read.errors }
  const numbers = new Set(submitted.fields['removed'] ?? [])
  const removed = data.poll.slots.filter(({ number }) => numbers.has(String(number))).map(({ id }) => id)
  if (removed.length < numbers.size) return { errors: { removed: 'not-in-list' } }
  const changed = await transact(request.db, (tx) => changeSlots(tx, actorOf(data), { ...atPoll(data, submitted), added: read.value, removed }, request.now))
  return 'refusal' in changed ? refused(changed) : done(data)
}

async function setDeadline(request: PageRequest, data: PollAtDesk, submitted: Submitted): Promise<FormOutcome> {
  const [deadline, reason] = [readDeadline(submitted, data.poll.zone), parseFields(reasonSchema, { reason: submitted.value('reason') })]
  if (!deadline.ok || !reason.ok) return { errors: { ...errorsIn(deadline), ...errorsIn(reason) } }
  const wanted = deadline.value
  if (wanted === null) return { errors: { deadlineDate: 'required' } }
  const input = { ...atPoll(data, submitted), deadline: wanted, isSoft: submitted.value('kind') === 'soft', reason: reason.value.reason }
  const extended = await transact(request.db, (tx) => extendPoll(tx, actorOf(data), input, request.now))
  return 'refusal' in extended ? refused(extended) : done(data)
}

async function askMore(request: PageRequest, data: PollAtDesk, submitted: Submitted): Promise<FormOutcome> {
  const read = readAddresses(submitted)
  if (!read.ok) return { errors: read.errors }
  const input = { pollId: data.poll.id, people: read.value, write: pollMailWriter(request.services) }
  const asked = await transact(request.db, (tx) => askPeople(tx, actorOf(data), input, request.now))
  return 'refusal' in asked ? refused(asked) : done(data)
}

async function turn(request: PageRequest, data: PollAtDesk, work: 'remind' | 'close' | 'reopen'): Promise<FormOutcome> {
  const input = { pollId: data.poll.id }
  const outcome = await transact<object>(request.db, (tx) => {
    if (work === 'remind') return remindAsked(tx, actorOf(data), { ...input, byItself: false, write: pollMailWriter(request.services) }, request.now)
    return work === 'close' ? closePoll(tx, actorOf(data), input, request.now) : reopenPoll(tx, actorOf(data), input, request.now)
  })
  return 'refusal' in outcome ? refused({ refusal: String(outcome.refusal) }) : done(data)
}

const meetingSchema = z.object({ title: requiredLine(200), slug: slugField, kind: oneOf(MEETING_KINDS), ordinal: line(4), place: optional(line(300)), note: optional(prose(4000)) })

async function finalise(request: PageRequest, data: PollAtDesk, submitted: Submitted): Promise<FormOutcome> {
  const parsed = parseFields(meetingSchema, { ordinal: '', place: '', note: '', ...fieldsToObject(submitted.fields) })
  const cycles = (submitted.fields['cycles'] ?? []).map((slug) => data.cycles.find((cycle) => cycle.slug === slug))
  const chosen = new Set(submitted.fields['slots'] ?? [])
  const slots = data.poll.slots.filter(({ number }) => chosen.has(String(number))).map(({ id }) => id)
  const errors: Record<string, string> = parsed.ok ? {} : { ...parsed.errors }
  if (chosen.size === 0) errors['slots'] = 'required'
  else if (slots.length < chosen.size) errors['slots'] = 'not-in-list'
  if (cycles.length === 0) errors['cycles'] = 'required'
  else if (cycles.includes(undefined) || cycles.length > 2) errors['cycles'] = 'not-in-list'
  if (parsed.ok && !/^([1-9][0-9]{0,3})?$/u.test(parsed.value.ordinal)) errors['ordinal'] = 'not-a-number'
  if (parsed.ok && ADDED_RESERVED_SLUGS.has(parsed.value.slug)) errors['slug'] = 'slug-reserved'
  if (!parsed.ok || Object.keys(errors).length > 0) return { errors }
  const { title, slug, kind, ordinal, place = null, note = null } = parsed.value
  const cycleIds = cycles.flatMap((cycle) => (cycle === undefined ? [] : [cycle.id]))
  if (!mayHold(data.person, data.forum.id, cycleIds)) return { errors: { cycles: 'not-in-list' } }
  const meeting = { slug, title, kind, ordinal: ordinal === '' ? null : Number(ordinal), cycleIds, place, note }
  const made = await transact(request.db, (tx) => finalisePoll(tx, actorOf(data), { ...atPoll(data, submitted), slots, meeting, inviting: invitingOf(request.services, data.forum), write: pollMailWriter(request.services), announce: meetingMailWriter(request.services, data.forum) }, request.now))
  if (!('refusal' in made)) return { seeOther: `/desk/${data.forum.slug}/meetings/${made.slug}?done=1` }
  // The other click was quicker: its meeting is the one.
  if (made.refusal === 'finalised-already' && made.meeting !== undefined) return { seeOther: `/desk/${data.forum.slug}/meetings/${made.meeting}` }
  if (made.refusal === 'slug-taken') return { errors: { slug: 'meetings.refusal.slug-taken' } }
  if (made.refusal === 'ordinal-taken') return { errors: { ordinal: 'meetings.refusal.ordinal-taken' } }
  return 'sitting' in made ? { errors: { slots: `meetings.refusal.${made.refusal}` } } : refused(made)
}

async function setZones(request: PageRequest, data: PollsAtDesk, submitted: Submitted): Promise<FormOutcome> {
  const regionalGroup = submitted.value('group')
  if (!data.forum.regionalGroups.some(({ key }) => key === regionalGroup)) return { errors: { group: regionalGroup === '' ? 'required' : 'not-in-list' } }
  const parts = normaliseText(submitted.value('zones')).split(/[\s,;]+/u).filter((part) => part !== '')
  const zones = parts.map(readTimeZone)
  if (zones.includes(undefined)) return { errors: { zones: 'not-a-time-zone' } }
  if (parts.length > MOST_ZONES) return { errors: { zones: `polls.refusal.too-many-zones:${MOST_ZONES}` } }
  const input = { forumId: data.forum.id, regionalGroup, zones: zones.flatMap((zone) => zone ?? []) }
  await transact(request.db, (tx) => setRegionZones(tx, actorOf(data), input, request.now))
  return { seeOther: `${request.view.path}?done=1` }
}
