import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'

/** What has a passage marked in it; with themes, a passage that is about one of them. */
export async function listMarkedSources(db: Reader, cycleId: Id, themeIds?: readonly Id[]): Promise<Id[]> {
  let query = db.selectFrom('synthesis_passage').select('source_id').distinct().where('cycle_id', '=', cycleId).where('unmarked_at', 'is', null)
  if (themeIds !== undefined) {
    query = query.where((where) =>
      where.exists(where.selectFrom('synthesis_passage_theme').select('passage_id').whereRef('passage_id', '=', 'synthesis_passage.id').where('theme_id', '=', where.fn.any(where.val([...themeIds])))),
    )
  }
  return (await query.execute()).map((row) => row.source_id)
}

/** Who marked these passages, by passage; those of whom it is not recorded are left out. */
export async function findMarkers(db: Reader, passageIds: readonly Id[]): Promise<Map<Id, Id>> {
  if (passageIds.length === 0) return new Map()
  const rows = await db.selectFrom('synthesis_passage').select(['id', 'marked_by']).where('id', 'in', [...passageIds]).execute()
  return new Map(rows.flatMap((row) => (row.marked_by === null ? [] : [[row.id, row.marked_by] as const])))
}
