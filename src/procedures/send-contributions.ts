import { sendContributions as send, type Received, type Sending, type SendRefusal } from '../contributions/sending/commands.ts'
import type { Tx } from '../platform/database.ts'
import type { Actor } from '../record/model.ts'
import { isRefusal } from '../shared/result.ts'
import { listPositionPaper } from './list-position-paper.ts'

/** Takes contributions to one call that came at the same time, and lists those in the library that were published elsewhere. Refusals as of `sendContribution`, for each. */
export async function sendContributions(tx: Tx, actor: Actor, sendings: readonly Sending[]): Promise<(Received | SendRefusal)[]> {
  const outcomes = await send(tx, actor, sendings)
  for (const [place, { input, now }] of sendings.entries()) {
    const outcome = outcomes[place]
    if (input.elsewhere !== undefined && outcome !== undefined && !isRefusal(outcome) && outcome.state === 'received') await listPositionPaper(tx, actor, outcome, now)
  }
  return outcomes
}
