import { flatten, type FrozenParagraph } from '../../../drafts/model.ts'
import { loadFrozenText } from '../../../drafts/versions/queries.ts'
import { countAgreements } from '../../../review/agreements/queries.ts'
import { listCommentsByChoice } from '../../../review/comments/queries.ts'
import { filterSchema, type CommentFilter } from '../../../review/comments/schema.ts'
import { asPublished, isOpen, stateOf, type Comment } from '../../../review/model.ts'
import type { Satisfaction } from '../../../review/desk/model.ts'
import { countSatisfaction, findDeskSetting } from '../../../review/desk/queries.ts'
import type { PlainDate } from '../../../shared/time.ts'
import type { Id } from '../../../shared/ids.ts'
import { formatRef } from '../../../shared/refs.ts'
import type { PageRequest } from '../../page.tsx'
import { loadSetting, type TextSetting } from '../../drafts/blocks/data.ts'
import { blankAsAbsent, listRounds, loadReview, readNumber, settingOf, type InReview } from '../data.ts'
import { loadLaterPlaces, type LaterPlaces } from '../anchors/data.ts'

export interface RegisterData extends InReview {
  readonly satisfaction: Satisfaction
  readonly judgedUntil: PlainDate | null
  readonly filter: CommentFilter
  readonly comments: readonly Comment[]
  readonly total: number
  /** Paragraph numbers of the reviewed version. */
  readonly numbers: ReadonlyMap<Id, number>
  readonly texts: ReadonlyMap<Id, string>
  readonly agreed: ReadonlyMap<Id, number>
  /** Where the comments of this page stand in the latest version, where that is a later one; by comment. */
  readonly later: LaterPlaces | undefined
}

export const PAGE = 100

/** The register of a review's comments, a hundred a page, narrowed as the address says. */
export async function loadRegister(request: PageRequest): Promise<RegisterData | undefined> {
  const inReview = await loadReview(request)
  if (inReview === undefined) return undefined
  const { review } = inReview
  const filter = filterSchema.parse(blankAsAbsent(request.query))
  const paragraphs = flatten(await loadFrozenText(request.db, review.versionId))
  const numbers = new Map(paragraphs.map(({ id, number }) => [id as Id, number]))
  const paragraphId = filter.p === undefined ? undefined : ([...numbers].find(([, number]) => number === filter.p)?.[0] ?? review.id)
  const choice = { reviewId: review.id, group: filter.group, region: filter.region, type: filter.type, target: filter.target, state: filter.state, paragraphId }
  const { comments, total } = await listCommentsByChoice(request.db, review.cycleId, choice, { limit: PAGE, offset: (filter.page - 1) * PAGE })
  const [satisfaction, setting] = [await countSatisfaction(request.db, { cycleId: review.cycleId, reviewId: review.id }), await findDeskSetting(request.db, review.id)]
  const agreed = await countAgreements(request.db, comments.map(({ id }) => id))
  return { ...inReview, satisfaction, judgedUntil: setting.judgedUntil, filter, comments: comments.map(asPublished), total, numbers, agreed, later: await loadLaterPlaces(request.db, inReview.version, comments), texts: new Map(paragraphs.map(({ id, text }) => [id as Id, text])) }
}

export interface ParagraphPageData extends InReview {
  readonly paragraph: FrozenParagraph
  readonly setting: TextSetting
  /** A hundred of them. */
  readonly comments: readonly Comment[]
  readonly agreed: ReadonlyMap<Id, number>
  readonly takesComments: boolean
  readonly total: number
  readonly page: number
  /** What was said of the same paragraph in other reviews of this cycle. */
  readonly ofOtherRounds: readonly Comment[]
  readonly before: number | undefined
  readonly after: number | undefined
}

/** One paragraph of a version under review with the comments on it, a hundred a page. */
export async function loadParagraph(request: PageRequest): Promise<ParagraphPageData | undefined> {
  const inReview = await loadReview(request)
  const number = readNumber(request.params['paragraph'])
  if (inReview === undefined || number === undefined) return undefined
  const text = await loadFrozenText(request.db, inReview.review.versionId)
  const paragraphs = flatten(text)
  const paragraph = paragraphs.find((known) => known.number === number)
  if (paragraph === undefined) return undefined
  const page = readNumber(request.query['page']) ?? 1
  const others = new Set<Id>((await listRounds(request, inReview)).flatMap(({ id }) => (id === inReview.review.id ? [] : [id])))
  const choice = { reviewId: inReview.review.id, paragraphId: paragraph.id }
  const { comments, total } = await listCommentsByChoice(request.db, inReview.cycle.id, choice, { limit: PAGE, offset: (page - 1) * PAGE })
  return {
    ...inReview,
    paragraph,
    setting: await loadSetting(request.db, { ...settingOf(inReview), whole: inReview.base }, text),
    comments: comments.map(asPublished),
    ofOtherRounds: (await listCommentsByChoice(request.db, inReview.cycle.id, { paragraphId: paragraph.id }, { limit: 500, offset: 0 })).comments.filter(({ reviewId }) => others.has(reviewId)).map(asPublished),
    agreed: await countAgreements(request.db, comments.map(({ id }) => id)),
    takesComments: isOpen(inReview.review),
    total,
    page,
    before: paragraphs.some((known) => known.number === number - 1) ? number - 1 : undefined,
    after: paragraphs.some((known) => known.number === number + 1) ? number + 1 : undefined,
  }
}

/** A comment as data, as anyone may have it. Hand in what `asPublished` made of it. */
export function commentToJson(where: { readonly cycle: { readonly slug: string }; readonly cycleBase: string; readonly agreed?: ReadonlyMap<Id, number> }, comment: Comment): object {
  return {
    ref: formatRef(where.cycle.slug, 'R', comment.number),
    id: comment.id,
    url: `${where.cycleBase}/comments/R-${comment.number}`,
    target: comment.target,
    missingWhere: comment.missingWhere,
    type: comment.type,
    text: comment.text,
    proposal: comment.proposal,
    language: comment.language,
    author: comment.author,
    organisation: comment.organisation,
    stakeholderGroup: comment.stakeholderGroup,
    regionalGroup: comment.regionalGroup,
    channel: comment.channel,
    receivedBy: comment.receivedBy,
    late: comment.isLate,
    jointBodies: comment.jointBodies,
    editors: comment.isFromEditors,
    agreed: where.agreed?.get(comment.id) ?? 0,
    setAsideFor: comment.setAsideFor,
    revision: comment.revision,
    withdrawnAt: comment.withdrawnAt,
    state: stateOf(comment),
    response: comment.response === null ? null : { disposition: comment.response.disposition, reason: comment.response.reason, answeredAt: comment.response.answeredAt },
    satisfied: comment.isSatisfied,
  }
}
