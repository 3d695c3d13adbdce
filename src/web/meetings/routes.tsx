import { ADDED_RESERVED_SLUGS } from '../../forums/model.ts'
import { holdMeeting, reviseMeeting, setParticipants } from '../../meetings/commands.ts'
import { parseParticipants, utcOf } from '../../meetings/model.ts'
import { writeReport } from '../../meetings/report/commands.ts'
import { transact, type Tx } from '../../platform/database.ts'
import type { Actor } from '../../record/model.ts'
import { parseFields } from '../../shared/fields.ts'
import type { Refusal } from '../../shared/result.ts'
import { weekday } from '../../shared/time.ts'
import type { App, Services } from '../context.ts'
import { fieldsToObject, serveForm, type FormOutcome, type Submitted } from '../form.tsx'
import { servePage, servePrivatePage, type PageRequest } from '../page.tsx'
import { calendarRoutes } from './calendar/routes.tsx'
import { agendaToJson } from './agenda/data.ts'
import { loadCycleMeetings, loadMeeting, loadMeetingAtDesk, loadMeetings, loadMeetingsAtDesk, mayHold, type AtDesk, type MeetingData, type MeetingsData } from './data.ts'
import { EditMeetingPage, MeetingDesk, MeetingsDesk, NewMeetingPage, ParticipantsPage } from './desk.tsx'
import { meetingValues, participantsSchema, partWords, readMeetingForm, readRevision, slugField, writeParticipants } from './forms.tsx'
import { actionJson, actionRoutes } from './actions/routes.tsx'
import { attendanceRoutes, toObject } from './attendance/routes.tsx'
import { eventRoutes } from './events/routes.tsx'
import { meetingMailWriter } from './following/data.ts'
import { followingRoutes } from './following/routes.tsx'
import { invitingOf } from './invitations/data.ts'
import { itemRoutes } from './items/routes.tsx'
import { joiningRoutes } from './joining/routes.tsx'
import { loadDesk } from './recordings/data.ts'
import { recordingRoutes } from './recordings/routes.tsx'
import { MeetingPage, MeetingsPage } from './pages.tsx'
import { readReportForm } from './report/forms.tsx'
import { reportRoutes } from './report/routes.tsx'
import { invitationRoutes } from './invitations/routes.tsx'
import { reportWayRoutes } from './report-way/routes.tsx'
import { pointRoutes } from './points/routes.tsx'
import { statusRoutes } from './status/routes.tsx'
import { pollDeskRoutes } from './poll-desk/routes.tsx'
import { pollRoutes } from './polls/routes.tsx'
import { remarkRoutes } from './remarks/routes.tsx'
import { transcriptRoutes } from './transcripts/routes.tsx'
import { roomDeskRoutes } from './room-desk/routes.tsx'
import { roomRoutes } from './room/routes.tsx'

const DESK = '/desk/:forum/meetings'
const PARTICIPANTS_LIMIT = 1000

/** Meetings: public pages, and at the desk all that is entered of them. The desk stands first, for `/:forum/:cycle/meetings` would take its addresses. */
export function meetingRoutes(app: App, services: Services): void {
  calendarRoutes(app, services)
  reportRoutes(app, services, enterReport)
  reportWayRoutes(app, services)
  invitationRoutes(app, services)
  pointRoutes(app, services)
  transcriptRoutes(app, services)
  remarkRoutes(app, services)
  roomDeskRoutes(app, services)
  roomRoutes(app, services)
  pollDeskRoutes(app, services)
  serveDesk(app, services)
  for (const room of [statusRoutes, itemRoutes, actionRoutes, joiningRoutes, recordingRoutes, attendanceRoutes, followingRoutes, eventRoutes]) room(app, services)
  pollRoutes(app, services)
  servePage<MeetingsData>(app, services, {
    path: '/:forum/meetings',
    load: loadMeetings,
    usesZone: true,
    json: meetingsJson,
    render: (view, data) => <MeetingsPage view={view} data={data} />,
  })
  servePage<MeetingData>(app, services, {
    path: '/:forum/meetings/:meeting',
    load: loadMeeting,
    usesZone: true,
    json: meetingJson,
    render: (view, data) => <MeetingPage view={view} data={data} />,
  })
  servePage<MeetingsData>(app, services, {
    path: '/:forum/:cycle/meetings',
    load: loadCycleMeetings,
    usesZone: true,
    json: meetingsJson,
    render: (view, data) => <MeetingsPage view={view} data={data} />,
  })
}

