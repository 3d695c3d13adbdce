import { findCallById } from '../calls/queries.ts'
import { endImport, noteProgress, notePromise, type ImportEnd } from '../contributions/imports/commands.ts'
import type { DeskImport } from '../contributions/imports/model.ts'
import { unscopedFindImport } from '../contributions/imports/queries.ts'
import { mapAsRead } from '../contributions/mappings/model.ts'
import { findForumById } from '../forums/queries.ts'
import type { Clock } from '../platform/clock.ts'
import { transact, type Db } from '../platform/database.ts'
import { openShelf } from '../platform/document-shelf.ts'
import type { FileStore } from '../platform/files.ts'
import type { Log } from '../platform/log.ts'
import type { Id } from '../shared/ids.ts'
import { dateInZone } from '../shared/time.ts'
import { told, type Told } from '../shared/told.ts'
import { checkImport } from './check-import.ts'
import { openImportTable } from './open-import-table.ts'
import { takeImport } from './take-import.ts'

interface Place {
  readonly db: Db
  readonly files: FileStore
  readonly clock: Clock
  readonly log: Log
}

/** How often, at most, it is said how far an import has come. */
const TELL_EVERY = 400

/**
 * Carries out an import that was started at the desk: reads all rows, and takes them, or the good ones where that was asked for.
 * Killed at any moment, it can be run again: nothing was written, or all of it, and then all rows are known.
 */
export async function runDeskImport(place: Place, importId: Id<'import'>): Promise<void> {
  const { db, clock, log } = place
  const found = await unscopedFindImport(db, importId)
  if (found?.state !== 'working') return
  let end: ImportEnd
  try {
    end = await carryOut(place, found)
  } catch (error) {
    log.error('An import failed', { import: importId, error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
    end = { state: 'failed', notes: [told('import-failed')] }
  }
  await transact(db, (tx) => endImport(tx, importId, end, clock()))
}

async function carryOut(place: Place, found: DeskImport): Promise<ImportEnd> {
  const { db, files, clock } = place
  const call = await findCallById(db, found.callId)
  const forum = await findForumById(db, found.forumId)
  if (call === undefined || forum === undefined) throw new Error(`The call of import ${found.id} is gone`)
  const table = await openImportTable({ path: files.path(found.sha256), map: found.map, questions: call.questions, maySearch: false })
  if ('reason' in table) return refused(table.row, table.reason)
  const shelf = found.documents === null ? { files: [] } : await openShelf(files.path(found.documents.sha256))
  if ('problem' in shelf) return refused(0, shelf.problem)
  const tell = createTeller(db, found.id)
  const now = clock()
  const checked = await checkImport({
    table, map: found.map, call, forum, documents: shelf.files, today: dateInZone(now, '+14:00'), importedOn: dateInZone(now, 'UTC'), onShare: (share) => tell('checking', share),
  })
  try {
    const counts = { read: checked.read, taken: 0, known: 0, refused: checked.refusedRows }
    if (checked.read === 0 && checked.refused.length === 0) return refused(0, told('no-rows'))
    if (checked.refused.length > 0 && !found.takesGoodRows) return { state: 'refused', rows: counts, notes: checked.notes, refusals: checked.refused }
    await noteProgress(db, found.id, 'writing', 0)
    const outcome = await takeImport(db, { kind: 'person', id: found.startedBy }, {
      call, checked, documents: shelf.files, files, clock, promised: found.promised, mapping: { header: table.names, map: mapAsRead(found.map, table) },
      onPromised: (first, count) => notePromise(db, found.id, first, count),
      onTaken: (taken, of) => tell('writing', of === 0 ? 1 : taken / of),
    })
    const differ = outcome.differing.length === 0 ? [] : [told('rows-differ', { count: outcome.differing.length, rows: outcome.differing.slice(0, 50).join(', ') })]
    return { state: 'done', rows: { ...counts, taken: outcome.taken, known: outcome.known }, notes: [...checked.notes, ...differ], refusals: checked.refused }
  } finally {
    await checked.close()
  }
}

function refused(row: number, reason: Told): ImportEnd {
  return { state: 'refused', notes: [], refusals: [{ row, field: null, reason }], rows: { read: 0, taken: 0, known: 0, refused: 0 } }
}

/** Says how far it has come, from time to time. What cannot be said is not worth failing for. */
function createTeller(db: Db, importId: Id) {
  let last = 0
  return (step: 'checking' | 'writing', share: number): void => {
    if (performance.now() - last < TELL_EVERY) return
    last = performance.now()
    void noteProgress(db, importId, step, share).catch(() => undefined)
  }
}
