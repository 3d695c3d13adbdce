import { sql } from 'kysely'
import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'

/** Of these keys those that the call has, each with the digest of what was taken under it; null where none was kept. */
export async function findSources(db: Reader, callId: Id, keys: readonly string[]): Promise<Map<string, string | null>> {
  if (keys.length === 0) return new Map()
  const { rows } = await sql<{ source_key: string; source_digest: string | null }>`
    select source_key, source_digest from contributions_contribution where call_id = ${callId} and source_key = any(${keys})`.execute(db)
  return new Map(rows.map((row) => [row.source_key, row.source_digest]))
}
