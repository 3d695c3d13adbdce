import { loadWorkingText, listLineage } from '../../../drafts/queries.ts'
import { flatten } from '../../../drafts/model.ts'
import { listNumberedParagraphs, listVersionsOfCycle } from '../../../drafts/versions/queries.ts'
import { listCycles } from '../../../forums/queries.ts'
import { may } from '../../../people/policy.ts'
import { findNames, listRoleHolders } from '../../../people/queries.ts'
import type { Reader } from '../../../platform/database.ts'
import { findComments } from '../../../review/comments/queries.ts'
import { findDeskSetting, listAssignments, listProposals } from '../../../review/desk/queries.ts'
import type { Proposal } from '../../../review/desk/model.ts'
import type { Comment, Review } from '../../../review/model.ts'
import { listReviews } from '../../../review/queries.ts'
import type { QueueChoice, QueueState } from '../../../review/queue/model.ts'
import { countQueue, findStandingComments, listDeferredElsewhere, listQueue } from '../../../review/queue/queries.ts'
import { queueSchema, type QueueFilter } from '../../../review/queue/schema.ts'
import type { Id } from '../../../shared/ids.ts'
import { loadCycleAtDesk, type AtDesk, type InCycle } from '../../forums/data.ts'
import type { PageRequest } from '../../page.tsx'
import { blankAsAbsent, readNumber } from '../data.ts'

export const QUEUE_PAGE = 50

/** Somebody who may answer comments here. */
export interface Answerer {
  readonly id: Id<'person'>
  readonly name: string
}

export interface AtQueue extends InCycle, AtDesk {
  /** The address of the queue, and of its public side. */
  readonly base: string
  readonly cycleBase: string
  readonly reviews: readonly Review[]
  readonly filter: QueueFilter
  readonly choice: QueueChoice
  /** The query of the choice, without `?`: what the pages behind the list keep. */
  readonly query: string
  readonly answerers: readonly Answerer[]
}

/** A comment in the queue; `needsLook` when a paragraph it is on was split, merged or removed in the working text. */
export interface Waiting {
  readonly comment: Comment
  readonly review: Review | undefined
  /** Numbers in the reviewed version of the paragraphs that it is on. */
  readonly numbers: readonly number[]
  readonly needsLook: boolean
  readonly assignedTo: string | undefined
  readonly proposal: Proposal | undefined
}

export interface QueueData extends AtQueue {
  readonly waiting: readonly Waiting[]
  readonly counts: Record<QueueState, number>
  readonly total: number
  readonly page: number
  readonly pages: number
  readonly deferred: number
  /** Where it is set how the review is answered; undefined where several are in the queue, and for whoever may not. */
  readonly setting: string | undefined
}

const KEPT = ['state', 'review', 'type', 'group', 'person', 'p', 'words']

/** The queue of the address, as the query narrows it, for whoever answers comments there. */
export async function loadAtQueue(request: PageRequest): Promise<AtQueue | 'forbidden' | undefined> {
  const atDesk = await loadCycleAtDesk(request, 'answer-comments')
  if (typeof atDesk !== 'object') return atDesk
  const { forum, cycle, person } = atDesk
  const given = blankAsAbsent(request.query)
  const filter = queueSchema.parse(given)
  const reviews = await listReviews(request.db, cycle.id)
  const review = reviews.find(({ number }) => number === filter.review)
  const choice: QueueChoice = {
    state: filter.state ?? 'open',
    reviewId: review?.id,
    type: filter.type,
    group: filter.group,
    personId: filter.person === 'me' ? person.id : filter.person,
    paragraphId: review === undefined || filter.p === undefined ? undefined : ((await listNumberedParagraphs(request.db, [review.versionId], [filter.p]))[0]?.id ?? review.id),
    words: filter.words?.split(/\s+/u).filter((word) => word !== '').slice(0, 8),
  }
  const cycleBase = `/${forum.slug}/${cycle.slug}`
  return {
    ...atDesk,
    base: `/desk${cycleBase}/comments`,
    cycleBase,
    reviews,
    filter,
    choice,
    query: new URLSearchParams(Object.entries(given).filter(([key]) => KEPT.includes(key))).toString(),
    answerers: await listAnswerers(request, atDesk),
  }
}

