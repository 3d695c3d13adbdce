import { addRemark } from '../contributions/unsent/commands.ts'
import type { Tx } from '../platform/database.ts'
import type { Actor } from '../record/model.ts'
import type { Id } from '../shared/ids.ts'
import { isRefusal, type Refusal } from '../shared/result.ts'
import type { Instant } from '../shared/time.ts'
import { releaseContribution } from './release-contribution.ts'

/**
 * Keeps what one of those who clear a contribution says of it. A clearance of one that was sent already releases it, in the same
 * moment. Refuses `not-waiting` where it was released meanwhile.
 */
export async function remarkContribution(
  tx: Tx,
  actor: Actor,
  input: {
    readonly of: { readonly unsentId: Id } | { readonly contributionId: Id<'contribution'>; readonly cycleId: Id<'cycle'> }
    readonly name: string
    readonly text: string
    readonly isCleared: boolean
  },
  now: Instant,
): Promise<{ remarkId: Id } | Refusal<'not-waiting'>> {
  const { of, name, text, isCleared } = input
  const remark = await addRemark(tx, { ...('unsentId' in of ? { unsentId: of.unsentId } : { contributionId: of.contributionId }), name, text, isCleared }, now)
  if (!isCleared || 'unsentId' in of) return remark
  const released = await releaseContribution(tx, actor, { ...of, by: 'clearer' }, now)
  return isRefusal(released) ? released : remark
}
