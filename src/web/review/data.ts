import { flatten, type FrozenText } from '../../drafts/model.ts'
import { loadFrozenText, type VersionOfCycle } from '../../drafts/versions/queries.ts'
import { countCommentsByReview, findReview, listReviews, type ReviewCount } from '../../review/queries.ts'
import { listExtensions, type Extended } from '../../review/periods/queries.ts'
import { countAgreements } from '../../review/agreements/queries.ts'
import { countVoices, listCommentsByChoice, type Voices } from '../../review/comments/queries.ts'
import { readingSchema, type ReadingFilter } from '../../review/comments/schema.ts'
import { asPublished, endOf, isAfterDeadline, isOpen, type Comment, type Review } from '../../review/model.ts'
import type { Id } from '../../shared/ids.ts'
import { writeDate, writeInstant } from '../../shared/time.ts'
import type { View } from '../context.ts'
import { loadSetting, type TextSetting } from '../drafts/blocks/data.ts'
import { listReadableOfCycle } from '../drafts/held/data.ts'
import { cutIntoParts, weigh, type Parts } from '../drafts/parts/data.ts'
import { cycleCrumbs, loadCycle, type InCycle } from '../forums/data.ts'
import type { PageRequest } from '../page.tsx'

export interface InReview extends InCycle {
  readonly review: Review
  readonly version: VersionOfCycle
  /** All versions of the cycle that the reader may read. */
  readonly versions: readonly VersionOfCycle[]
  /** Addresses of the review and of its cycle, without a slash at the end. */
  readonly base: string
  readonly cycleBase: string
}

/** The review that the address names; undefined where there is none. */
export async function loadReview(request: PageRequest): Promise<InReview | undefined> {
  const inCycle = await loadCycle(request, 'review')
  const number = readNumber(request.params['review'])
  if (inCycle === undefined || number === undefined) return undefined
  const [review, versions] = await Promise.all([findReview(request.db, inCycle.cycle.id, number), listReadableOfCycle(request, inCycle)])
  const version = versions.find((known) => known.id === review?.versionId)
  if (review === undefined || version === undefined) return undefined
  const cycleBase = `/${inCycle.forum.slug}/${inCycle.cycle.slug}`
  return { ...inCycle, review, version, versions, cycleBase, base: `${cycleBase}/reviews/${review.number}` }
}

/** A number of an address: whole, above 0, as people count. */
export function readNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^[1-9][0-9]{0,8}$/u.test(text) ? Number(text) : undefined
}

/** Who speaks on one paragraph, on the whole, or of what is missing. */
export interface Tally {
  readonly comments: number
  readonly answered: number
  /** Comments by stakeholder group; '' is not recorded. */
  readonly groups: ReadonlyMap<string, number>
}

export interface ReviewPageData extends InReview {
  readonly text: FrozenText
  readonly setting: TextSetting
  readonly parts: Parts
  readonly count: ReviewCount
  readonly onParagraph: ReadonlyMap<Id, Tally>
  readonly onWhole: Tally
  readonly onMissing: Tally
  /** Every comment in full, where they are few or asked for; undefined where each section has a page of its own for them. */
  readonly inFull: readonly Comment[] | undefined
  readonly extensions: readonly Extended[]
  /** All reviews of the same document in this cycle, the earliest first: the rounds. */
  readonly rounds: readonly Review[]
  readonly agreed: ReadonlyMap<Id, number>
  readonly takesComments: boolean
  readonly filter: ReadingFilter
}

/** Weight of text and comments up to which all comments stand on the review's own page: beyond it, they would make the page heavy. */
const INLINE_LIMIT = 60_000

/** Folded beyond this number: with fewer, every comment is seen at once. */
export const UNFOLDED = 40

