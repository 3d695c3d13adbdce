import type { Tx } from '../../platform/database.ts'
import { appendAct } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import type { Refusal } from '../../shared/result.ts'
import { inParts } from '../../shared/folder.ts'
import type { Instant } from '../../shared/time.ts'
import type { Cycle, Forum } from '../model.ts'

/** A cycle in its forum. */
export interface Placed {
  readonly forum: Forum
  readonly cycle: Cycle
}

/** A page of the cycle that is left, and where it is now: `reviews/1` and `reviews/4`, both without what stands before. */
export interface MovedPage {
  readonly from: string
  readonly to: string
}

/**
 * Leaves a cycle for another: its addresses lead there from now on. What was in it is moved by others in the same transaction; the
 * record of both forums says so. Refuses: moved-already.
 */
export async function leaveCycle(tx: Tx, actor: Actor, input: { from: Placed; into: Placed; pages: readonly MovedPage[] }, now: Instant): Promise<{ moved: true } | Refusal<'moved-already'>> {
  const { from, into } = input
  const target = `${into.forum.slug}/${into.cycle.slug}`
  const left = await tx.updateTable('forums_cycle').set({ moved_to: target }).where('id', '=', from.cycle.id).where('moved_to', 'is', null).returning('id').executeTakeFirst()
  if (left === undefined) return { refusal: 'moved-already' }
  const rows = input.pages.map((page) => ({ cycle_id: from.cycle.id, from_path: page.from, to_path: page.to }))
  for (const part of inParts(rows)) await tx.insertInto('forums_moved').values(part).execute()
  const detail = { from: `${from.forum.slug}/${from.cycle.slug}`, into: target }
  await appendAct(tx, actor, { forumId: from.forum.id, cycleId: from.cycle.id, act: 'cycle-left', subject: { kind: 'cycle', id: from.cycle.id }, detail }, now)
  await appendAct(tx, actor, { forumId: into.forum.id, cycleId: into.cycle.id, act: 'cycle-joined', subject: { kind: 'cycle', id: from.cycle.id }, detail }, now)
  return { moved: true }
}
