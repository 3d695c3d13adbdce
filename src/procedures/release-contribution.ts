import { releaseContribution as release } from '../contributions/confirmation/commands.ts'
import type { ContributionState } from '../contributions/sending/model.ts'
import type { Tx } from '../platform/database.ts'
import type { Actor } from '../record/model.ts'
import type { Id } from '../shared/ids.ts'
import { isRefusal, type Refusal } from '../shared/result.ts'
import type { Instant } from '../shared/time.ts'
import { listPositionPaper } from './list-position-paper.ts'

/** Releases a contribution that waited for clearance; what was published elsewhere is listed in the library. Refuses `not-waiting`. */
export async function releaseContribution(
  tx: Tx,
  actor: Actor,
  input: { readonly contributionId: Id<'contribution'>; readonly cycleId: Id<'cycle'>; readonly by: 'sender' | 'clearer' },
  now: Instant,
): Promise<{ state: ContributionState } | Refusal<'not-waiting'>> {
  const released = await release(tx, actor, input, now)
  if (!isRefusal(released) && released.state === 'received') await listPositionPaper(tx, actor, input, now)
  return released
}
