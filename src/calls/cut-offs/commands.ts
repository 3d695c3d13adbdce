import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { appendAct } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import type { Instant } from '../../shared/time.ts'
import { findCallById } from '../queries.ts'
import type { CutOffToName } from './schema.ts'

/** Names a day of a call ("first draft: what came by 11 October", 2017-10-11 report ¶ 4). Refuses `slug-taken` where the cycle has one at that address. */
export async function nameCutOff(tx: Tx, actor: Actor, input: CutOffToName & { callId: Id<'call'> }, now: Instant): Promise<{ cutOffId: Id<'cut-off'> } | Refusal<'slug-taken' | 'not-found'>> {
  const call = await findCallById(tx, input.callId)
  if (call === undefined) return { refusal: 'not-found' }
  const id = newId<'cut-off'>()
  const made = await tx
    .insertInto('calls_cut_off')
    .values({ id, call_id: call.id, cycle_id: call.cycleId, slug: input.slug, title: input.title, on_date: input.on, note: input.note ?? null })
    .onConflict((conflict) => conflict.columns(['cycle_id', 'slug']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (made === undefined) return { refusal: 'slug-taken' }
  const detail = { call: call.slug, cutOff: input.slug, on: input.on }
  const texts = { title: { text: input.title, isPublic: true } }
  await appendAct(tx, actor, { forumId: call.forumId, cycleId: call.cycleId, act: 'cut-off-named', subject: { kind: 'call', id: call.id }, detail, texts }, now)
  return { cutOffId: id }
}

/** Drops a cut-off that was named by mistake; that it stood stays in the record. Refuses `not-found`. */
export async function dropCutOff(tx: Tx, actor: Actor, input: { callId: Id<'call'>; slug: string; reason: string }, now: Instant): Promise<{ dropped: true } | Refusal<'not-found'>> {
  const dropped = await tx.deleteFrom('calls_cut_off').where('call_id', '=', input.callId).where('slug', '=', input.slug).returning(['slug', 'title', 'on_date']).executeTakeFirst()
  const call = await findCallById(tx, input.callId)
  if (dropped === undefined || call === undefined) return { refusal: 'not-found' }
  const detail = { call: call.slug, cutOff: dropped.slug, on: dropped.on_date }
  const texts = { title: { text: dropped.title, isPublic: true }, reason: { text: input.reason, isPublic: true } }
  await appendAct(tx, actor, { forumId: call.forumId, cycleId: call.cycleId, act: 'cut-off-dropped', subject: { kind: 'call', id: call.id }, detail, texts }, now)
  return { dropped: true }
}
