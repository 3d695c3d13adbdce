import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { appendAct } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import type { Instant } from '../../shared/time.ts'

interface InCycle {
  readonly forumId: Id<'forum'>
  readonly cycleId: Id<'cycle'>
}

/**
 * Publishes the synthesis of a cycle. The procedure holds the cycle closed and has looked at what bars it. Refuses `already-published`,
 * `no-findings`.
 */
export async function storePublication(tx: Tx, actor: Actor, input: InCycle, now: Instant): Promise<{ number: number } | Refusal<'already-published' | 'no-findings'>> {
  const { forumId, cycleId } = input
  const findings = await tx.selectFrom('synthesis_finding').select((select) => select.fn.countAll<number>().as('count')).where('cycle_id', '=', cycleId).where('discarded_at', 'is', null).executeTakeFirstOrThrow()
  if (Number(findings.count) === 0) return { refusal: 'no-findings' }
  const earlier = await tx.selectFrom('synthesis_publication').select(['number', 'reopened_at']).where('cycle_id', '=', cycleId).orderBy('number', 'desc').executeTakeFirst()
  if (earlier !== undefined && earlier.reopened_at === null) return { refusal: 'already-published' }
  const id = newId<'publication'>()
  const number = (earlier?.number ?? 0) + 1
  await tx.insertInto('synthesis_publication').values({ id, forum_id: forumId, cycle_id: cycleId, number, published_at: now, reopened_at: null, reopened_for: null }).execute()
  await appendAct(tx, actor, { forumId, cycleId, act: 'synthesis-published', subject: { kind: 'publication', id }, detail: { number, findings: Number(findings.count) } }, now)
  return { number }
}

/** Makes a published synthesis a draft again, with a reason that is public. Refuses `no-reason`, and `not-published` when it is none, or somebody reopened it since. */
export async function reopenSynthesis(tx: Tx, actor: Actor, input: InCycle & { readonly number: number; readonly reason: string }, now: Instant): Promise<{ reopened: true } | Refusal<'not-published' | 'no-reason'>> {
  const { forumId, cycleId, number, reason } = input
  if (reason.trim() === '') return { refusal: 'no-reason' }
  const reopened = await tx
    .updateTable('synthesis_publication')
    .set({ reopened_at: now, reopened_for: reason })
    .where('cycle_id', '=', cycleId)
    .where('number', '=', number)
    .where('reopened_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  if (reopened === undefined) return { refusal: 'not-published' }
  const texts = { reason: { text: reason, isPublic: true } }
  await appendAct(tx, actor, { forumId, cycleId, act: 'synthesis-reopened', subject: { kind: 'publication', id: reopened.id }, detail: { number }, texts }, now)
  return { reopened: true }
}
