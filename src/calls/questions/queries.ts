import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { QuestionKind } from './model.ts'

/** What kinds questions are of, by their ids. */
export async function listQuestionKinds(db: Reader, ids: readonly Id[]): Promise<Map<Id, QuestionKind>> {
  if (ids.length === 0) return new Map()
  const rows = await db.selectFrom('calls_question').select(['id', 'kind']).where('id', 'in', ids).execute()
  return new Map(rows.map(({ id, kind }) => [id, kind]))
}
