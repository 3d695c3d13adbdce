import { leaveList, pauseForBounces, resumeAfterBounces } from '../lists/members/commands.ts'
import { listSubscriptionsOf } from '../lists/members/queries.ts'
import type { Tx } from '../platform/database.ts'
import type { Weighed } from '../record/bounces/commands.ts'
import { SYSTEM } from '../record/model.ts'
import type { Instant } from '../shared/time.ts'

/**
 * Does to the lists that an address is subscribed to what has become of the address: paused while mail to it comes back, sent again when
 * it works, left when its reader called a mail spam. What a member had paused or left by themselves stays as it is.
 */
export async function followStanding(tx: Tx, { address, became }: Weighed, now: Instant): Promise<void> {
  if (became === undefined || became === 'warned') return
  for (const { id, state } of await listSubscriptionsOf(tx, address)) {
    const input = { subscriptionId: id }
    if (became === 'paused' && state === 'confirmed') await pauseForBounces(tx, SYSTEM, input, now)
    if (became === 'good' && state === 'bouncing') await resumeAfterBounces(tx, SYSTEM, input, now)
    if (became === 'complained') await leaveList(tx, SYSTEM, input, now)
  }
}
