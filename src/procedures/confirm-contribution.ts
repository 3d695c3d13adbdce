import { confirmContribution as confirm } from '../contributions/confirmation/commands.ts'
import type { ContributionState } from '../contributions/sending/model.ts'
import type { Tx } from '../platform/database.ts'
import type { Actor } from '../record/model.ts'
import type { Id } from '../shared/ids.ts'
import { isRefusal, type Refusal } from '../shared/result.ts'
import type { Instant } from '../shared/time.ts'
import { listPositionPaper } from './list-position-paper.ts'

/** Confirms a contribution; what was published elsewhere is listed in the library once it counts. Refuses `already-confirmed`, `not-waiting`. */
export async function confirmContribution(
  tx: Tx,
  actor: Actor,
  input: { readonly contributionId: Id<'contribution'>; readonly cycleId: Id<'cycle'>; readonly by: 'sender' | 'desk' },
  now: Instant,
): Promise<{ state: ContributionState } | Refusal<'already-confirmed' | 'not-waiting'>> {
  const confirmed = await confirm(tx, actor, input, now)
  if (!isRefusal(confirmed) && confirmed.state === 'received') await listPositionPaper(tx, actor, input, now)
  return confirmed
}
