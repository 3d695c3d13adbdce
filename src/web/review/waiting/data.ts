import { may } from '../../../people/policy.ts'
import { transact } from '../../../platform/database.ts'
import { equalSecrets } from '../../../platform/digest.ts'
import { gather, type Gathering } from '../../../platform/gathering.ts'
import { PUBLIC, type Actor } from '../../../record/model.ts'
import { sendComment, sendComments, type SentComment } from '../../../review/comments/commands.ts'
import type { CommentInput, CommentRefusal, Taken, TooMany, WriteReceipt } from '../../../review/taking/commands.ts'
import { findComments } from '../../../review/comments/queries.ts'
import type { Review } from '../../../review/model.ts'
import type { ModerationReason } from '../../../review/moderation/model.ts'
import { findReviewById, listReviews } from '../../../review/queries.ts'
import { keepComment, type WriteLetter } from '../../../review/waiting/commands.ts'
import { waitsFor, type WaitingComment } from '../../../review/waiting/model.ts'
import { countWaiting, findWaiting, listWaiting } from '../../../review/waiting/queries.ts'
import { isId, type Id } from '../../../shared/ids.ts'
import { formatRef } from '../../../shared/refs.ts'
import type { Services } from '../../context.ts'
import { loadCycle, type InCycle } from '../../forums/data.ts'
import { translator } from '../../messages.ts'
import { confirmedByMail, withdrawnByMail } from '../../record/answering/data.ts'
import { isTooMany, limitsOf, tooMany, withinLimit } from '../../people/limits/data.ts'
import type { PageRequest, SeeOther } from '../../page.tsx'
import type { FormOutcome } from '../../form.tsx'
import { refused, tokenOf } from '../comment/forms.tsx'
import { readNumber } from '../data.ts'
import { loadAlikeWaiting } from '../floods/data.ts'
import { placeNewsWriter } from '../followers/data.ts'

/** Where the sender of a comment follows it, once it has its number. */
export function mineAddress(request: PageRequest, cycleBase: string, commentId: Id, number: number): string {
  return `${cycleBase}/comments/R-${number}/mine/${tokenOf(request.services, commentId)}`
}

export function waitingAddress(request: PageRequest, cycleBase: string, review: number, id: Id): string {
  return `${cycleBase}/reviews/${review}/waiting/${id}/${tokenOf(request.services, id)}`
}

/** The receipt of a comment that was taken. */
export function receiptWriter(request: PageRequest, data: InCycle & { readonly cycleBase: string; readonly review: Review }): WriteReceipt {
  return (commentId, number) => {
    const ref = formatRef(data.cycle.slug, 'R', number)
    const link = `${request.services.publicUrl}${mineAddress(request, data.cycleBase, commentId, number)}`
    return { language: request.view.lang, subject: request.view.t('review.receipt.subject', { ref }), body: request.view.t('review.receipt.body', { ref, title: data.review.title, link }) + byMail(request) }
  }
}

/** That its sender need not open a page to take it back. */
function byMail({ services, view }: PageRequest): string {
  return withdrawnByMail(services, view.t)
}

/** The receipts of comments on several reviews of a cycle. */
export function manyReceiptWriter(request: PageRequest, data: InCycle & { readonly cycleBase: string }): WriteReceipt {
  return (commentId, number) => {
    const ref = formatRef(data.cycle.slug, 'R', number)
    const link = `${request.services.publicUrl}${mineAddress(request, data.cycleBase, commentId, number)}`
    return { language: request.view.lang, subject: request.view.t('review.receipt.subject', { ref }), body: request.view.t('review.receipt.body', { ref, title: data.cycle.title, link }) + byMail(request) }
  }
}

/** Tells a sender, in the language of the comment, that it was set aside and why. */
export function declineWriter(
  request: PageRequest,
  data: InCycle & { readonly cycleBase: string; readonly reviews: readonly Review[] },
  waiting: WaitingComment | undefined,
  { reason, note }: { readonly reason: ModerationReason; readonly note: string | undefined },
): WriteLetter {
  const language = waiting?.said.language ?? data.forum.language
  const t = translator(language)
  const review = data.reviews.find(({ id }) => id === waiting?.reviewId)
  return (id) => {
    const link = `${request.services.publicUrl}${waitingAddress(request, data.cycleBase, review?.number ?? 0, id)}`
    return {
      language,
      subject: t('reviewing.mail.declined.subject'),
      body: t('reviewing.mail.declined.body', { title: review?.title ?? '', reason: t(`reviewing.reason.${reason}`), note: note === undefined ? '' : `\n${note}\n`, link }),
    }
  }
}

/** As many as are taken together: numbers and the record are locked for some milliseconds. */
const TOGETHER = 50

export type TakeComment = Gathering<SentComment, Taken | CommentRefusal | TooMany>

/** Takes comments that come at the same time in one go: before a deadline, what a transaction costs is paid once for many. The key is the review's id. */
export function gatherComments({ db }: Pick<Services, 'db'>): TakeComment {
  return gather((sent: readonly SentComment[]) => transact(db, (tx) => sendComments(tx, PUBLIC, sent)), TOGETHER)
}

/**
 * Takes a comment, or keeps it until it is confirmed, as its forum has set it: where to go next, or what is wrong. Who is signed in
 * waits for nothing, and is still not named by the record, which everybody reads: only the editors speak there as themselves.
 */
