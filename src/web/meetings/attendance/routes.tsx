import { z } from 'zod'
import { checkIn, removeAttendee, setAttendance, takeAttendance, type NewAttendee } from '../../../meetings/attendance/commands.ts'
import { SHOWN, stricter } from '../../../meetings/attendance/model.ts'
import { transact } from '../../../platform/database.ts'
import { newId } from '../../../platform/new-id.ts'
import { PUBLIC, type Actor } from '../../../record/model.ts'
import { isCountry, suggestRegionalGroup } from '../../../shared/countries.ts'
import { line, oneOf, parseFields } from '../../../shared/fields.ts'
import { isId } from '../../../shared/ids.ts'
import { isRefusal, type Refusal } from '../../../shared/result.ts'
import type { App, Services } from '../../context.ts'
import { fieldsToObject, serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import { isTooMany, tooMany, withinLimit } from '../../people/limits/data.ts'
import { servePage, type PageRequest } from '../../page.tsx'
import type { MeetingData } from '../data.ts'
import { readRevision } from '../forms.tsx'
import { choicesOf, loadAttendanceAtDesk, loadCheckIn, loadParticipation, offerNames, PEOPLE, readList, type AttendanceData, type Offered, type ParticipationData } from './data.ts'
import { AttendanceDesk, AttendanceListPage } from './desk.tsx'
import { CheckInPage, ParticipationPage } from './pages.tsx'

const nullable = (limit: number) => line(limit).transform((text) => (text === '' ? null : text))
const checkInSchema = z
  .object({ name: line(200), organisation: nullable(300), stakeholderGroup: nullable(200), regionalGroup: nullable(200), country: nullable(2).refine((code) => code === null || isCountry(code), { error: 'not-in-list' }), shown: oneOf(SHOWN) })
  // Who wishes to be counted and no more need not say a name.
  .refine(({ name, shown }) => name !== '' || shown === 'counted', { path: ['name'], error: 'required' })

/** Who came: checking in without an account, the desk's settings, lists of video services, and the year's participation. */
export function attendanceRoutes(app: App, services: Services): void {
  serveForm<AttendanceData>(app, services, {
    path: '/desk/:forum/meetings/:meeting/attendance',
    load: loadAttendanceAtDesk,
    initial: ({ meeting, attendance }) => ({ shown: attendance.shown, checkIn: attendance.isCheckInOpen ? ['open'] : [], revision: String(meeting.revision) }),
    render: (view, data, form) => <AttendanceDesk view={view} data={data} form={form} />,
    submit: changeAttendance,
  })
  serveForm<AttendanceData>(app, services, {
    path: '/desk/:forum/meetings/:meeting/attendance/list',
    load: loadAttendanceAtDesk,
    initial: ({ meeting }) => ({ revision: String(meeting.revision) }),
    render: (view, data, form) => <AttendanceListPage view={view} data={data} form={form} />,
    submit: enterList,
  })
  serveForm<MeetingData>(app, services, {
    path: '/:forum/meetings/:meeting/check-in',
    load: loadCheckIn,
    initial: () => ({ formKey: newId(), shown: 'public' }),
    render: (view, data, form) => <CheckInPage view={view} data={data} form={form} />,
    submit: enterCheckIn,
  })
  servePage<ParticipationData>(app, services, {
    path: '/:forum/:cycle/participation',
    load: loadParticipation,
    json: ({ forum, cycle, meetings, total, groups, regions, named }) => ({
      forum: forum.slug,
      cycle: cycle.slug,
      total,
      byStakeholderGroup: toObject(groups),
      byRegionalGroup: toObject(regions),
      meetings: meetings.map((row) => ({ meeting: row.meeting.slug, total: row.total, byStakeholderGroup: toObject(row.groups), byRegionalGroup: toObject(row.regions) })),
      named,
    }),
    render: (view, data) => <ParticipationPage view={view} data={data} />,
  })
}

export function toObject(rows: readonly { readonly key: string; readonly count: number }[]): Record<string, number> {
  return Object.fromEntries(rows.map(({ key, count }) => [key, count]))
}

async function enterCheckIn(request: PageRequest, data: MeetingData, submitted: Submitted): Promise<FormOutcome> {
  const parsed = parseFields(checkInSchema, { name: '', organisation: '', stakeholderGroup: '', regionalGroup: '', country: '', ...fieldsToObject(submitted.fields) })
  if (!parsed.ok) return parsed
  const formKey = submitted.value('formKey')
  const { groups, regions } = choicesOf(request.view, data.forum)
  const { stakeholderGroup, country } = parsed.value
  const suggested = country === null ? undefined : suggestRegionalGroup(country)
  const regionalGroup = parsed.value.regionalGroup ?? (regions.some(({ value }) => value === suggested) ? (suggested ?? null) : null)
  if (stakeholderGroup !== null && !groups.some(({ value }) => value === stakeholderGroup)) return { errors: { stakeholderGroup: 'not-in-list' } }
  if (regionalGroup !== null && !regions.some(({ value }) => value === regionalGroup)) return { errors: { regionalGroup: 'not-in-list' } }
  const input = { forumId: data.forum.id, meetingId: data.meeting.id, formKey: isId(formKey) ? formKey : newId(), ...parsed.value, regionalGroup }
  const done = await withinLimit(request, 'agreement', undefined, (tx) => checkIn(tx, PUBLIC, input, request.now))
  if (isTooMany(done)) return tooMany(request, 'agreement', done)
  return isRefusal(done) ? { errors: { '': `meetings.plan.refusal.${done.refusal}` } } : { seeOther: `${request.view.path}?done=1` }
}

async function changeAttendance(request: PageRequest, data: AttendanceData, submitted: Submitted): Promise<FormOutcome> {
  const actor: Actor = { kind: 'person', id: data.person.id }
  const to = { forumId: data.forum.id, meetingId: data.meeting.id, revision: readRevision(submitted) }
  const gone = submitted.value('remove')
  if (gone !== '') return outcomeOf(data, isId(gone) ? await transact(request.db, (tx) => removeAttendee(tx, actor, { ...to, attendeeId: gone }, request.now)) : { refusal: 'no-such-attendee' })
  const parsed = parseFields(z.object({ shown: oneOf(SHOWN) }), fieldsToObject(submitted.fields))
  if (!parsed.ok) return parsed
  const isCheckInOpen = submitted.value('checkIn') === 'open'
  return outcomeOf(data, await transact(request.db, (tx) => setAttendance(tx, actor, { ...to, shown: parsed.value.shown, isCheckInOpen }, request.now)))
}

function outcomeOf({ forum, meeting }: AttendanceData, done: object | Refusal<'changed-meanwhile' | 'no-such-attendee'>): FormOutcome {
  if (!isRefusal(done)) return { seeOther: `/desk/${forum.slug}/meetings/${meeting.slug}/attendance?done=1` }
  const { refusal } = done
  return { errors: { '': refusal === 'changed-meanwhile' ? 'meetings.refusal.changed-meanwhile' : `meetings.plan.refusal.${refusal}` } }
}

async function enterList(request: PageRequest, data: AttendanceData, submitted: Submitted): Promise<FormOutcome> {
  if (submitted.value('take') === '1') return takeList(request, data, submitted)
  const upload = submitted.uploads['file']
  if (upload === undefined) return { errors: { file: 'required' } }
  const read = await readList(request, upload.sha256)
  if (read === undefined || 'problem' in read) return { errors: { file: `meetings.plan.refusal.${read?.problem ?? 'no-table'}` } }
  if (read.people.length > PEOPLE) return { errors: { file: `meetings.refusal.too-many:${PEOPLE}` } }
  const people = await offerNames(request, data, read.people)
  const form = { values: { revision: [submitted.value('revision')], shown: ['counted'] }, errors: {}, uploads: {} }
  return { page: <AttendanceListPage view={request.view} data={data} form={form} people={people} unread={read.unread} /> }
}

/** What was looked at comes back with the form, row by row. */
async function takeList(request: PageRequest, data: AttendanceData, submitted: Submitted): Promise<FormOutcome> {
  const parsed = parseFields(z.object({ shown: oneOf(SHOWN) }), fieldsToObject(submitted.fields))
  const rows = Array.from({ length: PEOPLE }, (_, at) => readRow(submitted, at)).filter((row) => row !== undefined)
  const chosen = rows.filter(({ isIn }) => isIn)
  const again = (errors: Record<string, string>): FormOutcome => ({
    page: <AttendanceListPage view={request.view} data={data} form={{ values: submitted.fields, errors, uploads: {} }} people={rows.map(({ offered }) => offered)} />,
  })
  if (!parsed.ok) return again({ ...parsed.errors })
  if (chosen.length === 0) return again({ '': 'meetings.plan.refusal.nobody' })
  const { shown } = parsed.value
  const attendees: NewAttendee[] = chosen.map(({ attendee }) => ({ ...attendee, shown: stricter(shown, attendee.shown) }))
  const to = { forumId: data.forum.id, meetingId: data.meeting.id, revision: readRevision(submitted) }
  const taken = await transact(request.db, (tx) => takeAttendance(tx, { kind: 'person', id: data.person.id }, { ...to, attendees }, request.now))
  return isRefusal(taken) ? again({ '': 'meetings.refusal.changed-meanwhile' }) : outcomeOf(data, taken)
}

const rowSchema = z.object({ name: line(400), as: line(400), organisation: nullable(300), mail: nullable(254), minutes: line(6) })

function readRow(submitted: Submitted, at: number): { isIn: boolean; attendee: NewAttendee; offered: Offered } | undefined {
  const value = (name: string): string => submitted.value(`${name}-${at}`)
  const parsed = parseFields(rowSchema, { name: value('name'), as: value('as'), organisation: value('organisation'), mail: value('mail'), minutes: value('minutes') })
  if (!parsed.ok || parsed.value.name === '') return undefined
  const { name, as, organisation, mail } = parsed.value
  const minutes = /^\d{1,5}$/u.test(parsed.value.minutes) ? Number(parsed.value.minutes) : null
  const attendee = { name: as === '' ? name : as, organisation, part: 'participant', stakeholderGroup: null, regionalGroup: null, country: null, shown: 'public' as const, minutes, mail: mail !== null && /^[^\s@]+@[^\s@]+$/u.test(mail) ? mail : null }
  return { isIn: value('in') === '1', attendee, offered: { name, mail, minutes, lines: 1, isThere: false, known: as === '' ? undefined : as } }
}
