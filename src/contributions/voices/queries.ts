import { sql } from 'kysely'
import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import { readNumbers } from '../../shared/numbers.ts'
import { NOT_RECORDED } from '../../shared/vocabularies.ts'

/** Whose words an answer is, for counting: no names and no text. */
export interface AnswerVoice {
  readonly answerId: Id<'answer'>
  readonly contributionId: Id<'contribution'>
  readonly contributionNumber: number
  readonly stakeholderGroup: string | null
  readonly regionalGroup: string | null
}

/** The answers of a cycle that count (neither withdrawn nor declined), to be joined by whoever counts what stands on them. */
export function selectAnswerVoices(db: Reader, cycleId: Id) {
  return db
    .selectFrom('contributions_answer')
    .innerJoin('contributions_contribution', 'contributions_contribution.id', 'contribution_id')
    .select(['contributions_answer.id as answer_id', 'contribution_id', 'contributions_contribution.number as contribution_number', 'stakeholder_group', 'regional_group'])
    .where('contributions_contribution.cycle_id', '=', cycleId)
    .where('state', '=', 'received')
    .where('removed_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .where('declined_at', 'is', null)
}

/** Whose words these answers are; those that do not count are left out. */
export async function listAnswerVoices(db: Reader, cycleId: Id): Promise<AnswerVoice[]> {
  const rows = await selectAnswerVoices(db, cycleId).execute()
  return rows.map((row) => ({
    answerId: row.answer_id as Id<'answer'>,
    contributionId: row.contribution_id as Id<'contribution'>,
    contributionNumber: row.contribution_number,
    stakeholderGroup: row.stakeholder_group,
    regionalGroup: row.regional_group,
  }))
}

/** How many contributions of a cycle count, in all and by group; what has no value is under `not recorded`. */
export interface Present {
  readonly total: number
  readonly byStakeholderGroup: ReadonlyMap<string, number>
  readonly byRegionalGroup: ReadonlyMap<string, number>
}

export async function countPresent(db: Reader, cycleId: Id): Promise<Present> {
  const { rows } = await sql<{ stakeholder_group: string | null; regional_group: string | null; count: number }>`
    select stakeholder_group, regional_group, sum(count)::int as count from contributions_tally
    where cycle_id = ${cycleId} and withdrawn_on is null and declined_on is null group by 1, 2`.execute(db)
  const by = (key: 'stakeholder_group' | 'regional_group'): Map<string, number> => {
    const counts = new Map<string, number>()
    for (const row of rows) counts.set(row[key] ?? NOT_RECORDED, (counts.get(row[key] ?? NOT_RECORDED) ?? 0) + row.count)
    return counts
  }
  return { total: rows.reduce((sum, row) => sum + row.count, 0), byStakeholderGroup: by('stakeholder_group'), byRegionalGroup: by('regional_group') }
}

/** How many contributions that count answered each question of a cycle. */
export async function countAnswering(db: Reader, cycleId: Id): Promise<Map<Id, number>> {
  const { rows } = await sql<{ question_id: Id; count: number }>`
    select a.question_id, count(distinct c.id)::int as count from contributions_answer a join contributions_contribution c on c.id = a.contribution_id
    where c.cycle_id = ${cycleId} and c.state = 'received' and a.removed_at is null and c.withdrawn_at is null and c.declined_at is null group by 1`.execute(db)
  return new Map(rows.map((row) => [row.question_id, row.count]))
}

/** The answers of a cycle as they were sent, by contribution and number, whatever consent was given: for the desk. */
export async function listSentAnswers(db: Reader, cycleId: Id): Promise<{ id: Id; contributionId: Id; questionId: Id; number: number; text: string }[]> {
  const rows = await db
    .selectFrom('contributions_answer')
    .innerJoin('contributions_contribution', 'contributions_contribution.id', 'contribution_id')
    .select(['contributions_answer.id', 'contribution_id', 'question_id', 'contributions_answer.number', 'text'])
    .where('cycle_id', '=', cycleId)
    .orderBy('contributions_contribution.number')
    .orderBy('contributions_answer.number')
    .execute()
  return rows.map((row) => ({ id: row.id, contributionId: row.contribution_id, questionId: row.question_id, number: row.number, text: row.text }))
}

/** Contributions that are alike in both of their groups, by number: a hundred thousand of them in one answer of a few rows. */
export interface AlikeVoices {
  readonly stakeholderGroup: string | null
  readonly regionalGroup: string | null
  readonly numbers: Int32Array
}

/** The contributions of a cycle that count, by their groups. */
export async function listAlikeVoices(db: Reader, cycleId: Id): Promise<AlikeVoices[]> {
  const { rows } = await sql<{ stakeholder_group: string | null; regional_group: string | null; numbers: string }>`
    select stakeholder_group, regional_group, array_agg(number)::text as numbers from contributions_contribution
    where cycle_id = ${cycleId} and state = 'received' and withdrawn_at is null and declined_at is null group by 1, 2`.execute(db)
  return rows.map((row) => ({ stakeholderGroup: row.stakeholder_group, regionalGroup: row.regional_group, numbers: readNumbers(row.numbers) }))
}

/** The answers of a cycle that were taken back. */
export async function listRemovedAnswers(db: Reader, cycleId: Id): Promise<Id<'answer'>[]> {
  const { rows } = await sql<{ id: Id<'answer'> }>`
    select a.id from contributions_answer a join contributions_contribution c on c.id = a.contribution_id where a.removed_at is not null and c.cycle_id = ${cycleId}`.execute(db)
  return rows.map(({ id }) => id)
}