export async function loadQueue(request: PageRequest): Promise<QueueData | 'forbidden' | undefined> {
  const at = await loadAtQueue(request)
  if (typeof at !== 'object') return at
  const { db } = request
  const { id: cycleId } = at.cycle
  const { ids, total } = await listQueue(db, cycleId, at.choice, { limit: QUEUE_PAGE, offset: (at.filter.page - 1) * QUEUE_PAGE })
  const counts = await countQueue(db, cycleId, at.choice.reviewId)
  const deferred = await listDeferredElsewhere(db, { forumId: at.forum.id, cycleId }, 1)
  return {
    ...at,
    waiting: await readWaiting(db, at, ids),
    counts,
    total,
    page: at.filter.page,
    pages: Math.max(1, Math.ceil(total / QUEUE_PAGE)),
    deferred: deferred.length,
    setting: settingAddress(at),
  }
}

function settingAddress(at: AtQueue): string | undefined {
  const review = at.reviews.length === 1 ? at.reviews[0] : at.reviews.find(({ id }) => id === at.choice.reviewId)
  return review !== undefined && may(at.person, 'run-reviews', { forumId: at.forum.id, cycleId: at.cycle.id }) ? `/desk${at.cycleBase}/reviews/${review.number}/answering` : undefined
}

/** Comments of the desk with what it knows of each. */
export async function readWaiting(db: Reader, at: Pick<AtQueue, 'cycle' | 'reviews'>, ids: readonly Id[]): Promise<Waiting[]> {
  const [comments, assignments, proposals, moved] = [await findComments(db, ids), await listAssignments(db, ids), await listProposals(db, ids), await findMoved(db, at.cycle.id)]
  const names = await findNames(db, [...assignments.values()])
  const versionIds = [...new Set(at.reviews.map(({ versionId }) => versionId))]
  const numbers = new Map<string, number>((await listNumberedParagraphs(db, versionIds)).map(({ id, number, versionId }) => [`${versionId} ${id}`, number]))
  return comments.map((comment) => {
    const review = at.reviews.find(({ id }) => id === comment.reviewId)
    const isThere = moved.get(review?.versionId ?? '')
    return {
      comment,
      review,
      numbers: comment.paragraphIds.flatMap((id) => numbers.get(`${review?.versionId ?? ''} ${id}`) ?? []),
      needsLook: isThere !== undefined && comment.paragraphIds.some((id) => !isThere(id)),
      assignedTo: names.get(assignments.get(comment.id) ?? ('' as Id)),
      proposal: proposals.get(comment.id),
    }
  })
}

/** For each version of a cycle: whether a paragraph still stands in the working text as one. */
async function findMoved(db: Reader, cycleId: Id): Promise<Map<string, (id: Id) => boolean>> {
  const versions = await listVersionsOfCycle(db, cycleId, { withHeld: true })
  const found = new Map<string, (id: Id) => boolean>()
  for (const [documentId, ofDocument] of Map.groupBy(versions, (version) => version.documentId)) {
    const [working, lineage] = await Promise.all([loadWorkingText(db, documentId), listLineage(db, documentId)])
    const standing = new Set<Id>(flatten(working).map(({ id }) => id))
    for (const version of ofDocument) {
      const parted = new Set<Id>(lineage.filter(({ at }) => at >= version.frozenAt).map(({ from }) => from))
      found.set(version.id, (id) => standing.has(id) && !parted.has(id))
    }
  }
  return found
}

