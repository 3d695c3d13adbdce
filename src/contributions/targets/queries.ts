import type { Selectable } from 'kysely'
import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { Target } from './model.ts'
import type { TargetRow } from './tables.ts'

/** The targets of a cycle, in the order in which they were set. */
export async function listTargets(db: Reader, cycleId: Id): Promise<Target[]> {
  const rows = await db.selectFrom('contributions_target').selectAll().where('cycle_id', '=', cycleId).orderBy('position').orderBy('id').execute()
  return rows.map(toTarget)
}

export function toTarget(row: Selectable<TargetRow>): Target {
  return { id: row.id as Id<'target'>, dimension: row.dimension, key: row.key, unit: row.unit, least: row.least }
}
