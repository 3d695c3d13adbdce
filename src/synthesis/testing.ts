import type { Cycle } from '../forums/model.ts'
import { transact, type Db } from '../platform/database.ts'
import { SYSTEM } from '../record/model.ts'
import type { Id } from '../shared/ids.ts'
import type { Instant } from '../shared/time.ts'
import { addTheme } from './codebook/commands.ts'
import { markPassage, type Source } from './passages/commands.ts'

/** A theme of a cycle's codebook. */
export async function buildTheme(db: Db, cycle: Cycle, title: string, now: Instant, parentId: Id<'theme'> | null = null): Promise<Id<'theme'>> {
  const added = await transact(db, (tx) => addTheme(tx, SYSTEM, { forumId: cycle.forumId, cycleId: cycle.id, title, description: null, parentId }, now))
  if ('refusal' in added) throw new Error(added.refusal)
  return added.themeId
}

/** A passage of a source that may be made up: the source is handed in, not looked up. */
export async function buildPassage(
  db: Db,
  cycle: Cycle,
  source: Pick<Source, 'id' | 'text'> & Partial<Source>,
  quote: string,
  now: Instant,
  themeIds: readonly Id[] = [],
): Promise<{ passageId: Id<'passage'>; number: number }> {
  const whole: Source = { kind: 'answer', ref: 'C-1/1', isWithdrawn: false, ...source }
  const marked = await transact(db, (tx) => markPassage(tx, SYSTEM, { forumId: cycle.forumId, cycleId: cycle.id, source: whole, marking: { quote }, themeIds }, now))
  if ('refusal' in marked) throw new Error(marked.refusal)
  return marked
}
