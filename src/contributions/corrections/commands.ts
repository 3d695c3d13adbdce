import { sql } from 'kysely'
import { violatedUnique, type Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { findCycleById, lockCycleForInput } from '../../forums/queries.ts'
import { appendAct, enqueueMail } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import { canonicalJson } from '../../shared/canonical-json.ts'
import type { Id } from '../../shared/ids.ts'
import { moveRange } from '../../shared/quote.ts'
import { formatRef } from '../../shared/refs.ts'
import type { Refusal } from '../../shared/result.ts'
import type { Instant } from '../../shared/time.ts'
import type { WriteLetter } from '../moderation/commands.ts'
import type { Correction } from './model.ts'

interface OfContribution {
  readonly cycleId: Id<'cycle'>
  readonly contributionId: Id<'contribution'>
}

/**
 * Asks, by mail, whoever sent something that the desk entered whether it was entered right; may be asked again. Refuses
 * `nobody-to-ask`: there is no address, it came by a form and was entered by nobody, it is withdrawn or confirmed already.
 */
export async function askSender(tx: Tx, actor: Actor, input: OfContribution & { readonly write: WriteLetter }, now: Instant): Promise<{ asked: true } | Refusal<'nobody-to-ask'>> {
  const asked = await tx
    .updateTable('contributions_contribution')
    .set({ sender_asked_at: now })
    .where('id', '=', input.contributionId)
    .where('cycle_id', '=', input.cycleId)
    .where('channel', 'not in', ['web', 'import'])
    .where('mail', 'is not', null)
    .where('withdrawn_at', 'is', null)
    .where('sender_confirmed_at', 'is', null)
    .returning(['forum_id', 'number', 'mail'])
    .executeTakeFirst()
  if (asked === undefined || asked.mail === null) return { refusal: 'nobody-to-ask' }
  const at = await placeOf(tx, input, asked)
  await enqueueMail(tx, { forumId: at.forumId, recipient: asked.mail, ...input.write({ ref: at.ref, contributionId: input.contributionId }), occasion: 'entry-to-check', about: { kind: 'contribution', id: input.contributionId }, cause: `sender-asked:${input.contributionId}:${now}` }, now)
  await appendAct(tx, actor, { ...at, act: 'sender-asked', detail: { ref: at.ref } }, now)
  return { asked: true }
}

/** The sender says that it was entered right. Refuses `nothing-to-confirm`: confirmed before, withdrawn, or never asked. */
export async function confirmEntry(tx: Tx, actor: Actor, input: OfContribution, now: Instant): Promise<{ confirmed: true } | Refusal<'nothing-to-confirm'>> {
  await lockCycleForInput(tx, input.cycleId)
  const confirmed = await tx
    .updateTable('contributions_contribution')
    .set({ sender_confirmed_at: now })
    .where('id', '=', input.contributionId)
    .where('cycle_id', '=', input.cycleId)
    .where('sender_asked_at', 'is not', null)
    .where('sender_confirmed_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .returning(['forum_id', 'number'])
    .executeTakeFirst()
  if (confirmed === undefined) return { refusal: 'nothing-to-confirm' }
  const at = await placeOf(tx, input, confirmed)
  await appendAct(tx, actor, { ...at, act: 'sender-confirmed', detail: { ref: at.ref } }, now)
  return { confirmed: true }
}

export interface ToPropose extends OfContribution {
  readonly answers: readonly { readonly answerId: Id; readonly text: string }[]
  readonly remark?: string | undefined
}

/**
 * Keeps what the sender would have otherwise until the desk has decided. Answers left as they are do not count. Refuses
 * `nothing-changed` (no other words and no remark), `correction-waiting` (one is with the desk already), `nothing-to-correct`: never
 * asked, or withdrawn.
 */
export async function proposeCorrection(
  tx: Tx,
  actor: Actor,
  input: ToPropose,
  now: Instant,
): Promise<{ correctionId: Id<'correction'> } | Refusal<'nothing-changed' | 'correction-waiting' | 'nothing-to-correct'>> {
  await lockCycleForInput(tx, input.cycleId)
  const row = await tx
    .selectFrom('contributions_contribution')
    .select(['forum_id', 'number'])
    .where('id', '=', input.contributionId)
    .where('cycle_id', '=', input.cycleId)
    .where('sender_asked_at', 'is not', null)
    .where('withdrawn_at', 'is', null)
    .forShare()
    .executeTakeFirst()
  if (row === undefined) return { refusal: 'nothing-to-correct' }
  const stored = await tx.selectFrom('contributions_answer').select(['id', 'text']).where('contribution_id', '=', input.contributionId).execute()
  const wanted = new Map(input.answers.map(({ answerId, text }) => [answerId as string, text]))
  const changed = stored.flatMap(({ id, text: earlier }) => {
    const text = wanted.get(id)
    return text === undefined || text === earlier ? [] : [{ answer_id: id, earlier, text }]
  })
  if (changed.length === 0 && input.remark === undefined) return { refusal: 'nothing-changed' }
  const correctionId = newId<'correction'>()
  try {
    await tx
      .insertInto('contributions_correction')
      .values({ id: correctionId, contribution_id: input.contributionId, proposed_at: now, remark: input.remark ?? null, decided_at: null, is_taken: null, reason: null })
      .execute()
  } catch (error) {
    if (violatedUnique(error) === 'contributions_correction_open') return { refusal: 'correction-waiting' }
    throw error
  }
  if (changed.length > 0) await tx.insertInto('contributions_corrected_answer').values(changed.map((answer) => ({ ...answer, correction_id: correctionId }))).execute()
  const at = await placeOf(tx, input, row)
  const texts = { proposed: { text: canonicalJson({ answers: changed.map(({ answer_id, text }) => [answer_id, text]), remark: input.remark ?? null }), isPublic: false } }
  await appendAct(tx, actor, { ...at, act: 'correction-proposed', detail: { ref: at.ref, answers: changed.length }, texts }, now)
  return { correctionId }
}

interface ToDecide extends OfContribution {
  readonly correctionId: Id
  readonly write: WriteLetter
}

/** Leaves everything as it is; the sender is told why. Refuses `already-decided`. */
export async function declineCorrection(tx: Tx, actor: Actor, input: ToDecide & { readonly reason: string }, now: Instant): Promise<{ declined: true } | Refusal<'already-decided'>> {
  const row = await decide(tx, input, { is_taken: false, reason: input.reason }, now)
  if (row === undefined) return { refusal: 'already-decided' }
  const at = await placeOf(tx, input, row)
  await tellSender(tx, { input, at, mail: row.mail }, now)
  await appendAct(tx, actor, { ...at, act: 'correction-declined', detail: { ref: at.ref }, texts: { reason: { text: input.reason, isPublic: false } } }, now)
  return { declined: true }
}

/**
 * Puts the corrected texts in the place of the earlier ones; what is redacted stays so where its words stand now. It is confirmed
 * by its sender from then on. Refuses `already-decided`; `changed-meanwhile`: an answer is no longer what was corrected; and
 * `redaction-in-the-way`: redacted words were changed, so a person has to redact them anew. What is marked in the answers is moved
 * by the procedure that calls this.
 */
export async function takeCorrection(
  tx: Tx,
  actor: Actor,
  input: ToDecide & { readonly correction: Correction },
  now: Instant,
): Promise<{ answers: number } | Refusal<'already-decided' | 'changed-meanwhile' | 'redaction-in-the-way'>> {
  const { answers } = input.correction
  const row = await decide(tx, input, { is_taken: true, reason: null }, now)
  if (row === undefined) return { refusal: 'already-decided' }
  for (const { answerId, earlier, text } of answers) {
    const changed = await tx.updateTable('contributions_answer').set({ text }).where('id', '=', answerId).where('contribution_id', '=', input.contributionId).where('text', '=', earlier).returning('id').executeTakeFirst()
    if (changed === undefined) return { refusal: 'changed-meanwhile' }
    const redactions = await tx.selectFrom('contributions_redaction').select(['id', 'range_start', 'range_end']).where('answer_id', '=', answerId).where('lifted_at', 'is', null).execute()
    const moved = redactions.map(({ id, range_start: start, range_end: end }) => ({ id, range: moveRange(earlier, text, { start, end }) }))
    // Out of each other's way first: one may come to stand where another stood.
    for (const { id } of moved) await tx.updateTable('contributions_redaction').set({ range_start: sql`-1 - range_start` }).where('id', '=', id).execute()
    for (const { id, range } of moved) {
      if (range === undefined) return { refusal: 'redaction-in-the-way' }
      await tx.updateTable('contributions_redaction').set({ range_start: range.start, range_end: range.end }).where('id', '=', id).execute()
    }
  }
  await tx.updateTable('contributions_contribution').set({ sender_confirmed_at: now }).where('id', '=', input.contributionId).execute()
  const at = await placeOf(tx, input, row)
  await tellSender(tx, { input, at, mail: row.mail }, now)
  await appendAct(tx, actor, { ...at, act: 'correction-taken', detail: { ref: at.ref, answers: answers.length } }, now)
  return { answers: answers.length }
}

/** Decides on a correction, once; the contribution's row is held, so that nobody redacts in a text that is about to change. */
async function decide(tx: Tx, input: ToDecide, decision: { is_taken: boolean; reason: string | null }, now: Instant) {
  await lockCycleForInput(tx, input.cycleId)
  const row = await tx
    .selectFrom('contributions_contribution')
    .select(['forum_id', 'number', 'mail'])
    .where('id', '=', input.contributionId)
    .where('cycle_id', '=', input.cycleId)
    .forUpdate()
    .executeTakeFirst()
  const decided = await tx
    .updateTable('contributions_correction')
    .set({ ...decision, decided_at: now })
    .where('id', '=', input.correctionId)
    .where('contribution_id', '=', input.contributionId)
    .where('decided_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  return decided === undefined ? undefined : row
}

interface At {
  readonly ref: string
  readonly forumId: Id<'forum'>
  readonly cycleId: Id<'cycle'>
  readonly subject: { readonly kind: 'contribution'; readonly id: Id }
}

async function placeOf(tx: Tx, { cycleId, contributionId }: OfContribution, row: { readonly forum_id: Id; readonly number: number }): Promise<At> {
  const ref = formatRef((await findCycleById(tx, cycleId))?.slug ?? '', 'C', row.number)
  return { ref, forumId: row.forum_id as Id<'forum'>, cycleId, subject: { kind: 'contribution', id: contributionId } }
}

async function tellSender(tx: Tx, { input, at, mail }: { input: ToDecide; at: At; mail: string | null }, now: Instant): Promise<void> {
  if (mail === null) return
  await enqueueMail(tx, { forumId: at.forumId, recipient: mail, ...input.write({ ref: at.ref, contributionId: input.contributionId }), occasion: 'entry-corrected', about: { kind: 'contribution', id: input.contributionId }, cause: `correction:${input.correctionId}` }, now)
}
