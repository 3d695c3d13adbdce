import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import { listChanges, type Amendment, type ChangedAnswer } from './model.ts'

/** The amendments of a contribution, latest first, each with what it changed: as sent, whatever may be published of it. */
export async function listAmendments(db: Reader, contributionId: Id): Promise<(Amendment & { readonly changes: readonly ChangedAnswer[] })[]> {
  const rows = await db.selectFrom('contributions_amendment').selectAll().where('contribution_id', '=', contributionId).orderBy('number').execute()
  if (rows.length === 0) return []
  const earlier = await db.selectFrom('contributions_earlier_answer').selectAll().where('amendment_id', 'in', rows.map(({ id }) => id)).execute()
  const answers = await db.selectFrom('contributions_answer').select(['id', 'number', 'text', 'removed_at']).where('contribution_id', '=', contributionId).execute()
  const amendments = rows.map((row) => ({
    id: row.id as Id<'amendment'>,
    number: row.number,
    amendedAt: row.amended_at,
    isLate: row.is_late,
    note: row.note,
    before: earlier.filter((each) => each.amendment_id === row.id).map((each) => ({ answerId: each.answer_id as Id<'answer'>, text: each.text })),
  }))
  return listChanges(amendments, answers.map((answer) => ({ id: answer.id as Id<'answer'>, number: answer.number, text: answer.text, isRemoved: answer.removed_at !== null })))
}

/** An answer that its sender changed or took back, and at which the desk has not looked since. */
export interface UncheckedAnswer {
  readonly id: Id<'answer'>
  readonly contributionId: Id<'contribution'>
  readonly contributionNumber: number
  readonly number: number
  readonly text: string
  /** What it said before the latest change. */
  readonly before: string
  readonly language: string | null
  readonly amendedAt: Instant
  readonly isRemoved: boolean
}

/** Those of a cycle, oldest change first. What was added by an amendment had nothing resting on it, and is not among them. */
export async function listUncheckedAnswers(db: Reader, cycleId: Id): Promise<UncheckedAnswer[]> {
  const rows = await db
    .selectFrom('contributions_answer')
    .innerJoin('contributions_contribution', 'contributions_contribution.id', 'contributions_answer.contribution_id')
    .innerJoin('contributions_amendment', 'contributions_amendment.contribution_id', 'contributions_contribution.id')
    .innerJoin('contributions_earlier_answer', (join) =>
      join.onRef('contributions_earlier_answer.amendment_id', '=', 'contributions_amendment.id').onRef('contributions_earlier_answer.answer_id', '=', 'contributions_answer.id'),
    )
    .select(['contributions_answer.id', 'contributions_answer.contribution_id', 'contributions_answer.number', 'contributions_answer.text', 'contributions_answer.amended_at', 'contributions_answer.removed_at'])
    .select(['contributions_contribution.number as contribution_number', 'contributions_contribution.language', 'contributions_earlier_answer.text as before'])
    .where('contributions_contribution.cycle_id', '=', cycleId)
    .where('contributions_contribution.withdrawn_at', 'is', null)
    .where('contributions_answer.amended_at', 'is not', null)
    .where('contributions_earlier_answer.text', 'is not', null)
    .where((where) => where.or([where('checked_at', 'is', null), where('checked_at', '<', where.ref('contributions_answer.amended_at'))]))
    .distinctOn('contributions_answer.id')
    .orderBy('contributions_answer.id')
    .orderBy('contributions_amendment.number', 'desc')
    .execute()
  return rows
    .map((row) => ({
      id: row.id as Id<'answer'>,
      contributionId: row.contribution_id as Id<'contribution'>,
      contributionNumber: row.contribution_number,
      number: row.number,
      text: row.text,
      before: row.before ?? '',
      language: row.language,
      amendedAt: row.amended_at ?? ('' as Instant),
      isRemoved: row.removed_at !== null,
    }))
    .sort((a, b) => (a.amendedAt < b.amendedAt ? -1 : 1))
}
