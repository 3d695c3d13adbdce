import type { Tx } from '../platform/database.ts'
import { newId } from '../platform/new-id.ts'
import { listMilestones, lockCycleForInput } from '../forums/queries.ts'
import { appendAct } from '../record/commands.ts'
import type { ActDetails, Actor } from '../record/model.ts'
import type { Id } from '../shared/ids.ts'
import type { Refusal } from '../shared/result.ts'
import { dateInZone, type Instant, type PlainDate } from '../shared/time.ts'
import type { CallAct } from './acts.ts'
import { setQuestions } from './questions/commands.ts'
import { findCallById, lockCallForChange } from './queries.ts'
import type { CallRevision, CallToOpen } from './schema.ts'

interface Place {
  readonly forumId: Id<'forum'>
  readonly cycleId: Id<'cycle'>
}

/** Opens a call with its questions, numbered from 1. Refuses `slug-taken` where the cycle has a call at that address. */
export async function openCall(tx: Tx, actor: Actor, input: CallToOpen & Place, now: Instant): Promise<{ callId: Id<'call'> } | Refusal<'slug-taken'>> {
  await lockCycleForInput(tx, input.cycleId)
  const callId = newId<'call'>()
  const made = await tx
    .insertInto('calls_call')
    .values({ id: callId, forum_id: input.forumId, cycle_id: input.cycleId, slug: input.slug, ...toWords(input), deadline: input.deadline, is_open: true, is_draft: input.isDraft, remarks_until: input.remarksUntil, closed_at: null, closed_reason: null })
    .onConflict((conflict) => conflict.columns(['cycle_id', 'slug']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (made === undefined) return { refusal: 'slug-taken' }
  const asked = await setQuestions(tx, callId, [], input.questions)
  if ('refusal' in asked) throw new Error(`The questions of a new call were refused: ${asked.refusal}`)
  await appendAct(tx, actor, toAct(input, input.isDraft ? 'call-drafted' : 'call-opened', callId, { call: input.slug, questions: input.questions.length }, { title: input.title }), now)
  return { callId }
}

/**
 * Sets the words and questions of a call. A question keeps the number it was given; a new one takes the next. Refuses
 * `changed-meanwhile` when it was revised since `revision`; `question-answered` and `option-chosen` as `setQuestions` does; `deadline-set` for another deadline where there is one: that one is extended.
 */
export async function reviseCall(
  tx: Tx,
  actor: Actor,
  input: CallRevision & { callId: Id<'call'> },
  now: Instant,
): Promise<{ callId: Id<'call'> } | Refusal<'changed-meanwhile' | 'question-answered' | 'option-chosen' | 'deadline-set' | 'not-found'>> {
  const revised = await tx
    .updateTable('calls_call')
    .set((set) => ({ ...toWords(input), revision: set('revision', '+', 1) }))
    .where('id', '=', input.callId)
    .where('revision', '=', input.revision)
    .returning(['forum_id', 'cycle_id', 'slug', 'deadline'])
    .executeTakeFirst()
  const before = await findCallById(tx, input.callId)
  if (before === undefined) return { refusal: 'not-found' }
  if (revised === undefined) return { refusal: 'changed-meanwhile' }
  if (revised.deadline !== null && input.deadline !== null && input.deadline !== revised.deadline) return { refusal: 'deadline-set' }
  if (revised.deadline === null && input.deadline !== null) await tx.updateTable('calls_call').set({ deadline: input.deadline }).where('id', '=', input.callId).execute()
  const changes = await setQuestions(tx, input.callId, before.questions, input.questions)
  if ('refusal' in changes) return changes
  const place = { forumId: before.forumId, cycleId: before.cycleId }
  await appendAct(tx, actor, toAct(place, 'call-revised', input.callId, { call: revised.slug, ...changes }, { title: input.title }), now)
  return { callId: input.callId }
}

/**
 * Moves the deadline to a later day and keeps the earlier one with the reason (2017-09-27 report: from 15 to 30 September).
 * Refuses `not-later`, `call-closed`, and `changed-meanwhile` when the deadline is no longer the one that was before the desk's eyes.
 */
export async function extendDeadline(
  tx: Tx,
  actor: Actor,
  input: { callId: Id<'call'>; earlier: PlainDate; deadline: PlainDate; reason: string },
  now: Instant,
): Promise<{ callId: Id<'call'> } | Refusal<'not-later' | 'call-closed' | 'changed-meanwhile'>> {
  if (input.deadline <= input.earlier) return { refusal: 'not-later' }
  const extended = await tx
    .updateTable('calls_call')
    .set({ deadline: input.deadline })
    .where('id', '=', input.callId)
    .where('deadline', '=', input.earlier)
    .where('is_open', '=', true)
    .returning(['forum_id', 'cycle_id', 'slug'])
    .executeTakeFirst()
  if (extended === undefined) return { refusal: (await findCallById(tx, input.callId))?.isOpen === false ? 'call-closed' : 'changed-meanwhile' }
  const last = await tx.selectFrom('calls_extension').select((select) => select.fn.max('sequence').as('sequence')).where('call_id', '=', input.callId).executeTakeFirst()
  await tx
    .insertInto('calls_extension')
    .values({ call_id: input.callId, sequence: (last?.sequence ?? 0) + 1, earlier: input.earlier, changed_on: dateInZone(now, 'UTC'), reason: input.reason })
    .execute()
  const detail = { call: extended.slug, earlier: input.earlier, deadline: input.deadline }
  await appendAct(tx, actor, toAct(toPlace(extended), 'deadline-extended', input.callId, detail, { reason: input.reason }), now)
  return { callId: input.callId }
}

/** Closes a call. What arrives from now on is refused. Refuses `call-closed` when it is closed already. */
export async function closeCall(tx: Tx, actor: Actor, input: { callId: Id<'call'>; reason: string }, now: Instant): Promise<{ callId: Id<'call'> } | Refusal<'call-closed'>> {
  const closed = await tx
    .updateTable('calls_call')
    .set({ is_open: false, closed_at: now, closed_reason: input.reason })
    .where('id', '=', input.callId)
    .where('is_open', '=', true)
    .returning(['forum_id', 'cycle_id', 'slug'])
    .executeTakeFirst()
  if (closed === undefined) return { refusal: 'call-closed' }
  await appendAct(tx, actor, toAct(toPlace(closed), 'call-closed', input.callId, { call: closed.slug }, { reason: input.reason }), now)
  return { callId: input.callId }
}

/** Opens a closed call again. Refuses `call-open` when it is open. The closing stays in the record. */
export async function reopenCall(tx: Tx, actor: Actor, input: { callId: Id<'call'>; reason: string }, now: Instant): Promise<{ callId: Id<'call'> } | Refusal<'call-open'>> {
  const reopened = await tx
    .updateTable('calls_call')
    .set({ is_open: true, closed_at: null, closed_reason: null })
    .where('id', '=', input.callId)
    .where('is_open', '=', false)
    .returning(['forum_id', 'cycle_id', 'slug'])
    .executeTakeFirst()
  if (reopened === undefined) return { refusal: 'call-open' }
  await appendAct(tx, actor, toAct(toPlace(reopened), 'call-reopened', input.callId, { call: reopened.slug }, { reason: input.reason }), now)
  return { callId: input.callId }
}

/** Opens a call whose text was a draft: remarks end, contributions begin. Refuses `not-a-draft`. */
export async function openDraft(tx: Tx, actor: Actor, input: { callId: Id<'call'> }, now: Instant): Promise<{ callId: Id<'call'> } | Refusal<'not-a-draft'>> {
  const opened = await tx
    .updateTable('calls_call')
    .set({ is_draft: false })
    .where('id', '=', input.callId)
    .where('is_draft', '=', true)
    .where('is_open', '=', true)
    .returning(['forum_id', 'cycle_id', 'slug', 'title'])
    .executeTakeFirst()
  if (opened === undefined) return { refusal: 'not-a-draft' }
  const { count } = await tx.selectFrom('calls_question').select((select) => select.fn.countAll<number>().as('count')).where('call_id', '=', input.callId).executeTakeFirstOrThrow()
  await appendAct(tx, actor, toAct(toPlace(opened), 'call-opened', input.callId, { call: opened.slug, questions: Number(count) }, { title: opened.title }), now)
  return { callId: input.callId }
}

/** Lets a call close with a milestone of its cycle ("when drafting starts"), or no more with any. Refuses `call-closed`, and `not-found` for a milestone of elsewhere. */
export async function bindCall(tx: Tx, actor: Actor, input: { callId: Id<'call'>; milestoneId: Id<'milestone'> | null }, now: Instant): Promise<{ callId: Id<'call'> } | Refusal<'call-closed' | 'not-found'>> {
  const call = await lockCallForChange(tx, input.callId)
  const milestone = input.milestoneId === null || call === undefined ? undefined : (await listMilestones(tx, call.cycleId)).find(({ id }) => id === input.milestoneId)
  if (call === undefined || (input.milestoneId !== null && milestone === undefined)) return { refusal: 'not-found' }
  const bound = await tx.updateTable('calls_call').set({ closes_with: input.milestoneId }).where('id', '=', call.id).where('is_open', '=', true).returning('id').executeTakeFirst()
  if (bound === undefined) return { refusal: 'call-closed' }
  const detail = { call: call.slug, isBound: milestone === undefined ? ('no' as const) : ('yes' as const) }
  const named = milestone === undefined ? {} : { milestone: { text: milestone.title, isPublic: true } }
  await appendAct(tx, actor, { ...toAct(call, 'call-bound', call.id, detail, {}), texts: named }, now)
  return { callId: call.id }
}

function toWords(input: Omit<CallRevision, 'revision'>) {
  return {
    title: input.title,
    introduction: input.introduction,
    audience: input.audience ?? null,
    opens_on: input.opensOn,
    deadline_zone: input.deadlineZone,
    is_soft: input.isSoft,
    is_survey: input.isSurvey,
    rolling_until: input.rollingUntil ?? null,
    source: input.source ?? null,
  }
}

function toPlace(row: { forum_id: Id; cycle_id: Id }): Place {
  return { forumId: row.forum_id as Id<'forum'>, cycleId: row.cycle_id as Id<'cycle'> }
}

function toAct<Name extends CallAct>({ forumId, cycleId }: Place, act: Name, id: Id, detail: CallDetails[Name], texts: Readonly<Record<string, string>>) {
  const opened = Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, { text, isPublic: true }]))
  return { forumId, cycleId, act, subject: { kind: 'call', id }, detail, texts: opened }
}

type CallDetails = Pick<ActDetails, CallAct>
