import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { appendAct } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import type { Instant } from '../../shared/time.ts'
import { takesRemarks } from '../model.ts'
import { findCallById, lockCallForChange } from '../queries.ts'
import { textOf } from './model.ts'
import type { RemarkAnswer, RemarkToSend } from './schema.ts'

/**
 * Takes a remark on the text of a call that is not open yet. The same form sent twice is one remark. Refuses `not-a-draft` once it is
 * open or the time for remarks is over, `unknown-question` for a question that is not there any more, `form-used` for the key of another form.
 */
export async function sendRemark(
  tx: Tx,
  actor: Actor,
  input: RemarkToSend & { callId: Id<'call'>; language: string },
  now: Instant,
): Promise<{ number: number } | Refusal<'not-a-draft' | 'unknown-question' | 'form-used'>> {
  // The call's row keeps two remarks from one number, and the call from opening meanwhile.
  const call = await lockCallForChange(tx, input.callId)
  const known = await tx.selectFrom('calls_remark').select(['number', 'call_id']).where('form_key', '=', input.formKey).executeTakeFirst()
  if (known !== undefined) return known.call_id === input.callId ? { number: known.number } : { refusal: 'form-used' }
  if (call === undefined || !takesRemarks(call, now)) return { refusal: 'not-a-draft' }
  const about = textOf(call, input.question)
  if (about === undefined) return { refusal: 'unknown-question' }
  const last = await tx.selectFrom('calls_remark').select((select) => select.fn.max('number').as('number')).where('call_id', '=', call.id).executeTakeFirst()
  const number = (last?.number ?? 0) + 1
  await tx
    .insertInto('calls_remark')
    .values({ id: newId(), call_id: call.id, number, question_number: input.question, about, text: input.text, author: input.author ?? null, language: input.language, received_at: now, form_key: input.formKey, answer: null, answered_at: null })
    .execute()
  const detail = { call: call.slug, number, question: input.question ?? 0 }
  const texts = { remark: { text: input.text, isPublic: true } }
  await appendAct(tx, actor, { forumId: call.forumId, cycleId: call.cycleId, act: 'remark-sent', subject: { kind: 'call', id: call.id }, detail, texts }, now)
  return { number }
}

/** Answers a remark with a reason, once. Refuses `answered-already`. A remark whose words are not to be shown keeps its number and its answer. */
export async function answerRemark(
  tx: Tx,
  actor: Actor,
  input: RemarkAnswer & { callId: Id<'call'>; number: number },
  now: Instant,
): Promise<{ answered: true } | Refusal<'answered-already'>> {
  const answered = await tx
    .updateTable('calls_remark')
    .set({ answer: input.answer, is_changed: input.isChanged, is_hidden: input.isHidden, answered_at: now })
    .where('call_id', '=', input.callId)
    .where('number', '=', input.number)
    .where('answered_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  const call = await findCallById(tx, input.callId)
  if (answered === undefined || call === undefined) return { refusal: 'answered-already' }
  const detail = { call: call.slug, number: input.number, isChanged: input.isChanged ? ('yes' as const) : ('no' as const) }
  const texts = { reason: { text: input.answer, isPublic: true } }
  await appendAct(tx, actor, { forumId: call.forumId, cycleId: call.cycleId, act: 'remark-answered', subject: { kind: 'call', id: call.id }, detail, texts }, now)
  return { answered: true }
}
