import { lockCycleForInput } from '../forums/queries.ts'
import type { Tx } from '../platform/database.ts'
import type { Actor } from '../record/model.ts'
import type { Id } from '../shared/ids.ts'
import { isRefusal, type Refusal } from '../shared/result.ts'
import type { Instant } from '../shared/time.ts'
import type { Stance } from '../shared/vocabularies.ts'
import { reviseFinding as revise, type FindingToRevise, type WriteRefusal } from '../synthesis/findings/commands.ts'
import { lockPassagesForResting } from '../synthesis/queries.ts'
import { setLinks } from '../trace/commands.ts'

/** Words a finding anew and says anew what it rests on. Refuses `no-passages`, `passage-not-found`, and what the command refuses. */
export async function reviseFinding(
  tx: Tx,
  actor: Actor,
  input: FindingToRevise & { readonly passageIds: readonly Id[]; readonly stances?: ReadonlyMap<Id, Stance> | undefined },
  now: Instant,
): Promise<{ number: number } | WriteRefusal | Refusal<'no-passages' | 'passage-not-found' | 'changed-meanwhile'>> {
  const passages = [...new Set(input.passageIds)]
  if (passages.length === 0) return { refusal: 'no-passages' }
  await lockCycleForInput(tx, input.cycleId)
  if ((await lockPassagesForResting(tx, input.cycleId, passages)).length < passages.length) return { refusal: 'passage-not-found' }
  const revised = await revise(tx, actor, input, now)
  if (isRefusal(revised)) return revised
  const { forumId, cycleId } = input
  const from = { kind: 'finding' as const, id: input.findingId }
  await setLinks(tx, actor, { forumId, cycleId, relation: 'rests-on', from, fromRef: `F-${revised.number}`, to: passages.map((id) => ({ kind: 'passage', id, stance: input.stances?.get(id) })) }, now)
  return revised
}
