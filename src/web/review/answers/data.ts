import { flatten, type Paragraph } from '../../../drafts/model.ts'
import { listLineage, loadWorkingText } from '../../../drafts/queries.ts'
import { followLineage, type Way } from '../../../drafts/versions/model.ts'
import { listVersionsOfCycle, listVersions } from '../../../drafts/versions/queries.ts'
import { may } from '../../../people/policy.ts'
import type { Reader } from '../../../platform/database.ts'
import { listCommentsByChoice } from '../../../review/comments/queries.ts'
import type { Comment, Review } from '../../../review/model.ts'
import { listReviews } from '../../../review/queries.ts'
import type { Id } from '../../../shared/ids.ts'
import { listLinksFrom } from '../../../trace/queries.ts'
import { loadCycle, type InCycle } from '../../forums/data.ts'
import type { PageRequest } from '../../page.tsx'
import { loadComment, type CommentPageData } from '../comment/data.ts'
import { readNumber } from '../data.ts'

/** A comment in the desk's list; `needsLook` when a paragraph it is on was split, merged or removed in the working text. */
export interface Waiting {
  readonly comment: Comment
  readonly review: Review | undefined
  readonly needsLook: boolean
}

export interface AnswersData extends InCycle {
  readonly state: 'open' | 'answered'
  readonly waiting: readonly Waiting[]
  readonly total: number
  readonly page: number
}

export const PAGE = 100

/** What waits for a response, the oldest first; or, asked for, what has one. */
export async function loadAnswers(request: PageRequest): Promise<AnswersData | 'forbidden' | undefined> {
  const inCycle = await loadCycle(request)
  if (inCycle === undefined) return undefined
  const { forum, cycle } = inCycle
  if (!may(request.view.person, 'answer-comments', { forumId: forum.id, cycleId: cycle.id })) return 'forbidden'
  const state = request.query['state'] === 'answered' ? 'answered' : 'open'
  const page = readNumber(request.query['page']) ?? 1
  const { comments, total } = await listCommentsByChoice(request.db, cycle.id, { state }, { limit: PAGE, offset: (page - 1) * PAGE })
  const [reviews, moved] = await Promise.all([listReviews(request.db, cycle.id), findMoved(request.db, cycle.id)])
  const waiting = comments.map((comment) => {
    const review = reviews.find(({ id }) => id === comment.reviewId)
    const isThere = moved.get(review?.versionId ?? '')
    return { comment, review, needsLook: isThere !== undefined && comment.paragraphIds.some((id) => !isThere(id)) }
  })
  return { ...inCycle, state, waiting, total, page }
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

/** A paragraph as reviewed, beside what is there of it in the working text. */
export interface Beside {
  readonly asRead: { readonly number: number; readonly text: string }
  readonly today: Paragraph | undefined
  readonly wentOn: readonly { readonly way: Way; readonly paragraph: Paragraph }[]
}

export interface AnswerData extends CommentPageData {
  readonly documentId: Id<'document'>
  readonly beside: readonly Beside[]
  /** Numbers in the working text of the paragraphs that are linked as changed. */
  readonly changedNumbers: readonly number[]
  readonly versionNumbers: readonly number[]
}

/** All that is needed to answer one comment. */
export async function loadAnswer(request: PageRequest): Promise<AnswerData | 'forbidden' | undefined> {
  const data = await loadComment(request, true)
  if (data === undefined) return undefined
  if (!may(request.view.person, 'answer-comments', { forumId: data.forum.id, cycleId: data.cycle.id })) return 'forbidden'
  const { db } = request
  const { documentId } = data.version
  const [working, lineage, links, versions] = await Promise.all([
    loadWorkingText(db, documentId),
    listLineage(db, documentId),
    listLinksFrom(db, [data.comment.id], 'changed'),
    listVersions(db, documentId, { withHeld: true }),
  ])
  const paragraphs = new Map<Id, Paragraph>(flatten(working).map((paragraph) => [paragraph.id, paragraph]))
  return {
    ...data,
    documentId,
    beside: data.standings.map(({ asRead }) => ({
      asRead,
      today: paragraphs.get(asRead.id),
      wentOn: followLineage(asRead.id, lineage, data.version.frozenAt).flatMap(({ to, way }) => {
        const paragraph = paragraphs.get(to)
        return paragraph === undefined ? [] : [{ way, paragraph }]
      }),
    })),
    changedNumbers: links.flatMap((link) => paragraphs.get(link.to.id)?.number ?? []),
    versionNumbers: versions.map(({ number }) => number),
  }
}
