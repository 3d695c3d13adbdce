import type { Tx } from '../../platform/database.ts'
import { inParts } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import type { FolderTraceLink } from './model.ts'
import type { FolderFate } from './schema.ts'

/** Takes the links of a cycle as its folder has them. */
export async function insertLinks(tx: Tx, forumId: Id, cycleId: Id, links: readonly FolderTraceLink[]): Promise<void> {
  const rows = links.map((link) => ({
    id: link.id,
    forum_id: forumId,
    cycle_id: cycleId,
    relation: link.relation,
    from_kind: link.from.kind,
    from_id: link.from.id,
    version_id: link.versionId,
    to_kind: link.to.kind,
    to_id: link.to.id,
    position: link.position,
    linked_at: link.linkedAt,
    stance: link.stance ?? null,
  }))
  for (const part of inParts(rows)) await tx.insertInto('trace_link').values(part).execute()
}

/** Takes what the editors said became of units that no paragraph rests on. */
export async function insertFates(tx: Tx, forumId: Id, cycleId: Id, fates: readonly FolderFate[], now: Instant): Promise<void> {
  const rows = fates.map((item) => ({
    unit_id: item.unitId,
    unit_kind: item.unitKind,
    forum_id: forumId,
    cycle_id: cycleId,
    fate: item.fate,
    reason: item.reason,
    given_at: item.givenAt ?? now,
    revision: item.revision ?? 1,
  }))
  for (const part of inParts(rows)) await tx.insertInto('trace_fate').values(part).execute()
}
