import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'

/** Everybody who is named as an actor in a chain. */
export async function listActors(db: Reader, chainId: Id): Promise<Id[]> {
  const rows = await db.selectFrom('record_entry').select('actor_id').distinct().where('chain_id', '=', chainId).where('actor_id', 'is not', null).execute()
  return rows.flatMap((row) => row.actor_id ?? [])
}
