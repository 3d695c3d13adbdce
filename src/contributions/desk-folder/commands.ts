import type { Tx } from '../../platform/database.ts'
import { inParts } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import type { FolderDesk } from './schema.ts'

/** Takes what the desk did with the contributions of a cycle, as its folder has it. `here`: whom the ids of people stand for. */
export async function insertHandling(tx: Tx, desk: FolderDesk, here: (id: string) => Id, now: Instant): Promise<void> {
  const redactions = desk.redactions.map((item) => ({
    id: item.id, contribution_id: item.contributionId, answer_id: item.isOfFile ? null : item.unitId, attachment_id: item.isOfFile ? item.unitId : null, range_start: item.start, range_end: item.end, reason: item.reason,
    note: item.note ?? null, redacted_at: item.redactedAt ?? now, lifted_at: item.liftedAt ?? null, lifted_reason: item.liftedReason ?? null,
  }))
  for (const part of inParts(redactions)) await tx.insertInto('contributions_redaction').values(part).execute()
  const notes = desk.notes.map((item) => ({ id: item.id, contribution_id: item.contributionId, author_id: here(item.author), text: item.text, written_at: item.writtenAt ?? now, struck_at: item.struckAt ?? null }))
  for (const part of inParts(notes)) await tx.insertInto('contributions_note').values(part).execute()
  const readers = desk.readers.map((item) => ({ contribution_id: item.contributionId, person_id: here(item.person), assigned_at: item.assignedAt ?? now }))
  for (const part of inParts(readers)) await tx.insertInto('contributions_reader').values(part).onConflict((conflict) => conflict.doNothing()).execute()
  const readings = desk.readings.map((item) => ({ contribution_id: item.contributionId, unit_id: item.unitId, person_id: here(item.person), read_at: item.readAt ?? now }))
  for (const part of inParts(readings)) await tx.insertInto('contributions_reading').values(part).onConflict((conflict) => conflict.doNothing()).execute()
  const corrections = desk.corrections.map((item) => ({
    id: item.id, contribution_id: item.contributionId, proposed_at: item.proposedAt ?? now, remark: item.remark ?? null,
    decided_at: item.decidedAt ?? null, is_taken: item.decidedAt === undefined ? null : item.taken, reason: item.reason ?? null,
  }))
  for (const part of inParts(corrections)) await tx.insertInto('contributions_correction').values(part).execute()
  const corrected = desk.corrections.flatMap((item) => item.corrected.map((answer) => ({ correction_id: item.id, answer_id: answer.answerId, earlier: answer.earlier, text: answer.text })))
  for (const part of inParts(corrected)) await tx.insertInto('contributions_corrected_answer').values(part).execute()
}
