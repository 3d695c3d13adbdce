import { sql } from 'kysely'
import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import { findComments } from '../comments/queries.ts'
import type { Comment } from '../model.ts'
import { containing } from '../queue/model.ts'
import { rankAlike, wordsToFind } from './model.ts'

/** Comments that are compared word by word, and of each how much: what bounds the time that it takes. */
const [COMPARED, LENGTH] = [200, 4_000]

export interface Alike {
  readonly comment: Comment
  /** Of 100: the same words in the same order are 100. */
  readonly percent: number
}

/** The comments of a cycle that say most nearly what one says, the most alike first; withdrawn ones are left out. */
export async function listAlike(db: Reader, comment: Comment, fallback: string, limit: number): Promise<Alike[]> {
  const language = comment.language ?? fallback
  const sought = wordsOf(comment)
  const words = wordsToFind(sought, language)
  if (words.length === 0) return []
  const hits = sql.join(words.map((word) => sql`(text ilike ${containing(word)})::integer`), sql` + `)
  const { rows } = await sql<{ id: Id; text: string }>`
    select id, text from (
      select id, number, left(concat_ws(E'\n', text, proposal), ${LENGTH}) as text from review_comment where cycle_id = ${comment.cycleId} and id <> ${comment.id} and withdrawn_at is null and not is_from_editors
    ) standing where ${hits} > 0 order by ${hits} desc, number limit ${COMPARED}`.execute(db)
  const ranked = rankAlike(sought, rows, language).slice(0, limit)
  const comments = new Map((await findComments(db, ranked.map(({ of }) => of.id))).map((found) => [found.id as Id, found]))
  return ranked.flatMap(({ of, likeness }) => {
    const found = comments.get(of.id)
    return found === undefined ? [] : [{ comment: found, percent: Math.round(likeness * 100) }]
  })
}

function wordsOf({ text, proposal }: Comment): string {
  return (proposal === null ? text : `${text}\n${proposal}`).slice(0, LENGTH)
}
