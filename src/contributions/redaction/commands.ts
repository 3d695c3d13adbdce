import { sql } from 'kysely'
import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { findCycleById, lockCycleForInput } from '../../forums/queries.ts'
import { appendAct } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import { locate, moveRange, type Marking, type MarkingRefusal } from '../../shared/quote.ts'
import { formatAnswerRef } from '../../shared/refs.ts'
import { documentRef } from '../documents/model.ts'
import { lockDocument, readText } from '../documents/queries.ts'
import { isRefusal, type Refusal } from '../../shared/result.ts'
import type { Instant } from '../../shared/time.ts'
import type { RedactionReason } from './model.ts'

export interface ToRedact {
  readonly cycleId: Id<'cycle'>
  readonly answerId: Id
  readonly marking: Marking
  readonly reason: RedactionReason
  /** For the desk alone. */
  readonly note?: string | undefined
}

/**
 * Takes words of an answer from every public page and folder; the desk keeps the full text. Refuses `answer-not-found` (in this
 * cycle), `already-redacted` (these very words), and what finding words refuses: `quote-not-found`, `quote-not-unique`, `range-out-of-text`.
 */
export async function redactAnswer(
  tx: Tx,
  actor: Actor,
  input: ToRedact,
  now: Instant,
): Promise<{ redactionId: Id<'redaction'> } | MarkingRefusal | Refusal<'answer-not-found' | 'already-redacted'>> {
  await lockCycleForInput(tx, input.cycleId)
  const answer = await lockAnswer(tx, input.cycleId, input.answerId)
  if (answer === undefined) return { refusal: 'answer-not-found' }
  const redactionId = await insertRedaction(tx, { ...input, text: answer.text, of: { contribution_id: answer.contribution_id, answer_id: input.answerId, attachment_id: null } }, now)
  if (isRefusal(redactionId)) return redactionId
  await record(tx, actor, { input, source: answer, act: 'answer-redacted', reason: input.reason, note: input.note }, now)
  return { redactionId }
}

/**
 * Takes words of an attached document's text from every public page and folder, and with them the file itself, which the desk keeps.
 * Refuses `document-not-found` (in this cycle, or without text), `already-redacted`, and what finding words refuses.
 */
export async function redactDocument(
  tx: Tx,
  actor: Actor,
  input: Omit<ToRedact, 'answerId'> & { readonly attachmentId: Id },
  now: Instant,
): Promise<{ redactionId: Id<'redaction'> } | MarkingRefusal | Refusal<'document-not-found' | 'already-redacted'>> {
  await lockCycleForInput(tx, input.cycleId)
  const document = await lockFile(tx, input.cycleId, input.attachmentId)
  const text = document === undefined ? '' : await readText(tx, input.attachmentId)
  if (document === undefined || text === '') return { refusal: 'document-not-found' }
  const redactionId = await insertRedaction(tx, { ...input, text, of: { contribution_id: document.contribution_id, answer_id: null, attachment_id: input.attachmentId } }, now)
  if (isRefusal(redactionId)) return redactionId
  await record(tx, actor, { input, source: document, act: 'document-redacted', reason: input.reason, note: input.note }, now)
  return { redactionId }
}

interface ToInsert extends Pick<ToRedact, 'marking' | 'reason' | 'note'> {
  readonly text: string
  readonly of: { readonly contribution_id: Id; readonly answer_id: Id | null; readonly attachment_id: Id | null }
}

async function insertRedaction(tx: Tx, { marking, reason, note, text, of }: ToInsert, now: Instant): Promise<Id<'redaction'> | MarkingRefusal | Refusal<'already-redacted'>> {
  const range = locate(text, marking)
  if (isRefusal(range)) return range
  const id = newId<'redaction'>()
  const made = await tx
    .insertInto('contributions_redaction')
    .values({ id, ...of, range_start: range.start, range_end: range.end, reason, note: note ?? null, redacted_at: now, lifted_at: null, lifted_reason: null })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  return made === undefined ? { refusal: 'already-redacted' } : id
}

