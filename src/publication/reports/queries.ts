import type { Cycle, Forum } from '../../forums/model.ts'
import { findForumById, listCycles } from '../../forums/queries.ts'
import { byLastWord, namesFor } from '../../meetings/attendance/model.ts'
import { findAttendance } from '../../meetings/attendance/queries.ts'
import { MEETING_KINDS, type MeetingSummary } from '../../meetings/model.ts'
import { findMeeting, findMeetingSlug, listMeetings } from '../../meetings/queries.ts'
import { loadBlocks } from '../../meetings/report-blocks/queries.ts'
import { findReportWay, listCorrections } from '../../meetings/report/queries.ts'
import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import { seriesId } from '../renders/model.ts'
import type { Print } from '../text/model.ts'
import { composeReport, composeReports, type ReportGround, type ReportScope } from './model.ts'

/** The report of a meeting as it is printed; undefined where there is none. Who may have one that is a draft is for the door to know. */
export async function loadReportPrint(db: Reader, publicUrl: string, forumId: Id, meetingId: Id): Promise<Print | undefined> {
  const [forum, slug] = [await findForumById(db, forumId), await findMeetingSlug(db, meetingId)]
  const ground = forum === undefined || slug === undefined ? undefined : await loadGround(db, forum, slug)
  if (forum === undefined || ground === undefined) return undefined
  const place = { forum, cycles: await listCycles(db, forum.id), forumBase: `${publicUrl}/${forum.slug}` }
  return composeReport(place, ground)
}

/** The public reports of a cycle or of one of its series, as they are printed: `subjectId` is what they are asked for by. */
export async function loadReportsPrint(db: Reader, publicUrl: string, forumId: Id, subjectId: Id): Promise<Print | undefined> {
  const forum = await findForumById(db, forumId)
  const cycles = forum === undefined ? [] : await listCycles(db, forum.id)
  const scope = scopeOf(cycles, subjectId)
  return forum === undefined || scope === undefined ? undefined : compileReports(db, { forum, cycles, publicUrl }, scope)
}

/** Reports one after the other; undefined where no meeting has one. */
export async function compileReports(db: Reader, { forum, cycles, publicUrl }: { readonly forum: Forum; readonly cycles: readonly Cycle[]; readonly publicUrl: string }, scope: ReportScope): Promise<Print | undefined> {
  const grounds: ReportGround[] = []
  for (const { slug } of reportsOf(await listMeetings(db, forum.id, scope.cycle.id), scope.kind)) {
    const ground = await loadGround(db, forum, slug)
    if (ground !== undefined) grounds.push(ground)
  }
  return grounds.length === 0 ? undefined : composeReports({ forum, cycles, forumBase: `${publicUrl}/${forum.slug}` }, scope, grounds)
}

/** Those of a cycle's meetings that have a public report: all, or those of a series, which are the numbered ones of a kind. */
export function reportsOf(meetings: readonly MeetingSummary[], kind: ReportScope['kind']): MeetingSummary[] {
  return meetings.filter((meeting) => meeting.hasReport && (kind === null || (meeting.kind === kind && meeting.ordinal !== null)))
}

function scopeOf(cycles: readonly Cycle[], subjectId: Id): ReportScope | undefined {
  for (const cycle of cycles) {
    if (cycle.id === subjectId) return { cycle, kind: null }
    const kind = MEETING_KINDS.find((each) => seriesId(cycle.id, each) === subjectId)
    if (kind !== undefined) return { cycle, kind }
  }
  return undefined
}

async function loadGround(db: Reader, forum: Forum, slug: string): Promise<ReportGround | undefined> {
  const meeting = await findMeeting(db, forum.id, slug)
  if (meeting === undefined || (meeting.paragraphs.length === 0 && meeting.annexes.length === 0)) return undefined
  const { shown, attendees } = await findAttendance(db, meeting.id)
  // What is printed is the same for whoever asks: those are named whom everybody may see.
  const named = byLastWord(namesFor(attendees, shown, 'public').named, forum.language)
  return {
    meeting: { ...meeting, participants: named },
    way: await findReportWay(db, meeting.id),
    corrections: await listCorrections(db, meeting.id),
    blocks: await loadBlocks(db, { forum, cycleId: meeting.cycleIds[0], attendees, named, annexes: meeting.annexes }),
  }
}
