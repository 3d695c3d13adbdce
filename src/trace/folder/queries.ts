import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { FolderTraceLink } from './model.ts'

/** Every link of a forum, in the order in which each thing has them. */
export async function listLinksForFolder(db: Reader, forumId: Id): Promise<FolderTraceLink[]> {
  const rows = await db.selectFrom('trace_link').selectAll().where('forum_id', '=', forumId).orderBy('position').orderBy('id').execute()
  return rows.map((row) => ({
    id: row.id,
    relation: row.relation,
    from: { kind: row.from_kind, id: row.from_id },
    versionId: row.version_id,
    to: { kind: row.to_kind, id: row.to_id },
    position: row.position,
    linkedAt: row.linked_at,
    stance: row.stance ?? undefined,
  }))
}

/** The fates of a cycle, in the order of their units' ids. */
export function listFatesForFolder(db: Reader, cycleId: Id) {
  return db.selectFrom('trace_fate').selectAll().where('cycle_id', '=', cycleId).orderBy('unit_id').execute()
}
