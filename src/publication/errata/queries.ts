import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { Erratum } from './model.ts'

/** The notes on some editions, in the order in which they were made. */
export async function listErrata(db: Reader, editionIds: readonly Id[]): Promise<Erratum[]> {
  if (editionIds.length === 0) return []
  const rows = await db.selectFrom('publication_erratum').selectAll().where('edition_id', 'in', editionIds).orderBy('edition_id').orderBy('number').execute()
  return rows.map((row) => ({
    id: row.id as Id<'erratum'>,
    editionId: row.edition_id as Id<'edition'>,
    number: row.number,
    paragraphId: row.paragraph_id as Id<'paragraph'> | null,
    dated: row.dated,
    text: row.text,
    notedAt: row.noted_at,
  }))
}
