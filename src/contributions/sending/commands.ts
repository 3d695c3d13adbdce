import { sql } from 'kysely'
import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { callState, callStateFor, isLateAt, type Call, type CallState } from '../../calls/model.ts'
import { lockCallForInput } from '../../calls/queries.ts'
import { findCycleById, findForumById, lockCycleForInput } from '../../forums/queries.ts'
import { appendActs, enqueueMails } from '../../record/commands.ts'
import type { Act, Actor } from '../../record/model.ts'
import { canonicalJson } from '../../shared/canonical-json.ts'
import type { Id } from '../../shared/ids.ts'
import { formatRef } from '../../shared/refs.ts'
import type { Refusal } from '../../shared/result.ts'
import { dateInZone, type Instant } from '../../shared/time.ts'
import type { Confirmation } from '../../shared/vocabularies.ts'
import { areChoicesOf, insertChoices } from '../choices/commands.ts'
import { addToTally, gatherCount, type Counts } from '../tally/commands.ts'
import { stateOnArrival, toOthers, toSender, wordsOf, type Arrival, type ContributionState, type Sent } from './model.ts'

export interface SentByForm extends Sent {
  /** Of the call, as the form showed it. */
  readonly revision: number
  /** Left out: by the form. By mail it came in answer to a mail of ours, which has confirmed the address already; so has who takes a post of theirs on a list. */
  readonly channel?: 'mail' | 'list' | undefined
  /** The mail that confirms it, once it has a number; only sent when there is an address. */
  readonly writeReceipt: (received: Received) => { readonly subject: string; readonly body: string; readonly language?: string | undefined }
}

export interface Received {
  readonly contributionId: Id<'contribution'>
  readonly number: number
  /** The cycle's reference for it, `2017/C-14`. */
  readonly ref: string
  readonly state: ContributionState
}

export type Closed = Refusal<'call-closed'> & { readonly closedAt: Instant | null; readonly reason: string | null }
export type Declined = Refusal<'nothing-said' | 'unknown-question' | 'form-used'> | Closed
export type SendRefusal = Declined | Refusal<'call-changed' | 'not-open-yet' | 'deadline-over'>

export interface Sending {
  readonly input: SentByForm
  /** When it is taken: of several taken together each has its own. */
  readonly now: Instant
  /** When it came, where that was before: then it is in time if it was then. */
  readonly cameAt?: Instant | undefined
}

/** A call with what is needed to take something for it, held until the transaction ends. */
export interface Place {
  readonly call: Call
  readonly cycle: string
  readonly confirmation: Confirmation
}

/**
 * Takes contributions to one call in one transaction; each is taken or refused by itself, answered in the same order. What is waited
 * for when many come at once (the numbers, the tallies, the head of the record, the disk) is waited for once for all of them. Refusals
 * as of `sendContribution`: nothing is written of what is refused.
 */
export async function sendContributions(tx: Tx, actor: Actor, sendings: readonly Sending[]): Promise<(Received | SendRefusal)[]> {
  const [first] = sendings
  if (first === undefined) return []
  const place = await lockPlace(tx, first.input)
  const next = await lockNextNumber(tx, place.call.cycleId)
  const before = await findByFormKeys(tx, place, sendings.map(({ input }) => input.formKey))
  const outcomes: (Received | SendRefusal)[] = []
  const taken: Taken[] = []
  const byKey = new Map<string, Taken>()
  for (const { input, now, cameAt } of sendings) {
    const known = before.get(input.formKey)
    const twin = byKey.get(input.formKey)
    if (known !== undefined) outcomes.push(known.callId === input.callId && known.words === sayWords(input) ? known.received : { refusal: 'form-used' })
    else if (twin !== undefined) outcomes.push(sayWords(twin.input) === sayWords(input) ? twin.received : { refusal: 'form-used' })
    else {
      const refused = refuse(place.call, input, cameAt === undefined ? callState(place.call, now) : callStateFor(place.call, cameAt))
      if (refused !== undefined) outcomes.push(refused)
      else {
        const one = prepare(place, input, { now, cameAt: cameAt ?? now }, next + taken.length)
        taken.push(one)
        byKey.set(input.formKey, one)
        outcomes.push(one.received)
      }
    }
  }
  await write(tx, actor, place, taken)
  return outcomes
}

