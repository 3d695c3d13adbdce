import { sql } from 'kysely'
import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { appendAct, enqueueMail } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import type { Instant } from '../../shared/time.ts'
import type { SuggestionVerdict } from './model.ts'

interface InCycle {
  readonly forumId: Id<'forum'>
  readonly cycleId: Id<'cycle'>
}

export interface SuggestionToSend extends InCycle {
  readonly findingId: Id<'finding'>
  readonly proposal?: string | undefined
  readonly comment?: string | undefined
  readonly author?: string | undefined
  readonly mail?: string | undefined
  readonly language?: string | undefined
  /** Made when the form was shown: sent twice, it is taken once. */
  readonly formKey: Id
  readonly receipt: (id: Id<'suggestion'>, number: number) => { readonly subject: string; readonly body: string; readonly language?: string | undefined }
}

export interface SentSuggestion {
  readonly suggestionId: Id<'suggestion'>
  readonly number: number
}

/**
 * Takes a comment or another wording for a finding, without account. With a mail address the receipt goes to the outbox. A wording that is
 * the finding's own is none. Refuses `finding-not-found` (discarded meanwhile), `nothing-said`.
 */
export async function sendSuggestion(tx: Tx, actor: Actor, input: SuggestionToSend, now: Instant): Promise<SentSuggestion | Refusal<'finding-not-found' | 'nothing-said'>> {
  const { forumId, cycleId } = input
  await sql`select pg_advisory_xact_lock(hashtext(${`suggestions ${cycleId}`}))`.execute(tx)
  const before = await tx.selectFrom('synthesis_suggestion').select(['id', 'number']).where('form_key', '=', input.formKey).where('cycle_id', '=', cycleId).executeTakeFirst()
  if (before !== undefined) return { suggestionId: before.id as Id<'suggestion'>, number: before.number }
  const finding = await tx.selectFrom('synthesis_finding').select(['number', 'statement']).where('id', '=', input.findingId).where('cycle_id', '=', cycleId).where('discarded_at', 'is', null).forShare().executeTakeFirst()
  if (finding === undefined) return { refusal: 'finding-not-found' }
  const proposal = input.proposal === finding.statement ? undefined : input.proposal
  if (proposal === undefined && input.comment === undefined) return { refusal: 'nothing-said' }
  const last = await tx.selectFrom('synthesis_suggestion').select((select) => select.fn.max('number').as('number')).where('cycle_id', '=', cycleId).executeTakeFirst()
  const id = newId<'suggestion'>()
  const number = (last?.number ?? 0) + 1
  await tx
    .insertInto('synthesis_suggestion')
    .values({
      id,
      forum_id: forumId,
      cycle_id: cycleId,
      number,
      finding_id: input.findingId,
      statement: finding.statement,
      proposal: proposal ?? null,
      comment: input.comment ?? null,
      author: input.author ?? null,
      mail: input.mail ?? null,
      language: input.language ?? null,
      received_at: now,
      withdrawn_at: null,
      verdict: null,
      reason: null,
      answered_at: null,
      form_key: input.formKey,
    })
    .execute()
  if (input.mail !== undefined) await enqueueMail(tx, { forumId, recipient: input.mail, ...input.receipt(id, number), occasion: 'suggestion-receipt', about: { kind: 'suggestion', id }, cause: `suggestion-receipt:${id}` }, now)
  const texts = { ...(proposal === undefined ? {} : { proposal: { text: proposal, isPublic: false } }), ...(input.comment === undefined ? {} : { comment: { text: input.comment, isPublic: false } }) }
  await appendAct(tx, actor, { forumId, cycleId, act: 'suggestion-sent', subject: { kind: 'suggestion', id }, detail: { ref: `S-${number}`, finding: `F-${finding.number}` }, texts }, now)
  return { suggestionId: id, number }
}

/**
 * The desk's answer, with a reason that stays public; whoever sent it is told by mail where an address was given. The wording itself is
 * changed where findings are written. Refuses `changed-meanwhile`: answered or withdrawn since.
 */
export async function answerSuggestion(
  tx: Tx,
  actor: Actor,
  input: InCycle & { readonly suggestionId: Id; readonly verdict: SuggestionVerdict; readonly reason: string; readonly notice: { readonly subject: string; readonly body: string; readonly language?: string | undefined } },
  now: Instant,
): Promise<{ answered: true } | Refusal<'changed-meanwhile'>> {
  const { forumId, cycleId, verdict, reason } = input
  const answered = await tx
    .updateTable('synthesis_suggestion')
    .set({ verdict, reason, answered_at: now })
    .where('id', '=', input.suggestionId)
    .where('cycle_id', '=', cycleId)
    .where('verdict', 'is', null)
    .where('withdrawn_at', 'is', null)
    .returning(['number', 'finding_id', 'mail'])
    .executeTakeFirst()
  if (answered === undefined) return { refusal: 'changed-meanwhile' }
  if (answered.mail !== null) await enqueueMail(tx, { forumId, recipient: answered.mail, ...input.notice, occasion: 'suggestion-answered', about: { kind: 'suggestion', id: input.suggestionId }, cause: `suggestion-answered:${input.suggestionId}` }, now)
  const finding = await tx.selectFrom('synthesis_finding').select('number').where('id', '=', answered.finding_id).executeTakeFirstOrThrow()
  const detail = { ref: `S-${answered.number}`, finding: `F-${finding.number}`, verdict }
  const texts = { reason: { text: reason, isPublic: true } }
  await appendAct(tx, actor, { forumId, cycleId, act: 'suggestion-answered', subject: { kind: 'suggestion', id: input.suggestionId }, detail, texts }, now)
  return { answered: true }
}

/** Withdraws a suggestion: its reference stays, its words and name are no longer shown. Refuses `already-withdrawn`. */
export async function withdrawSuggestion(tx: Tx, actor: Actor, input: InCycle & { readonly suggestionId: Id }, now: Instant): Promise<{ withdrawn: true } | Refusal<'already-withdrawn'>> {
  const { forumId, cycleId } = input
  const withdrawn = await tx
    .updateTable('synthesis_suggestion')
    .set({ withdrawn_at: now })
    .where('id', '=', input.suggestionId)
    .where('cycle_id', '=', cycleId)
    .where('withdrawn_at', 'is', null)
    .returning('number')
    .executeTakeFirst()
  if (withdrawn === undefined) return { refusal: 'already-withdrawn' }
  await appendAct(tx, actor, { forumId, cycleId, act: 'suggestion-withdrawn', subject: { kind: 'suggestion', id: input.suggestionId }, detail: { ref: `S-${withdrawn.number}` } }, now)
  return { withdrawn: true }
}
