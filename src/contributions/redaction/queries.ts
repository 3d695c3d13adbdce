import type { Selectable } from 'kysely'
import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import type { Redaction } from './model.ts'
import type { RedactionRow } from './tables.ts'

/** The redactions in force in some answers and attached documents, by these, in the order in which they begin. Those without any are left out. */
export async function findRedactions(db: Reader, sourceIds: readonly Id[]): Promise<Map<Id, Redaction[]>> {
  if (sourceIds.length === 0) return new Map()
  const ids = [...new Set(sourceIds)]
  return bySource(await inForce(db).where((where) => where.or([where('answer_id', 'in', ids), where('attachment_id', 'in', ids)])).execute())
}

/** Of contributions, the attached files of which words are redacted: the files themselves are the desk's alone. */
export async function listRedactedFiles(db: Reader, contributionIds: readonly Id[]): Promise<Set<Id>> {
  if (contributionIds.length === 0) return new Set()
  const rows = await inForce(db).where('contribution_id', 'in', [...new Set(contributionIds)]).where('attachment_id', 'is not', null).execute()
  return new Set(rows.map((row) => sourceOf(row)))
}

/** All of a cycle: there are few, whatever the number of answers. */
export async function listRedactions(db: Reader, cycleId: Id): Promise<Map<Id, Redaction[]>> {
  const ofCycle = inForce(db).innerJoin('contributions_contribution', 'contributions_contribution.id', 'contributions_redaction.contribution_id')
  return bySource(await ofCycle.where('cycle_id', '=', cycleId).execute())
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

function bySource(rows: readonly Selectable<RedactionRow>[]): Map<Id, Redaction[]> {
  return Map.groupBy(rows.map(toRedaction), ({ sourceId }) => sourceId)
}

function toRedaction(row: Selectable<RedactionRow>): Redaction {
  return { id: row.id as Id<'redaction'>, sourceId: sourceOf(row), start: row.range_start, end: row.range_end, reason: row.reason }
}

/** A redaction is of an answer or of an attached document: the database sees to it. */
function sourceOf({ answer_id: answerId, attachment_id: attachmentId, id }: Selectable<RedactionRow>): Id {
  const source = answerId ?? attachmentId
  if (source === null) throw new Error(`The redaction ${id} is of nothing`)
  return source
}
