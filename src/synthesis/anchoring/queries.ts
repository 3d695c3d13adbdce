import type { Selectable } from 'kysely'
import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import type { PassageRow } from '../tables.ts'
import type { Anchored } from './model.ts'

export interface DetachedPassage extends Anchored {
  readonly sourceKind: string
  readonly sourceId: Id
  readonly detachedAt: Instant
}

/** The passages of a cycle whose words no longer stand in what they were marked in, by number. */
export async function listDetachedPassages(db: Reader, cycleId: Id): Promise<DetachedPassage[]> {
  const rows = await db.selectFrom('synthesis_passage').selectAll().where('cycle_id', '=', cycleId).where('unmarked_at', 'is', null).where('detached_at', 'is not', null).orderBy('number').execute()
  return rows.flatMap((row) => (row.detached_at === null ? [] : [{ ...toAnchored(row), sourceKind: row.source_kind, sourceId: row.source_id, detachedAt: row.detached_at }]))
}

export function toAnchored(row: Selectable<PassageRow>): Anchored {
  return { id: row.id as Id<'passage'>, number: row.number, quote: row.quote, start: row.range_start, end: row.range_end, isDetached: row.detached_at !== null }
}
