import { flatten, type Document, type FrozenText, type Version } from '../../../drafts/model.ts'
import { findDocument, listDocuments } from '../../../drafts/queries.ts'
import { listVersions, loadFrozenText } from '../../../drafts/versions/queries.ts'
import { may } from '../../../people/policy.ts'
import type { Reader } from '../../../platform/database.ts'
import type { AnchorState, MarkedRange } from '../../../review/anchors/model.ts'
import { countCarried, listCarries, listDoubtful, listRanges, type CarriedAnchor } from '../../../review/anchors/queries.ts'
import { findComment, findComments } from '../../../review/comments/queries.ts'
import type { Comment } from '../../../review/model.ts'
import { listReviews } from '../../../review/queries.ts'
import type { Id } from '../../../shared/ids.ts'
import { parseNumber } from '../../../shared/refs.ts'
import { loadCycle, type InCycle } from '../../forums/data.ts'
import type { PageRequest } from '../../page.tsx'
import { placesIn, type PlaceNow } from '../anchors/data.ts'
import { readNumber } from '../data.ts'

/** An anchor of a comment beside where it stands, or may stand, in the latest version. */
export interface ToSettle {
  /** Names the fields of its part of the form. */
  readonly key: string
  readonly comment: Comment
  readonly carried: CarriedAnchor
  readonly asRead: { readonly number: number; readonly text: string; readonly version: string; readonly range: MarkedRange | undefined } | undefined
  readonly places: readonly PlaceNow[]
  readonly candidates: readonly PlaceNow[]
}

export interface SettlingData extends InCycle {
  readonly document: Document
  readonly version: Version
  readonly text: FrozenText
  readonly items: readonly ToSettle[]
  readonly total: number
  readonly page: number
  /** The one comment that the address names. */
  readonly only: Comment | undefined
}

export const PAGE = 50

/** What waits for a person in the latest version of a document, fifty a page; or the anchors of one comment, however they stand. */
export async function loadSettling(request: PageRequest): Promise<SettlingData | 'forbidden' | undefined> {
  const inCycle = await loadGuarded(request)
  if (inCycle === undefined || inCycle === 'forbidden') return inCycle
  const { db } = request
  const document = await findDocument(db, inCycle.cycle.id, request.params['document'] ?? '')
  const [version] = document === undefined ? [] : await listVersions(db, document.id, { withHeld: true })
  if (document === undefined || version === undefined) return undefined
  const page = readNumber(request.query['page']) ?? 1
  const number = parseNumber('R', request.query['comment'] ?? '')
  const only = number === undefined ? undefined : await findComment(db, inCycle.cycle.id, number)
  const carried = only === undefined ? [] : ((await listCarries(db, version.id, [only.id])).get(only.id) ?? [])
  const waiting = only === undefined ? await listDoubtful(db, version.id, { limit: PAGE, offset: (page - 1) * PAGE }) : { carried, total: carried.length }
  const text = await loadFrozenText(db, version.id)
  const href = `/${inCycle.forum.slug}/${inCycle.cycle.slug}/documents/${document.slug}/versions/${version.number}`
  return { ...inCycle, document, version, text, items: await describe(db, inCycle.cycle.id, document, waiting.carried, placesIn(text, href)), total: waiting.total, page, only }
}

async function describe(db: Reader, cycleId: Id, document: Document, carried: readonly CarriedAnchor[], toPlaces: ReturnType<typeof placesIn>): Promise<ToSettle[]> {
  const ids = [...new Set(carried.map(({ commentId }) => commentId))]
  const [comments, ranges, reviews, versions] = await Promise.all([findComments(db, ids), listRanges(db, ids), listReviews(db, cycleId), listVersions(db, document.id, { withHeld: true })])
  const texts = new Map<Id, FrozenText>()
  const items: ToSettle[] = []
  for (const anchor of carried) {
    const comment = comments.find(({ id }) => id === anchor.commentId)
    const version = versions.find(({ id }) => id === reviews.find((review) => review.id === comment?.reviewId)?.versionId)
    if (comment === undefined) continue
    if (version !== undefined && !texts.has(version.id)) texts.set(version.id, await loadFrozenText(db, version.id))
    const read = flatten(version === undefined ? [] : (texts.get(version.id) ?? [])).find(({ id }) => id === comment.paragraphIds[anchor.position])
    const range = ranges.get(comment.id)?.get(anchor.position)
    const asRead = read === undefined || version === undefined ? undefined : { number: read.number, text: read.text, version: version.title, range }
    items.push({ key: `${comment.number}-${anchor.position + 1}`, comment, carried: anchor, asRead, places: toPlaces(anchor.places), candidates: toPlaces(anchor.candidates) })
  }
  return items
}

export interface CarriedData extends InCycle {
  readonly documents: readonly { readonly document: Document; readonly version: Version; readonly counts: ReadonlyMap<AnchorState, number> }[]
}

/** How the comments on each document of a cycle stand in its latest version. */
export async function loadCarried(request: PageRequest): Promise<CarriedData | 'forbidden' | undefined> {
  const inCycle = await loadGuarded(request)
  if (inCycle === undefined || inCycle === 'forbidden') return inCycle
  const latest = []
  for (const document of await listDocuments(request.db, inCycle.cycle.id)) {
    const [version] = await listVersions(request.db, document.id, { withHeld: true })
    if (version !== undefined) latest.push({ document, version })
  }
  const counts = await countCarried(request.db, latest.map(({ version }) => version.id))
  return { ...inCycle, documents: latest.flatMap(({ document, version }) => (counts.has(version.id) ? [{ document, version, counts: counts.get(version.id) ?? new Map<AnchorState, number>() }] : [])) }
}

async function loadGuarded(request: PageRequest): Promise<InCycle | 'forbidden' | undefined> {
  const inCycle = await loadCycle(request)
  if (inCycle === undefined) return undefined
  return may(request.view.person, 'answer-comments', { forumId: inCycle.forum.id, cycleId: inCycle.cycle.id }) ? inCycle : 'forbidden'
}