/** The review's page: text, tallies, and the comments themselves only where they are few, or asked for. */
export async function loadReviewPage(request: PageRequest): Promise<ReviewPageData | undefined> {
  const inReview = await loadReview(request)
  if (inReview === undefined) return undefined
  const { review } = inReview
  const filter = readingSchema.parse(blankAsAbsent(request.query))
  const { comments: shown, ...choice } = filter
  const [text, voices] = await Promise.all([loadFrozenText(request.db, review.versionId), countVoices(request.db, review.id, choice)])
  const comments = voices.reduce((sum, voice) => sum + voice.first, 0)
  const weight = flatten(text).reduce((sum, paragraph) => sum + weigh(paragraph.text), 0) + voices.reduce((sum, voice) => sum + voice.weight, 0)
  const isInFull = shown === 'all' || weight <= INLINE_LIMIT
  const inFull = isInFull ? (await listCommentsByChoice(request.db, review.cycleId, { reviewId: review.id, ...choice }, { limit: 50_000, offset: 0 })).comments.map(asPublished) : undefined
  const agreed = await countAgreements(request.db, (inFull ?? []).map(({ id }) => id))
  const setting = await loadSetting(request.db, settingOf(inReview), text)
  const onParagraph = new Map<Id, Tally>()
  for (const [paragraphId, ofParagraph] of Map.groupBy(voices, (voice) => voice.paragraphId)) if (paragraphId !== null) onParagraph.set(paragraphId, tally(ofParagraph))
  return {
    ...inReview,
    text,
    setting,
    parts: cutIntoParts(review.versionId, text, shown === 'all' ? 'all' : request.query['part']),
    count: { reviewId: review.id, comments, open: comments - voices.reduce((sum, voice) => sum + voice.firstAnswered + voice.firstRemarks, 0) },
    onParagraph,
    onWhole: tally(voices.filter((voice) => voice.target === 'whole')),
    onMissing: tally(voices.filter((voice) => voice.target === 'missing')),
    inFull,
    extensions: (await listExtensions(request.db, [review.id])).get(review.id) ?? [],
    rounds: await listRounds(request, inReview),
    agreed,
    takesComments: isOpen(review),
    filter,
  }
}

/** A form that narrows a list sends every field, the empty ones too. */
export function blankAsAbsent(query: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ''))
}

/** The reviews of the same document in a cycle whose versions the reader may read, the earliest first. */
export async function listRounds(request: PageRequest, inReview: InReview): Promise<Review[]> {
  const { cycle, version, versions } = inReview
  const reviews = await listReviews(request.db, cycle.id)
  const ofDocument = new Set<Id>(versions.filter(({ documentId }) => documentId === version.documentId).map(({ id }) => id))
  return reviews.filter(({ versionId }) => ofDocument.has(versionId)).reverse()
}

/** Where the text under review stands, for what its blocks are set with. */
export function settingOf({ forum, cycleBase, version }: InReview): { forum: InReview['forum']; base: string; document: { slug: string; language: string } } {
  return { forum, base: cycleBase, document: { slug: version.documentSlug, language: version.language } }
}

export function tally(voices: readonly Voices[]): Tally {
  const groups = new Map<string, number>()
  let [comments, answered] = [0, 0]
  for (const voice of voices) {
    const group = voice.stakeholderGroup ?? ''
    groups.set(group, (groups.get(group) ?? 0) + voice.comments)
    comments += voice.comments
    answered += voice.answered
  }
  return { comments, answered, groups }
}

export interface ReviewsPageData extends InCycle {
  readonly reviews: readonly { readonly review: Review; readonly version: VersionOfCycle | undefined; readonly count: ReviewCount | undefined }[]
}

/** All reviews of a cycle, the latest first. */
export async function loadReviews(request: PageRequest): Promise<ReviewsPageData | undefined> {
  const inCycle = await loadCycle(request, 'review')
  if (inCycle === undefined) return undefined
  const { id } = inCycle.cycle
  const [reviews, versions, counts] = await Promise.all([listReviews(request.db, id), listReadableOfCycle(request, inCycle), countCommentsByReview(request.db, id)])
  return {
    ...inCycle,
    // A review of a version that is held back is there for those who may read it.
    reviews: reviews.flatMap((review) => {
      const version = versions.find(({ id: versionId }) => versionId === review.versionId)
      return version === undefined ? [] : [{ review, version, count: counts.get(review.id) }]
    }),
  }
}

/** Until when comments are taken, in one sentence. */
export function standing(view: View, review: Review): string {
  if (!isOpen(review)) return view.t('review.closed-at', { at: writeInstant(review.closedAt ?? view.now, view.lang) })
  const end = endOf(review)
  if (review.closesOn === null || end === undefined) return view.t('review.open')
  const date = writeDate(review.closesOn, view.lang)
  if (isAfterDeadline(review, view.now)) return review.closesByItself ? view.t('review.closed-at', { at: writeInstant(end, view.lang) }) : view.t('review.open-late', { date })
  if (review.zone === null && !review.closesByItself) return view.t('review.open-until', { date })
  return view.t(review.closesByItself ? 'reviewing.period.firm' : 'reviewing.period.soft', { date, zone: review.zone ?? view.t('reviewing.period.anywhere'), utc: writeInstant(end, view.lang) })
}

/** The way to a review, for the pages below it. */
export function crumbsOf(view: View, data: InReview) {
  return [...cycleCrumbs(data), { href: `${data.cycleBase}/reviews`, label: view.t('review.reviews') }, { label: data.review.title }]
}
