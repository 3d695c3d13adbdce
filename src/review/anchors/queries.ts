import type { Reader, Tx } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import { locate, type Range } from '../../shared/quote.ts'
import type { Refusal } from '../../shared/result.ts'
import type { Instant } from '../../shared/time.ts'
import type { AnchorPlace, AnchorState, Carry, CarryMethod, MarkedRange } from './model.ts'
import { storedPlaces } from './schema.ts'

/** Where an anchor of a comment stands in a version, as it was carried or settled. */
export interface CarriedAnchor extends Carry {
  readonly commentId: Id<'comment'>
  /** Which of the comment's anchors, from 0. */
  readonly position: number
  readonly versionId: Id<'version'>
  readonly carriedAt: Instant
  readonly revision: number
}

/** The ranges of these comments, by comment and position; whole paragraphs are left out. */
export async function listRanges(db: Reader, commentIds: readonly Id[]): Promise<Map<Id, Map<number, MarkedRange>>> {
  if (commentIds.length === 0) return new Map()
  const rows = await db.selectFrom('review_range').selectAll().where('comment_id', '=', (eb) => eb.fn.any(eb.val([...commentIds]))).execute()
  const ranges = new Map<Id, Map<number, MarkedRange>>()
  for (const row of rows) {
    const { range_start: start, range_end: end, quote, prefix, suffix } = row
    const ofComment = ranges.get(row.comment_id) ?? new Map<number, MarkedRange>()
    ofComment.set(row.position, { start, end, quote, prefix, suffix })
    ranges.set(row.comment_id, ofComment)
  }
  return ranges
}

/** Words that a comment is on, as they were typed or selected; `start`, in code points, tells several places apart. */
export interface Quoted {
  readonly words: string
  readonly start?: number | undefined
}

export type MarkRefusal = Refusal<'quote-not-found' | 'quote-not-unique' | 'quote-needs-one-paragraph'>

/** Finds quoted words in the one paragraph that a comment is on, given the texts of its paragraphs. Undefined where nothing is quoted. */
export function markWords(texts: readonly (string | undefined)[], quote: Quoted | undefined): { text: string; range: Range } | MarkRefusal | undefined {
  if (quote === undefined) return undefined
  const [text, ...others] = texts
  if (text === undefined || others.length > 0) return { refusal: 'quote-needs-one-paragraph' }
  const found = locate(text, { quote: quote.words })
  if (!('refusal' in found)) return { text, range: found }
  if (found.refusal !== 'quote-not-unique') return { refusal: 'quote-not-found' }
  const chosen = found.occurrences.find(({ start }) => start === quote.start)
  return chosen === undefined ? { refusal: 'quote-not-unique' } : { text, range: chosen }
}

