import type { Tx } from '../../platform/database.ts'
import { inParts } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import { insertAgenda } from '../agenda-folder/commands.ts'
import type { FolderReviewDesk } from './schema.ts'

/** Takes how the reviews of a cycle are answered and what the desk did with their comments, as its folder has it. `here`: whom the ids of people stand for. */
export async function insertReviewDesk(tx: Tx, desk: FolderReviewDesk, here: (id: string) => Id, now: Instant): Promise<void> {
  const settings = desk.settings.map((item) => ({ review_id: item.reviewId, needs_confirmation: item.confirmation, judged_until: item.judgedUntil ?? null, revision: item.revision ?? 1 }))
  for (const part of inParts(settings)) await tx.insertInto('review_desk').values(part).execute()
  const objections = desk.objections.map((item) => ({ comment_id: item.commentId, text: item.text, said_at: item.saidAt ?? now }))
  for (const part of inParts(objections)) await tx.insertInto('review_objection').values(part).execute()
  const assignments = desk.assignments.map((item) => ({ comment_id: item.commentId, person_id: here(item.person), assigned_at: item.assignedAt ?? now }))
  for (const part of inParts(assignments)) await tx.insertInto('review_assignment').values(part).execute()
  const notes = desk.notes.map((item) => ({ id: item.id, comment_id: item.commentId, author_id: here(item.author), text: item.text, written_at: item.writtenAt ?? now, struck_at: item.struckAt ?? null }))
  for (const part of inParts(notes)) await tx.insertInto('review_note').values(part).execute()
  await insertAgenda(tx, desk.agenda, here)
  const early = desk.draftComments.map((item) => ({
    id: item.id, document_id: item.documentId, paragraph_id: item.paragraphId, person_id: here(item.person), type: item.type, text: item.text, language: item.language ?? null,
    is_named: item.named, sent_at: item.sentAt, withdrawn_at: item.withdrawnAt ?? null, taken_at: item.takenAt ?? null,
  }))
  for (const part of inParts(early)) await tx.insertInto('review_early').values(part).execute()
  const followers = desk.followers.map((item) => ({
    id: item.id, document_id: item.documentId, place_kind: item.on, place_id: item.placeId, mail: item.mail, language: item.language,
    asked_at: item.askedAt, confirmed_at: item.confirmedAt ?? null, left_at: item.leftAt ?? null,
  }))
  for (const part of inParts(followers)) await tx.insertInto('review_follower').values(part).execute()
  const proposals = desk.proposals.map((item) => ({
    comment_id: item.commentId, disposition: item.disposition, reason: item.reason, changed: [...item.changedIds], duplicate_of: item.duplicateId ?? null,
    replaces: item.replaces ?? 0, proposed_by: here(item.by), proposed_at: item.proposedAt ?? now, revision: item.revision ?? 1,
  }))
  for (const part of inParts(proposals)) await tx.insertInto('review_proposal').values(part).execute()
}
