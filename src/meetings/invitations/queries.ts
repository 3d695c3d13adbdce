import type { Reader } from '../../platform/database.ts'
import { sha256 } from '../../platform/digest.ts'
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
