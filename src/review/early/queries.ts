import type { Selectable } from 'kysely'
import { listDocuments } from '../../drafts/queries.ts'
import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { EarlyRow } from '../tables.ts'
import type { EarlyComment } from './model.ts'

/** What was said of a draft and waits for its next review, the earliest first. */
export async function listEarly(db: Reader, documentId: Id): Promise<EarlyComment[]> {
  const rows = await db.selectFrom('review_early').selectAll().where('document_id', '=', documentId).where('withdrawn_at', 'is', null).where('taken_at', 'is', null).orderBy('sent_at').orderBy('id').execute()
  return rows.map(toEarly)
}

/** Everybody who commented on a draft of a forum. */
export async function listEarlyAuthors(db: Reader, cycleIds: readonly Id[]): Promise<Id[]> {
  const documents = (await Promise.all(cycleIds.map((id) => listDocuments(db, id)))).flat().map(({ id }) => id)
  if (documents.length === 0) return []
  const rows = await db.selectFrom('review_early').select('person_id').distinct().where('document_id', 'in', documents).execute()
  return rows.map((row) => row.person_id)
}

export function toEarly(row: Selectable<EarlyRow>): EarlyComment {
  return {
    id: row.id as Id<'comment'>,
    documentId: row.document_id as Id<'document'>,
    paragraphId: row.paragraph_id as Id<'paragraph'>,
    personId: row.person_id as Id<'person'>,
    type: row.type,
    text: row.text,
    language: row.language,
    isNamed: row.is_named,
    sentAt: row.sent_at,
    withdrawnAt: row.withdrawn_at,
    takenAt: row.taken_at,
  }
}
