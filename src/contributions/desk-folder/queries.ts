import type { Reader } from '../../platform/database.ts'
import { type FolderNames, shortRef } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'

/** Everybody who wrote a note, reads or has read in a forum. */
export async function listHandlers(db: Reader, forumId: Id): Promise<Id[]> {
  const ofForum = db.selectFrom('contributions_contribution').select('id').where('forum_id', '=', forumId)
  const notes = await db.selectFrom('contributions_note').select('author_id as id').distinct().where('contribution_id', 'in', ofForum).execute()
  const readers = await db.selectFrom('contributions_reader').select('person_id as id').distinct().where('contribution_id', 'in', ofForum).execute()
  const readings = await db.selectFrom('contributions_reading').select('person_id as id').distinct().where('contribution_id', 'in', ofForum).execute()
  return [...notes, ...readers, ...readings].map(({ id }) => id)
}

/** What the desk does with the contributions of a cycle, as its file has it. */
export async function listHandlingForFolder(db: Reader, cycle: { id: Id; slug: string }, names: FolderNames) {
  const of = (id: Id) => shortRef(names.of(id), cycle.slug)
  const ofCycle = db.selectFrom('contributions_contribution').select('id').where('cycle_id', '=', cycle.id)
  const redactions = await db.selectFrom('contributions_redaction').selectAll().where('contribution_id', 'in', ofCycle).orderBy('id').execute()
  const notes = await db.selectFrom('contributions_note').selectAll().where('contribution_id', 'in', ofCycle).orderBy('id').execute()
  const readers = await db.selectFrom('contributions_reader').selectAll().where('contribution_id', 'in', ofCycle).orderBy('contribution_id').orderBy('person_id').execute()
  const readings = await db.selectFrom('contributions_reading').selectAll().where('contribution_id', 'in', ofCycle).orderBy('unit_id').orderBy('person_id').execute()
  return {
    redactions: redactions.map((row) => ({
      id: row.id, of: of(row.answer_id ?? row.attachment_id ?? row.id), start: row.range_start, end: row.range_end, reason: row.reason, note: row.note,
      redactedAt: row.redacted_at, liftedAt: row.lifted_at, liftedReason: row.lifted_reason,
    })),
    notes: notes.map((row) => ({ id: row.id, of: of(row.contribution_id), author: row.author_id, text: row.text, writtenAt: row.written_at, struckAt: row.struck_at })),
    readers: readers.map((row) => ({ of: of(row.contribution_id), person: row.person_id, assignedAt: row.assigned_at })),
    readings: readings.map((row) => ({ of: of(row.unit_id), person: row.person_id, readAt: row.read_at })),
    corrections: await listCorrectionsForFolder(db, cycle, names),
  }
}

async function listCorrectionsForFolder(db: Reader, cycle: { id: Id; slug: string }, names: FolderNames) {
  const of = (id: Id) => shortRef(names.of(id), cycle.slug)
  const ofCycle = db.selectFrom('contributions_contribution').select('id').where('cycle_id', '=', cycle.id)
  const corrections = await db.selectFrom('contributions_correction').selectAll().where('contribution_id', 'in', ofCycle).orderBy('id').execute()
  const answers = await db.selectFrom('contributions_corrected_answer').selectAll().where('correction_id', 'in', db.selectFrom('contributions_correction').select('id').where('contribution_id', 'in', ofCycle)).orderBy('answer_id').execute()
  const corrected = Map.groupBy(answers, (answer) => answer.correction_id)
  return corrections.map((row) => ({
    id: row.id,
    of: of(row.contribution_id),
    proposedAt: row.proposed_at,
    remark: row.remark,
    decidedAt: row.decided_at,
    taken: row.is_taken === true,
    reason: row.reason,
    answers: (corrected.get(row.id) ?? []).map((answer) => ({ of: of(answer.answer_id), earlier: answer.earlier, text: answer.text })),
  }))
}
