import { sql } from 'kysely'
import type { Tx } from '../platform/database.ts'
import { newId } from '../platform/new-id.ts'
import type { Upload } from '../platform/uploads.ts'
import { callState, isLateAt, isLateOn, type Call } from '../calls/model.ts'
import { lockCallForInput } from '../calls/queries.ts'
import { findCycleById, lockCycleForInput } from '../forums/queries.ts'
import { appendAct, enqueueMail } from '../record/commands.ts'
import type { Actor } from '../record/model.ts'
import { canonicalJson } from '../shared/canonical-json.ts'
import type { Id } from '../shared/ids.ts'
import { formatRef } from '../shared/refs.ts'
import type { Refusal } from '../shared/result.ts'
import { dateInZone, type Instant, type PlainDate } from '../shared/time.ts'
import type { Capacity, Channel, Consent } from '../shared/vocabularies.ts'
import { areChoicesOf, insertChoices } from './choices/commands.ts'
import type { Choice } from './choices/model.ts'
import { addOneToTally, moveInTally } from './tally/commands.ts'

/** What was sent, by whom, and what may be published of it. Undefined is not recorded. */
export interface Sent {
  readonly cycleId: Id<'cycle'>
  readonly callId: Id<'call'>
  readonly contributor?: string | undefined
  readonly organisation?: string | undefined
  readonly capacity?: Capacity | undefined
  readonly country?: string | undefined
  readonly stakeholderGroup?: string | undefined
  /** Decided by whoever takes the form: chosen, suggested from the country and left standing, `none`, or not said. */
  readonly regionalGroup?: string | undefined
  readonly language?: string | undefined
  readonly consent: Consent
  readonly mail?: string | undefined
  readonly answers: readonly { readonly questionId: Id<'question'>; readonly text: string }[]
  /** What was chosen in answer to closed questions. */
  readonly choices?: readonly Choice[] | undefined
  /** The variant of the call that was answered. */
  readonly variantId?: Id<'variant'> | undefined
  readonly attachments: readonly Upload[]
  /** Made with the form: the same form sent twice is one contribution. */
  readonly formKey: Id
}

export interface SentByForm extends Sent {
  /** Of the call, as the form showed it. */
  readonly revision: number
  /** The mail that confirms it, once it has a number; only sent when there is an address. */
  readonly writeReceipt: (received: Received) => { readonly subject: string; readonly body: string }
}

export interface Entered extends Sent {
  readonly channel: Exclude<Channel, 'web' | 'import'>
  /** The day by which it had come. */
  readonly receivedBy: PlainDate
  readonly label?: string | undefined
}

export interface Received {
  readonly contributionId: Id<'contribution'>
  readonly number: number
  /** The cycle's reference for it, `2017/C-14`. */
  readonly ref: string
}

type Closed = Refusal<'call-closed'> & { readonly closedAt: Instant | null; readonly reason: string | null }
type Declined = Refusal<'nothing-said' | 'unknown-question' | 'form-used'> | Closed
export type SendRefusal = Declined | Refusal<'call-changed' | 'not-open-yet' | 'deadline-over'>

/**
 * Takes a contribution sent by the public form. Sent twice (a double click), the first one is answered again; the same form sent
 * again with other words is `form-used`, so that nothing typed is taken for received. Refuses also `call-closed`, `not-open-yet`,
 * `deadline-over` (firm deadlines only), `call-changed` (the questions are no longer those that were answered), `nothing-said`.
 */
export async function sendContribution(tx: Tx, actor: Actor, input: SentByForm, now: Instant): Promise<Received | SendRefusal> {
  const before = await findByFormKey(tx, input)
  if (before !== undefined) return before
  const call = await lockPlace(tx, input)
  const state = callState(call, now)
  if (state === 'closed') return closed(call)
  if (state === 'not-yet' || state === 'draft') return { refusal: 'not-open-yet' }
  if (state === 'over') return { refusal: 'deadline-over' }
  if (input.revision !== call.revision) return { refusal: 'call-changed' }
  const arrival = { channel: 'web' as const, received_at: now, received_by: dateInZone(now, 'UTC'), is_late: isLateAt(call, now), label: null }
  const received = await insertContribution(tx, call, input, arrival)
  if ('refusal' in received) return received
  if (input.mail !== undefined) {
    const receipt = input.writeReceipt(received)
    await enqueueMail(tx, { forumId: call.forumId, recipient: input.mail, ...receipt, cause: `receipt:${received.contributionId}` }, now)
  }
  await record(tx, actor, { call, input, received, arrival }, now)
  return received
}

/**
 * Enters, at the desk, one that came by mail, letter, list or at a meeting. Refuses `received-in-future`, and `call-closed` when it
 * came after the day on which the call was closed; what came earlier may be entered later.
 */
