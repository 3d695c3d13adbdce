import { sql } from 'kysely'
import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'

/**
 * What the counts of words know of single answers: an index that a job keeps from the answers as anyone may read them, for whoever
 * compares texts. Words that were private, withheld or not counted when it was kept are not in it; what was withdrawn or redacted since
 * may be for a moment, so that whoever shows a text asks for it as it may be read now.
 */

/** The words of an answer: `keys` and `forms` and `counts` are of one length. A key with a space is a phrase. */
export interface AnswerWording {
  readonly contributionId: Id<'contribution'>
  readonly number: number
  readonly language: string
  readonly forms: readonly string[]
  readonly keys: readonly string[]
  readonly counts: readonly number[]
}

/** How many contributions of a cycle are counted in a language, and in how many of them each of these keys stands. */
export async function countHaving(db: Reader, of: { readonly cycleId: Id; readonly language: string }, keys: readonly string[]): Promise<{ contributions: number; having: Map<string, number> }> {
  // The key '' stands for all words.
  const { rows } = await sql<{ key: string; contributions: number }>`
    select t.key, t.contributions from contributions_term_scope s join contributions_term t on t.scope_id = s.id
    where s.cycle_id = ${of.cycleId} and s.language = ${of.language} and s.dimension = 'all' and s.group_key = '' and t.key = any(${['', ...keys]}::text[])`.execute(db)
  const having = new Map(rows.map(({ key, contributions }) => [key, contributions]))
  const contributions = having.get('') ?? 0
  having.delete('')
  return { contributions, having }
}

/** The language under which a contribution is counted; undefined where it is not. */
export async function findCountedLanguage(db: Reader, contributionId: Id): Promise<string | undefined> {
  const row = await db.selectFrom('contributions_wording').select('language').where('contribution_id', '=', contributionId).where('number', '=', 0).executeTakeFirst()
  return row?.language
}

/** Answers are looked for by few keys and ordered by many. */
export interface AnswersLike {
  readonly cycleId: Id
  readonly language: string
  /** One of these words stands in each of them. */
  readonly having: readonly string[]
  /** What each key counts for. */
  readonly weights: ReadonlyMap<string, number>
  /** Not of this contribution. */
  readonly without: Id | undefined
  /** Only those that nobody has marked as read. */
  readonly isUnread: boolean
  readonly limit: number
}

/** How many answers are looked at, at most: those that came last. */
const MOST_LOOKED_AT = 2_000

/** The answers in which these keys weigh most, the heaviest first. */
export async function listAnswersLike(db: Reader, like: AnswersLike): Promise<{ contributionId: Id<'contribution'>; number: number }[]> {
  if (like.having.length === 0) return []
  const unread = like.isUnread
    ? sql`and not exists (select from contributions_answer a join contributions_reading r on r.unit_id = a.id where a.contribution_id = w.contribution_id and a.number = w.number)`
    : sql``
  const others = like.without === undefined ? sql`` : sql`and w.contribution_id <> ${like.without}`
  const { rows } = await sql<{ contribution_id: Id<'contribution'>; number: number }>`
    with found as materialized (
      select contribution_id, number, keys || phrase_keys as keys from contributions_wording w
      where cycle_id = ${like.cycleId} and language = ${like.language} and number > 0 and keys && ${[...like.having]}::text[] ${others} ${unread}
      order by contribution_number desc, number limit ${MOST_LOOKED_AT}
    )
    select contribution_id, number from found
    cross join lateral (
      select sum(each.weight) as weight from unnest(keys) as own (key) join unnest(${[...like.weights.keys()]}::text[], ${[...like.weights.values()]}::float8[]) as each (key, weight) on each.key = own.key
    ) as weighed
    order by weight desc, contribution_id, number limit ${like.limit}`.execute(db)
  return rows.map((row) => ({ contributionId: row.contribution_id, number: row.number }))
}

/**
 * The words of the answers to a question in a language, `limit` at most, and how many there are: of more, those of every so manieth
 * contribution, so that the same ones are taken each time.
 */
export async function listWordings(db: Reader, of: { readonly cycleId: Id; readonly questionId: Id; readonly language: string; readonly limit: number }): Promise<{ all: number; wordings: AnswerWording[] }> {
  const all = (await listAnsweredLanguages(db, of)).find(({ language }) => language === of.language)?.answers ?? 0
  const step = Math.max(1, Math.ceil(all / of.limit))
  const { rows } = await sql<AnswerWording>`
    select contribution_id as "contributionId", number, language, forms || phrase_forms as forms, keys || phrase_keys as keys, counts || phrase_counts as counts
    from contributions_wording
    where cycle_id = ${of.cycleId} and language = ${of.language} and question_id = ${of.questionId} and number > 0 and words > 0 and contribution_number % ${step} = 0
    order by contribution_number, number limit ${of.limit}`.execute(db)
  return { all, wordings: rows }
}

/** The languages in which a question is answered, the one with most answers first. */
export async function listAnsweredLanguages(db: Reader, of: { readonly cycleId: Id; readonly questionId: Id }): Promise<{ language: string; answers: number }[]> {
  const { rows } = await sql<{ language: string; answers: number }>`
    select s.language, t.answers from contributions_term_scope s join contributions_term t on t.scope_id = s.id and t.key = ''
    where s.cycle_id = ${of.cycleId} and s.dimension = 'question' and s.group_key = ${of.questionId} and t.answers > 0 order by t.answers desc, s.language`.execute(db)
  return rows
}
