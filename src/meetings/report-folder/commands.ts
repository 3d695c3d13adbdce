import type { Tx } from '../../platform/database.ts'
import { inParts } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { toMade, type FolderPapers } from './schema.ts'

type Body = NonNullable<FolderPapers['report']>['revisions'][number]['body']

/** As a revision keeps it: of what a generated annex was made of, what belongs to its kind. */
function tidyBody(body: Body): object {
  return { ...body, annexes: body.annexes.map(({ frozen, ...annex }) => (frozen === undefined ? annex : { ...annex, frozen: toMade(frozen) })) }
}

/** Takes what a meeting's file says of its report's way, of invitations and of calendar files. */
export async function insertPapers(tx: Tx, forumId: Id, meetingId: Id, { report, corrections, invitations, entries }: FolderPapers): Promise<void> {
  if (report?.state !== undefined) {
    await tx.insertInto('meetings_report').values({ meeting_id: meetingId, state: report.state, correct_until: report.correctUntil ?? null, final_at: report.finalAt ?? null }).execute()
  }
  const revisions = (report?.revisions ?? []).map(({ number, madeAt, reason, body }) => ({ meeting_id: meetingId, number, made_at: madeAt, reason: reason ?? null, body: JSON.stringify(tidyBody(body)) }))
  for (const part of inParts(revisions)) await tx.insertInto('meetings_report_revision').values(part).execute()
  const said = corrections.map((item) => ({
    id: item.id, meeting_id: meetingId, number: item.number, paragraph: item.paragraph ?? null, text: item.text, name: item.name, mail: item.mail ?? null, language: item.language, received_at: item.receivedAt,
    form_key: null, response: item.response ?? null, reason: item.reason ?? null, answered_at: item.answeredAt ?? null,
  }))
  for (const part of inParts(said)) await tx.insertInto('meetings_correction').values(part).execute()
  const asked = invitations.map((item) => ({
    id: item.id, meeting_id: meetingId, mail: item.mail, name: item.name ?? null, language: item.language, invited_at: item.invitedAt, sent_revision: item.sentRevision, sent_sittings: item.sentSittings,
    sent_digest: item.sentDigest, answer: item.answer ?? 'none', answered_at: item.answeredAt ?? null, withdrawn_at: item.withdrawnAt ?? null,
  }))
  for (const part of inParts(asked)) await tx.insertInto('meetings_invitation').values(part).execute()
  const taken = entries.map(({ uid, occurrence, sequence, digest }) => ({ forum_id: forumId, uid, occurrence: occurrence ?? '', meeting_id: meetingId, sequence, digest }))
  for (const part of inParts(taken)) await tx.insertInto('meetings_calendar_entry').values(part).execute()
}
