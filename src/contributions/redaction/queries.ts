import type { Selectable } from 'kysely'
import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import type { Redaction } from './model.ts'
import type { RedactionRow } from './tables.ts'

/** The redactions in force in some answers, by answer, in the order in which they begin. Answers without any are left out. */
export async function findRedactions(db: Reader, answerIds: readonly Id[]): Promise<Map<Id, Redaction[]>> {
  if (answerIds.length === 0) return new Map()
  return byAnswer(await inForce(db).where('answer_id', 'in', [...new Set(answerIds)]).execute())
}

/** All of a cycle: there are few, whatever the number of answers. */
export async function listRedactions(db: Reader, cycleId: Id): Promise<Map<Id, Redaction[]>> {
  const ofCycle = inForce(db).innerJoin('contributions_contribution', 'contributions_contribution.id', 'contributions_redaction.contribution_id')
  return byAnswer(await ofCycle.where('cycle_id', '=', cycleId).execute())
}

/** A redaction with all that the desk knows of it. */
export interface RedactionAtDesk extends Redaction {
  readonly note: string | null
  readonly redactedAt: Instant
  readonly liftedAt: Instant | null
  readonly liftedReason: string | null
}

/** Every redaction of a contribution, lifted ones too, the oldest first. */
export async function listRedactionsOf(db: Reader, contributionId: Id): Promise<RedactionAtDesk[]> {
  const rows = await db.selectFrom('contributions_redaction').selectAll().where('contribution_id', '=', contributionId).orderBy('redacted_at').orderBy('id').execute()
  return rows.map((row) => ({ ...toRedaction(row), note: row.note, redactedAt: row.redacted_at, liftedAt: row.lifted_at, liftedReason: row.lifted_reason }))
}

function inForce(db: Reader) {
  return db.selectFrom('contributions_redaction').selectAll('contributions_redaction').where('lifted_at', 'is', null).orderBy('range_start').orderBy('contributions_redaction.id')
}

function byAnswer(rows: readonly Selectable<RedactionRow>[]): Map<Id, Redaction[]> {
  return Map.groupBy(rows.map(toRedaction), ({ answerId }) => answerId)
}

function toRedaction(row: Selectable<RedactionRow>): Redaction {
  return { id: row.id as Id<'redaction'>, answerId: row.answer_id as Id<'answer'>, start: row.range_start, end: row.range_end, reason: row.reason }
}
