import { callState, callStateFor, type Call } from '../calls/model.ts'
import { listCalls } from '../calls/queries.ts'
import { findContributions } from '../contributions/queries.ts'
import { findVersionById } from '../drafts/versions/queries.ts'
import type { Cycle } from '../forums/model.ts'
import { findForumById, listCycles } from '../forums/queries.ts'
import type { OfferLine, WriteListLetter } from '../lists/letters/model.ts'
import type { List, Post } from '../lists/model.ts'
import { findPost } from '../lists/posts/queries.ts'
import { withoutTag } from '../lists/posts/model.ts'
import { findListById } from '../lists/queries.ts'
import { offerByLetter } from '../lists/taken/commands.ts'
import { listTaken } from '../lists/taken/queries.ts'
import { hmac } from '../platform/digest.ts'
import type { Reader, Tx } from '../platform/database.ts'
import { countWithin } from '../platform/limits.ts'
import { newId } from '../platform/new-id.ts'
import { findComments } from '../review/comments/queries.ts'
import { closedSince } from '../review/model.ts'
import { listReviews } from '../review/queries.ts'
import type { Id } from '../shared/ids.ts'
import { formatRef } from '../shared/refs.ts'
import { trimReply } from '../shared/reply-text.ts'
import { excerpt } from '../shared/text.ts'
import type { Instant } from '../shared/time.ts'

const HOUR = 3_600_000
/** Letters about all posts of one address, in an hour. */
const MOST_LETTERS = 6
const MOST_OFFERS = 40
/** Characters of a post that its author is shown, that they know it again, and of a question. */
const [SHOWN, ASKED] = [400, 160]

type Line = OfferLine & { readonly targetId: Id }

/**
 * Asks the author of a post what it shall count as: a letter to the address that it came from, with what takes input now. One an hour for
 * a post. `isKnown` false: `from` is not its author, or the post is in no archive, and nobody is written to.
 */
export async function offerPost(tx: Tx, input: { readonly postId: Id<'post'>; readonly from: string; readonly secret: string; readonly write: WriteListLetter }, now: Instant): Promise<{ readonly isKnown: boolean }> {
  const post = await findPost(tx, input.postId)
  const list = post === undefined ? undefined : await findListById(tx, post.listId)
  const forum = list === undefined ? undefined : await findForumById(tx, list.forumId)
  if (post === undefined || list === undefined || forum === undefined || post.state !== 'published' || post.removedAt !== null) return { isKnown: false }
  const { authorMail } = post
  if (authorMail === null || authorMail.toLowerCase() !== input.from.trim().toLowerCase()) return { isKnown: false }
  const key = (what: string, value: string) => hmac(input.secret, `limit:post-to-take:${what}:${value}`)
  const full = await countWithin(tx, [{ key: key('post', post.id), most: 1, every: HOUR }, { key: key('address', authorMail.toLowerCase()), most: MOST_LETTERS, every: HOUR }], now)
  if (full !== undefined) return { isKnown: true }
  const offers = await listOffers(tx, list, post, now)
  const letter = { kind: 'post-to-take', subject: withoutTag(post.subject, list.tag), number: post.number, sentAt: post.receivedAt, words: excerpt(trimReply(post.text).trimmed, SHOWN), offers, taken: await listRefs(tx, list, post) } as const
  await offerByLetter(tx, { letterId: newId(), list, post: { id: post.id, authorMail }, offers, written: input.write({ ...list, forum: forum.slug }, letter, list.language) }, now)
  return { isKnown: true }
}

/** Calls that the desk has not closed and reviews that take comments, where the post came in time: those of the list's cycle, or of all. */
async function listOffers(db: Reader, list: List, post: Post, now: Instant): Promise<Line[]> {
  const cycles = (await listCycles(db, list.forumId)).filter(({ id, movedTo }) => movedTo === null && (list.cycleId === null || list.cycleId === id))
  const lines: Omit<Line, 'number'>[] = []
  for (const cycle of cycles) lines.push(...(await listCalls(db, cycle.id)).filter((call) => takes(call, post, now)).map((call) => toLine(cycle, call)))
  for (const cycle of cycles) {
    for (const review of await listReviews(db, cycle.id)) {
      if (review.closedAt !== null || closedSince(review, post.receivedAt) !== null) continue
      // One that only goes round is not for everybody on a list.
      if (((await findVersionById(db, review.versionId))?.releasedAt ?? null) !== null) lines.push({ kind: 'comment', targetId: review.id, title: review.title, cycle: cycle.title, questions: [] })
    }
  }
  return lines.slice(0, MOST_OFFERS).map((line, place) => ({ ...line, number: place + 1 }))
}

function takes(call: Call, post: Post, now: Instant): boolean {
  const state = callState(call, now)
  return call.isOpen && state !== 'draft' && state !== 'not-yet' && callStateFor(call, post.receivedAt) !== 'over'
}

function toLine(cycle: Cycle, call: Call): Omit<Line, 'number'> {
  const questions = call.questions.length < 2 ? [] : call.questions.map(({ number, text }) => ({ number, text: excerpt(text, ASKED) }))
  return { kind: 'contribution', targetId: call.id, title: call.title, cycle: cycle.title, questions }
}

/** The references of what a post was taken as before. */
async function listRefs(db: Reader, list: List, post: Post): Promise<string[]> {
  const taken = await listTaken(db, [post.id])
  if (taken.length === 0) return []
  const slugs = new Map((await listCycles(db, list.forumId)).map(({ id, slug }) => [id, slug]))
  const ids = taken.map(({ becameId }) => becameId)
  const of = (cycleId: Id<'cycle'>, series: 'C' | 'R', number: number) => formatRef(slugs.get(cycleId) ?? '', series, number)
  return [...(await findContributions(db, ids)).map(({ cycleId, number }) => of(cycleId, 'C', number)), ...(await findComments(db, ids)).map(({ cycleId, number }) => of(cycleId, 'R', number))]
}
