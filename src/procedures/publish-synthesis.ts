import { lockCycleForPublishing } from '../forums/queries.ts'
import type { Tx } from '../platform/database.ts'
import type { Actor } from '../record/model.ts'
import type { Id } from '../shared/ids.ts'
import type { Refusal } from '../shared/result.ts'
import type { Instant } from '../shared/time.ts'
import { isRoundOpen, isUnsettled, listUnseen } from '../synthesis/corrections/model.ts'
import { listCorrections, listRounds } from '../synthesis/corrections/queries.ts'
import { storePublication } from '../synthesis/publications/commands.ts'
import { listCitations } from '../trace/citing/queries.ts'

export type PublishSynthesisRefusal =
  | Refusal<'already-published' | 'no-findings' | 'round-open'>
  | (Refusal<'contests-open' | 'sentences-unseen'> & { readonly count: number })

/**
 * Publishes the synthesis of a cycle: only when everybody whom it cites has been shown each sentence as it is worded now, the day until
 * which they could answer is over, and every contest was answered. Silence is no bar, and counts as silence. Refuses `round-open`,
 * `contests-open`, `sentences-unseen`, `no-findings`, `already-published`.
 */
export async function publishSynthesis(tx: Tx, actor: Actor, input: { readonly forumId: Id<'forum'>; readonly cycleId: Id<'cycle'> }, now: Instant): Promise<{ number: number } | PublishSynthesisRefusal> {
  await lockCycleForPublishing(tx, input.cycleId)
  const [rounds, corrections, citations] = [await listRounds(tx, input.cycleId), await listCorrections(tx, input.cycleId), await listCitations(tx, input.cycleId)]
  const last = rounds.at(-1)
  if (last !== undefined && isRoundOpen(last, now)) return { refusal: 'round-open' }
  const unsettled = corrections.filter(isUnsettled).length
  if (unsettled > 0) return { refusal: 'contests-open', count: unsettled }
  const unseen = new Set(listUnseen(citations, corrections).map((citation) => citation.subject.id)).size
  if (unseen > 0) return { refusal: 'sentences-unseen', count: unseen }
  return storePublication(tx, actor, input, now)
}
