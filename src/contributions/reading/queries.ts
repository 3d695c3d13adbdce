import { sql, type RawBuilder } from 'kysely'
import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import { NOT_RECORDED } from '../../shared/vocabularies.ts'

/** What the answers to be read are narrowed to. */
export interface ReadingChoice {
  readonly questionId?: Id | undefined
  readonly stakeholderGroup?: string | undefined
  readonly regionalGroup?: string | undefined
  readonly language?: string | undefined
  /** Those that this person has not read. */
  readonly unreadBy?: Id | undefined
  /** Those of contributions that this person is to read. */
  readonly assignedTo?: Id | undefined
  /** Only these, and not those. */
  readonly only?: readonly Id[] | undefined
  readonly without?: readonly Id[] | undefined
}

/** An answer as the desk reads it, without its text. */
export interface AnswerToRead {
  readonly id: Id<'answer'>
  readonly contributionId: Id<'contribution'>
  readonly contributionNumber: number
  readonly number: number
  readonly questionId: Id<'question'>
  readonly contributor: string | null
  readonly organisation: string | null
  readonly stakeholderGroup: string | null
  readonly regionalGroup: string | null
  readonly language: string | null
  /** In characters. */
  readonly length: number
}

/** Answers of contributions that count, by the numbers of their questions and contributions, without their texts. */
export async function listAnswersToRead(db: Reader, cycleId: Id, choice: ReadingChoice, page: { readonly offset: number; readonly limit: number }): Promise<AnswerToRead[]> {
  const { rows } = await sql<AnswerToRead>`
    select a.id, a.contribution_id as "contributionId", c.number as "contributionNumber", a.number, a.question_id as "questionId", c.contributor, c.organisation,
      c.stakeholder_group as "stakeholderGroup", c.regional_group as "regionalGroup", c.language, length(a.text) as length
    from contributions_contribution c join contributions_answer a on a.contribution_id = c.id
    where ${chosen(cycleId, choice)} order by a.number, c.number limit ${page.limit} offset ${page.offset}`.execute(db)
  return rows
}