function serveDesk(app: App, services: Services): void {
  servePrivatePage(app, services, { path: DESK, load: loadDesk, render: (view, data) => <MeetingsDesk view={view} data={data} /> })
  serveForm(app, services, {
    path: `${DESK}/new`,
    load: loadMeetingsAtDesk,
    initial: (data, request) => ({ kind: 'virtual', cycles: data.cycles.filter((cycle) => cycle.slug === request.query['cycle']).map((cycle) => cycle.slug) }),
    render: (view, data, form) => <NewMeetingPage view={view} data={data} form={form} />,
    submit: enterMeeting,
  })
  servePrivatePage(app, services, { path: `${DESK}/:meeting`, load: loadMeetingAtDesk, render: (view, data) => <MeetingDesk view={view} data={data} /> })
  serveForm(app, services, {
    path: `${DESK}/:meeting/edit`,
    load: loadMeetingAtDesk,
    initial: ({ meeting, cycles }) => meetingValues(meeting, cycles),
    render: (view, data, form) => <EditMeetingPage view={view} data={data} form={form} />,
    submit: changeMeeting,
  })
  serveForm(app, services, {
    path: `${DESK}/:meeting/participants`,
    load: loadMeetingAtDesk,
    initial: ({ meeting, came }, request) => ({ participants: writeParticipants(request.view, came.typed), revision: String(meeting.revision) }),
    render: (view, data, form) => <ParticipantsPage view={view} data={data} form={form} />,
    submit: listParticipants,
  })
}

async function enterMeeting(request: PageRequest, data: MeetingsData & AtDesk, submitted: Submitted): Promise<FormOutcome> {
  const slug = parseFields(slugField, submitted.value('slug'))
  const read = readMeetingForm(submitted, data.cycles)
  if (!slug.ok || !read.ok) return { errors: { ...(slug.ok ? {} : { slug: slug.errors[''] ?? 'not-a-slug' }), ...(read.ok ? {} : read.errors) } }
  if (ADDED_RESERVED_SLUGS.has(slug.value)) return { errors: { slug: 'slug-reserved' } }
  if (!mayHold(data.person, data.forum.id, read.value.cycleIds)) return { errors: { cycles: 'not-in-list' } }
  const held = await transact(request.db, (tx) => holdMeeting(tx, actorOf(data), { ...read.value, forumId: data.forum.id, slug: slug.value }, request.now))
  return 'refusal' in held ? { errors: errorsOf(held) } : { seeOther: `/desk/${data.forum.slug}/meetings/${slug.value}?done=1` }
}

async function changeMeeting(request: PageRequest, data: MeetingData & AtDesk, submitted: Submitted): Promise<FormOutcome> {
  const read = readMeetingForm(submitted, data.cycles)
  if (!read.ok) return { errors: read.errors }
  if (!mayHold(data.person, data.forum.id, read.value.cycleIds)) return { errors: { cycles: 'not-in-list' } }
  return change(request, data, submitted, (tx, actor, meeting) => reviseMeeting(tx, actor, { ...read.value, ...meeting, write: meetingMailWriter(request.services, data.forum), inviting: invitingOf(request.services, data.forum) }, request.now))
}

async function listParticipants(request: PageRequest, data: MeetingData & AtDesk, submitted: Submitted): Promise<FormOutcome> {
  const parsed = parseFields(participantsSchema, fieldsToObject(submitted.fields))
  if (!parsed.ok) return { errors: parsed.errors }
  const participants = parseParticipants(parsed.value.participants, partWords())
  if (participants.length > PARTICIPANTS_LIMIT) return { errors: { participants: `meetings.refusal.too-many:${PARTICIPANTS_LIMIT}` } }
  return change(request, data, submitted, (tx, actor, meeting) => setParticipants(tx, actor, { ...meeting, participants }, request.now))
}

async function enterReport(request: PageRequest, data: MeetingData & AtDesk, submitted: Submitted): Promise<FormOutcome> {
  const read = readReportForm(submitted)
  if (!read.ok) return { errors: read.errors }
  return change(request, data, submitted, (tx, actor, meeting) => writeReport(tx, actor, { ...meeting, ...read.value }, request.now))
}

type ToMeeting = { readonly forumId: MeetingData['forum']['id']; readonly meetingId: MeetingData['meeting']['id']; readonly revision: number }
type MeetingRefusal = Parameters<typeof errorsOf>[0]

/** Runs one command on the meeting as of the revision that the form was read at. */
async function change(
  request: PageRequest,
  data: MeetingData & AtDesk,
  submitted: Submitted,
  command: (tx: Tx, actor: Actor, meeting: ToMeeting) => Promise<object | MeetingRefusal>,
): Promise<FormOutcome> {
  const meeting = { forumId: data.forum.id, meetingId: data.meeting.id, revision: readRevision(submitted) }
  const changed = await transact(request.db, (tx) => command(tx, actorOf(data), meeting))
  if ('refusal' in changed) return { errors: errorsOf(changed) }
  return { seeOther: `/desk/${data.forum.slug}/meetings/${data.meeting.slug}?done=1` }
}

