import { listCalls } from '../calls/queries.ts'
import { moveDocuments } from '../drafts/moving/commands.ts'
import { leaveCycle, type MovedPage, type Placed } from '../forums/moving/commands.ts'
import { findCycleById, findForumById, lockCycleForInput, lockCycleForPublishing } from '../forums/queries.ts'
import { listMeetings } from '../meetings/queries.ts'
import type { Tx } from '../platform/database.ts'
import { listEditions } from '../publication/queries.ts'
import type { Actor } from '../record/model.ts'
import { hasAgenda } from '../review/agenda/queries.ts'
import { moveReviews } from '../review/moving/commands.ts'
import { listPassages } from '../synthesis/queries.ts'
import type { Id } from '../shared/ids.ts'
import type { Refusal } from '../shared/result.ts'
import type { Instant } from '../shared/time.ts'
import { moveLinks } from '../trace/moving/commands.ts'

export type TakeReviewRefusal = Refusal<'no-such-cycle' | 'moved-already' | 'more-than-a-review'>

/**
 * Takes a review by itself into a cycle of another forum: its document with its versions, the reviews, every comment and answer. They
 * get the next numbers there, and every old address leads to the new one; secret links go on working. Refuses: no-such-cycle (or the
 * same one), moved-already, more-than-a-review where there are contributions, meetings, passages or editions too, which have references of
 * their own.
 */
export async function takeReviewInto(tx: Tx, actor: Actor, input: { from: Id; into: Id }, now: Instant): Promise<{ taken: true } | TakeReviewRefusal> {
  const [from, into] = [await findPlaced(tx, input.from), await findPlaced(tx, input.into)]
  if (from === undefined || into === undefined || from.forum.id === into.forum.id || into.cycle.movedTo !== null) return { refusal: 'no-such-cycle' }
  if (from.cycle.movedTo !== null) return { refusal: 'moved-already' }
  // Whoever adds something here waits, and then finds that it is elsewhere.
  await lockCycleForPublishing(tx, from.cycle.id)
  await lockCycleForInput(tx, into.cycle.id)
  if (!from.forum.isReviewAlone || (await hasMore(tx, from))) return { refusal: 'more-than-a-review' }
  const where = { from: from.cycle.id, into: { forumId: into.forum.id, cycleId: into.cycle.id } }
  const documents = await moveDocuments(tx, where)
  const numbers = await moveReviews(tx, where)
  await moveLinks(tx, where)
  const pages: MovedPage[] = [
    ...documents.map(({ before, after }) => ({ from: `documents/${before}`, to: `documents/${after}` })),
    ...numbers.ofReviews.map((number) => ({ from: `reviews/${number}`, to: `reviews/${number + numbers.reviews}` })),
    ...numbers.ofComments.map((number) => ({ from: `comments/R-${number}`, to: `comments/R-${number + numbers.comments}` })),
    ...['documents', 'reviews'].map((page) => ({ from: page, to: page })),
  ]
  const left = await leaveCycle(tx, actor, { from, into, pages }, now)
  return 'refusal' in left ? left : { taken: true }
}

async function findPlaced(tx: Tx, cycleId: Id): Promise<Placed | undefined> {
  const cycle = await findCycleById(tx, cycleId)
  const forum = cycle === undefined ? undefined : await findForumById(tx, cycle.forumId)
  return cycle === undefined || forum === undefined ? undefined : { forum, cycle }
}

async function hasMore(tx: Tx, { forum, cycle }: Placed): Promise<boolean> {
  const found = await Promise.all([listCalls(tx, cycle.id), listMeetings(tx, forum.id, cycle.id), listPassages(tx, cycle.id), listEditions(tx, cycle.id)])
  // What is on an agenda is of a meeting, though the meeting may be of another cycle since.
  return found.some((list) => list.length > 0) || hasAgenda(tx, cycle.id)
}