/** How many there are. */
export async function countAnswersToRead(db: Reader, cycleId: Id, choice: ReadingChoice): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from contributions_contribution c join contributions_answer a on a.contribution_id = c.id where ${chosen(cycleId, choice)}`.execute(db)
  return rows[0]?.count ?? 0
}

/** How many answers each question of a cycle has, and how many of them a person has not read. */
export async function countByQuestion(db: Reader, cycleId: Id, personId: Id): Promise<Map<Id, { readonly answers: number; readonly unread: number }>> {
  const { rows } = await sql<{ question_id: Id; answers: number; unread: number }>`
    select a.question_id, count(*) as answers, count(*) filter (where r.unit_id is null) as unread
    from contributions_contribution c join contributions_answer a on a.contribution_id = c.id
    left join contributions_reading r on r.unit_id = a.id and r.person_id = ${personId}
    where ${chosen(cycleId, {})} group by a.question_id`.execute(db)
  return new Map(rows.map((row) => [row.question_id, { answers: row.answers, unread: row.unread }]))
}

/** The languages in which the contributions of a cycle are written, the most frequent first. */
export async function listLanguages(db: Reader, cycleId: Id): Promise<string[]> {
  const { rows } = await sql<{ language: string }>`
    select language from contributions_contribution c where cycle_id = ${cycleId} and language is not null and withdrawn_at is null and declined_at is null and state = 'received'
    group by language order by count(*) desc, language limit 40`.execute(db)
  return rows.map((row) => row.language)
}

/** How the texts of answers begin, by id, at most so many code points, as they were sent: for the desk, which masks what is redacted. */
export async function findBeginnings(db: Reader, answerIds: readonly Id[], limit: number): Promise<Map<Id, string>> {
  if (answerIds.length === 0) return new Map()
  const { rows } = await sql<{ id: Id; text: string }>`select id, left(text, ${limit}) as text from contributions_answer where id = any(${[...answerIds]}::uuid[])`.execute(db)
  return new Map(rows.map((row) => [row.id, row.text]))
}

/** Who has read these answers, in the order in which they did. */
export async function listReaders(db: Reader, answerIds: readonly Id[]): Promise<Map<Id, Id[]>> {
  if (answerIds.length === 0) return new Map()
  const rows = await db.selectFrom('contributions_reading').select(['unit_id', 'person_id']).where('unit_id', 'in', [...answerIds]).orderBy('read_at').orderBy('person_id').execute()
  return new Map([...Map.groupBy(rows, (row) => row.unit_id)].map(([id, own]) => [id, own.map((row) => row.person_id)]))
}

/** How far each reader of a cycle has come: how many answers they have read. */
export async function countReadByPerson(db: Reader, cycleId: Id): Promise<Map<Id, number>> {
  const { rows } = await sql<{ person_id: Id; count: number }>`
    select r.person_id, count(*) as count from contributions_contribution c
    join contributions_answer a on a.contribution_id = c.id join contributions_reading r on r.unit_id = a.id
    where ${chosen(cycleId, {})} group by r.person_id order by count(*) desc, r.person_id`.execute(db)
  return new Map(rows.map((row) => [row.person_id, row.count]))
}

/** The same as `counts` of the model says, in SQL, and without answers that their sender took back. */
function chosen(cycleId: Id, choice: ReadingChoice): RawBuilder<unknown> {
  const parts = [sql`c.cycle_id = ${cycleId}`, sql`c.withdrawn_at is null`, sql`c.declined_at is null`, sql`c.state = 'received'`, sql`a.removed_at is null`]
  const equal = (column: RawBuilder<unknown>, value: string | undefined): void => {
    if (value !== undefined) parts.push(value === NOT_RECORDED ? sql`${column} is null` : sql`${column} = ${value}`)
  }
  equal(sql`c.stakeholder_group`, choice.stakeholderGroup)
  equal(sql`c.regional_group`, choice.regionalGroup)
  equal(sql`c.language`, choice.language)
  if (choice.questionId !== undefined) parts.push(sql`a.question_id = ${choice.questionId}`)
  if (choice.unreadBy !== undefined) parts.push(sql`not exists (select from contributions_reading r where r.unit_id = a.id and r.person_id = ${choice.unreadBy})`)
  if (choice.assignedTo !== undefined) parts.push(sql`exists (select from contributions_reader r where r.contribution_id = c.id and r.person_id = ${choice.assignedTo})`)
  if (choice.only !== undefined) parts.push(sql`a.id = any(${[...choice.only]}::uuid[])`)
  if (choice.without !== undefined) parts.push(sql`not (a.id = any(${[...choice.without]}::uuid[]))`)
  return sql.join(parts, sql` and `)
}

/** The answers before and after one among those to the same question, and the next that a person has not read: behind it, else from the first on. */
export async function findNeighbours(
  db: Reader,
  cycleId: Id,
  at: { readonly questionId: Id; readonly contributionNumber: number; readonly personId: Id },
): Promise<{ readonly before: AnswerToRead | undefined; readonly after: AnswerToRead | undefined; readonly unread: AnswerToRead | undefined }> {
  const one = async (where: RawBuilder<unknown>, order: RawBuilder<unknown>): Promise<AnswerToRead | undefined> => {
    const { rows } = await sql<AnswerToRead>`
      select a.id, a.contribution_id as "contributionId", c.number as "contributionNumber", a.number, a.question_id as "questionId", c.contributor, c.organisation,
        c.stakeholder_group as "stakeholderGroup", c.regional_group as "regionalGroup", c.language, 0 as length
      from contributions_contribution c join contributions_answer a on a.contribution_id = c.id
      where ${chosen(cycleId, { questionId: at.questionId })} and ${where} order by ${order} limit 1`.execute(db)
    return rows[0]
  }
  const isUnread = sql`not exists (select from contributions_reading r where r.unit_id = a.id and r.person_id = ${at.personId})`
  const [behind, ahead] = [sql`c.number < ${at.contributionNumber}`, sql`c.number > ${at.contributionNumber}`]
  const [before, after, next] = await Promise.all([one(behind, sql`c.number desc`), one(ahead, sql`c.number`), one(sql`${ahead} and ${isUnread}`, sql`c.number`)])
  // Asked apart: in one order of both, all that are unread would be sorted for one.
  return { before, after, unread: next ?? (await one(sql`${behind} and ${isUnread}`, sql`c.number`)) }
}
