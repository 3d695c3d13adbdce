import { sql } from 'kysely'
import { flatten, type Document, type FrozenText, type Version } from '../../drafts/model.ts'
import { findDocumentById, listLineage } from '../../drafts/queries.ts'
import { lineageBetween } from '../../drafts/versions/model.ts'
import { listVersions, loadFrozenText } from '../../drafts/versions/queries.ts'
import type { Tx } from '../../platform/database.ts'
import { appendAct } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Range } from '../../shared/quote.ts'
import { formatRef } from '../../shared/refs.ts'
import type { Refusal } from '../../shared/result.ts'
import { sliceCodePoints } from '../../shared/text.ts'
import type { Instant } from '../../shared/time.ts'
import { lockComment } from '../comments/queries.ts'
import { ANCHOR_STATES, carrier, joinCarries, markRange, type AnchorPlace, type AnchorState, type Carry } from './model.ts'
import { listKnownAnchors, lockCarry, type KnownAnchor } from './queries.ts'
import { storePlaces } from './schema.ts'

/** Marks the words of paragraphs that comments are on. `text`: the paragraph's, as reviewed. */
export async function markAnchors(tx: Tx, anchors: readonly { commentId: Id; position: number; text: string; range: Range }[]): Promise<void> {
  if (anchors.length === 0) return
  const rows = anchors.map(({ commentId, position, text, range }) => {
    const { start, end, quote, prefix, suffix } = markRange(text, range)
    return { comment_id: commentId, position, range_start: start, range_end: end, quote, prefix, suffix }
  })
  await tx.insertInto('review_range').values(rows).execute()
}

/**
 * Finds where every comment on an earlier version of a document stands in this one, by identity, lineage and words; what leaves a
 * doubt waits for a person. What a person decided before is kept to. Carrying again what was carried changes nothing.
 */
export async function carryComments(tx: Tx, actor: Actor, input: { documentId: Id; versionId: Id }, now: Instant): Promise<{ carried: number }> {
  const [document, versions] = [await findDocumentById(tx, input.documentId), await listVersions(tx, input.documentId, { withHeld: true })]
  const version = versions.find(({ id }) => id === input.versionId)
  if (document === undefined || version === undefined) return { carried: 0 }
  const earlier = versions.filter(({ number }) => number < version.number)
  const anchors = await listKnownAnchors(tx, earlier.map(({ id }) => id))
  if (anchors.length === 0) return { carried: 0 }
  const carry = await openCarriers(tx, document, version, earlier)
  const carries = await Promise.all(anchors.map(async (anchor) => ({ anchor, carry: await carryKnown(anchor, carry) })))
  const counts = await insertCarries(tx, version.id, carries, now)
  if (counts.size === 0) return { carried: 0 }
  const detail = { document: document.slug, version: version.number, ...Object.fromEntries(ANCHOR_STATES.map((state) => [state, counts.get(state) ?? 0])) }
  const place = { forumId: document.forumId, cycleId: document.cycleId, subject: { kind: 'version', id: version.id } }
  await appendAct(tx, actor, { ...place, act: 'comments-carried', detail: detail as CountsOf }, now)
  return { carried: [...counts.values()].reduce((sum, count) => sum + count, 0) }
}

type CountsOf = { readonly document: string; readonly version: number } & Readonly<Record<AnchorState, number>>
type CarryPlace = (versionId: Id, place: AnchorPlace) => Promise<Carry>

/** Each earlier version is read once, when the first anchor known in it comes. */
async function openCarriers(tx: Tx, document: Document, version: Version, earlier: readonly Version[]): Promise<CarryPlace> {
  const [to, lineage] = [await loadFrozenText(tx, version.id), await listLineage(tx, document.id)]
  const texts = new Map<Id, Promise<(place: AnchorPlace) => Carry>>()
  return async (versionId, place) => {
    const known = texts.get(versionId)
    if (known !== undefined) return (await known)(place)
    const from = earlier.find(({ id }) => id === versionId)
    if (from === undefined) throw new Error('An anchor is known in a version of another document')
    const made = loadFrozenText(tx, from.id).then((text: FrozenText) => carrier({ from: text, to, lineage: lineageBetween(lineage, from, version), since: from.frozenAt, language: document.language }))
    texts.set(versionId, made)
    return (await made)(place)
  }
}

async function carryKnown(anchor: KnownAnchor, carry: CarryPlace): Promise<Carry> {
  if (anchor.verdict === 'deleted') return { state: 'deleted', method: 'person', places: [], candidates: [] }
  const carries = []
  for (const place of anchor.places) carries.push(await carry(anchor.versionId, place))
  const found = joinCarries(carries)
  // A person said that it is not where it was carried, and nobody where it is: it waits on.
  return anchor.verdict === 'doubtful' ? { state: 'doubtful', method: 'person', places: [], candidates: [...found.places, ...found.candidates] } : found
}