function refuse(call: Call, input: SentByForm, state: CallState): SendRefusal | undefined {
  if (state === 'closed') return closed(call)
  if (state === 'not-yet' || state === 'draft') return { refusal: 'not-open-yet' }
  if (state === 'over') return { refusal: 'deadline-over' }
  if (input.revision !== call.revision) return { refusal: 'call-changed' }
  return refuseWords(call, input)
}

/** What has no words and no file, and what answers a question that is not asked. */
export function refuseWords(call: Call, input: Sent): Refusal<'nothing-said' | 'unknown-question'> | undefined {
  const answers = input.answers.filter(({ text }) => text !== '')
  const choices = (input.choices ?? []).filter(({ options }) => options.length > 0)
  if (answers.length === 0 && choices.length === 0 && input.attachments.length === 0) return { refusal: 'nothing-said' }
  if (!areChoicesOf(call.questions, choices)) return { refusal: 'unknown-question' }
  if (input.variantId !== undefined && !call.variants.some(({ id }) => id === input.variantId)) return { refusal: 'unknown-question' }
  const asked = new Set(call.questions.map(({ id }) => id))
  return answers.some(({ questionId }) => !asked.has(questionId)) ? { refusal: 'unknown-question' } : undefined
}

export function closed(call: Call): Closed {
  return { refusal: 'call-closed', closedAt: call.closedAt, reason: call.closedReason }
}

/** One that is about to be written. */
export interface Taken {
  readonly input: Sent
  readonly now: Instant
  readonly arrival: Arrival
  readonly received: Received
  readonly writeReceipt?: SentByForm['writeReceipt'] | undefined
}

function prepare({ call, cycle, confirmation }: Place, input: SentByForm, { now, cameAt }: { readonly now: Instant; readonly cameAt: Instant }, number: number): Taken {
  const isConfirmed = confirmation === 'mail' && input.channel !== undefined
  const state = stateOnArrival(isConfirmed ? 'none' : confirmation, input.waitsForClearance === true)
  const arrival: Arrival = { channel: input.channel ?? 'web', received_at: cameAt, received_by: dateInZone(cameAt, 'UTC'), is_late: isLateAt(call, cameAt), label: null, state }
  return { input, now, arrival, received: { contributionId: newId(), number, ref: formatRef(cycle, 'C', number), state }, writeReceipt: input.writeReceipt }
}

/** The gate first, then the call, always in this order. */
export async function lockPlace(tx: Tx, { cycleId, callId }: Pick<Sent, 'cycleId' | 'callId'>): Promise<Place> {
  await lockCycleForInput(tx, cycleId)
  const call = await lockCallForInput(tx, callId)
  if (call?.cycleId !== cycleId) throw new Error(`There is no call ${callId} in cycle ${cycleId}`)
  const [cycle, forum] = [await findCycleById(tx, cycleId), await findForumById(tx, call.forumId)]
  return { call, cycle: cycle?.slug ?? '', confirmation: forum?.confirmation ?? 'none' }
}

