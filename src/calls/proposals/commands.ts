import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { appendAct } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import type { Instant } from '../../shared/time.ts'
import { takesProposals, type ProposalOutcome } from './model.ts'
import { findScoping } from './queries.ts'
import type { ProposalToSend, ScopingToSet } from './schema.ts'

interface Place {
  readonly forumId: Id<'forum'>
  readonly cycleId: Id<'cycle'>
}

/** Asks for proposals before a cycle's call, asks otherwise, or stops asking. Refuses `changed-meanwhile`; 0 is the revision of what is not there yet. */
export async function askForProposals(tx: Tx, actor: Actor, input: ScopingToSet & Place, now: Instant): Promise<{ asked: true } | Refusal<'changed-meanwhile'>> {
  const words = { introduction: input.introduction, until: input.until, is_open: input.isOpen }
  const done =
    input.revision === 0
      ? await tx.insertInto('calls_scoping').values({ cycle_id: input.cycleId, ...words }).onConflict((conflict) => conflict.column('cycle_id').doNothing()).returning('cycle_id').executeTakeFirst()
      : await tx
          .updateTable('calls_scoping')
          .set((set) => ({ ...words, revision: set('revision', '+', 1) }))
          .where('cycle_id', '=', input.cycleId)
          .where('revision', '=', input.revision)
          .returning('cycle_id')
          .executeTakeFirst()
  if (done === undefined) return { refusal: 'changed-meanwhile' }
  const detail = { isOpen: input.isOpen ? ('yes' as const) : ('no' as const) }
  await appendAct(tx, actor, { forumId: input.forumId, cycleId: input.cycleId, act: 'proposals-asked', subject: { kind: 'cycle', id: input.cycleId }, detail }, now)
  return { asked: true }
}

/** Takes a proposal. The same form sent twice is one. Refuses `not-asked` where the cycle does not ask, or asks no more; `form-used` for the key of another form. */
export async function sendProposal(tx: Tx, actor: Actor, input: ProposalToSend & Place & { language: string }, now: Instant): Promise<{ number: number } | Refusal<'not-asked' | 'form-used'>> {
  // One at a time: the number is the next, and the asking cannot end meanwhile.
  await tx.selectFrom('calls_scoping').select('cycle_id').where('cycle_id', '=', input.cycleId).forUpdate().execute()
  const known = await tx.selectFrom('calls_proposal').select(['number', 'cycle_id']).where('form_key', '=', input.formKey).executeTakeFirst()
  if (known !== undefined) return known.cycle_id === input.cycleId ? { number: known.number } : { refusal: 'form-used' }
  if (!takesProposals(await findScoping(tx, input.cycleId), now)) return { refusal: 'not-asked' }
  const last = await tx.selectFrom('calls_proposal').select((select) => select.fn.max('number').as('number')).where('cycle_id', '=', input.cycleId).executeTakeFirst()
  const number = (last?.number ?? 0) + 1
  const id = newId<'proposal'>()
  await tx
    .insertInto('calls_proposal')
    .values({
      id, forum_id: input.forumId, cycle_id: input.cycleId, number, kind: input.kind, text: input.text, reason: input.reason ?? null, author: input.author ?? null,
      language: input.language, received_at: now, form_key: input.formKey, outcome: null, outcome_reason: null, became: null, outcome_at: null,
    })
    .execute()
  const texts = { proposal: { text: input.text, isPublic: true } }
  await appendAct(tx, actor, { forumId: input.forumId, cycleId: input.cycleId, act: 'proposal-sent', subject: { kind: 'proposal', id }, detail: { number, kind: input.kind }, texts }, now)
  return { number }
}

export interface ProposalToAnswer extends Place {
  readonly proposalId: Id<'proposal'>
  readonly outcome: ProposalOutcome
  readonly reason: string
  readonly became: string | null
  readonly isHidden: boolean
}

/** Says what became of a proposal, once. Refuses `answered-already`. The theme or question that it becomes is made by the procedure around it. */
export async function answerProposal(tx: Tx, actor: Actor, input: ProposalToAnswer, now: Instant): Promise<{ answered: true } | Refusal<'answered-already'>> {
  const answered = await tx
    .updateTable('calls_proposal')
    .set({ outcome: input.outcome, outcome_reason: input.reason, became: input.became, is_hidden: input.isHidden, outcome_at: now })
    .where('id', '=', input.proposalId)
    .where('cycle_id', '=', input.cycleId)
    .where('outcome', 'is', null)
    .returning('number')
    .executeTakeFirst()
  if (answered === undefined) return { refusal: 'answered-already' }
  const detail = { number: answered.number, outcome: input.outcome, became: input.became ?? '' }
  const texts = { reason: { text: input.reason, isPublic: true } }
  await appendAct(tx, actor, { forumId: input.forumId, cycleId: input.cycleId, act: 'proposal-answered', subject: { kind: 'proposal', id: input.proposalId }, detail, texts }, now)
  return { answered: true }
}
