import type { Cycle } from '../../forums/model.ts'
import { listCycles } from '../../forums/queries.ts'
import type { Action } from '../../meetings/actions/model.ts'
import { listActionsOfMeeting } from '../../meetings/actions/queries.ts'
import { byLastWord, namesFor, tallyBy, type Attendee } from '../../meetings/attendance/model.ts'
import { findAttendance } from '../../meetings/attendance/queries.ts'
import type { Event, Session } from '../../meetings/events/model.ts'
import { listEvents, listSessions } from '../../meetings/events/queries.ts'
import type { Item } from '../../meetings/items/model.ts'
import { listItems } from '../../meetings/items/queries.ts'
import { waysFor, type Reader, type Way } from '../../meetings/joining/model.ts'
import { listWays } from '../../meetings/joining/queries.ts'
import type { Block } from '../../meetings/report-blocks/model.ts'
import { loadBlocks } from '../../meetings/report-blocks/queries.ts'
import { findUnreached } from '../../meetings/link-check/queries.ts'
import { linksFor, type ShownLink } from '../../meetings/recordings/model.ts'
import type { Correction, ReportWay } from '../../meetings/report/model.ts'
import { findReportWay, listCorrections } from '../../meetings/report/queries.ts'
import type { StatusEntry } from '../../meetings/status/model.ts'
import { listStatus } from '../../meetings/status/queries.ts'
import type { Meeting, MeetingSummary } from '../../meetings/model.ts'
import { findMeeting, listMeetings } from '../../meetings/queries.ts'
import { findRoom } from '../../meetings/room/queries.ts'
import type { Person } from '../../people/model.ts'
import { may } from '../../people/policy.ts'
import type { Id } from '../../shared/ids.ts'
import { ANYWHERE_ON_EARTH, dateInZone, type Instant } from '../../shared/time.ts'
import { findAddresses } from '../../shared/web-addresses.ts'
import { loadCycle, loadForum, type InForum } from '../forums/data.ts'
import type { PageRequest } from '../page.tsx'
import { loadAftermath, type Aftermath } from './aftermath/data.ts'
import { loadAgendaOfMeeting, type AgendaOfMeeting } from './agenda/data.ts'

export interface MeetingsData extends InForum {
  readonly cycles: readonly Cycle[]
  /** The cycle of the address; undefined for all of the forum. */
  readonly cycle: Cycle | undefined
  readonly meetings: readonly MeetingSummary[]
}

export interface MeetingData extends InForum {
  readonly cycles: readonly Cycle[]
  readonly meeting: Meeting
  /** The comments on its agenda. */
  readonly agenda: AgendaOfMeeting
  readonly log: readonly StatusEntry[]
  readonly items: readonly Item[]
  readonly actions: readonly Action[]
  /** Those that this reader may see; of the others nothing is known here. */
  readonly ways: readonly Way[]
  readonly came: Came
  /** Recordings and documents that this reader may see. */
  readonly links: readonly ShownLink[]
  /** Of all addresses that stand here those that could not be reached, and since when. */
  readonly unreached: ReadonlyMap<string, Instant>
  readonly session: Session | undefined
  readonly event: Event | undefined
  readonly reader: Reader
  /** How its report stands. */
  readonly way: ReportWay
  /** What was said to be wrong in its report, without addresses. */
  readonly corrections: readonly Correction[]
  /** Annexes of its report that are made from rows, by their place. */
  readonly blocks: ReadonlyMap<number, Block>
  /** Those of its series in its cycle, in the order of their numbers; it is one of them. */
  readonly series: readonly MeetingSummary[]
  readonly aftermath: Aftermath
  /** Whether there is something in its room, or still may be. */
  readonly hasRoom: boolean
}

/** Who came, as this reader may know it. */
export interface Came {
  readonly named: readonly Attendee[]
  /** Of those named, the ones that the desk typed, in the order typed. */
  readonly typed: readonly Attendee[]
  /** How many more there were, who are not named. */
  readonly counted: number
  readonly groups: readonly { readonly key: string; readonly count: number }[]
  readonly regions: readonly { readonly key: string; readonly count: number }[]
  readonly isCheckInOpen: boolean
}

export interface AtDesk {
  readonly person: Person
}

/** The meetings of a forum. */
export async function loadMeetings(request: PageRequest): Promise<MeetingsData | undefined> {
  const inForum = await loadForum(request, 'meetings')
  if (inForum === undefined) return undefined
  const [cycles, meetings] = [await listCycles(request.db, inForum.forum.id), await listMeetings(request.db, inForum.forum.id)]
  return { ...inForum, cycles, cycle: undefined, meetings }
}

/** The meetings of a cycle. */
export async function loadCycleMeetings(request: PageRequest): Promise<MeetingsData | undefined> {
  const inCycle = await loadCycle(request, 'meetings')
  if (inCycle === undefined) return undefined
  const [cycles, meetings] = [await listCycles(request.db, inCycle.forum.id), await listMeetings(request.db, inCycle.forum.id, inCycle.cycle.id)]
  return { ...inCycle, cycles, meetings }
}

