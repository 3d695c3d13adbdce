import { checkAmendment as check } from '../contributions/amendments/commands.ts'
import { lockCycleForInput } from '../forums/queries.ts'
import type { Tx } from '../platform/database.ts'
import type { Actor } from '../record/model.ts'
import type { Id } from '../shared/ids.ts'
import type { Refusal } from '../shared/result.ts'
import type { Instant } from '../shared/time.ts'

/** Says that what rests on an amended answer was looked at and holds. Refuses `not-amended`: looked at already, or never amended. */
export async function checkAmendment(tx: Tx, actor: Actor, input: { readonly answerId: Id; readonly cycleId: Id<'cycle'> }, now: Instant): Promise<{ checked: true } | Refusal<'not-amended'>> {
  await lockCycleForInput(tx, input.cycleId)
  return check(tx, actor, input, now)
}