/** The next number of a cycle's contributions that is neither taken nor promised to an import, held until the transaction ends, so that no two take it. */
export async function lockNextNumber(tx: Tx, cycleId: Id<'cycle'>): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`contributions:${cycleId}`}, 0))`.execute(tx)
  const { rows } = await sql<{ number: number }>`
    select greatest(
      (select max(number) from contributions_contribution where cycle_id = ${cycleId}),
      (select number from contributions_reservation where cycle_id = ${cycleId}), 0) + 1 as number`.execute(tx)
  return rows[0]?.number ?? 1
}

/** Writes what was found good: rows, then what others wait for (tallies), mails, and the record last. As one JSON text for each table: many rows are then as small a statement as one. */
export async function write(tx: Tx, actor: Actor, place: Place, taken: readonly Taken[]): Promise<void> {
  if (taken.length === 0) return
  const rows = taken.map((one) => toRow(place.call, one))
  await sql`insert into contributions_contribution select * from json_populate_recordset(null::contributions_contribution, ${JSON.stringify(rows)}::json)`.execute(tx)
  await insertParts(tx, place.call, taken)
  const counts: Counts = new Map()
  for (const row of rows) gatherCount(counts, row)
  await addToTally(tx, counts)
  await enqueueMails(tx, taken.flatMap((one) => toMail(place.call, one)))
  await appendActs(tx, actor, taken.map((one) => ({ act: toAct(place.call, one), now: one.now })))
}

async function insertParts(tx: Tx, call: Call, taken: readonly Taken[]): Promise<void> {
  const numbers = new Map(call.questions.map((question) => [question.id, question.number]))
  const answers = taken.flatMap(({ input, received }) =>
    said(input).map(({ questionId, text }) => ({ id: newId(), contribution_id: received.contributionId, question_id: questionId, number: numbers.get(questionId) ?? 0, text })),
  )
  const files = taken.flatMap(({ input, received }) =>
    input.attachments.map((file, index) => ({ id: newId(), contribution_id: received.contributionId, position: index + 1, name: file.name, media_type: file.mediaType, size: file.size, sha256: file.sha256 })),
  )
  const others = taken.flatMap(({ input, received }) => toOthers(input.others ?? []).map((other) => ({ id: newId(), contribution_id: received.contributionId, ...other })))
  if (answers.length > 0) await sql`insert into contributions_answer select * from json_populate_recordset(null::contributions_answer, ${JSON.stringify(answers)}::json)`.execute(tx)
  if (files.length > 0) await sql`insert into contributions_attachment select * from json_populate_recordset(null::contributions_attachment, ${JSON.stringify(files)}::json)`.execute(tx)
  if (others.length > 0) await sql`insert into contributions_contributor select * from json_populate_recordset(null::contributions_contributor, ${JSON.stringify(others)}::json)`.execute(tx)
  for (const { input, received } of taken) if ((input.choices?.length ?? 0) > 0) await insertChoices(tx, received.contributionId, call.questions, input.choices ?? [])
  // What was being written is now what was sent; what those who clear it said of it goes along.
  const keys = taken.map(({ input }) => input.formKey)
  await sql`update contributions_remark r set contribution_id = c.id, unsent_id = null from contributions_contribution c where c.form_key = r.unsent_id and r.unsent_id = any(${keys}::uuid[])`.execute(tx)
  await tx.deleteFrom('contributions_unsent').where('id', 'in', keys).execute()
}

function said(input: Sent): Sent['answers'] {
  return input.answers.filter(({ text }) => text !== '')
}

function toRow(call: Call, { input, arrival, received }: Taken) {
  return {
    id: received.contributionId,
    forum_id: call.forumId,
    cycle_id: call.cycleId,
    call_id: call.id,
    variant_id: input.variantId ?? null,
    number: received.number,
    ...toSender(input),
    ...arrival,
    withdrawn_at: null,
    withdrawn_reason: null,
    declined_at: null,
    form_key: input.formKey,
    invitation_id: input.invitationId ?? null,
    clearance: input.clearance ?? null,
  }
}

function toMail(call: Call, { input, received, writeReceipt, now }: Taken) {
  if (input.mail === undefined || writeReceipt === undefined) return []
  return [{ mail: { forumId: call.forumId, recipient: input.mail, ...writeReceipt(received), occasion: 'contribution-receipt', about: { kind: 'contribution', id: received.contributionId }, cause: `receipt:${received.contributionId}` }, now }] as const
}

/** What was sent is committed to as a whole; only the desk can read it in the record, for it may hold what must not be published. */
function toAct(call: Call, { input, arrival, received }: Taken): Act {
  const { mail: _mail, formKey: _formKey, cycleId: _cycleId, callId: _callId, ...sent } = input
  const answers = said(input)
  const detail = { ref: received.ref, call: call.slug, channel: arrival.channel, answers: answers.length, files: sent.attachments.length, late: arrival.is_late }
  const about = { forumId: call.forumId, cycleId: call.cycleId, subject: { kind: 'contribution', id: received.contributionId } }
  const texts = { sent: { text: canonicalJson({ ...sent, writeReceipt: undefined, answers }), isPublic: false } }
  if (arrival.state === 'received') return { ...about, act: 'contribution-received', detail, texts }
  return { ...about, act: 'contribution-kept', detail: { ...detail, waitsFor: arrival.state === 'pending-clearance' ? 'clearance' : 'confirmation' }, texts }
}

function sayWords(input: Sent): string {
  return wordsOf({
    answers: said(input).map(({ questionId, text }) => [questionId, text]),
    choices: (input.choices ?? []).flatMap(({ questionId, options }) => options.map((option) => [questionId, option] as const)),
    files: input.attachments.map((file) => file.sha256),
    sender: toSender(input),
    others: toOthers(input.others ?? []),
  })
}

interface SentBefore {
  readonly received: Received
  readonly callId: Id
  readonly words: string
}

/** The contributions that these very forms made, with their words: a form sent again is compared with what it sent first. */
export async function findByFormKeys(tx: Tx, { cycle }: Pick<Place, 'cycle'>, keys: readonly Id[]): Promise<Map<Id, SentBefore>> {
  const rows = await tx.selectFrom('contributions_contribution').selectAll().where('form_key', 'in', [...new Set(keys)]).execute()
  const found = new Map<Id, SentBefore>()
  if (rows.length === 0) return found
  const ids = rows.map(({ id }) => id)
  const answers = await tx.selectFrom('contributions_answer').select(['contribution_id', 'question_id', 'text']).where('contribution_id', 'in', ids).execute()
  const files = await tx.selectFrom('contributions_attachment').select(['contribution_id', 'sha256']).where('contribution_id', 'in', ids).execute()
  const chosen = await tx.selectFrom('contributions_choice').select(['contribution_id', 'question_id', 'option_number']).where('contribution_id', 'in', ids).orderBy('place').orderBy('option_number').execute()
  const others = await tx.selectFrom('contributions_contributor').selectAll().where('contribution_id', 'in', ids).orderBy('position').execute()
  for (const row of rows) {
    const words = wordsOf({
      answers: answers.filter((answer) => answer.contribution_id === row.id).map((answer) => [answer.question_id, answer.text]),
      choices: chosen.filter((each) => each.contribution_id === row.id).map((each) => [each.question_id, each.option_number]),
      files: files.filter((file) => file.contribution_id === row.id).map((file) => file.sha256),
      sender: row,
      others: others.filter((other) => other.contribution_id === row.id),
    })
    const received = { contributionId: row.id as Id<'contribution'>, number: row.number, ref: formatRef(cycle, 'C', row.number), state: row.state }
    if (row.form_key !== null) found.set(row.form_key, { received, callId: row.call_id, words })
  }
  return found
}

/** Says under which reference of the library a contribution is listed that was published elsewhere; the first one stays. */
export async function nameReference(tx: Tx, input: { readonly contributionId: Id; readonly referenceId: Id }): Promise<void> {
  await tx.updateTable('contributions_contribution').set({ reference_id: input.referenceId }).where('id', '=', input.contributionId).where('reference_id', 'is', null).execute()
}

/** Whether the words of a form are those that it sent before. */
export function isSame(before: SentBefore, input: Sent): boolean {
  return before.callId === input.callId && before.words === sayWords(input)
}
