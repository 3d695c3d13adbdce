import { enterContribution as enter, type Entered } from '../contributions/commands.ts'
import { askSender } from '../contributions/corrections/commands.ts'
import { findContributions } from '../contributions/queries.ts'
import type { WriteLetter } from '../contributions/moderation/commands.ts'
import type { Tx } from '../platform/database.ts'
import type { Actor } from '../record/model.ts'
import type { Instant } from '../shared/time.ts'

/** Enters what came by letter or mail and, where its sender has an address, asks them to confirm it. Refuses what entering refuses. */
export async function enterContribution(tx: Tx, actor: Actor, input: Entered & { readonly write: WriteLetter }, now: Instant): ReturnType<typeof enter> {
  const { write, ...entered } = input
  const received = await enter(tx, actor, entered, now)
  if ('refusal' in received || input.mail === undefined) return received
  // The same form sent twice is one contribution, whose sender has been asked.
  const [before] = await findContributions(tx, [received.contributionId])
  if (before?.senderAskedAt !== null) return received
  const known = await askSender(tx, actor, { cycleId: input.cycleId, contributionId: received.contributionId, write }, now)
  if ('refusal' in known) throw new Error(`${received.ref} was entered with an address and its sender could not be asked: ${known.refusal}`)
  return received
}
