import { sql } from 'kysely'
import type { Tx } from '../../platform/database.ts'
import { countEachWithin, type Limit } from '../../platform/limits.ts'
import { newId } from '../../platform/new-id.ts'
import { appendActs, enqueueMails } from '../../record/commands.ts'
import type { Act, Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import { formatRef } from '../../shared/refs.ts'
import type { Refusal } from '../../shared/result.ts'
import type { Instant, PlainDate } from '../../shared/time.ts'
import type { CommentChannel, CommentType, Consent } from '../../shared/vocabularies.ts'
import { markAnchors } from '../anchors/commands.ts'
import type { Quoted } from '../anchors/queries.ts'
import { lockCommentNumbers } from '../comments/queries.ts'
import { tellFollowers } from '../followers/commands.ts'
import type { WritePlaceNews } from '../followers/model.ts'
import { formatParagraphNumbers, type Review, type Target } from '../model.ts'
import { findPlacesOfMany, type Places, type PlaceRefusal } from '../places/queries.ts'
import { lockParents } from './queries.ts'

/** What a comment says and who says it; what was left empty is undefined. */
export interface CommentInput {
  readonly reviewId: Id<'review'>
  /** The cycle's part of the reference: 2026 of 2026/R-112. */
  readonly cycleSlug: string
  readonly target: Target
  /** Numbers in the reviewed version; empty unless the target is paragraphs. */
  readonly paragraphs: readonly number[]
  /** The words of the one paragraph that it is on, where it is not on all of it. */
  readonly quote?: Quoted | undefined
  readonly missingWhere: string | undefined
  readonly type: CommentType
  readonly text: string
  /** What was pasted, word for word, where it was cleaned. */
  readonly original?: string | undefined
  readonly proposal: string | undefined
  readonly author: string | undefined
  readonly organisation: string | undefined
  readonly stakeholderGroup: string | undefined
  readonly regionalGroup: string | undefined
  readonly language: string | undefined
  readonly consent: Consent
  readonly mail: string | undefined
  /** A comment of the same review that this one replies to. */
  readonly inReplyTo?: Id<'comment'> | undefined
  /** A remark of the editors, which asks for no response: only from who may answer comments. */
  readonly isFromEditors?: boolean | undefined
  readonly jointBodies?: readonly string[] | undefined
  /** Made when the form was shown: sent twice, it is taken once. */
  readonly formKey: Id
}

export interface Taken {
  readonly commentId: Id<'comment'>
  readonly number: number
  /** The form had been sent before: this is what the first one made. */
  readonly isRepeat: boolean
}

export type CommentRefusal = Refusal<'no-such-review' | 'no-such-comment'> | { readonly refusal: 'review-closed'; readonly closedAt: Instant } | PlaceRefusal

/** Writes the receipt, once the number is known: subject and body, with the secret link. */
export type WriteReceipt = (commentId: Id<'comment'>, number: number) => { readonly subject: string; readonly body: string; readonly language?: string | undefined }

/** What is written when a comment is taken: its receipt, and the news to those who follow its place. What is left out is not written. */
export interface Letters {
  readonly receipt?: WriteReceipt | undefined
  readonly toFollowers?: WritePlaceNews | undefined
}

/** More has come from this sender than is taken in one go; nothing of it is kept. */
export interface TooMany extends Refusal<'too-many'> {
  readonly until: Instant
}

interface Arrival {
  readonly channel: CommentChannel
  readonly receivedAt: Instant | null
  readonly receivedBy: PlainDate
  readonly isLate: boolean
}

/** One comment of several that are taken together, each as of its own moment. */
export interface ToTake {
  readonly input: CommentInput & Letters
  readonly arrival: Arrival
  /** Since when it is too late for this one; null: it is not. */
  readonly closedAt: Instant | null
  /** Given before, where it waited under that id or others answer it; undefined: a new one. */
  readonly commentId?: Id<'comment'> | undefined
  /** What its sender may send in how long; none: no limit. */
  readonly limits?: readonly Limit[] | undefined
  readonly now: Instant
}

interface Ready extends ToTake {
  readonly places: Places
  readonly commentId: Id<'comment'>
}

interface Numbered extends Ready {
  readonly number: number
}

type Outcome = Taken | CommentRefusal | TooMany

/**
 * Takes comments on one review, which the caller holds open, in one go: what many share (the review, the numbers, the record's head, the
 * disk) is asked and paid once. Each is taken or refused alone; one that replies to another of them stands after it. It reads what it can
 * before it takes the lock under which numbers are given: whoever waits for that lock waits for a commit on disk.
 */
export async function takeComments(tx: Tx, actor: Actor, review: Review, items: readonly ToTake[]): Promise<Outcome[]> {
  if (items.length === 0) return []
  const places = await findPlacesOfMany(tx, review, items.map(({ input }) => input))
  const parents = await lockParents(tx, review.id, items.flatMap(({ input }) => input.inReplyTo ?? []))
  const { last, known } = await lockCommentNumbers(tx, review.cycleId, items.map(({ input }) => input.formKey))
  const outcomes = new Map<number, Outcome>()
  const ready: [number, Ready][] = []
  const byKey = new Map<Id, number>()
  for (const [index, item] of items.entries()) {
    const { input } = item
    const before = known.get(input.formKey)
    const twin = byKey.get(input.formKey)
    const refused = before === undefined && twin === undefined ? refuse(item, places[index], parents) : undefined
    if (before !== undefined) outcomes.set(index, { ...before, isRepeat: true })
    else if (refused !== undefined) outcomes.set(index, refused)
    else if (twin === undefined) {
      const commentId = item.commentId ?? newId<'comment'>()
      byKey.set(input.formKey, index)
      parents.add(commentId)
      ready.push([index, { ...item, commentId, places: placesOf(places[index]) }])
    }
  }
  const full = await countEachWithin(tx, ready.map(([, { limits = [], now }]) => ({ limits, now })))
  const taken: Numbered[] = []
  for (const [order, [index, one]] of ready.entries()) {
    const until = full[order]?.until
    const number = last + taken.length + 1
    if (until === undefined) taken.push({ ...one, number })
    outcomes.set(index, until === undefined ? { commentId: one.commentId, number, isRepeat: false } : { refusal: 'too-many', until })
  }
  await write(tx, actor, review, taken)
  return items.map(({ input }, index) => outcomes.get(index) ?? repeatOf(outcomes.get(byKey.get(input.formKey) ?? index)))
}

/** The same form came twice at the same time: the second is told what the first one made. */
function repeatOf(first: Outcome | undefined): Outcome {
  if (first === undefined) throw new Error('A comment was left without an outcome')
  return 'refusal' in first ? first : { ...first, isRepeat: true }
}

function refuse({ input, closedAt }: ToTake, places: Places | PlaceRefusal | undefined, parents: ReadonlySet<Id>): CommentRefusal | undefined {
  if (input.inReplyTo !== undefined && !parents.has(input.inReplyTo)) return { refusal: 'no-such-comment' }
  if (closedAt !== null) return { refusal: 'review-closed', closedAt }
  return places !== undefined && 'refusal' in places ? places : undefined
}

function placesOf(places: Places | PlaceRefusal | undefined): Places {
  if (places === undefined || 'refusal' in places) throw new Error('A comment was taken that has no place')
  return places
}

/** Rows, letters, and the record last. As one JSON text for each table: many rows are then as small a statement as one. */
async function write(tx: Tx, actor: Actor, review: Review, taken: readonly Numbered[]): Promise<void> {
  if (taken.length === 0) return
  const rows = taken.map((one) => toRow(review, one))
  const columns = sql.join(Object.keys(rows[0] ?? {}).map((column) => sql.ref(column)))
  const anchors = taken.flatMap(({ commentId, places }) => places.paragraphIds.map((paragraphId, position) => ({ comment_id: commentId, position, paragraph_id: paragraphId })))
  await sql`
    with comments as (insert into review_comment (${columns}) select ${columns} from json_populate_recordset(null::review_comment, ${JSON.stringify(rows)}::json))
    insert into review_anchor select * from json_populate_recordset(null::review_anchor, ${JSON.stringify(anchors)}::json)`.execute(tx)
  await markAnchors(tx, taken.flatMap(({ commentId, places }) => (places.marked === undefined ? [] : [{ commentId, position: 0, ...places.marked }])))
  await sendLetters(tx, review, taken)
  await appendActs(tx, actor, taken.map((one) => ({ act: toAct(review, one), now: one.now })))
}

async function sendLetters(tx: Tx, review: Review, taken: readonly Numbered[]): Promise<void> {
  for (const [write, told] of Map.groupBy(taken, ({ input }) => input.toFollowers)) {
    const [first] = told
    if (first !== undefined) await tellFollowers(tx, write, told.map(({ commentId }) => commentId), undefined, first.now)
  }
  const receipts = taken.flatMap(({ input: { mail, receipt }, commentId, number, now }) =>
    mail === undefined || receipt === undefined ? [] : [{ mail: { forumId: review.forumId, recipient: mail, ...receipt(commentId, number), occasion: 'comment-receipt', about: { kind: 'comment', id: commentId }, cause: `comment-receipt:${commentId}` } as const, now }],
  )
  await enqueueMails(tx, receipts)
}

function toAct(review: Review, { input, arrival, commentId, number }: Numbered): Act<'comment-sent'> {
  const detail = {
    ref: formatRef(input.cycleSlug, 'R', number),
    review: review.number,
    target: input.target,
    paragraphs: formatParagraphNumbers(input.paragraphs),
    channel: arrival.channel,
    late: arrival.isLate ? 'yes' : 'no',
  } as const
  // Committed to, and read on the comment's own page alone: what is withdrawn there must not go on standing in the record.
  const original = input.original === undefined ? {} : { original: { text: input.original, isPublic: false } }
  const texts = { text: { text: input.text, isPublic: false }, ...original, ...(input.author === undefined ? {} : { author: { text: input.author, isPublic: false } }) }
  return { forumId: review.forumId, cycleId: review.cycleId, subject: { kind: 'comment', id: commentId }, act: 'comment-sent', detail, texts }
}

function toRow(review: Review, { input, arrival, commentId, number }: Numbered) {
  return {
    id: commentId,
    forum_id: review.forumId,
    cycle_id: review.cycleId,
    review_id: review.id,
    number,
    target: input.target,
    missing_where: input.missingWhere ?? null,
    type: input.type,
    text: input.text,
    proposal: input.proposal ?? null,
    author: input.author ?? null,
    organisation: input.organisation ?? null,
    stakeholder_group: input.stakeholderGroup ?? null,
    regional_group: input.regionalGroup ?? null,
    channel: arrival.channel,
    language: input.language ?? null,
    consent: input.consent,
    mail: input.mail ?? null,
    received_at: arrival.receivedAt,
    received_by: arrival.receivedBy,
    is_late: arrival.isLate,
    withdrawn_at: null,
    withdrawn_reason: null,
    form_key: input.formKey,
    satisfied: null,
    satisfied_at: null,
    in_reply_to: input.inReplyTo ?? null,
    is_from_editors: input.isFromEditors ?? false,
    joint_bodies: [...(input.jointBodies ?? [])],
  }
}
