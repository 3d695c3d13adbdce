import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { GivenFate } from '../coverage/model.ts'

/** The fates that the editors of a cycle gave to units apart from any paragraph and response. */
export async function listGivenFates(db: Reader, cycleId: Id): Promise<GivenFate[]> {
  const rows = await db.selectFrom('trace_fate').selectAll().where('cycle_id', '=', cycleId).orderBy('unit_id').execute()
  return rows.map(toGivenFate)
}

/** Those given to these units. */
export async function findGivenFates(db: Reader, unitIds: readonly Id[]): Promise<GivenFate[]> {
  if (unitIds.length === 0) return []
  const rows = await db.selectFrom('trace_fate').selectAll().where('unit_id', 'in', [...unitIds]).orderBy('unit_id').execute()
  return rows.map(toGivenFate)
}

function toGivenFate(row: { unit_id: Id; fate: GivenFate['fate']; reason: string; revision: number }): GivenFate {
  return { unitId: row.unit_id, fate: row.fate, reason: row.reason, revision: row.revision }
}
