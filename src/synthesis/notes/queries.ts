import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'

/** What the desk noted beside the answers of a cycle, by answer; for the desk alone. */
export async function listNotes(db: Reader, cycleId: Id): Promise<Map<Id, string>> {
  const rows = await db.selectFrom('synthesis_note').select(['answer_id', 'text']).where('cycle_id', '=', cycleId).execute()
  return new Map(rows.map((row) => [row.answer_id, row.text]))
}
