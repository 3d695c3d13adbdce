import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import { publicSuggester } from '../suggestions/model.ts'

/** Suggested papers of a forum, with their files, in the order in which they came. For the public: those whose sender is sure. */
export async function listSuggestionsForFolder(db: Reader, forumId: Id, isPublic: boolean) {
  let query = db.selectFrom('library_suggestion').selectAll().where('forum_id', '=', forumId)
  if (isPublic) query = query.where('number', 'is not', null)
  const rows = await query.orderBy('suggested_at').orderBy('number').orderBy('id').execute()
  const files = rows.length === 0 || isPublic ? [] : await db.selectFrom('library_suggestion_file').selectAll().where('suggestion_id', 'in', rows.map(({ id }) => id)).orderBy('position').execute()
  return rows.map((row) => ({ row, files: files.filter(({ suggestion_id }) => suggestion_id === row.id), isNamed: publicSuggester(row) !== null }))
}