/** Where these comments stand in one version, by comment, in the order of their anchors. */
export async function listCarries(db: Reader, versionId: Id, commentIds: readonly Id[]): Promise<Map<Id, CarriedAnchor[]>> {
  if (commentIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('review_carry')
    .selectAll()
    .where('version_id', '=', versionId)
    .where('comment_id', '=', (eb) => eb.fn.any(eb.val([...commentIds])))
    .orderBy('position')
    .execute()
  return Map.groupBy(rows.map(toCarried), ({ commentId }) => commentId as Id)
}

/** One page of what a person has to settle in a version, in the order of references, and how many there are in all. Withdrawn comments wait for nothing. */
export async function listDoubtful(db: Reader, versionId: Id, page: { limit: number; offset: number }): Promise<{ carried: CarriedAnchor[]; total: number }> {
  const rows = await db
    .selectFrom('review_carry')
    .innerJoin('review_comment', 'review_comment.id', 'comment_id')
    .selectAll('review_carry')
    .select((eb) => eb.fn.countAll<number>().over().as('total'))
    .where('version_id', '=', versionId)
    .where('state', '=', 'doubtful')
    .where('withdrawn_at', 'is', null)
    .orderBy('number')
    .orderBy('position')
    .limit(page.limit)
    .offset(page.offset)
    .execute()
  return { carried: rows.map(toCarried), total: rows[0]?.total ?? 0 }
}

/** How many anchors stand how in each of these versions. */
export async function countCarried(db: Reader, versionIds: readonly Id[]): Promise<Map<Id, Map<AnchorState, number>>> {
  if (versionIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('review_carry')
    .innerJoin('review_comment', 'review_comment.id', 'comment_id')
    .select(['version_id', 'state', (eb) => eb.fn.countAll<number>().as('count')])
    .where('version_id', 'in', [...versionIds])
    .where('withdrawn_at', 'is', null)
    .groupBy(['version_id', 'state'])
    .execute()
  const counts = new Map<Id, Map<AnchorState, number>>()
  for (const row of rows) counts.set(row.version_id, (counts.get(row.version_id) ?? new Map<AnchorState, number>()).set(row.state, row.count))
  return counts
}

/** An anchor of a comment that stands, with where it was last known for sure: as reviewed, or where a person last put it. */
export interface KnownAnchor {
  readonly commentId: Id<'comment'>
  readonly position: number
  /** The version in which it is known. */
  readonly versionId: Id<'version'>
  readonly places: readonly AnchorPlace[]
  /** A person said that it is gone, or that it is not where it was carried, and nobody has said since where it is. */
  readonly verdict: 'placed' | 'deleted' | 'doubtful'
}

/** The anchors of all comments on earlier versions of a document, as they are known. */
export async function listKnownAnchors(tx: Tx, versionIds: readonly Id[]): Promise<KnownAnchor[]> {
  if (versionIds.length === 0) return []
  const rows = await tx
    .selectFrom('review_anchor as anchor')
    .innerJoin('review_comment as comment', 'comment.id', 'anchor.comment_id')
    .innerJoin('review_review as review', 'review.id', 'comment.review_id')
    .leftJoin('review_range as range', (join) => join.onRef('range.comment_id', '=', 'anchor.comment_id').onRef('range.position', '=', 'anchor.position'))
    .leftJoin(decisions(tx), (join) => join.onRef('decided.comment_id', '=', 'anchor.comment_id').onRef('decided.position', '=', 'anchor.position'))
    .select(['anchor.comment_id', 'anchor.position', 'anchor.paragraph_id', 'review.version_id', 'range_start', 'range_end', 'decided.version_id as decided_in', 'decided.state', 'decided.places'])
    .where('review.version_id', 'in', [...versionIds])
    .where('comment.withdrawn_at', 'is', null)
    .execute()
  return rows.map((row) => {
    const { range_start: start, range_end: end } = row
    const read = { versionId: row.version_id as Id<'version'>, places: [{ paragraphId: row.paragraph_id as Id<'paragraph'>, range: start === null || end === null ? null : { start, end } }] }
    const known = row.decided_in === null || row.state !== 'placed' ? read : { versionId: row.decided_in as Id<'version'>, places: storedPlaces.parse(row.places) }
    return { commentId: row.comment_id as Id<'comment'>, position: row.position, ...known, verdict: row.state === 'deleted' || row.state === 'doubtful' ? row.state : 'placed' }
  })
}

/** What a person last decided on each anchor. A later version is frozen later, and has the later decision. */
function decisions(tx: Tx) {
  return tx
    .selectFrom('review_carry')
    .distinctOn(['comment_id', 'position'])
    .selectAll()
    .where('method', '=', 'person')
    .orderBy('comment_id')
    .orderBy('position')
    .orderBy('carried_at', 'desc')
    .as('decided')
}

/** Where an anchor stands in a version, held until the transaction ends. */
export async function lockCarry(tx: Tx, anchor: { commentId: Id; position: number; versionId: Id }): Promise<CarriedAnchor | undefined> {
  const row = await tx
    .selectFrom('review_carry')
    .selectAll()
    .where('comment_id', '=', anchor.commentId)
    .where('position', '=', anchor.position)
    .where('version_id', '=', anchor.versionId)
    .forUpdate()
    .executeTakeFirst()
  return row === undefined ? undefined : toCarried(row)
}

function toCarried(row: { comment_id: Id; position: number; version_id: Id; state: AnchorState; method: CarryMethod; places: unknown; candidates: unknown; carried_at: Instant; revision: number }): CarriedAnchor {
  return {
    commentId: row.comment_id as Id<'comment'>,
    position: row.position,
    versionId: row.version_id as Id<'version'>,
    state: row.state,
    method: row.method,
    places: storedPlaces.parse(row.places),
    candidates: storedPlaces.parse(row.candidates),
    carriedAt: row.carried_at,
    revision: row.revision,
  }
}
