import type { Reader } from '../../platform/database.ts'
import type { Instant } from '../../shared/time.ts'

/** Where no mail is taken just now. */
export interface Destination {
  /** A domain of recipients, or `*` for the relay. */
  readonly domain: string
  readonly failures: number
  readonly failedAt: Instant
  readonly notBefore: Instant
  readonly failure: string
}

export async function listDestinations(db: Reader): Promise<Destination[]> {
  const rows = await db.selectFrom('record_destination').selectAll().orderBy('not_before').limit(500).execute()
  return rows.map((row) => ({ domain: row.domain, failures: row.failures, failedAt: row.failed_at, notBefore: row.not_before, failure: row.failure }))
}
