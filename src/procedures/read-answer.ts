import { markRead, markUnread } from '../contributions/handling/commands.ts'
import { findContribution } from '../contributions/queries.ts'
import type { Tx } from '../platform/database.ts'
import type { Actor } from '../record/model.ts'
import type { Id } from '../shared/ids.ts'
import type { Refusal } from '../shared/result.ts'
import type { Instant } from '../shared/time.ts'

/** Marks one answer, by its numbers, as read by whoever does it, or as not read after all. Refuses `nothing-chosen` (there is none), `nobody`. */
export async function readAnswer(
  tx: Tx,
  actor: Actor,
  input: { readonly cycleId: Id<'cycle'>; readonly contribution: number; readonly answer: number; readonly isRead: boolean },
  now: Instant,
): Promise<{ answers: number } | Refusal<'nothing-chosen' | 'nobody'>> {
  const contribution = await findContribution(tx, input.cycleId, input.contribution)
  const chosen = { cycleId: input.cycleId, contributionIds: contribution === undefined ? [] : [contribution.id], answerNumber: input.answer }
  return input.isRead ? markRead(tx, actor, chosen, now) : markUnread(tx, actor, chosen, now)
}
