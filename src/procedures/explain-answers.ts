import { lockCycleForInput } from '../forums/queries.ts'
import type { Tx } from '../platform/database.ts'
import type { Actor } from '../record/model.ts'
import type { Id } from '../shared/ids.ts'
import type { Refusal } from '../shared/result.ts'
import type { Instant } from '../shared/time.ts'
import { giveFate } from '../trace/fates/commands.ts'
import { readLedger } from '../trace/ledger/queries.ts'

/**
 * Says why no finding rests on some answers: they are answered, with that reason. Refuses `nothing-chosen`, `unit-not-found`,
 * `has-a-fate` with the references of those that were given a reason before, and `rested-on` when a finding rests on one meanwhile.
 */
export async function explainAnswers(
  tx: Tx,
  actor: Actor,
  input: { readonly forumId: Id<'forum'>; readonly cycleId: Id<'cycle'>; readonly cycle: string; readonly unitIds: readonly Id[]; readonly reason: string },
  now: Instant,
): Promise<{ given: number } | Refusal<'nothing-chosen' | 'unit-not-found' | 'rested-on'> | (Refusal<'has-a-fate'> & { readonly refs: readonly string[] })> {
  await lockCycleForInput(tx, input.cycleId)
  const unused = new Set((await readLedger(tx, { id: input.cycleId, slug: input.cycle })).unused.map((unit) => unit.id))
  if (input.unitIds.some((id) => !unused.has(id))) return { refusal: 'rested-on' }
  return giveFate(tx, actor, { ...input, fate: 'answered' }, now)
}
