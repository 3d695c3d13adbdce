import { NO_REGIONAL_GROUP } from '../../../shared/vocabularies.ts'
import type { Forum } from '../../../forums/model.ts'
import { readParticipantList, type Joined, type ReadList } from '../../../meetings/attendance-import/model.ts'
import { byLastWord, namesFor, tallyBy, type Attendee, type Shown } from '../../../meetings/attendance/model.ts'
import { findAttendance, listAttendance, type Attendance } from '../../../meetings/attendance/queries.ts'
import { listMeetings, listParticipantNames } from '../../../meetings/queries.ts'
import type { MeetingSummary } from '../../../meetings/model.ts'
import { openTableFile, problemOfTable } from '../../../platform/table-file.ts'
import { loadCycle, type InCycle } from '../../forums/data.ts'
import type { View } from '../../context.ts'
import type { PageRequest } from '../../page.tsx'
import { loadMeeting, loadMeetingAtDesk, type AtDesk, type MeetingData } from '../data.ts'
import type { Choice } from '../../ui/fields.tsx'

/** Rows of a participant list that are looked at, and people that are taken from one. */
const ROWS = 20_000
export const PEOPLE = 300
const [CELLS, LETTERS] = [60, 400]

export interface AttendanceData extends MeetingData, AtDesk {
  readonly attendance: Attendance
}

/** Who came, for the desk. */
export async function loadAttendanceAtDesk(request: PageRequest): Promise<AttendanceData | 'forbidden' | undefined> {
  const data = await loadMeetingAtDesk(request)
  if (data === undefined || data === 'forbidden') return data
  return { ...data, attendance: await findAttendance(request.db, data.meeting.id) }
}

/** A meeting for whoever checks in; undefined where checking in is closed, as if there were no such page. */
export async function loadCheckIn(request: PageRequest): Promise<MeetingData | undefined> {
  const data = await loadMeeting(request)
  return data === undefined || (!data.came.isCheckInOpen && request.query['done'] === undefined) ? undefined : data
}

/** Somebody of a list, beside whom the forum may know them as. */
export interface Offered extends Joined {
  /** Stands in the meeting's list already. */
  readonly isThere: boolean
  /** A name that the forum's lists of participants have and that may be the same: to be taken or not. */
  readonly known: string | undefined
}

/** Reads a participant list as a video service wrote it; undefined where it is no table at all. */
export async function readList(request: PageRequest, sha256: string): Promise<ReadList | undefined> {
  const table = await openTableFile(request.services.files.path(sha256), {})
  if ('problem' in table) return undefined
  let problem: ReadList | undefined
  for (const reading of table.readings) {
    const rows: string[][] = []
    try {
      // What begins as a formula was given an apostrophe when the table was written.
      for await (const { cells } of reading.rows(ROWS)) rows.push(cells.slice(0, CELLS).map((cell) => cell.replace(/^'(?=[=+@-])/u, '').slice(0, LETTERS)))
    } catch (error) {
      if (problemOfTable(error) === undefined) throw error
      continue
    }
    const read = readParticipantList(rows)
    if (!('problem' in read)) return read
    problem ??= read
  }
  return problem
}

/** Beside each of a list whom the forum may know them as: the same words in another spelling or order. An offer, never more. */
export async function offerNames(request: PageRequest, data: AttendanceData, people: readonly Joined[]): Promise<Offered[]> {
  const names = (await listParticipantNames(request.db, data.forum.id)).filter(({ kind }) => kind === 'person').sort((a, b) => b.count - a.count)
  const byWords = new Map<string, string>()
  for (const { name } of names) if (!byWords.has(wordsOf(name))) byWords.set(wordsOf(name), name)
  const there = new Set(data.attendance.attendees.map(({ name }) => wordsOf(name)))
  return people.map((person) => {
    const known = byWords.get(wordsOf(person.name))
    return { ...person, isThere: there.has(wordsOf(person.name)), known: known === person.name ? undefined : known }
  })
}

/** The words of a name without what stands in brackets, without accents and case, in one order. */
function wordsOf(name: string): string {
  const bare = name.replace(/\s*[([{（].*?[)\]}）]\s*/gu, ' ').normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  return bare.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '').sort().join(' ')
}

/** The choices of groups and regions that a forum offers. */
export function choicesOf(view: View, forum: Forum): { readonly groups: Choice[]; readonly regions: Choice[] } {
  const named = (list: Forum['stakeholderGroups']): Choice[] => list.map(({ key, title }) => ({ value: key, label: title }))
  return { groups: named(forum.stakeholderGroups), regions: [...named(forum.regionalGroups), { value: NO_REGIONAL_GROUP, label: view.t('meetings.plan.region.none') }] }
}

type Tally = readonly { readonly key: string; readonly count: number }[]

export interface ParticipationData extends InCycle {
  readonly meetings: readonly { readonly meeting: MeetingSummary; readonly total: number; readonly groups: Tally; readonly regions: Tally }[]
  /** All rows of the year together: whoever came to three meetings is in it three times. */
  readonly total: number
  readonly groups: Tally
  readonly regions: Tally
  /** Names that are shown to everybody, with how often. */
  readonly named: readonly { readonly name: string; readonly count: number }[]
}

/** Who came to the meetings of a cycle, by group and region. */
export async function loadParticipation(request: PageRequest): Promise<ParticipationData | undefined> {
  const data = await loadCycle(request, 'meetings')
  if (data === undefined) return undefined
  const { forum, cycle } = data
  const attendance = await listAttendance(request.db, cycle.id)
  const [groupKeys, regionKeys] = [forum.stakeholderGroups.map(({ key }) => key), forum.regionalGroups.map(({ key }) => key)]
  const tallies = (attendees: readonly Attendee[]) => ({ total: attendees.length, groups: tallyBy(attendees, 'stakeholderGroup', groupKeys), regions: tallyBy(attendees, 'regionalGroup', regionKeys) })
  const meetings = (await listMeetings(request.db, forum.id, cycle.id)).flatMap((meeting) => {
    const own = attendance.get(meeting.id)
    return own === undefined ? [] : [{ meeting, own, ...tallies(own) }]
  })
  const shown = new Map<string, Shown>()
  for (const { meeting } of meetings) shown.set(meeting.id, (await findAttendance(request.db, meeting.id)).shown)
  const named = meetings.flatMap(({ meeting, own }) => namesFor(own, shown.get(meeting.id) ?? 'counted', 'public').named)
  const counts = Map.groupBy(named, ({ name }) => name)
  const once = byLastWord([...counts.values()].flatMap(([first]) => (first === undefined ? [] : [{ ...first, part: 'participant' }])), forum.language)
  return { ...data, meetings, ...tallies(meetings.flatMap(({ own }) => own)), named: once.map(({ name }) => ({ name, count: counts.get(name)?.length ?? 0 })) }
}