/** A meeting with all that it left. */
export async function loadMeeting(request: PageRequest): Promise<MeetingData | undefined> {
  const inForum = await loadForum(request, 'meetings')
  if (inForum === undefined) return undefined
  const meeting = await findMeeting(request.db, inForum.forum.id, request.params['meeting'] ?? '')
  if (meeting === undefined) return undefined
  const { db, now, view } = request
  const { forum } = inForum
  const cycles = await listCycles(db, forum.id)
  const reader = readerOf(view.person, forum.id, meeting.cycleIds)
  const { all, ...came } = await loadCame(request, forum, meeting.id, reader)
  const session = (await listSessions(db, [meeting.id])).get(meeting.id)
  const way = await findReportWay(db, meeting.id)
  const links = linksFor(meeting.links, reader)
  const texts = [...meeting.paragraphs, ...meeting.footnotes, ...meeting.annexes].flatMap(({ text }) => findAddresses(text))
  return {
    ...inForum,
    cycles,
    // Nobody is named here who is not shown to this reader.
    meeting: withoutDraft({ ...meeting, participants: came.named, links }, way.state === 'draft' && !(view.person !== undefined && mayHold(view.person, forum.id, meeting.cycleIds))),
    way,
    links,
    unreached: await findUnreached(db, [...links.map(({ url }) => url), ...texts]),
    corrections: (await listCorrections(db, meeting.id)).map((correction) => ({ ...correction, mail: null })),
    blocks: await loadBlocks(db, { forum, cycleId: meeting.cycleIds[0], attendees: all, named: came.named, annexes: meeting.annexes }),
    log: await listStatus(db, meeting.id),
    items: await listItems(db, meeting.id),
    actions: await listActionsOfMeeting(db, meeting.id),
    ways: waysFor(await listWays(db, meeting.id), reader, now),
    came,
    session,
    event: session?.eventId === undefined || session.eventId === null ? undefined : (await listEvents(db, forum.id)).find(({ id }) => id === session.eventId),
    reader,
    series: await loadSeries(request, meeting),
    aftermath: await loadAftermath(request, forum, cycles, meeting),
    hasRoom: (await findRoom(db, meeting.id)).state !== 'not-open' || meeting.sittings.some(({ date }) => date >= dateInZone(now, ANYWHERE_ON_EARTH)),
    agenda: await loadAgendaOfMeeting(request, { forum, cycles }, meeting),
  }
}

/** A draft is the desk's: for everybody else there is no report yet. */
function withoutDraft(meeting: Meeting, isHidden: boolean): Meeting {
  return isHidden ? { ...meeting, hasReport: false, reportDate: null, paragraphs: [], footnotes: [], annexes: [] } : meeting
}

async function loadCame(request: PageRequest, forum: InForum['forum'], meetingId: Id, reader: Reader): Promise<Came & { readonly all: readonly Attendee[] }> {
  const { shown, isCheckInOpen, attendees } = await findAttendance(request.db, meetingId)
  const { named, counted } = namesFor(attendees, shown, reader)
  const keysOf = (list: InForum['forum']['regionalGroups']): string[] => list.map(({ key }) => key)
  return {
    all: attendees,
    named: byLastWord(named, forum.language),
    typed: named.filter(({ channel }) => channel === 'desk'),
    counted,
    groups: tallyBy(attendees, 'stakeholderGroup', keysOf(forum.stakeholderGroups)),
    regions: tallyBy(attendees, 'regionalGroup', keysOf(forum.regionalGroups)),
    isCheckInOpen,
  }
}

/** The meetings that are counted with this one: of its kind, in its first cycle. */
async function loadSeries({ db }: PageRequest, { forumId, kind, ordinal, cycleIds }: Meeting): Promise<MeetingSummary[]> {
  const [cycleId] = cycleIds
  if (ordinal === null || cycleId === undefined) return []
  const counted = (await listMeetings(db, forumId, cycleId)).filter((meeting) => meeting.kind === kind && meeting.ordinal !== null)
  return counted.sort((a, b) => (a.ordinal ?? 0) - (b.ordinal ?? 0))
}

/** What a reader is to a forum: who works on its meetings, who holds any role in it, or anybody. */
export function readerOf(person: Person | undefined, forumId: Id, cycleIds: readonly Id[]): Reader {
  if (person === undefined) return 'public'
  if (mayHold(person, forumId, cycleIds)) return 'desk'
  return person.roles.some((held) => held.forumId === forumId && (held.cycleId === null || cycleIds.includes(held.cycleId))) ? 'member' : 'public'
}

/** The meetings of a forum, for whoever holds them in one of its cycles. */
export async function loadMeetingsAtDesk(request: PageRequest): Promise<(MeetingsData & AtDesk) | 'forbidden' | undefined> {
  const data = await loadMeetings(request)
  if (data === undefined) return undefined
  const { person } = request.view
  const isHere = person !== undefined && mayHold(person, data.forum.id, data.cycles.map((cycle) => cycle.id))
  return isHere ? { ...data, person } : 'forbidden'
}

/** A meeting, for whoever holds those of one of its cycles. */
export async function loadMeetingAtDesk(request: PageRequest): Promise<(MeetingData & AtDesk) | 'forbidden' | undefined> {
  const data = await loadMeeting(request)
  if (data === undefined) return undefined
  const { person } = request.view
  return person !== undefined && mayHold(person, data.forum.id, data.meeting.cycleIds) ? { ...data, person } : 'forbidden'
}

/** Whether somebody holds meetings in the forum or in one of these cycles. */
export function mayHold(person: Person, forumId: Id, cycleIds: readonly Id[]): boolean {
  return may(person, 'hold-meetings', { forumId }) || cycleIds.some((cycleId) => may(person, 'hold-meetings', { forumId, cycleId }))
}
