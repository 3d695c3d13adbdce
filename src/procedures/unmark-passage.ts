import { lockCycleForInput } from '../forums/queries.ts'
import type { Tx } from '../platform/database.ts'
import type { Actor } from '../record/model.ts'
import type { Id } from '../shared/ids.ts'
import type { Refusal } from '../shared/result.ts'
import type { Instant } from '../shared/time.ts'
import { unmarkPassage as unmark } from '../synthesis/passages/commands.ts'
import { lockPassage } from '../synthesis/queries.ts'
import { listLinksTo } from '../trace/queries.ts'

/** Takes a passage back. Refuses `rested-on` while a finding, or a paragraph of any version, rests on it; `passage-not-found`. */
export async function unmarkPassage(
  tx: Tx,
  actor: Actor,
  input: { readonly forumId: Id<'forum'>; readonly cycleId: Id<'cycle'>; readonly passageId: Id },
  now: Instant,
): Promise<{ unmarked: true } | Refusal<'rested-on' | 'passage-not-found'>> {
  await lockCycleForInput(tx, input.cycleId)
  await lockPassage(tx, input.cycleId, input.passageId)
  if ((await listLinksTo(tx, [input.passageId])).length > 0) return { refusal: 'rested-on' }
  return unmark(tx, actor, input, now)
}