/** Everybody whose role lets them answer comments here, each once, by name. */
async function listAnswerers({ db }: PageRequest, { forum, cycle }: InCycle): Promise<Answerer[]> {
  const byPerson = Map.groupBy(await listRoleHolders(db, forum.id), ({ personId }) => personId)
  const answering = [...byPerson].filter(([id, roles]) => may({ id, name: '', mail: null, roles }, 'answer-comments', { forumId: forum.id, cycleId: cycle.id }))
  return answering.map(([id, [role]]) => ({ id, name: role?.name ?? '' })).sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** The address of the queue with other choices. */
export function queueAddress(at: Pick<AtQueue, 'query' | 'base'>, over: Readonly<Record<string, string | undefined>>): string {
  const query = new URLSearchParams(at.query)
  for (const [key, value] of Object.entries(over)) {
    if (value === undefined || value === '') query.delete(key)
    else query.set(key, value)
  }
  const text = query.toString()
  return text === '' ? at.base : `${at.base}?${text}`
}

/** An address below the queue, with the query that narrows it. */
export function behindQueue(at: Pick<AtQueue, 'query' | 'base'>, path: string): string {
  return `${at.base}/${path}${at.query === '' ? '' : `?${at.query}`}`
}

/** Comments that other cycles of the forum carried over, each with its cycle. */
export interface DeferredData extends AtQueue {
  readonly comments: readonly { readonly comment: Comment; readonly cycle: string; readonly href: string }[]
}

const MOST_DEFERRED = 500

/** What other cycles of the forum carried over, the latest first. */
export async function loadDeferred(request: PageRequest): Promise<DeferredData | 'forbidden' | undefined> {
  const at = await loadAtQueue(request)
  if (typeof at !== 'object') return at
  const { db } = request
  const ids = await listDeferredElsewhere(db, { forumId: at.forum.id, cycleId: at.cycle.id }, MOST_DEFERRED)
  const [found, cycles] = [await findComments(db, ids), await listCycles(db, at.forum.id)]
  const slugs = new Map<Id, string>(cycles.map(({ id, slug }) => [id, slug]))
  const comments = ids.flatMap((id) => {
    const comment = found.find((each) => each.id === id)
    const cycle = comment === undefined ? undefined : slugs.get(comment.cycleId)
    return comment === undefined || cycle === undefined ? [] : [{ comment, cycle, href: `/${at.forum.slug}/${cycle}/comments/R-${comment.number}` }]
  })
  return { ...at, comments }
}

/** Several comments that are answered together. */
export interface TogetherData extends AtQueue {
  readonly waiting: readonly Waiting[]
  /** Of the document that all of them are about; undefined where they are about several, and paragraphs cannot be named by number. */
  readonly documentId: Id<'document'> | undefined
  readonly versionNumbers: readonly number[]
  /** Some of them are answered by two people only. */
  readonly needsConfirmation: boolean
}

/** Comments at once, at most. */
export const MOST_TOGETHER = 300

/** The comments that the address names by their figures: `?refs=3.5.7`. */
export async function loadTogether(request: PageRequest): Promise<TogetherData | 'forbidden' | undefined> {
  const at = await loadAtQueue(request)
  if (typeof at !== 'object') return at
  const { db } = request
  const numbers = (request.query['refs'] ?? '').split('.').flatMap((text) => readNumber(text) ?? []).slice(0, MOST_TOGETHER)
  const ids = await findStandingComments(db, at.cycle.id, numbers)
  const waiting = await readWaiting(db, at, ids)
  const versions = await listVersionsOfCycle(db, at.cycle.id, { withHeld: true })
  const documents = new Set(waiting.flatMap(({ review }) => versions.find(({ id }) => id === review?.versionId)?.documentId ?? []))
  const [documentId] = documents.size === 1 ? documents : []
  const settings = await Promise.all([...new Set(waiting.map(({ comment }) => comment.reviewId))].map((id) => findDeskSetting(db, id)))
  return {
    ...at,
    waiting,
    documentId,
    versionNumbers: documentId === undefined ? [] : versions.filter((version) => version.documentId === documentId).map(({ number }) => number),
    needsConfirmation: settings.some((setting) => setting.needsConfirmation),
  }
}