export async function submitOrKeep(request: PageRequest, take: TakeComment, data: InCycle & { readonly cycleBase: string; readonly review: Review }, input: CommentInput): Promise<FormOutcome> {
  const { person } = request.view
  const waits = waitsFor(data.forum.confirmation, { mail: input.mail, isSignedIn: person !== undefined })
  if (waits === 'nothing') {
    const taken = await takeNow(request, take, data, input)
    if (isTooMany(taken)) return tooMany(request, 'comment', taken)
    return 'refusal' in taken ? refused(request.view, taken) : { seeOther: mineAddress(request, data.cycleBase, taken.commentId, taken.number) }
  }
  const write: WriteLetter = (id) => {
    const link = `${request.services.publicUrl}${waitingAddress(request, data.cycleBase, data.review.number, id)}`
    return { language: request.view.lang, subject: request.view.t(`reviewing.mail.${waits}.subject`), body: request.view.t(`reviewing.mail.${waits}.body`, { title: data.review.title, link }) + (waits === 'mail' ? confirmedByMail(request.services, request.view.t) : byMail(request)) }
  }
  const kept = await withinLimit(request, 'comment', input.mail, (tx) => keepComment(tx, PUBLIC, { ...input, waitsFor: waits, write }, request.now))
  if (isTooMany(kept)) return tooMany(request, 'comment', kept)
  return 'refusal' in kept ? refused(request.view, kept) : { seeOther: waitingAddress(request, data.cycleBase, data.review.number, kept.id) }
}

/** The editors answer in threads as often as they have to, and in their own name. */
function takeNow(request: PageRequest, take: TakeComment, data: InCycle & { readonly cycleBase: string; readonly review: Review }, input: CommentInput): Promise<Taken | CommentRefusal | TooMany> {
  const { person } = request.view
  const sent = { ...input, receipt: receiptWriter(request, data), toFollowers: placeNewsWriter(request.services) }
  if (input.isFromEditors !== true) return take(input.reviewId, { input: sent, limits: limitsOf(request, 'comment', input.mail), now: request.now })
  const actor: Actor = person === undefined ? PUBLIC : { kind: 'person', id: person.id }
  return transact(request.db, (tx) => sendComment(tx, actor, sent, request.now))
}

export interface MyWaitingData extends InCycle {
  readonly cycleBase: string
  readonly review: Review
  readonly waiting: WaitingComment
}

/** The page behind the secret link of what waits; once it is taken, its sender's page as a comment. */
export async function loadMyWaiting(request: PageRequest): Promise<MyWaitingData | SeeOther | undefined> {
  const inCycle = await loadCycle(request)
  const id = request.params['waiting']
  if (inCycle === undefined || !isId(id) || !equalSecrets(tokenOf(request.services, id), request.params['token'] ?? '')) return undefined
  const cycleBase = `/${inCycle.forum.slug}/${inCycle.cycle.slug}`
  const waiting = await findWaiting(request.db, id)
  if (waiting === undefined) {
    const [comment] = await findComments(request.db, [id])
    const taken = comment === undefined ? undefined : await findReviewById(request.db, comment.reviewId)
    return comment === undefined || comment.cycleId !== inCycle.cycle.id || String(taken?.number) !== request.params['review'] ? undefined : { seeOther: mineAddress(request, cycleBase, comment.id, comment.number) }
  }
  const review = await findReviewById(request.db, waiting.reviewId)
  return review === undefined || waiting.cycleId !== inCycle.cycle.id || String(review.number) !== request.params['review'] ? undefined : { ...inCycle, cycleBase, review, waiting }
}

const PAGE = 100

export interface QueueData extends InCycle {
  readonly cycleBase: string
  readonly state: WaitingComment['state']
  readonly counts: Readonly<Record<WaitingComment['state'], number>>
  readonly waiting: readonly WaitingComment[]
  /** Those that are alike, on the first page. */
  readonly groups: readonly (readonly WaitingComment[])[]
  readonly reviews: readonly Review[]
  readonly page: number
  readonly pages: number
}

/** What waits for the desk; asked for, what waits for its sender, and what was set aside. */
export async function loadQueue(request: PageRequest): Promise<QueueData | 'forbidden' | undefined> {
  const inCycle = await loadCycle(request)
  if (inCycle === undefined) return undefined
  const { forum, cycle } = inCycle
  if (!may(request.view.person, 'run-reviews', { forumId: forum.id, cycleId: cycle.id })) return 'forbidden'
  const asked = request.query['state']
  const state = asked === 'unconfirmed' || asked === 'declined' ? asked : 'held'
  const page = readNumber(request.query['page']) ?? 1
  const [{ waiting, total }, counts, reviews] = await Promise.all([listWaiting(request.db, cycle.id, state, { limit: PAGE, offset: (page - 1) * PAGE }), countWaiting(request.db, cycle.id), listReviews(request.db, cycle.id)])
  return { ...inCycle, cycleBase: `/${forum.slug}/${cycle.slug}`, state, counts, waiting, groups: page > 1 ? [] : await loadAlikeWaiting(request, cycle.id, state), reviews, page, pages: Math.max(1, Math.ceil(total / PAGE)) }
}

export interface OneWaitingData extends InCycle {
  readonly cycleBase: string
  readonly review: Review
  readonly waiting: WaitingComment
}

/** One that waits, at the desk. */
export async function loadOneWaiting(request: PageRequest): Promise<OneWaitingData | 'forbidden' | undefined> {
  const inCycle = await loadCycle(request)
  const id = request.params['waiting']
  if (inCycle === undefined || !isId(id)) return undefined
  const { forum, cycle } = inCycle
  if (!may(request.view.person, 'run-reviews', { forumId: forum.id, cycleId: cycle.id })) return 'forbidden'
  const waiting = await findWaiting(request.db, id)
  const review = waiting === undefined || waiting.cycleId !== cycle.id ? undefined : await findReviewById(request.db, waiting.reviewId)
  return waiting === undefined || review === undefined ? undefined : { ...inCycle, cycleBase: `/${forum.slug}/${cycle.slug}`, review, waiting }
}
