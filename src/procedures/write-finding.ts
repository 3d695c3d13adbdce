import { lockCycleForInput } from '../forums/queries.ts'
import type { Tx } from '../platform/database.ts'
import type { Actor } from '../record/model.ts'
import type { Id } from '../shared/ids.ts'
import { isRefusal, type Refusal } from '../shared/result.ts'
import type { Instant } from '../shared/time.ts'
import type { Stance } from '../shared/vocabularies.ts'
import { dropPassages, writeFinding as write, type FindingToWrite, type WriteRefusal } from '../synthesis/findings/commands.ts'
import { lockPassagesForResting } from '../synthesis/queries.ts'
import { setLinks } from '../trace/commands.ts'

/**
 * Writes a finding with the passages that it rests on, in their order. Refuses `no-passages`, for a finding without any would be
 * nobody's words, `passage-not-found` when one of them was taken back, and what the command refuses. A passage that opposes or qualifies
 * the finding is among those that it rests on, and says so; the others support it.
 */
export async function writeFinding(
  tx: Tx,
  actor: Actor,
  input: FindingToWrite & { readonly passageIds: readonly Id[]; readonly stances?: ReadonlyMap<Id, Stance> | undefined },
  now: Instant,
): Promise<{ findingId: Id<'finding'>; number: number } | WriteRefusal | Refusal<'no-passages' | 'passage-not-found'>> {
  const passages = [...new Set(input.passageIds)]
  if (passages.length === 0) return { refusal: 'no-passages' }
  await lockCycleForInput(tx, input.cycleId)
  if ((await lockPassagesForResting(tx, input.cycleId, passages)).length < passages.length) return { refusal: 'passage-not-found' }
  const written = await write(tx, actor, input, now)
  if (isRefusal(written)) return written
  const { forumId, cycleId } = input
  const from = { kind: 'finding' as const, id: written.findingId }
  await setLinks(tx, actor, { forumId, cycleId, relation: 'rests-on', from, fromRef: `F-${written.number}`, to: passages.map((id) => ({ kind: 'passage', id, stance: input.stances?.get(id) })) }, now)
  // What it rests on now needs no picking any more.
  if (actor.kind === 'person') await dropPassages(tx, { cycleId, personId: actor.id, passageIds: passages })
  return written
}
