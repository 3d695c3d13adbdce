import { flatten, type WorkingText } from '../../../drafts/model.ts'
import { readVersion } from '../../../drafts/live/queries.ts'
import { findDocument, loadWorkingText } from '../../../drafts/queries.ts'
import { findCycle } from '../../../forums/queries.ts'
import type { Id } from '../../../shared/ids.ts'
import type { PageRequest } from '../../page.tsx'
import { loadGround, type Ground } from '../../trace/ground/data.ts'
import { loadSetting, type TextSetting } from '../blocks/data.ts'
import { loadDocument, type InDocument } from '../data.ts'
import { cutGrounded, type Parts } from '../parts/data.ts'

export interface RollingData extends InDocument {
  readonly version: number
  readonly text: WorkingText
  readonly setting: TextSetting
  readonly ground: ReadonlyMap<Id, Ground>
  readonly parts: Parts
}

/** The working text as anyone may read it; undefined while it is open to nobody. */
export async function loadRolling(request: PageRequest): Promise<RollingData | undefined> {
  const inDocument = await loadDocument(request)
  if (inDocument === undefined || inDocument.document.rollingSince === null) return undefined
  const { db } = request
  const { document } = inDocument
  // Read before the text: what comes in between is shown once more rather than never.
  const version = await readVersion(db, document.id)
  const text = await loadWorkingText(db, document.id)
  const [ground, setting] = await Promise.all([loadGround(db, inDocument, null, flatten(text).map(({ id }) => id)), loadSetting(db, inDocument, text)])
  return { ...inDocument, version, text, setting, ground, parts: cutGrounded(document.id, text, ground, request.query['part']) }
}

/** What the page changes with beside the record: edits made live are no act for every key. */
export async function stampRolling({ db, forum, params }: PageRequest): Promise<string> {
  const cycle = forum === undefined ? undefined : await findCycle(db, forum.id, params['cycle'] ?? '')
  const document = cycle === undefined ? undefined : await findDocument(db, cycle.id, params['document'] ?? '')
  return document === undefined ? '' : String(await readVersion(db, document.id))
}
