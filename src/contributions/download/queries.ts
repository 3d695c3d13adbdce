import { sql } from 'kysely'
import type { Call } from '../../calls/model.ts'
import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import { listChoices } from '../choices/queries.ts'
import { listAttachments, listContributors as listOthers, toContribution } from '../queries.ts'
import { maskText } from '../redaction/model.ts'
import { findRedactions, listRedactedFiles } from '../redaction/queries.ts'
import type { DownloadRow } from './model.ts'

const PART = 500

/** One contribution as it is here, before what others made of it is known. */
export type PlainRow = Omit<DownloadRow, 'outcomes' | 'campaign'>

/** All contributions of a cycle, or of one call, by number, some hundred at a time: however many there are, only those are held. */
export async function* readForDownload(db: Reader, cycleId: Id, choice: { readonly calls: readonly Call[]; readonly callId?: Id | undefined; readonly isFull: boolean }): AsyncGenerator<PlainRow[]> {
  for (let after = 0; ; ) {
    let query = db.selectFrom('contributions_contribution').selectAll().where('cycle_id', '=', cycleId).where('number', '>', after)
    // What waits to be confirmed or cleared has not come yet.
    if (!choice.isFull) query = query.where('state', '=', 'received')
    if (choice.callId !== undefined) query = query.where('call_id', '=', choice.callId)
    const rows = await query.orderBy('number').limit(PART).execute()
    const last = rows.at(-1)
    if (last === undefined) return
    const ids = rows.map(({ id }) => id)
    const answers = await db.selectFrom('contributions_answer').select(['id', 'contribution_id', 'question_id', 'text']).where('contribution_id', 'in', ids).where('removed_at', 'is', null).execute()
    const redactions = choice.isFull ? new Map<Id, []>() : await findRedactions(db, answers.map(({ id }) => id))
    const given = Map.groupBy(answers, (answer) => answer.contribution_id)
    const files = Map.groupBy(await listAttachments(db, ids), (file) => file.contributionId)
    const choices = await listChoices(db, ids)
    const others = Map.groupBy(await listOthers(db, ids), (other) => other.contributionId)
    const amendments = await countAmendments(db, ids)
    const redactedFiles = await listRedactedFiles(db, ids)
    yield rows.map((row) => ({
      contribution: toContribution(row),
      mail: row.mail,
      answers: new Map((given.get(row.id) ?? []).map((answer) => [answer.question_id, maskText(answer.text, redactions.get(answer.id) ?? [])])),
      choices: new Map((choices.get(row.id) ?? []).map(({ questionId, options }) => [questionId, writeOptions(choice.calls, questionId, options)])),
      answerIds: new Map((given.get(row.id) ?? []).map((answer) => [answer.question_id, answer.id])),
      fileIds: (files.get(row.id as Id<'contribution'>) ?? []).map(({ id }) => id),
      redactedFiles,
      others: others.get(row.id as Id<'contribution'>) ?? [],
      amendments: amendments.get(row.id) ?? 0,
      files: (files.get(row.id as Id<'contribution'>) ?? []).map(({ name, mediaType, size, sha256, position }) => ({ name, mediaType, size, sha256, position })),
    }))
    after = last.number
  }
}

async function countAmendments(db: Reader, ids: readonly Id[]): Promise<Map<Id, number>> {
  const rows = await db.selectFrom('contributions_amendment').select(['contribution_id', (select) => select.fn.countAll<number>().as('count')]).where('contribution_id', 'in', ids).groupBy('contribution_id').execute()
  return new Map(rows.map((row) => [row.contribution_id, Number(row.count)]))
}

function writeOptions(calls: readonly Call[], questionId: Id, options: readonly number[]): string {
  const question = calls.flatMap((call) => call.questions).find(({ id }) => id === questionId)
  return options.map((number) => question?.options.find((option) => option.number === number)?.text ?? String(number)).join(question?.kind === 'ranking' ? ' > ' : '; ')
}

/** The longest answer to each question of a cycle, in characters. */
export async function findLongestAnswers(db: Reader, cycleId: Id): Promise<Map<Id, number>> {
  const { rows } = await sql<{ question_id: Id; length: number }>`
    select a.question_id, max(length(a.text))::integer as length from contributions_answer a join contributions_contribution c on c.id = a.contribution_id
    where c.cycle_id = ${cycleId} group by a.question_id`.execute(db)
  return new Map(rows.map((row) => [row.question_id, row.length]))
}

export interface Contributor {
  readonly contributor: string | null
  readonly organisation: string | null
  readonly country: string | null
  readonly stakeholderGroup: string | null
  readonly regionalGroup: string | null
  readonly numbers: readonly number[]
}

/**
 * Who contributed to a cycle, all of those who sent one together: one row for all that is alike but the contribution. `isFull` names
 * those too who are not public.
 */
export async function listContributors(db: Reader, cycleId: Id, isFull: boolean): Promise<Contributor[]> {
  const named = isFull ? sql`true` : sql`state = 'received' and consent = 'full' and withdrawn_at is null and declined_at is null and held_at is null`
  const { rows } = await sql<{ contributor: string | null; organisation: string | null; country: string | null; stakeholder_group: string | null; regional_group: string | null; numbers: number[] }>`
    with named as (select * from contributions_contribution where cycle_id = ${cycleId} and ${named}), everyone as (
      select contributor, organisation, country, stakeholder_group, regional_group, number, 0 as position from named
      union all
      select o.name, o.organisation, o.country, o.stakeholder_group, o.regional_group, c.number, o.position from contributions_contributor o join named c on c.id = o.contribution_id
    )
    select contributor, organisation, country, stakeholder_group, regional_group, array_agg(distinct number order by number) as numbers from everyone
    where contributor is not null or organisation is not null
    group by contributor, organisation, country, stakeholder_group, regional_group order by min(number), min(position), contributor, organisation`.execute(db)
  return rows.map((row) => ({ contributor: row.contributor, organisation: row.organisation, country: row.country, stakeholderGroup: row.stakeholder_group, regionalGroup: row.regional_group, numbers: row.numbers }))
}