/** Beside which field a refusal is said; the form as a whole for one that no field is at fault for. */
function errorsOf(refused: Refusal & { readonly sitting?: number }): Record<string, string> {
  const fields: Readonly<Record<string, string>> = { 'slug-taken': 'slug', 'ordinal-taken': 'ordinal', 'reason-missing': 'reason', 'zone-missing': 'zone', 'ends-before-it-starts': 'ends' }
  const field = fields[refused.refusal] ?? (refused.sitting === undefined ? '' : 'starts')
  return { [refused.sitting === undefined ? field : `${field}-${refused.sitting}`]: `meetings.refusal.${refused.refusal}` }
}

function actorOf(data: AtDesk): Actor {
  return { kind: 'person', id: data.person.id }
}

function meetingsJson(data: MeetingsData): object {
  return {
    forum: data.forum.slug,
    cycle: data.cycle?.slug ?? null,
    meetings: data.meetings.map((meeting) => ({ ...summaryJson(data, meeting), hasReport: meeting.hasReport, url: `/${data.forum.slug}/meetings/${meeting.slug}` })),
  }
}

function meetingJson(data: MeetingData): object {
  const { meeting } = data
  return {
    forum: data.forum.slug,
    ...summaryJson(data, meeting),
    changes: meeting.changes,
    log: data.log,
    items: data.items.map(({ title, about, minutes, presenter, links }) => ({ title, about, minutes, presenter, links })),
    actions: data.actions.map((action) => actionJson(data.forum.slug, action, meeting.slug)),
    joining: data.ways.map(({ kind, label, value, visibility, expiresAt }) => ({ kind, label, value, visibility, expiresAt })),
    session: data.session === undefined ? null : { event: data.event?.slug ?? null, form: data.session.form, organiser: data.session.organiser, description: data.session.description, panellists: data.session.panellists.filter(({ state }) => state === 'confirmed').map(({ name, organisation, part }) => ({ name, organisation, part })) },
    participants: data.came.named.map(({ name, organisation, part }) => ({ name, organisation, part })),
    attendance: { total: data.came.named.length + data.came.counted, unnamed: data.came.counted, byStakeholderGroup: toObject(data.came.groups), byRegionalGroup: toObject(data.came.regions) },
    links: data.links.map(({ kind, title, url, language, visibility, asksForPasscode, passcode }) => ({ kind, title, url, language, visibility, asksForPasscode, passcode, unreachedSince: data.unreached.get(url) ?? null })),
    report: {
      date: meeting.reportDate,
      paragraphs: meeting.paragraphs.map(({ number, heading, text }) => ({ number, heading, text })),
      footnotes: meeting.footnotes,
      annexes: meeting.annexes.map(({ title, asOf, text, block = 'text', frozen }, place) => ({ title, asOf, block, text, isFrozen: frozen !== undefined, made: data.blocks.get(place) ?? null })),
      state: data.way.state,
      correctUntil: data.way.correctUntil,
      finalAt: data.way.finalAt,
      revisions: data.way.revisions.map(revisionJson),
      corrections: data.corrections.map(({ number, paragraph, name, text, language, receivedAt, response, reason, answeredAt }) => ({ number, paragraph, name, text, language, receivedAt, response, reason, answeredAt })),
    },
    agenda: agendaToJson(data.agenda),
    lateContributions: data.aftermath.late.map(({ ref, href }) => ({ ref, url: href })),
    agreedDocuments: data.aftermath.agreed.map(({ title, href }) => ({ title, url: href })),
    note: meeting.note,
    source: meeting.source,
  }
}

/** A report as it was when it was final, or after a change of what was final. */
function revisionJson({ number, madeAt, reason, body }: MeetingData['way']['revisions'][number]): object {
  return { number, madeAt, reason, date: body.date, paragraphs: body.paragraphs, footnotes: body.footnotes, annexes: body.annexes.map(({ title, asOf, text, block = 'text' }) => ({ title, asOf, block, text })) }
}

/** Weekday (1 Monday to 7 Sunday) and UTC are computed from what is recorded; null where no time is. */
function summaryJson(data: Pick<MeetingsData, 'cycles'>, meeting: MeetingsData['meetings'][number]): object {
  return {
    meeting: meeting.slug,
    title: meeting.title,
    kind: meeting.kind,
    ordinal: meeting.ordinal,
    status: meeting.standing,
    cycles: data.cycles.filter((cycle) => meeting.cycleIds.includes(cycle.id)).map((cycle) => cycle.slug),
    sittings: meeting.sittings.map((sitting) => {
      const utc = utcOf(sitting)
      return { ...sitting, weekday: weekday(sitting.date), utc: utc === undefined ? null : { starts: utc.starts.at, ends: utc.ends?.at ?? null } }
    }),
  }
}
