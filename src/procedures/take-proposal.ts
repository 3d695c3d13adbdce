import { reviseCall } from '../calls/commands.ts'
import type { Call } from '../calls/model.ts'
import { answerProposal } from '../calls/proposals/commands.ts'
import type { Proposal } from '../calls/proposals/model.ts'
import { lockCallForChange } from '../calls/queries.ts'
import type { Tx } from '../platform/database.ts'
import type { Actor } from '../record/model.ts'
import type { Id } from '../shared/ids.ts'
import { isRefusal, type Refusal } from '../shared/result.ts'
import type { Instant } from '../shared/time.ts'
import { addTheme } from '../synthesis/codebook/commands.ts'

export interface TakenProposal {
  readonly forumId: Id<'forum'>
  readonly proposal: Proposal
  readonly reason: string
  /** Into the codebook as a theme, into a call as its last question, or nowhere. `wording` is how it shall read. */
  readonly as: { readonly outcome: 'theme'; readonly wording: string } | { readonly outcome: 'question'; readonly wording: string; readonly callId: Id<'call'> } | { readonly outcome: 'declined'; readonly isHidden: boolean }
}

/**
 * Says what becomes of a proposal, and makes it so in the same transaction: a theme of the codebook, a question of a call, or a reason
 * why not. Refuses `answered-already`; `call-closed` for a question to a call that is closed or gone.
 */
export async function takeProposal(tx: Tx, actor: Actor, input: TakenProposal, now: Instant): Promise<{ became: string | null } | Refusal<'answered-already' | 'call-closed'>> {
  const { proposal, forumId, as } = input
  const place = { forumId, cycleId: proposal.cycleId }
  const became = as.outcome === 'declined' ? null : as.outcome === 'theme' ? await becomeTheme(tx, actor, { ...place, wording: as.wording }, now) : await becomeQuestion(tx, actor, as, now)
  if (isRefusal(became)) return became
  const answered = await answerProposal(
    tx,
    actor,
    { ...place, proposalId: proposal.id, outcome: as.outcome, reason: input.reason, became, isHidden: as.outcome === 'declined' && as.isHidden },
    now,
  )
  return isRefusal(answered) ? answered : { became }
}

async function becomeTheme(tx: Tx, actor: Actor, input: { forumId: Id<'forum'>; cycleId: Id<'cycle'>; wording: string }, now: Instant): Promise<string> {
  const added = await addTheme(tx, actor, { forumId: input.forumId, cycleId: input.cycleId, title: input.wording, description: null, parentId: null }, now)
  if (isRefusal(added)) throw new Error(`A theme without a parent was refused: ${added.refusal}`)
  return added.slug
}

async function becomeQuestion(tx: Tx, actor: Actor, as: { wording: string; callId: Id<'call'> }, now: Instant): Promise<string | Refusal<'call-closed'>> {
  const call = await lockCallForChange(tx, as.callId)
  if (call?.isOpen !== true) return { refusal: 'call-closed' }
  const revised = await reviseCall(tx, actor, { ...asItStands(call), questions: [...questionsOf(call), newQuestion(as.wording)] }, now)
  if (isRefusal(revised)) throw new Error(`A question added to a locked call was refused: ${revised.refusal}`)
  return `${call.slug}/${Math.max(0, ...call.questions.map(({ number }) => number)) + 1}`
}

function asItStands(call: Call) {
  return { ...call, callId: call.id, audience: call.audience ?? undefined, rollingUntil: call.rollingUntil ?? undefined, source: call.source ?? undefined }
}

function questionsOf(call: Call) {
  return call.questions.map((question) => ({
    ...question, guidance: question.guidance ?? undefined, lengthLimit: question.lengthLimit ?? undefined, options: question.options.map(({ text }) => text),
  }))
}

function newQuestion(text: string) {
  return { id: undefined, text, guidance: undefined, kind: 'open' as const, isRequired: false, lengthLimit: undefined, hasWords: false, options: [] }
}
