import { flatten, type FrozenParagraph, type FrozenText, type Version } from '../../../drafts/model.ts'
import { listLineage } from '../../../drafts/queries.ts'
import { lineageBetween } from '../../../drafts/versions/model.ts'
import { listNumberedParagraphs, listVersions, loadFrozenText, type VersionOfCycle } from '../../../drafts/versions/queries.ts'
import type { Reader } from '../../../platform/database.ts'
import { carrier, type AnchorPlace, type AnchorState, type CarryMethod, type MarkedRange } from '../../../review/anchors/model.ts'
import { listCarries, listRanges, type CarriedAnchor } from '../../../review/anchors/queries.ts'
import type { Comment } from '../../../review/model.ts'
import type { Id } from '../../../shared/ids.ts'
import type { Range } from '../../../shared/quote.ts'

/** A paragraph of the later version, or words of it, where an anchor stands or may stand. */
export interface PlaceNow {
  readonly id: Id<'paragraph'>
  readonly number: number
  readonly href: string
  readonly text: string
  readonly range: Range | null
}

/** Where an anchor of a comment stands in a later version. */
export interface AnchorNow {
  readonly state: AnchorState
  readonly method: CarryMethod
  /** False where a person said so. */
  readonly isAutomatic: boolean
  readonly places: readonly PlaceNow[]
  readonly candidates: readonly PlaceNow[]
}

/** An anchor: the words it is on, where not the whole paragraph, and where it stands in the latest version, where that is a later one. */
export interface AnchorData {
  readonly range: MarkedRange | undefined
  readonly now: AnchorNow | undefined
}

/** The anchors of one comment, in their order. What was not carried when the version was frozen (it came with an import) is found as it would have been. */
export async function loadAnchors(db: Reader, comment: Comment, text: FrozenText, version: VersionOfCycle, latest: Version | undefined, base: string): Promise<AnchorData[]> {
  const ranges = (await listRanges(db, [comment.id])).get(comment.id)
  const anchors = comment.paragraphIds.map((paragraphId, position) => ({ paragraphId, range: ranges?.get(position) }))
  if (latest === undefined || latest.number <= version.number || anchors.length === 0) return anchors.map(({ range }) => ({ range, now: undefined }))
  const [to, stored] = [await loadFrozenText(db, latest.id), await listCarries(db, latest.id, [comment.id])]
  const known = new Map((stored.get(comment.id) ?? []).map((carried) => [carried.position, carried]))
  const isComplete = anchors.every((_, position) => known.has(position))
  const find = isComplete
    ? undefined
    : carrier({ from: text, to, lineage: lineageBetween(await listLineage(db, version.documentId), version, latest), since: version.frozenAt, language: version.language })
  const toPlaces = placesIn(to, `${base}/${latest.number}`)
  return anchors.map(({ paragraphId, range }, position) => {
    const carry = known.get(position) ?? find?.({ paragraphId, range: range ?? null })
    if (carry === undefined) return { range, now: undefined }
    const { state, method, places, candidates } = carry
    return { range, now: { state, method, isAutomatic: method !== 'person', places: toPlaces(places), candidates: toPlaces(candidates) } }
  })
}

/** Where many comments stand in one later version: what was carried there, and the numbers of its paragraphs. */
export interface LaterPlaces {
  readonly version: Version
  readonly carried: ReadonlyMap<Id, readonly CarriedAnchor[]>
  readonly numbers: ReadonlyMap<Id, number>
}

/** Where these comments on a version stand in the latest one of its document; undefined where that is the one they are on, or none was carried to it. */
export async function loadLaterPlaces(db: Reader, version: VersionOfCycle, comments: readonly Comment[]): Promise<LaterPlaces | undefined> {
  const [latest] = await listVersions(db, version.documentId)
  if (latest === undefined || latest.number <= version.number) return undefined
  const carried = await listCarries(db, latest.id, comments.map(({ id }) => id))
  if (carried.size === 0) return undefined
  return { version: latest, carried, numbers: new Map((await listNumberedParagraphs(db, [latest.id])).map(({ id, number }) => [id as Id, number])) }
}

export function laterToJson(later: LaterPlaces | undefined, commentId: Id): object | null {
  const anchors = later?.carried.get(commentId)
  if (later === undefined || anchors === undefined) return null
  const toJson = ({ paragraphId, range }: AnchorPlace): object => ({ id: paragraphId, number: later.numbers.get(paragraphId) ?? null, range })
  return { version: later.version.number, anchors: anchors.map(({ state, method, places, candidates }) => ({ state, method, automatic: method !== 'person', places: places.map(toJson), candidates: candidates.map(toJson) })) }
}

/** Makes the function that names places of a version as pages do. A place whose paragraph is not in the version is left out. */
export function placesIn(text: FrozenText, href: string): (places: readonly AnchorPlace[]) => PlaceNow[] {
  const paragraphs = new Map<Id, FrozenParagraph>(flatten(text).map((paragraph) => [paragraph.id, paragraph]))
  return (places) =>
    places.flatMap(({ paragraphId, range }) => {
      const paragraph = paragraphs.get(paragraphId)
      return paragraph === undefined ? [] : [{ id: paragraph.id, number: paragraph.number, href: `${href}#p${paragraph.number}`, text: paragraph.text, range }]
    })
}

/** An anchor as data. */
export function anchorToJson({ range, now }: AnchorData): object {
  return {
    range: range === undefined ? null : { start: range.start, end: range.end, quote: range.quote, prefix: range.prefix, suffix: range.suffix },
    carried: now === undefined ? null : { state: now.state, method: now.method, automatic: now.isAutomatic, places: now.places.map(placeToJson), candidates: now.candidates.map(placeToJson) },
  }
}

export function placeToJson({ id, number, href, range }: PlaceNow): object {
  return { id, number, url: href, range }
}
