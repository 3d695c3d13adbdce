import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { appendAct } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import type { ApproximateDate } from '../../shared/approximate-date.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import { dateInZone, type Instant } from '../../shared/time.ts'
import { recordedDate, wordsOfDate, type Cycle, type PhaseSpan } from '../model.ts'

type InCycle = { readonly cycle: Pick<Cycle, 'id' | 'slug' | 'forumId'> }

/** Sets where a cycle stood, from when to when. Refuses `changed-meanwhile` when the cycle was changed after `revision` was read. */
export async function setPhases(
  tx: Tx,
  actor: Actor,
  input: InCycle & { spans: readonly PhaseSpan[]; revision: number },
  now: Instant,
): Promise<{ set: number } | Refusal<'changed-meanwhile'>> {
  const { cycle, spans } = input
  const guarded = await tx
    .updateTable('forums_cycle')
    .set({ revision: input.revision + 1 })
    .where('id', '=', cycle.id)
    .where('revision', '=', input.revision)
    .returning('id')
    .executeTakeFirst()
  if (guarded === undefined) return { refusal: 'changed-meanwhile' }
  await tx.deleteFrom('forums_phase').where('cycle_id', '=', cycle.id).execute()
  if (spans.length > 0) {
    const rows = spans.map((span, place) => ({ cycle_id: cycle.id, position: place + 1, phase: span.phase, from_date: span.from, until_date: span.until }))
    await tx.insertInto('forums_phase').values(rows).execute()
  }
  await appendAct(
    tx,
    actor,
    { forumId: cycle.forumId, cycleId: cycle.id, act: 'phases-set', subject: { kind: 'cycle', id: cycle.id }, detail: { cycle: cycle.slug, phases: spans.length } },
    now,
  )
  return { set: spans.length }
}

export interface NewMilestone extends InCycle {
  readonly title: string
  readonly isSoft: boolean
  readonly date: ApproximateDate
  readonly note: string | null
  readonly source: string | null
}

/** Adds a milestone after those that the cycle has. */
export async function addMilestone(tx: Tx, actor: Actor, input: NewMilestone, now: Instant): Promise<{ milestoneId: Id<'milestone'> }> {
  const { cycle } = input
  // The cycle's row keeps two milestones from taking the same place; `no key` lets input go on meanwhile.
  await tx.selectFrom('forums_cycle').select('id').where('id', '=', cycle.id).forNoKeyUpdate().execute()
  const last = await tx
    .selectFrom('forums_milestone')
    .select((select) => select.fn.max('position').as('position'))
    .where('cycle_id', '=', cycle.id)
    .executeTakeFirst()
  const milestoneId = newId<'milestone'>()
  await tx
    .insertInto('forums_milestone')
    .values({
      id: milestoneId,
      cycle_id: cycle.id,
      position: Number(last?.position ?? 0) + 1,
      title: input.title,
      is_soft: input.isSoft,
      date: JSON.stringify(input.date),
      note: input.note,
      source: input.source,
    })
    .execute()
  const words = wordsOfDate(input.date)
  const texts = { title: { text: input.title, isPublic: true }, ...(words === undefined ? {} : { words: { text: words, isPublic: true } }) }
  const detail = { cycle: cycle.slug, date: recordedDate(input.date) }
  await appendAct(tx, actor, { forumId: cycle.forumId, cycleId: cycle.id, act: 'milestone-added', subject: { kind: 'milestone', id: milestoneId }, detail, texts }, now)
  return { milestoneId }
}

export interface MovedMilestone extends InCycle {
  readonly milestoneId: Id<'milestone'>
  readonly date: ApproximateDate
  readonly reason: string
  readonly revision: number
}

/**
 * Gives a milestone another date and keeps the earlier one with the reason (2017-10-11 report ¶ 2: the deadline of 15 September was
 * extended to the 30th). Refuses `changed-meanwhile`, and `same-date` when nothing would change.
 */
export async function moveMilestone(tx: Tx, actor: Actor, input: MovedMilestone, now: Instant): Promise<{ moved: true } | Refusal<'changed-meanwhile' | 'same-date'>> {
  const { cycle, milestoneId } = input
  const before = await tx
    .selectFrom('forums_milestone')
    .selectAll()
    .where('id', '=', milestoneId)
    .where('cycle_id', '=', cycle.id)
    .where('revision', '=', input.revision)
    .forUpdate()
    .executeTakeFirst()
  if (before === undefined) return { refusal: 'changed-meanwhile' }
  if (isSameDate(before.date, input.date)) return { refusal: 'same-date' }
  await tx
    .updateTable('forums_milestone')
    .set({ date: JSON.stringify(input.date), revision: input.revision + 1 })
    .where('id', '=', milestoneId)
    .where('revision', '=', input.revision)
    .execute()
  const last = await tx
    .selectFrom('forums_milestone_change')
    .select((select) => select.fn.max('sequence').as('sequence'))
    .where('milestone_id', '=', milestoneId)
    .executeTakeFirst()
  await tx
    .insertInto('forums_milestone_change')
    .values({ milestone_id: milestoneId, sequence: Number(last?.sequence ?? 0) + 1, earlier: JSON.stringify(before.date), changed_on: dateInZone(now, 'UTC'), reason: input.reason })
    .execute()
  const detail = { cycle: cycle.slug, earlier: recordedDate(before.date), date: recordedDate(input.date) }
  const texts = { title: { text: before.title, isPublic: true }, reason: { text: input.reason, isPublic: true } }
  await appendAct(tx, actor, { forumId: cycle.forumId, cycleId: cycle.id, act: 'milestone-moved', subject: { kind: 'milestone', id: milestoneId }, detail, texts }, now)
  return { moved: true }
}

function isSameDate(a: ApproximateDate, b: ApproximateDate): boolean {
  return JSON.stringify([recordedDate(a), wordsOfDate(a)]) === JSON.stringify([recordedDate(b), wordsOfDate(b)])
}
