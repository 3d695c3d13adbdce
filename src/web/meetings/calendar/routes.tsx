import { takeCalendar } from '../../../meetings/calendar-import/commands.ts'
import { loadPlan } from '../../../meetings/calendar-import/queries.ts'
import { dayOf } from '../../../meetings/calendar-moments/model.ts'
import { readCalendar } from '../../../meetings/calendar-reading/model.ts'
import { transact } from '../../../platform/database.ts'
import { parseFields } from '../../../shared/fields.ts'
import { addDays, dateInZone } from '../../../shared/time.ts'
import type { App, Services } from '../../context.ts'
import { fieldsToObject, serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import { notFoundPage } from '../../errors.tsx'
import { readRequest, servePrivatePage, servePublicFile, type PageRequest } from '../../page.tsx'
import { loadMeetingsAtDesk, mayHold, type AtDesk, type MeetingsData } from '../data.ts'
import { meetingMailWriter } from '../following/data.ts'
import { invitingOf } from '../invitations/data.ts'
import { CALENDAR_TYPE, loadCycleCalendar, loadForumCalendar, loadMeetingCalendar, loadOwnCalendar, loadOwnCalendars } from './data.ts'
import { CalendarImportPage, OwnCalendarsPage } from './desk.tsx'
import { CALENDAR_LIMIT, importSchema, type Preview } from './forms.tsx'

/** Days after today up to which a series is drawn out unless somebody says otherwise. */
const AHEAD = 370

/** Calendars to subscribe to, and meetings taken from calendar files. Registered before the pages of meetings. */
export function calendarRoutes(app: App, services: Services): void {
  servePublicFile(app, services, '/:forum/calendar.ics', loadForumCalendar)
  servePublicFile(app, services, '/:forum/meetings/:meeting/calendar.ics', loadMeetingCalendar)
  servePublicFile(app, services, '/:forum/:cycle/calendar.ics', loadCycleCalendar)
  app.get('/calendars/:key', async (c) => {
    const request = await readRequest(c, services)
    const calendar = await loadOwnCalendar({ ...request, params: { key: c.req.param('key') } })
    if (calendar === undefined) return notFoundPage(c, request)
    return c.body(calendar.text as string, 200, { 'content-type': CALENDAR_TYPE, 'cache-control': 'private, no-store', 'content-disposition': `attachment; filename="${calendar.saveAs ?? 'convoke.ics'}"` })
  })
  servePrivatePage(app, services, { path: '/desk/calendars', load: loadOwnCalendars, render: (view, data) => <OwnCalendarsPage view={view} data={data} /> })
  serveForm(app, services, {
    path: '/desk/:forum/meetings/new/calendar',
    load: loadMeetingsAtDesk,
    initial: (_data, request) => ({ kind: 'virtual', from: dateInZone(request.now, 'UTC'), until: addDays(dateInZone(request.now, 'UTC'), AHEAD) }),
    render: (view, data, form) => <CalendarImportPage view={view} data={data} form={form} />,
    submit: importCalendar,
  })
}

async function importCalendar(request: PageRequest, data: MeetingsData & AtDesk, submitted: Submitted): Promise<FormOutcome> {
  const { db, view } = request
  const parsed = parseFields(importSchema, { zone: '', ...fieldsToObject(submitted.fields) })
  const text = await readCalendarText(request, submitted)
  const errors: Record<string, string> = { ...(parsed.ok ? {} : parsed.errors), ...(typeof text === 'string' ? {} : text.errors) }
  const cycles = (submitted.fields['cycles'] ?? []).map((slug) => data.cycles.find((cycle) => cycle.slug === slug))
  const cycleIds = cycles.flatMap((cycle) => cycle?.id ?? [])
  if (cycleIds.length === 0) errors['cycles'] = 'required'
  if (cycles.includes(undefined) || cycleIds.length > 2 || (cycleIds.length > 0 && !mayHold(data.person, data.forum.id, cycleIds))) errors['cycles'] = 'not-in-list'
  if (!parsed.ok || typeof text !== 'string' || parsed.value.from === undefined || parsed.value.until === undefined || Object.keys(errors).length > 0) return { errors }
  const { from, until, zone, kind, reason } = parsed.value
  if (until < from || until > addDays(from, 366 * 20)) return { errors: { until: 'meetings.calendar.refusal.window' } }
  const read = readCalendar(text, { window: { from: dayOf(from), until: dayOf(until) }, zone })
  if ('problem' in read) return { errors: { file: `meetings.calendar.refusal.${read.problem}` } }
  const preview: Preview = { ...read, planned: await loadPlan(db, data.forum.id, read.meetings), text }
  if (submitted.value('shall') !== 'take') return { page: <CalendarImportPage view={view} data={data} form={{ values: submitted.fields, errors: {}, uploads: {} }} preview={preview} /> }
  const left = new Set(submitted.fields['leave'] ?? [])
  const planned = preview.planned.filter(({ key, plan }) => (plan === 'new' || plan === 'changed') && !left.has(key))
  const taken = await transact(db, (tx) => takeCalendar(tx, { kind: 'person', id: data.person.id }, { forumId: data.forum.id, planned, kind, cycleIds, reason: reason ?? view.t('meetings.calendar.reason'), write: meetingMailWriter(request.services, data.forum), inviting: invitingOf(request.services, data.forum) }, request.now))
  return 'refusal' in taken ? { errors: { '': `meetings.calendar.refusal.${taken.refusal}` } } : { seeOther: `/desk/${data.forum.slug}/meetings?taken=${taken.entered + taken.changed}` }
}

/** The text of the file that came, or what was pasted. */
export async function readCalendarText({ services }: PageRequest, submitted: Submitted): Promise<string | { errors: Record<string, string> }> {
  const upload = submitted.uploads['file']
  if (upload === undefined) {
    const pasted = submitted.value('calendar')
    if (pasted.trim() === '') return { errors: { file: 'required' } }
    return pasted.length > CALENDAR_LIMIT ? { errors: { calendar: `too-long:${CALENDAR_LIMIT}:${pasted.length}` } } : pasted
  }
  if (upload.size > CALENDAR_LIMIT) return { errors: { file: 'file-too-large' } }
  const chunks: Uint8Array[] = []
  for await (const chunk of services.files.read(upload.sha256) as AsyncIterable<Uint8Array>) chunks.push(chunk)
  return new TextDecoder().decode(Buffer.concat(chunks))
}
