import { listMailAddresses } from '../contributions/queries.ts'
import { lockCycleForPublishing } from '../forums/queries.ts'
import type { Tx } from '../platform/database.ts'
import type { Actor } from '../record/model.ts'
import type { Id } from '../shared/ids.ts'
import type { Instant, PlainDate } from '../shared/time.ts'
import { openRound, type Asked, type OpenRefusal, type WriteDigest } from '../synthesis/corrections/commands.ts'
import { listUnseen } from '../synthesis/corrections/model.ts'
import { listCorrections } from '../synthesis/corrections/queries.ts'
import { listCitations } from '../trace/citing/queries.ts'

/**
 * Asks everybody whom the findings of a cycle cite about the sentences that are new to them or worded otherwise than when they saw them
 * last: one digest for each mail address, whatever its spelling, and one for each contribution without. The cycle is held meanwhile, so
 * that nobody is asked about a sentence that changes at that moment. Refuses what `openRound` refuses.
 */
export async function openCorrectionRound(
  tx: Tx,
  actor: Actor,
  input: { readonly forumId: Id<'forum'>; readonly cycleId: Id<'cycle'>; readonly closesOn: PlainDate; readonly write: WriteDigest },
  now: Instant,
): Promise<{ number: number; digests: number } | OpenRefusal> {
  await lockCycleForPublishing(tx, input.cycleId)
  const unseen = listUnseen(await listCitations(tx, input.cycleId), await listCorrections(tx, input.cycleId))
  const addresses = await listMailAddresses(tx, [...new Set(unseen.map((citation) => citation.contributionId))])
  const byPerson = Map.groupBy(unseen, ({ contributionId }) => addresses.get(contributionId)?.trim().toLowerCase() ?? contributionId)
  const asked = [...byPerson.values()].map((sentences): Asked => ({ mail: sentences.map(({ contributionId }) => addresses.get(contributionId)).find((mail) => mail !== undefined), sentences }))
  return openRound(tx, actor, { ...input, asked }, now)
}