/** All in one statement: ten thousand rows one by one would take longer than finding them. */
async function insertCarries(tx: Tx, versionId: Id, carries: readonly { anchor: KnownAnchor; carry: Carry }[], now: Instant): Promise<Map<AnchorState, number>> {
  const rows = carries.map(({ anchor, carry }) => ({
    comment_id: anchor.commentId,
    position: anchor.position,
    state: carry.state,
    method: carry.method,
    places: storePlaces(carry.places),
    candidates: storePlaces(carry.candidates),
  }))
  const inserted = await sql<{ state: AnchorState }>`
    insert into review_carry (comment_id, position, version_id, state, method, places, candidates, carried_at)
    select comment_id, position, ${versionId}, state, method, places, candidates, ${now}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (comment_id uuid, position integer, state text, method text, places jsonb, candidates jsonb)
    on conflict do nothing returning state`.execute(tx)
  const counts = new Map<AnchorState, number>()
  for (const { state } of inserted.rows) counts.set(state, (counts.get(state) ?? 0) + 1)
  return counts
}

/** Where a person says that an anchor stands: in these paragraphs of the version, nowhere any more, or (again) nobody knows. */
export type Verdict = { readonly kind: 'placed'; readonly places: readonly AnchorPlace[] } | { readonly kind: 'deleted' } | { readonly kind: 'doubtful' }

export interface AnchorToSettle {
  readonly commentId: Id<'comment'>
  readonly position: number
  /** Of what was on the screen. */
  readonly revision: number
  readonly verdict: Verdict
}

export type SettleRefusal = Refusal<'nothing-to-settle' | 'no-such-version' | 'no-such-place'> | { readonly refusal: 'settled-meanwhile'; readonly ref: string }

/**
 * Says where anchors of comments stand in a version, or takes back where they were carried; one or many at once, all or none.
 * Refuses: nothing-to-settle, no-such-version, no-such-place (a paragraph that is not in the version, words beyond its end),
 * settled-meanwhile with the reference when somebody else did since the form was opened.
 */
export async function settleAnchors(
  tx: Tx,
  actor: Actor,
  input: { readonly documentId: Id; readonly cycleSlug: string; readonly versionId: Id<'version'>; readonly anchors: readonly AnchorToSettle[] },
  now: Instant,
): Promise<{ settled: number } | SettleRefusal> {
  if (input.anchors.length === 0) return { refusal: 'nothing-to-settle' }
  const document = await findDocumentById(tx, input.documentId)
  const version = (await listVersions(tx, input.documentId, { withHeld: true })).find(({ id }) => id === input.versionId)
  if (document === undefined || version === undefined) return { refusal: 'no-such-version' }
  const texts = new Map<Id, string>(flatten(await loadFrozenText(tx, version.id)).map(({ id, text }) => [id, text]))
  if (!input.anchors.every(({ verdict }) => verdict.kind !== 'placed' || (verdict.places.length > 0 && verdict.places.every((place) => isIn(texts, place))))) return { refusal: 'no-such-place' }
  const refs: string[] = []
  for (const anchor of input.anchors) {
    const comment = await lockComment(tx, anchor.commentId)
    const ref = comment === undefined ? '' : formatRef(input.cycleSlug, 'R', comment.number)
    if (!(await settleOne(tx, version.id, anchor, now))) return { refusal: 'settled-meanwhile', ref }
    if (!refs.includes(ref)) refs.push(ref)
  }
  const only = input.anchors.every(({ commentId }) => commentId === input.anchors[0]?.commentId) ? input.anchors[0] : undefined
  const subject = only === undefined ? { kind: 'version', id: version.id } : { kind: 'comment', id: only.commentId }
  const detail = { document: document.slug, version: version.number, refs: refs.join(', '), count: input.anchors.length, verdict: verdictOf(input.anchors) }
  await appendAct(tx, actor, { forumId: document.forumId, cycleId: document.cycleId, subject, act: 'anchors-settled', detail }, now)
  return { settled: input.anchors.length }
}

function isIn(texts: ReadonlyMap<Id, string>, { paragraphId, range }: AnchorPlace): boolean {
  const text = texts.get(paragraphId)
  if (text === undefined || range === null) return text !== undefined
  return range.start < range.end && sliceCodePoints(text, range.start, range.end) !== '' && sliceCodePoints(text, range.end - 1, range.end) !== ''
}

async function settleOne(tx: Tx, versionId: Id, { commentId, position, revision, verdict }: AnchorToSettle, now: Instant): Promise<boolean> {
  const known = await lockCarry(tx, { commentId, position, versionId })
  if (known === undefined) return false
  const places = verdict.kind === 'placed' ? verdict.places : []
  // What was wrong stays in the list of what it may be, the last: somebody may find that it was right.
  const candidates = verdict.kind === 'doubtful' ? [...known.candidates, ...known.places] : known.candidates
  const settled = await tx
    .updateTable('review_carry')
    .set((set) => ({ state: verdict.kind, method: 'person', places: JSON.stringify(storePlaces(places)), candidates: JSON.stringify(storePlaces(candidates)), carried_at: now, revision: set('revision', '+', 1) }))
    .where('comment_id', '=', commentId)
    .where('position', '=', position)
    .where('version_id', '=', versionId)
    .where('revision', '=', revision)
    .returning('position')
    .executeTakeFirst()
  return settled !== undefined
}

function verdictOf(anchors: readonly AnchorToSettle[]): 'placed' | 'deleted' | 'doubtful' | 'mixed' {
  const [first, ...others] = new Set(anchors.map(({ verdict }) => verdict.kind))
  return first === undefined || others.length > 0 ? 'mixed' : first
}
