import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'

/** The suggestions of a cycle's documents, by document and number. */
export async function listDraftSuggestionsForFolder(db: Reader, cycleId: Id) {
  const rows = await db
    .selectFrom('drafts_suggestion')
    .innerJoin('drafts_document', 'drafts_document.id', 'document_id')
    .selectAll('drafts_suggestion')
    .select('slug')
    .where('cycle_id', '=', cycleId)
    .execute()
  return rows.sort((a, b) => (a.slug === b.slug ? a.number - b.number : a.slug < b.slug ? -1 : 1))
}

/** Everybody who suggested a change to a draft of a forum, or decided one. */
export async function listSuggesters(db: Reader, forumId: Id): Promise<Id[]> {
  const rows = await db
    .selectFrom('drafts_suggestion')
    .innerJoin('drafts_document', 'drafts_document.id', 'document_id')
    .select(['author_id', 'decided_by'])
    .distinct()
    .where('forum_id', '=', forumId)
    .execute()
  return [...new Set(rows.flatMap((row) => [row.author_id, row.decided_by]).filter((id) => id !== null))]
}
