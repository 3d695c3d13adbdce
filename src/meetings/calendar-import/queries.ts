import type { Reader } from '../../platform/database.ts'
import { sha256 } from '../../platform/digest.ts'
import type { Id } from '../../shared/ids.ts'
import { listMeetings } from '../queries.ts'
import type { ReadMeeting } from '../calendar-reading/model.ts'
import { planImport, type KnownEntry, type PlannedMeeting } from './model.ts'

/** What would become of the entries of a calendar file in a forum. */
export async function loadPlan(db: Reader, forumId: Id, meetings: readonly ReadMeeting[]): Promise<PlannedMeeting[]> {
  return planImport(meetings, await listKnownEntries(db, forumId, meetings.map(({ uid }) => uid)), await listMeetings(db, forumId), sha256)
}

async function listKnownEntries(db: Reader, forumId: Id, uids: readonly string[]): Promise<KnownEntry[]> {
  if (uids.length === 0) return []
  const rows = await db
    .selectFrom('meetings_calendar_entry')
    .innerJoin('meetings_meeting', 'meetings_meeting.id', 'meeting_id')
    .select(['uid', 'occurrence', 'meeting_id', 'slug', 'sequence', 'digest'])
    .where('meetings_calendar_entry.forum_id', '=', forumId)
    .where('uid', 'in', [...new Set(uids)])
    .execute()
  return rows.map(({ uid, occurrence, meeting_id: meetingId, slug, sequence, digest }) => ({ uid, occurrence, meetingId, slug, sequence, digest }))
}
