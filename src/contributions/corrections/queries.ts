import type { Selectable } from 'kysely'
import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { Correction } from './model.ts'
import type { CorrectionRow } from './tables.ts'

/** The corrections of a contribution, the latest first: of those that wait there is one at most. */
export async function listCorrections(db: Reader, contributionId: Id): Promise<Correction[]> {
  return complete(db, await db.selectFrom('contributions_correction').selectAll().where('contribution_id', '=', contributionId).orderBy('proposed_at', 'desc').orderBy('id').execute())
}

/** A correction that waits for the desk; undefined once it is decided. */
export async function findOpenCorrection(db: Reader, id: Id): Promise<Correction | undefined> {
  const [correction] = await complete(db, await db.selectFrom('contributions_correction').selectAll().where('id', '=', id).where('decided_at', 'is', null).execute())
  return correction
}

async function complete(db: Reader, rows: readonly Selectable<CorrectionRow>[]): Promise<Correction[]> {
  if (rows.length === 0) return []
  const answers = await db
    .selectFrom('contributions_corrected_answer')
    .innerJoin('contributions_answer', 'contributions_answer.id', 'answer_id')
    .select(['correction_id', 'answer_id', 'earlier', 'contributions_corrected_answer.text'])
    .where('correction_id', 'in', rows.map((row) => row.id))
    .orderBy('number')
    .execute()
  const byCorrection = Map.groupBy(answers, (answer) => answer.correction_id)
  return rows.map((row) => ({
    id: row.id as Id<'correction'>,
    contributionId: row.contribution_id as Id<'contribution'>,
    proposedAt: row.proposed_at,
    remark: row.remark,
    answers: (byCorrection.get(row.id) ?? []).map(({ answer_id, earlier, text }) => ({ answerId: answer_id as Id<'answer'>, earlier, text })),
    decidedAt: row.decided_at,
    isTaken: row.is_taken,
    reason: row.reason,
  }))
}