/** Shows redacted words again, with a reason for the desk. Refuses `already-lifted`: it was lifted meanwhile, or is none of this cycle. */
export async function liftRedaction(
  tx: Tx,
  actor: Actor,
  input: { readonly cycleId: Id<'cycle'>; readonly redactionId: Id; readonly reason: string },
  now: Instant,
): Promise<{ lifted: true } | Refusal<'already-lifted'>> {
  await lockCycleForInput(tx, input.cycleId)
  const found = await tx.selectFrom('contributions_redaction').select(['answer_id', 'attachment_id']).where('id', '=', input.redactionId).executeTakeFirst()
  const source = found === undefined ? undefined : found.answer_id === null ? await lockFile(tx, input.cycleId, found.attachment_id ?? input.redactionId) : await lockAnswer(tx, input.cycleId, found.answer_id)
  if (source === undefined) return { refusal: 'already-lifted' }
  const lifted = await tx
    .updateTable('contributions_redaction')
    .set({ lifted_at: now, lifted_reason: input.reason })
    .where('id', '=', input.redactionId)
    .where('lifted_at', 'is', null)
    .returning('reason')
    .executeTakeFirst()
  if (lifted === undefined) return { refusal: 'already-lifted' }
  await record(tx, actor, { input, source, act: 'redaction-lifted', reason: lifted.reason, note: input.reason }, now)
  return { lifted: true }
}

/**
 * Moves what is redacted in an answer to where its words stand in the amended text. False where one cannot be found there for certain:
 * then nothing of the text may be shown before a person has looked.
 */
export async function moveRedactions(tx: Tx, answerId: Id, earlier: string, later: string): Promise<boolean> {
  const rows = await tx.selectFrom('contributions_redaction').select(['id', 'range_start', 'range_end']).where('answer_id', '=', answerId).where('lifted_at', 'is', null).execute()
  const moved = rows.map(({ id, range_start: start, range_end: end }) => ({ id, range: moveRange(earlier, later, { start, end }) }))
  // Out of each other's way first: one may come to stand where another stood.
  for (const { id } of moved) await tx.updateTable('contributions_redaction').set({ range_start: sql`-1 - range_start` }).where('id', '=', id).execute()
  for (const { id, range } of moved) {
    const set = range === undefined ? { range_start: sql<number>`-1 - range_start` } : { range_start: range.start, range_end: range.end }
    await tx.updateTable('contributions_redaction').set(set).where('id', '=', id).execute()
  }
  return moved.every(({ range }) => range !== undefined)
}

/** The answer, held with its contribution until the transaction ends: its text stays what the places were counted in. */
async function lockAnswer(tx: Tx, cycleId: Id, answerId: Id) {
  return tx
    .selectFrom('contributions_answer')
    .innerJoin('contributions_contribution', 'contributions_contribution.id', 'contribution_id')
    .select(['contributions_answer.text', 'contributions_answer.number', 'contribution_id', 'contributions_contribution.number as contribution_number', 'forum_id'])
    .where('contributions_answer.id', '=', answerId)
    .where('cycle_id', '=', cycleId)
    .forUpdate()
    .executeTakeFirst()
}

/** The attached file, its text held until the transaction ends: what is typed anew waits. */
async function lockFile(tx: Tx, cycleId: Id, attachmentId: Id) {
  await lockDocument(tx, attachmentId)
  return tx
    .selectFrom('contributions_attachment')
    .innerJoin('contributions_contribution', 'contributions_contribution.id', 'contribution_id')
    .select(['contribution_id', 'contributions_contribution.number as contribution_number', 'position', 'forum_id'])
    .where('contributions_attachment.id', '=', attachmentId)
    .where('cycle_id', '=', cycleId)
    .executeTakeFirst()
}

interface Recorded {
  readonly input: { readonly cycleId: Id<'cycle'> }
  readonly source: { readonly contribution_id: Id; readonly contribution_number: number; readonly forum_id: Id } & ({ readonly number: number } | { readonly position: number })
  readonly act: 'answer-redacted' | 'document-redacted' | 'redaction-lifted'
  readonly reason: RedactionReason
  readonly note: string | undefined
}

/** Neither the words nor their places are in the record: only that it was done, where, and for what kind of reason. */
async function record(tx: Tx, actor: Actor, { input: { cycleId }, source, act, reason, note }: Recorded, now: Instant): Promise<void> {
  const cycle = (await findCycleById(tx, cycleId))?.slug ?? ''
  const ref = 'number' in source ? formatAnswerRef(cycle, source.contribution_number, source.number) : `${cycle}/${documentRef(source.contribution_number, source.position)}`
  const texts = note === undefined ? {} : { note: { text: note, isPublic: false } }
  const subject = { kind: 'contribution', id: source.contribution_id }
  await appendAct(tx, actor, { forumId: source.forum_id as Id<'forum'>, cycleId, act, subject, detail: { ref, reason }, texts }, now)
}
