import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'

/** How a meeting's report stands, as its file has it. */
export async function findWayForFolder(db: Reader, meetingId: Id, isPublic: boolean) {
  const row = await db.selectFrom('meetings_report').selectAll().where('meeting_id', '=', meetingId).executeTakeFirst()
  const revisions = await db.selectFrom('meetings_report_revision').selectAll().where('meeting_id', '=', meetingId).orderBy('number').execute()
  const corrections = await db.selectFrom('meetings_correction').selectAll().where('meeting_id', '=', meetingId).orderBy('number').execute()
  return {
    state: row?.state,
    correctUntil: row?.correct_until,
    finalAt: row?.final_at,
    revisions: revisions.map(({ number, made_at: madeAt, reason, body }) => ({ number, madeAt, reason, body })),
    corrections: corrections.map((item) => ({
      id: item.id, number: item.number, paragraph: item.paragraph, text: item.text, name: item.name, mail: isPublic ? null : item.mail, language: item.language, receivedAt: item.received_at,
      response: item.response, reason: item.reason, answeredAt: item.answered_at,
    })),
  }
}

/** Who was asked to a meeting, and which entries of calendar files it was made from. For the public nobody was. */
export async function findCalendarPapers(db: Reader, meetingId: Id, isPublic: boolean) {
  const invitations = isPublic ? [] : await db.selectFrom('meetings_invitation').selectAll().where('meeting_id', '=', meetingId).orderBy('invited_at').orderBy('id').execute()
  const entries = await db.selectFrom('meetings_calendar_entry').selectAll().where('meeting_id', '=', meetingId).orderBy('uid').orderBy('occurrence').execute()
  return {
    invitations: invitations.map((item) => ({
      id: item.id, mail: item.mail, name: item.name, language: item.language, invitedAt: item.invited_at, sentRevision: item.sent_revision, sentSittings: item.sent_sittings, sentDigest: item.sent_digest,
      answer: item.answer === 'none' ? null : item.answer, answeredAt: item.answered_at, withdrawnAt: item.withdrawn_at,
    })),
    // An address may stand in the identity of an entry that somebody else's program made.
    calendarEntries: isPublic ? [] : entries.map(({ uid, occurrence, sequence, digest }) => ({ uid, occurrence: occurrence === '' ? null : occurrence, sequence, digest })),
  }
}
