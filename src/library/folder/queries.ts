import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'

/** The references of a cycle, as their file has them. */
export function listReferencesForFolder(db: Reader, cycleId: Id) {
  return db.selectFrom('library_reference').select(['id', 'number', 'title', 'author', 'publisher', 'published', 'url', 'note']).where('cycle_id', '=', cycleId).orderBy('number').execute()
}
