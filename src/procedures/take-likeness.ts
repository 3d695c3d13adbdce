import type { Tx } from '../platform/database.ts'
import type { Actor } from '../record/model.ts'
import type { Id } from '../shared/ids.ts'
import type { Range } from '../shared/quote.ts'
import { isRefusal, type Refusal } from '../shared/result.ts'
import type { Instant } from '../shared/time.ts'
import type { MarkRefusal } from '../synthesis/passages/commands.ts'
import { listPassagesOf } from '../synthesis/queries.ts'
import { acceptLikeness } from '../synthesis/resembling/commands.ts'
import { markPassage } from './mark-passage.ts'

export interface LikenessToTake extends Range {
  readonly forumId: Id<'forum'>
  readonly cycleId: Id<'cycle'>
  readonly themeId: Id
  readonly answerId: Id
}

/**
 * A person takes what a comparison of words had put forward for a theme: the stretch is marked as a passage, or found where it is marked
 * already, and gets the theme, signed by whoever takes it. Refuses what marking refuses, `theme-not-found`, `nobody`.
 */
export async function takeLikeness(tx: Tx, actor: Actor, input: LikenessToTake, now: Instant): Promise<{ number: number } | MarkRefusal | Refusal<'source-not-found' | 'theme-not-found' | 'nobody'>> {
  const { forumId, cycleId, themeId, answerId, start, end } = input
  const marked = (await listPassagesOf(tx, [answerId])).find((passage) => passage.start === start && passage.end === end && passage.detachedAt === null)
  const passage =
    marked === undefined
      ? await markPassage(tx, actor, { forumId, cycleId, sourceKind: 'answer', sourceId: answerId, marking: { start, end }, themeIds: [] }, now)
      : { passageId: marked.id, number: marked.number }
  if (isRefusal(passage)) return passage
  const given = await acceptLikeness(tx, actor, { forumId, cycleId, themeId, passage: { id: passage.passageId, number: passage.number } }, now)
  return isRefusal(given) ? given : { number: passage.number }
}
