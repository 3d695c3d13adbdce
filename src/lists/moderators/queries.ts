import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'

export interface Moderator {
  readonly id: Id
  readonly name: string
  readonly mail: string
  readonly language: string
}

/** Who is mailed what waits at a list. */
export async function listModerators(db: Reader, listId: Id): Promise<Moderator[]> {
  return db.selectFrom('lists_moderator').select(['id', 'name', 'mail', 'language']).where('list_id', '=', listId).where('removed_at', 'is', null).orderBy('added_at').orderBy('id').execute()
}
