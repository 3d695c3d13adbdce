import { sql } from 'kysely'
import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { Choice, ChoiceCount } from './model.ts'

/** What was chosen in some contributions, by contribution, in the order of the questions; for whoever may see it (consent is the caller's to look at). */
export async function listChoices(db: Reader, contributionIds: readonly Id[]): Promise<Map<Id, Choice[]>> {
  if (contributionIds.length === 0) return new Map()
  const { rows } = await sql<{ contribution_id: Id; question_id: Id<'question'>; options: number[] }>`
    select c.contribution_id, c.question_id, array_agg(c.option_number order by c.place, c.option_number) as options
    from contributions_choice c where c.contribution_id in (${sql.join(contributionIds)}) group by c.contribution_id, c.question_id`.execute(db)
  return new Map([...Map.groupBy(rows, (row) => row.contribution_id)].map(([id, own]) => [id, own.map((row) => ({ questionId: row.question_id, options: row.options }))]))
}

export interface CallCounts {
  readonly counts: readonly ChoiceCount[]
  /** In how many contributions each question was answered by a choice. */
  readonly answered: ReadonlyMap<Id, number>
  /** Contributions by the variant they answered; null is the call as it is for everybody. */
  readonly byVariant: ReadonlyMap<Id | null, number>
}

/** Counts what was chosen in a call; what was withdrawn or declined is not counted. */
export async function countChoices(db: Reader, callId: Id): Promise<CallCounts> {
  const standing = sql`from contributions_choice c join contributions_contribution k on k.id = c.contribution_id where k.call_id = ${callId} and k.state = 'received' and k.withdrawn_at is null and k.declined_at is null`
  const counts = await sql<{ question_id: Id; option_number: number; place: number | null; count: number }>`
    select c.question_id, c.option_number, c.place, count(*)::integer as count ${standing} group by c.question_id, c.option_number, c.place`.execute(db)
  const answered = await sql<{ question_id: Id; count: number }>`select c.question_id, count(distinct c.contribution_id)::integer as count ${standing} group by c.question_id`.execute(db)
  const variants = await sql<{ variant_id: Id | null; count: number }>`
    select variant_id, count(*)::integer as count from contributions_contribution where call_id = ${callId} and state = 'received' and withdrawn_at is null and declined_at is null group by variant_id`.execute(db)
  return {
    counts: counts.rows.map((row) => ({ questionId: row.question_id, option: row.option_number, place: row.place, count: row.count })),
    answered: new Map(answered.rows.map((row) => [row.question_id, row.count])),
    byVariant: new Map(variants.rows.map((row) => [row.variant_id, row.count])),
  }
}
