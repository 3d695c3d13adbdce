import type { Tx } from '../../platform/database.ts'
import { violatedForeignKey } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { appendAct } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import type { Instant } from '../../shared/time.ts'
import { lockCallForChange } from '../queries.ts'
import type { VariantsToSet } from './schema.ts'

/**
 * Sets the variants of a call. What a variant asks is part of what a form shows, so that the call's revision moves on. Refuses
 * `changed-meanwhile`; `unknown-question` for a number that the call has not; `variant-answered` where one left out has contributions.
 */
export async function setVariants(
  tx: Tx,
  actor: Actor,
  input: VariantsToSet & { callId: Id<'call'> },
  now: Instant,
): Promise<{ callId: Id<'call'> } | Refusal<'changed-meanwhile' | 'unknown-question' | 'variant-answered'>> {
  const call = await lockCallForChange(tx, input.callId)
  if (call === undefined || call.revision !== input.revision) return { refusal: 'changed-meanwhile' }
  if (input.variants.some(({ questions }) => questions.some((number) => !call.questions.some((question) => question.number === number)))) return { refusal: 'unknown-question' }
  if (input.variants.some(({ id }) => id !== undefined && !call.variants.some((variant) => variant.id === id))) return { refusal: 'changed-meanwhile' }
  await tx.updateTable('calls_call').set({ revision: call.revision + 1 }).where('id', '=', call.id).where('revision', '=', input.revision).execute()
  const gone = call.variants.filter((variant) => !input.variants.some(({ id }) => id === variant.id)).map(({ id }) => id)
  if (gone.length > 0 && !(await deleteUnanswered(tx, gone))) return { refusal: 'variant-answered' }
  // Addresses may be exchanged: they are moved out of each other's way first.
  for (const { id } of call.variants.filter((variant) => !gone.includes(variant.id))) await tx.updateTable('calls_variant').set({ slug: id }).where('id', '=', id).execute()
  for (const [place, { id, slug, title, introduction, questions }] of input.variants.entries()) {
    const row = { slug, position: place + 1, title, introduction: introduction ?? null, questions: JSON.stringify(questions) }
    if (id === undefined) await tx.insertInto('calls_variant').values({ id: newId(), call_id: call.id, ...row }).execute()
    else await tx.updateTable('calls_variant').set(row).where('id', '=', id).execute()
  }
  const detail = { call: call.slug, variants: input.variants.length }
  await appendAct(tx, actor, { forumId: call.forumId, cycleId: call.cycleId, act: 'variants-set', subject: { kind: 'call', id: call.id }, detail }, now)
  return { callId: call.id }
}

async function deleteUnanswered(tx: Tx, ids: readonly Id[]): Promise<boolean> {
  try {
    await tx.deleteFrom('calls_variant').where('id', 'in', ids).execute()
    return true
  } catch (error) {
    if (violatedForeignKey(error) === undefined) throw error
    return false
  }
}