export async function enterContribution(tx: Tx, actor: Actor, input: Entered, now: Instant): Promise<Received | Declined | Refusal<'received-in-future'>> {
  const before = await findByFormKey(tx, input)
  if (before !== undefined) return before
  const call = await lockPlace(tx, input)
  // Today is already tomorrow in the east: a day is in the future when it has begun nowhere.
  if (input.receivedBy > dateInZone(now, '+14:00')) return { refusal: 'received-in-future' }
  if (call.closedAt !== null && !call.isOpen && input.receivedBy > dateInZone(call.closedAt, '+14:00')) return closed(call)
  const arrival = { channel: input.channel, received_at: null, received_by: input.receivedBy, is_late: isLateOn(call, input.receivedBy), label: input.label ?? null }
  const received = await insertContribution(tx, call, input, arrival)
  if ('refusal' in received) return received
  await record(tx, actor, { call, input, received, arrival }, now)
  return received
}

/** Withdraws a contribution: the row and its number stay, its words leave the public pages. Refuses `already-withdrawn`. */
export async function withdrawContribution(
  tx: Tx,
  actor: Actor,
  input: { contributionId: Id<'contribution'>; cycleId: Id<'cycle'>; reason?: string | undefined },
  now: Instant,
): Promise<{ withdrawnAt: Instant } | Refusal<'already-withdrawn'>> {
  await lockCycleForInput(tx, input.cycleId)
  const withdrawn = await tx
    .updateTable('contributions_contribution')
    .set({ withdrawn_at: now, withdrawn_reason: input.reason ?? null })
    .where('id', '=', input.contributionId)
    .where('cycle_id', '=', input.cycleId)
    .where('withdrawn_at', 'is', null)
    .returning(['forum_id', 'cycle_id', 'call_id', 'number', 'consent', 'received_at', 'received_by', 'withdrawn_at', 'declined_at', 'stakeholder_group', 'regional_group', 'capacity'])
    .executeTakeFirst()
  if (withdrawn === undefined) return { refusal: 'already-withdrawn' }
  await moveInTally(tx, { ...withdrawn, withdrawn_at: null }, withdrawn)
  const cycle = await findCycleById(tx, input.cycleId)
  await appendAct(
    tx,
    actor,
    {
      forumId: withdrawn.forum_id as Id<'forum'>,
      cycleId: input.cycleId,
      act: 'contribution-withdrawn',
      subject: { kind: 'contribution', id: input.contributionId },
      detail: { ref: formatRef(cycle?.slug ?? '', 'C', withdrawn.number) },
      texts: input.reason === undefined ? {} : { reason: { text: input.reason, isPublic: withdrawn.consent !== 'not-at-all' } },
    },
    now,
  )
  return { withdrawnAt: now }
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

/** The gate first, then the call, always in this order. */
async function lockPlace(tx: Tx, { cycleId, callId }: Pick<Sent, 'cycleId' | 'callId'>): Promise<Call> {
  await lockCycleForInput(tx, cycleId)
  const call = await lockCallForInput(tx, callId)
  if (call?.cycleId !== cycleId) throw new Error(`There is no call ${callId} in cycle ${cycleId}`)
  return call
}

function closed(call: Call): Closed {
  return { refusal: 'call-closed', closedAt: call.closedAt, reason: call.closedReason }
}

interface Arrival {
  readonly channel: Channel
  readonly received_at: Instant | null
  readonly received_by: PlainDate
  readonly is_late: boolean
  readonly label: string | null
}

async function insertContribution(tx: Tx, call: Call, input: Sent, arrival: Arrival): Promise<Received | Declined> {
  const answers = input.answers.filter(({ text }) => text !== '')
  const choices = (input.choices ?? []).filter(({ options }) => options.length > 0)
  if (answers.length === 0 && choices.length === 0 && input.attachments.length === 0) return { refusal: 'nothing-said' }
  const numbers = new Map(call.questions.map((question) => [question.id, question.number]))
  if (answers.some(({ questionId }) => !numbers.has(questionId)) || !areChoicesOf(call.questions, choices)) return { refusal: 'unknown-question' }
  if (input.variantId !== undefined && !call.variants.some(({ id }) => id === input.variantId)) return { refusal: 'unknown-question' }
  const number = await lockNextNumber(tx, call.cycleId)
  const id = newId<'contribution'>()
  const row = toRow(call, input, arrival, id, number)
  const made = await tx.insertInto('contributions_contribution').values(row).onConflict((conflict) => conflict.column('form_key').doNothing()).returning('id').executeTakeFirst()
  if (made === undefined) return (await findByFormKey(tx, input)) ?? { refusal: 'form-used' }
  if (answers.length > 0) {
    const rows = answers.map(({ questionId, text }) => ({ id: newId(), contribution_id: id, question_id: questionId, number: numbers.get(questionId) ?? 0, text }))
    await tx.insertInto('contributions_answer').values(rows).execute()
  }
  await insertChoices(tx, id, call.questions, choices)
  if (input.attachments.length > 0) {
    const rows = input.attachments.map((file, place) => ({ id: newId(), contribution_id: id, position: place + 1, name: file.name, media_type: file.mediaType, size: file.size, sha256: file.sha256 }))
    await tx.insertInto('contributions_attachment').values(rows).execute()
  }
  await addOneToTally(tx, row)
  const cycle = await findCycleById(tx, call.cycleId)
  return { contributionId: id, number, ref: formatRef(cycle?.slug ?? '', 'C', number) }
}

function toRow(call: Call, input: Sent, arrival: Arrival, id: Id<'contribution'>, number: number) {
  return {
    id,
    forum_id: call.forumId,
    cycle_id: call.cycleId,
    call_id: call.id,
    variant_id: input.variantId ?? null,
    number,
    ...toSender(input),
    ...arrival,
    withdrawn_at: null,
    withdrawn_reason: null,
    held_at: null,
    declined_at: null,
    moderated_for: null,
    moderated_note: null,
    sender_asked_at: null,
    sender_confirmed_at: null,
    form_key: input.formKey,
    source_key: null,
    source_digest: null,
  }
}

/** Who sent it and on what terms, as its row has them. */
function toSender(input: Sent) {
  return {
    contributor: input.contributor ?? null,
    organisation: input.organisation ?? null,
    capacity: input.capacity ?? null,
    country: input.country ?? null,
    stakeholder_group: input.stakeholderGroup ?? null,
    regional_group: input.regionalGroup ?? null,
    language: input.language ?? null,
    consent: input.consent,
    mail: input.mail ?? null,
  }
}

/** The contribution that this very form made; a refusal when it was made of other words, or with another name or consent. */
async function findByFormKey(tx: Tx, input: Sent): Promise<Received | Refusal<'form-used'> | undefined> {
  const row = await tx.selectFrom('contributions_contribution').selectAll().where('form_key', '=', input.formKey).executeTakeFirst()
  if (row === undefined) return undefined
  const stored = await tx.selectFrom('contributions_answer').select(['question_id', 'text']).where('contribution_id', '=', row.id).execute()
  const chosen = await tx.selectFrom('contributions_choice').select(['question_id', 'option_number', 'place']).where('contribution_id', '=', row.id).orderBy('place').orderBy('option_number').execute()
  const files = await tx.selectFrom('contributions_attachment').select('sha256').where('contribution_id', '=', row.id).execute()
  const kept = wordsOf(stored.map((each) => [each.question_id, each.text]), files.map((file) => file.sha256), { ...row, choices: chosen.map((each) => [each.question_id, each.option_number]) })
  const sent = wordsOf(input.answers.filter(({ text }) => text !== '').map(({ questionId, text }) => [questionId, text]), input.attachments.map((file) => file.sha256), {
    ...toSender(input),
    choices: (input.choices ?? []).flatMap(({ questionId, options }) => options.map((option) => [questionId, option] as const)),
  })
  if (row.call_id !== input.callId || kept !== sent) return { refusal: 'form-used' }
  const cycle = await findCycleById(tx, row.cycle_id)
  return { contributionId: row.id as Id<'contribution'>, number: row.number, ref: formatRef(cycle?.slug ?? '', 'C', row.number) }
}

function wordsOf(answers: readonly (readonly [string, string])[], files: readonly string[], of: ReturnType<typeof toSender> & { choices: readonly (readonly [string, number])[] }): string {
  const who = [of.contributor, of.organisation, of.capacity, of.country, of.stakeholder_group, of.regional_group, of.language, of.consent, of.mail]
  // By question, and within one in the order given, which a ranking means.
  const choices = Object.fromEntries([...Map.groupBy(of.choices, ([question]) => question)].map(([question, own]) => [question, own.map(([, option]) => option)]))
  return canonicalJson([Object.fromEntries(answers), choices, [...files].sort(), who])
}

/** What was sent is committed to as a whole; only the desk can read it in the record, for it may hold what must not be published. */
async function record(tx: Tx, actor: Actor, what: { call: Call; input: Sent; received: Received; arrival: Arrival }, now: Instant): Promise<void> {
  const { call, input, received, arrival } = what
  const { mail: _mail, formKey: _formKey, cycleId: _cycleId, callId: _callId, ...sent } = input
  const answers = sent.answers.filter(({ text }) => text !== '')
  await appendAct(
    tx,
    actor,
    {
      forumId: call.forumId,
      cycleId: call.cycleId,
      act: 'contribution-received',
      subject: { kind: 'contribution', id: received.contributionId },
      detail: { ref: received.ref, call: call.slug, channel: arrival.channel, answers: answers.length, files: sent.attachments.length, late: arrival.is_late },
      texts: { sent: { text: canonicalJson({ ...sent, writeReceipt: undefined, answers }), isPublic: false } },
    },
    now,
  )
}
