import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { Instant, PlainDate } from '../../shared/time.ts'

/** A last day that was moved: both dates, and why. */
export interface Extended {
  readonly earlier: PlainDate
  readonly closesOn: PlainDate
  readonly reason: string
  readonly extendedAt: Instant
}

/** How the last day of each of these reviews was moved, the earliest first. */
export async function listExtensions(db: Reader, reviewIds: readonly Id[]): Promise<Map<Id, Extended[]>> {
  if (reviewIds.length === 0) return new Map()
  const rows = await db.selectFrom('review_extension').selectAll().where('review_id', 'in', reviewIds).orderBy('review_id').orderBy('sequence').execute()
  const all = Map.groupBy(rows, (row) => row.review_id)
  return new Map([...all].map(([id, ofReview]) => [id, ofReview.map(({ earlier, closes_on: closesOn, reason, extended_at: extendedAt }) => ({ earlier, closesOn, reason, extendedAt }))]))
}
