import type { Tx } from '../platform/database.ts'
import { newId } from '../platform/new-id.ts'
import { appendAct } from '../record/commands.ts'
import type { Actor } from '../record/model.ts'
import type { ApproximateDate } from '../shared/approximate-date.ts'
import type { Id } from '../shared/ids.ts'
import type { Refusal } from '../shared/result.ts'
import type { Instant } from '../shared/time.ts'
import type { Confirmation } from '../shared/vocabularies.ts'
import { DEFAULT_REGIONAL_GROUPS, DEFAULT_STAKEHOLDER_GROUPS } from '../shared/vocabularies.ts'
import { CYCLE_RESERVED_SLUGS, recordedDate, RESERVED_SLUGS } from './model.ts'

export interface ForumTexts {
  readonly title: string
  readonly mandate: string
  readonly conveningBody: string | null
  readonly website: string | null
  /** Left as it is where it is not said. */
  readonly confirmation?: Confirmation | undefined
}

export interface NewForum extends ForumTexts {
  readonly slug: string
  readonly language: string
  readonly isReviewAlone?: boolean | undefined
  /** Made when a form was shown: sent twice, it makes one forum. */
  readonly id?: Id<'forum'> | undefined
}

/** Opens a forum, with the usual lists of stakeholder and regional groups. Refuses `slug-reserved` and `slug-taken`. */
export async function createForum(tx: Tx, actor: Actor, input: NewForum, now: Instant): Promise<{ forumId: Id<'forum'> } | Refusal<'slug-reserved' | 'slug-taken'>> {
  if (RESERVED_SLUGS.has(input.slug)) return { refusal: 'slug-reserved' }
  const forumId = input.id ?? newId<'forum'>()
  const made = await tx
    .insertInto('forums_forum')
    .values({
      id: forumId,
      slug: input.slug,
      title: input.title,
      mandate: input.mandate,
      convening_body: input.conveningBody,
      is_demonstration: false,
      language: input.language,
      stakeholder_groups: JSON.stringify(DEFAULT_STAKEHOLDER_GROUPS),
      regional_groups: JSON.stringify(DEFAULT_REGIONAL_GROUPS),
      website: input.website,
      is_review_alone: input.isReviewAlone ?? false,
      created_at: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  if (made === undefined) return { refusal: 'slug-taken' }
  await appendAct(
    tx,
    actor,
    { forumId, act: 'forum-opened', subject: { kind: 'forum', id: forumId }, detail: { forum: input.slug }, texts: { title: { text: input.title, isPublic: true } } },
    now,
  )
  return { forumId }
}

/** Changes what a forum says of itself. Refuses `changed-meanwhile` when it was changed after `revision` was read. */
export async function reviseForum(
  tx: Tx,
  actor: Actor,
  input: ForumTexts & { forumId: Id<'forum'>; revision: number },
  now: Instant,
): Promise<{ revised: true } | Refusal<'changed-meanwhile'>> {
  const before = await tx.selectFrom('forums_forum').selectAll().where('id', '=', input.forumId).where('revision', '=', input.revision).forUpdate().executeTakeFirst()
  if (before === undefined) return { refusal: 'changed-meanwhile' }
  const wanted = { title: input.title, mandate: input.mandate, convening_body: input.conveningBody, website: input.website, confirmation: input.confirmation ?? before.confirmation }
  const changed = Object.entries(wanted).filter(([column, value]) => before[column as keyof typeof wanted] !== value)
  if (changed.length === 0) return { revised: true }
  await tx
    .updateTable('forums_forum')
    .set({ ...wanted, revision: input.revision + 1 })
    .where('id', '=', input.forumId)
    .where('revision', '=', input.revision)
    .execute()
  const fields = changed.map(([column]) => column.replaceAll('_', '-')).join(' ')
  await appendAct(tx, actor, { forumId: input.forumId, act: 'forum-revised', subject: { kind: 'forum', id: input.forumId }, detail: { fields }, texts: publicTexts(changed) }, now)
  return { revised: true }
}

export interface CycleTexts {
  readonly title: string
  readonly focus: string
  readonly note: string | null
}

/** Opens a cycle of a forum. Refuses `slug-reserved` and `slug-taken`. */
export async function openCycle(
  tx: Tx,
  actor: Actor,
  input: CycleTexts & { forumId: Id<'forum'>; slug: string },
  now: Instant,
): Promise<{ cycleId: Id<'cycle'> } | Refusal<'slug-reserved' | 'slug-taken'>> {
  if (CYCLE_RESERVED_SLUGS.has(input.slug)) return { refusal: 'slug-reserved' }
  const cycleId = newId<'cycle'>()
  const made = await tx
    .insertInto('forums_cycle')
    .values({ id: cycleId, forum_id: input.forumId, slug: input.slug, title: input.title, focus: input.focus, note: input.note })
    .onConflict((conflict) => conflict.columns(['forum_id', 'slug']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (made === undefined) return { refusal: 'slug-taken' }
  const texts = { title: { text: input.title, isPublic: true }, focus: { text: input.focus, isPublic: true } }
  await appendAct(tx, actor, { forumId: input.forumId, cycleId, act: 'cycle-opened', subject: { kind: 'cycle', id: cycleId }, detail: { cycle: input.slug }, texts }, now)
  return { cycleId }
}

/** Changes a cycle's title, focus or note. Refuses `changed-meanwhile`. */
export async function reviseCycle(
  tx: Tx,
  actor: Actor,
  input: CycleTexts & { forumId: Id<'forum'>; cycleId: Id<'cycle'>; revision: number },
  now: Instant,
): Promise<{ revised: true } | Refusal<'changed-meanwhile'>> {
  const before = await tx.selectFrom('forums_cycle').selectAll().where('id', '=', input.cycleId).where('revision', '=', input.revision).forUpdate().executeTakeFirst()
  if (before === undefined) return { refusal: 'changed-meanwhile' }
  const wanted = { title: input.title, focus: input.focus, note: input.note }
  const changed = Object.entries(wanted).filter(([column, value]) => before[column as keyof typeof wanted] !== value)
  if (changed.length === 0) return { revised: true }
  await tx
    .updateTable('forums_cycle')
    .set({ ...wanted, revision: input.revision + 1 })
    .where('id', '=', input.cycleId)
    .where('revision', '=', input.revision)
    .execute()
  const detail = { cycle: before.slug, fields: changed.map(([column]) => column).join(' ') }
  const act = { forumId: input.forumId, cycleId: input.cycleId, act: 'cycle-revised', subject: { kind: 'cycle', id: input.cycleId }, detail, texts: publicTexts(changed) } as const
  await appendAct(tx, actor, act, now)
  return { revised: true }
}

export interface NewDecision {
  readonly forumId: Id<'forum'>
  readonly cycle: { readonly id: Id<'cycle'>; readonly slug: string } | null
  readonly body: string
  readonly date: ApproximateDate
  readonly outcome: string
  readonly summary: string
  readonly source: string | null
}

/** Records what the convening body decided, about the forum or one of its cycles. Decisions are added, never changed. */
export async function recordDecision(tx: Tx, actor: Actor, input: NewDecision, now: Instant): Promise<{ decisionId: Id<'decision'> }> {
  // The forum's row keeps two decisions from taking the same place.
  await tx.selectFrom('forums_forum').select('id').where('id', '=', input.forumId).forUpdate().execute()
  const last = await tx
    .selectFrom('forums_decision')
    .select((select) => select.fn.max('position').as('position'))
    .where('forum_id', '=', input.forumId)
    .executeTakeFirst()
  const decisionId = newId<'decision'>()
  await tx
    .insertInto('forums_decision')
    .values({
      id: decisionId,
      forum_id: input.forumId,
      cycle_id: input.cycle?.id ?? null,
      position: Number(last?.position ?? 0) + 1,
      body: input.body,
      date: JSON.stringify(input.date),
      outcome: input.outcome,
      summary: input.summary,
      source: input.source,
    })
    .execute()
  const texts = { body: { text: input.body, isPublic: true }, outcome: { text: input.outcome, isPublic: true }, summary: { text: input.summary, isPublic: true } }
  const detail = { date: recordedDate(input.date), cycle: input.cycle?.slug ?? '' }
  await appendAct(tx, actor, { forumId: input.forumId, cycleId: input.cycle?.id ?? null, act: 'decision-recorded', subject: { kind: 'decision', id: decisionId }, detail, texts }, now)
  return { decisionId }
}

function publicTexts(changed: readonly (readonly [string, string | null])[]): Record<string, { text: string; isPublic: boolean }> {
  return Object.fromEntries(changed.map(([column, value]) => [column.replaceAll('_', '-'), { text: value ?? '', isPublic: true }]))
}
