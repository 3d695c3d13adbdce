import type { Reader } from '../../platform/database.ts'
import { sha256 } from '../../platform/digest.ts'
import type { Id } from '../../shared/ids.ts'
import type { CalendarMeeting } from '../calendar/model.ts'
import type { Answer, Invitation } from './model.ts'

/** What a calendar is told that matters to whoever comes: when, where, what, whether at all. */
export function digestOf({ title, sittings, isCancelled }: Pick<CalendarMeeting, 'title' | 'sittings' | 'isCancelled'>): string {
  return sha256(JSON.stringify([title, isCancelled, sittings.map(({ date, starts, ends, zone, place }) => [date, starts, ends, zone, place])]))
}

/** Who was asked to a meeting, in the order in which they were, with their answers. Addresses are the desk's. */
export async function listInvitations(db: Reader, meeting: CalendarMeeting): Promise<Invitation[]> {
  const digest = digestOf(meeting)
  const rows = await db.selectFrom('meetings_invitation').selectAll().where('meeting_id', '=', meeting.id).orderBy('invited_at').orderBy('id').execute()
  return rows.map((row) => ({
    id: row.id,
    mail: row.mail,
    name: row.name,
    language: row.language,
    invitedAt: row.invited_at,
    answer: row.answer as Answer,
    answeredAt: row.answered_at,
    withdrawnAt: row.withdrawn_at,
    isUpToDate: row.sent_digest === digest,
  }))
}

/** One invitation, with whom it went to. */
export async function findInvitation(db: Reader, id: Id): Promise<{ readonly id: Id; readonly meetingId: Id<'meeting'>; readonly forumId: Id<'forum'>; readonly mail: string; readonly language: string } | undefined> {
  const row = await db
    .selectFrom('meetings_invitation')
    .innerJoin('meetings_meeting', 'meetings_meeting.id', 'meeting_id')
    .select(['meetings_invitation.id', 'meeting_id', 'meetings_meeting.forum_id', 'meetings_invitation.mail', 'meetings_invitation.language'])
    .where('meetings_invitation.id', '=', id)
    .executeTakeFirst()
  return row === undefined ? undefined : { id: row.id, meetingId: row.meeting_id as Id<'meeting'>, forumId: row.forum_id as Id<'forum'>, mail: row.mail, language: row.language }
}
