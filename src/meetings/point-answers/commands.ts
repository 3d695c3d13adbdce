import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { appendAct } from '../../record/commands.ts'
import type { Actor, CommittedText } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import { ANYWHERE_ON_EARTH, dateInZone, type Instant } from '../../shared/time.ts'
import { moveRoom } from '../moving/commands.ts'
import { actFor } from '../points/commands.ts'
import type { PointStance } from '../points/model.ts'

export interface PointAnswerInput {
  readonly pointId: Id
  /** Who answers by the link that was mailed, and may answer again; null on the page. */
  readonly askedId: Id | null
  /** Of a page that was sent twice the first one counts. */
  readonly formKey: Id | null
  readonly stance: PointStance
  /** What speaks against it; needed to object. */
  readonly text: string
  readonly language: string | null
  readonly name: string | null
  readonly isNamed: boolean
}

type AnswerRefusal = Refusal<'not-before-the-list' | 'words-missing' | 'no-name-to-show'>

/**
 * Takes an answer to a point that is before the list. By a mailed link there is one answer, which the next one replaces. Refuses
 * `not-before-the-list` (not yet, or no longer), `words-missing` to object without saying why, `no-name-to-show`.
 */
export async function answerPoint(tx: Tx, actor: Actor, input: PointAnswerInput, now: Instant): Promise<{ answerId: Id<'point-answer'>; number: number } | AnswerRefusal> {
  if (input.stance === 'objects' && input.text === '') return { refusal: 'words-missing' }
  if (input.isNamed && input.name === null) return { refusal: 'no-name-to-show' }
  // Held until the answer stands: what settles the point counts it or has come before.
  const point = await lockOpenPoint(tx, input.pointId, now)
  if (point === undefined) return { refusal: 'not-before-the-list' }
  const known = await findKnown(tx, input)
  if (known?.asked_id === null) return { answerId: known.id as Id<'point-answer'>, number: known.number }
  const { stance, text, language, name, isNamed } = input
  const values = { stance, text, language, name, is_named: isNamed }
  const texts: Record<string, CommittedText> = { text: { text, isPublic: true }, ...(name === null ? {} : { name: { text: name, isPublic: isNamed } }) }
  const about = await actFor(tx, input.pointId, point)
  if (known !== undefined) {
    await tx.updateTable('meetings_point_answer').set({ ...values, withdrawn_at: null, revision: known.revision + 1 }).where('id', '=', known.id).execute()
    if (point.meeting_id !== null) await moveRoom(tx, point.meeting_id)
    await appendAct(tx, actor, { ...about, act: 'point-answer-revised', detail: { point: point.number, answer: known.number, stance }, texts }, now)
    return { answerId: known.id as Id<'point-answer'>, number: known.number }
  }
  const last = await tx.selectFrom('meetings_point_answer').select((select) => select.fn.max('number').as('number')).where('point_id', '=', input.pointId).executeTakeFirst()
  const number = Number(last?.number ?? 0) + 1
  const answerId = newId<'point-answer'>()
  await tx.insertInto('meetings_point_answer').values({ id: answerId, point_id: input.pointId, number, ...values, asked_id: input.askedId, form_key: input.formKey, made_at: now, withdrawn_at: null }).execute()
  if (point.meeting_id !== null) await moveRoom(tx, point.meeting_id)
  await appendAct(tx, actor, { ...about, act: 'point-answered', detail: { point: point.number, answer: number, stance }, texts }, now)
  return { answerId, number }
}

/** Takes back what was answered by a mailed link, while the point is before the list. Refuses `not-before-the-list`, `nothing-to-withdraw`. */
export async function withdrawPointAnswer(
  tx: Tx,
  actor: Actor,
  input: { readonly pointId: Id; readonly askedId: Id },
  now: Instant,
): Promise<{ number: number } | Refusal<'not-before-the-list' | 'nothing-to-withdraw'>> {
  const point = await lockOpenPoint(tx, input.pointId, now)
  if (point === undefined) return { refusal: 'not-before-the-list' }
  const row = await tx
    .updateTable('meetings_point_answer')
    .set((update) => ({ withdrawn_at: now, text: '', name: null, is_named: false, revision: update('revision', '+', 1) }))
    .where('point_id', '=', input.pointId)
    .where('asked_id', '=', input.askedId)
    .where('withdrawn_at', 'is', null)
    .returning('number')
    .executeTakeFirst()
  if (row === undefined) return { refusal: 'nothing-to-withdraw' }
  if (point.meeting_id !== null) await moveRoom(tx, point.meeting_id)
  await appendAct(tx, actor, { ...(await actFor(tx, input.pointId, point)), act: 'point-answer-withdrawn', detail: { point: point.number, answer: row.number } }, now)
  return { number: row.number }
}

function lockOpenPoint(tx: Tx, pointId: Id, now: Instant) {
  return tx
    .selectFrom('meetings_point')
    .select(['forum_id', 'meeting_id', 'number'])
    .where('id', '=', pointId)
    .where('confirmed_at', 'is', null)
    .where('confirm_until', '>=', dateInZone(now, ANYWHERE_ON_EARTH))
    .forUpdate()
    .executeTakeFirst()
}

function findKnown(tx: Tx, { pointId, askedId, formKey }: PointAnswerInput) {
  const query = tx.selectFrom('meetings_point_answer').select(['id', 'number', 'revision', 'asked_id']).where('point_id', '=', pointId)
  if (askedId !== null) return query.where('asked_id', '=', askedId).executeTakeFirst()
  return formKey === null ? Promise.resolve(undefined) : query.where('form_key', '=', formKey).executeTakeFirst()
}
