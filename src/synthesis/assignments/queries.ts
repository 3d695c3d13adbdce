import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import type { Assignment } from '../codebook/model.ts'

/** Who or what gave these passages their themes, by passage. */
export async function listAssignments(db: Reader, passageIds: readonly Id[]): Promise<Map<Id, Assignment[]>> {
  if (passageIds.length === 0) return new Map()
  const rows = await db.selectFrom('synthesis_passage_theme').selectAll().where('passage_id', 'in', [...new Set(passageIds)]).orderBy('passage_id').orderBy('theme_id').execute()
  const assignments = rows.map((row) => ({
    passageId: row.passage_id as Id<'passage'>,
    themeId: row.theme_id as Id<'theme'>,
    assignedBy: row.assigned_by,
    machine: row.machine,
    signedBy: row.signed_by,
    assignedAt: row.assigned_at,
  }))
  return Map.groupBy(assignments, ({ passageId }) => passageId)
}

/** A theme that a passage had, until when and by what. */
export interface PastAssignment extends Assignment {
  readonly endedBy: Id | null
  readonly endedAt: Instant
  /** The number of the change that took it; null where a person said anew what the passage is about. */
  readonly change: number | null
  readonly kind: string | null
  readonly intoId: Id<'theme'> | null
}

/** What a passage was about before, the latest first. */
export async function listPastAssignments(db: Reader, passageId: Id): Promise<PastAssignment[]> {
  const rows = await db
    .selectFrom('synthesis_past_theme')
    .leftJoin('synthesis_change', 'synthesis_change.id', 'synthesis_past_theme.change_id')
    .selectAll('synthesis_past_theme')
    .select(['synthesis_change.number as change', 'synthesis_change.kind', 'synthesis_change.into_id'])
    .where('passage_id', '=', passageId)
    .orderBy('ended_at', 'desc')
    .orderBy('synthesis_past_theme.id')
    .execute()
  return rows.map((row) => ({
    passageId: row.passage_id as Id<'passage'>,
    themeId: row.theme_id as Id<'theme'>,
    assignedBy: row.assigned_by,
    machine: row.machine,
    signedBy: row.signed_by,
    assignedAt: row.assigned_at,
    endedBy: row.ended_by,
    endedAt: row.ended_at,
    change: row.change,
    kind: row.kind,
    intoId: row.into_id as Id<'theme'> | null,
  }))
}
