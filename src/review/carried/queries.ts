import type { Reader } from '../../platform/database.ts'
import type { FolderNames } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import type { AnchorPlace, AnchorState, CarryMethod } from '../anchors/model.ts'
import { storedPlaces } from '../anchors/schema.ts'

interface CarriedItem {
  readonly anchor: number
  readonly version: number
  readonly state: AnchorState
  readonly method: CarryMethod
  readonly at: Instant
  readonly revision: number
  readonly places: readonly object[]
  readonly candidates: readonly object[]
}

/** What the entries of these comments have of their anchors besides the paragraphs; comments without any are left out. */
export async function listAnchorsForFolder(db: Reader, commentIds: readonly Id[], names: FolderNames) {
  const ids = [...commentIds]
  const ranges = await db.selectFrom('review_range').selectAll().where('comment_id', '=', (eb) => eb.fn.any(eb.val(ids))).orderBy('position').execute()
  const carries = await db.selectFrom('review_carry').selectAll().where('comment_id', '=', (eb) => eb.fn.any(eb.val(ids))).execute()
  const found = new Map(ids.map((id) => [id, { ranges: [] as object[], carried: [] as CarriedItem[] }]))
  for (const { comment_id: id, position, range_start: start, range_end: end, quote, prefix, suffix } of ranges) found.get(id)?.ranges.push({ anchor: position + 1, start, end, quote, prefix, suffix })
  for (const row of carries) {
    const version = Number(names.of(row.version_id).split('/')[1])
    const [places, candidates] = [storedPlaces.parse(row.places).map(toItem), storedPlaces.parse(row.candidates).map(toItem)]
    found.get(row.comment_id)?.carried.push({ anchor: row.position + 1, version, state: row.state, method: row.method, at: row.carried_at, revision: row.revision, places, candidates })
  }
  for (const { carried } of found.values()) carried.sort((a, b) => a.version - b.version || a.anchor - b.anchor)
  return found
}

function toItem({ paragraphId, range }: AnchorPlace) {
  return { paragraph: paragraphId, start: range?.start ?? null, end: range?.end ?? null }
}
