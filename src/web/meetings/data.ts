import type { Cycle } from '../../forums/model.ts'
import { listCycles } from '../../forums/queries.ts'
import type { Meeting, MeetingSummary } from '../../meetings/model.ts'
import { findMeeting, listMeetings } from '../../meetings/queries.ts'
import type { Person } from '../../people/model.ts'
import { may } from '../../people/policy.ts'
import type { Id } from '../../shared/ids.ts'
import { loadCycle, loadForum, type InForum } from '../forums/data.ts'
import type { PageRequest } from '../page.tsx'
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
  readonly agenda: AgendaOfMeeting
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
  const cycles = await listCycles(request.db, inForum.forum.id)
  return { ...inForum, cycles, meeting, agenda: await loadAgendaOfMeeting(request, { forum: inForum.forum, cycles }, meeting) }
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
