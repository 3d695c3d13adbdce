import type { Db, Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import type { Upload } from '../../platform/uploads.ts'
import type { Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import type { Instant } from '../../shared/time.ts'
import type { Told } from '../../shared/told.ts'
import { saidInMap, type ImportMap } from '../import/model.ts'
import type { ImportRefusal, ImportState, ImportStep } from './model.ts'

/*
 * An import at the desk is a working surface, as a half-written form is: none of this is an act. What counts comes into being by
 * `importContributions`, which records it.
 */

export interface ImportToBegin {
  readonly forumId: Id<'forum'>
  readonly cycleId: Id<'cycle'>
  readonly callId: Id<'call'>
  readonly file: Upload
  readonly documents?: Upload | undefined
  readonly map: ImportMap
}

/** Begins an import: its file is here, its columns are to be named. */
export async function beginImport(tx: Tx, actor: Actor & { kind: 'person' }, input: ImportToBegin, now: Instant): Promise<{ importId: Id<'import'> }> {
  const importId = newId<'import'>()
  await tx
    .insertInto('contributions_import')
    .values({
      id: importId, forum_id: input.forumId, cycle_id: input.cycleId, call_id: input.callId, started_by: actor.id, name: input.file.name, sha256: input.file.sha256,
      documents_name: input.documents?.name ?? null, documents_sha256: input.documents?.sha256 ?? null, state: 'mapping', map: JSON.stringify(saidInMap(input.map)),
      takes_good_rows: false, revision: 1, step: null, progress: 0, rows_read: 0, rows_taken: 0, rows_known: 0, rows_refused: 0, notes: '[]', promised_first: null, promised_count: null,
      tries: 0, created_at: now, changed_at: now,
    })
    .execute()
  return { importId }
}

/** States in which an import waits for a person. */
const AT_REST: readonly ImportState[] = ['mapping', 'refused', 'failed']

/** Says how the file is to be read. Refuses `changed-meanwhile`: somebody else did, or it runs. */
export async function describeImport(tx: Tx, _actor: Actor, input: { importId: Id; revision: number; map: ImportMap }, now: Instant): Promise<{ revision: number } | Refusal<'changed-meanwhile'>> {
  const row = await tx
    .updateTable('contributions_import')
    .set({ map: JSON.stringify(saidInMap(input.map)), revision: input.revision + 1, state: 'mapping', changed_at: now })
    .where('id', '=', input.importId)
    .where('revision', '=', input.revision)
    .where('state', 'in', AT_REST)
    .returning('revision')
    .executeTakeFirst()
  return row === undefined ? { refusal: 'changed-meanwhile' } : row
}

/** Lets an import run; it begins at once, in whichever process is free. Refuses `changed-meanwhile`. */
export async function startImport(tx: Tx, _actor: Actor, input: { importId: Id; revision: number; takesGoodRows: boolean }, now: Instant): Promise<{ revision: number } | Refusal<'changed-meanwhile'>> {
  const row = await tx
    .updateTable('contributions_import')
    .set({ state: 'waiting', step: 'checking', progress: 0, takes_good_rows: input.takesGoodRows, revision: input.revision + 1, tries: 0, changed_at: now })
    .where('id', '=', input.importId)
    .where('revision', '=', input.revision)
    .where('state', 'in', AT_REST)
    .returning('revision')
    .executeTakeFirst()
  return row === undefined ? { refusal: 'changed-meanwhile' } : row
}

/** Gives an import up that has not run. Refuses `changed-meanwhile`. */
export async function dropImport(tx: Tx, _actor: Actor, input: { importId: Id; revision: number }, now: Instant): Promise<{ dropped: true } | Refusal<'changed-meanwhile'>> {
  const row = await tx
    .updateTable('contributions_import')
    .set({ state: 'dropped', revision: input.revision + 1, changed_at: now })
    .where('id', '=', input.importId)
    .where('revision', '=', input.revision)
    .where('state', 'in', AT_REST)
    .returning('id')
    .executeTakeFirst()
  return row === undefined ? { refusal: 'changed-meanwhile' } : { dropped: true }
}

/** Says how far a running import has come. Beside its transaction, so that readers see it. */
export async function noteProgress(db: Db, importId: Id, step: ImportStep, share: number): Promise<void> {
  await db.updateTable('contributions_import').set({ step, progress: Math.max(0, Math.min(1000, Math.round(share * 1000))) }).where('id', '=', importId).where('state', '=', 'working').execute()
}

/** Keeps the numbers promised to an import: begun again, it takes the same ones. */
export async function notePromise(db: Db, importId: Id, first: number, count: number): Promise<void> {
  await db.updateTable('contributions_import').set({ promised_first: first, promised_count: count }).where('id', '=', importId).execute()
}

export interface ImportEnd {
  readonly state: 'done' | 'refused' | 'failed'
  readonly rows?: { readonly read: number; readonly taken: number; readonly known: number; readonly refused: number } | undefined
  readonly notes: readonly Told[]
  readonly refusals?: readonly ImportRefusal[] | undefined
}

/** Refusals that are kept of one import: whoever sees so many needs another map, not a longer list. */
const KEPT = 50_000
const PART = 2000

/** Says what came of an import, with all that was refused. */
export async function endImport(tx: Tx, importId: Id, end: ImportEnd, now: Instant): Promise<void> {
  const { read = 0, taken = 0, known = 0, refused = 0 } = end.rows ?? {}
  await tx.deleteFrom('contributions_import_refusal').where('import_id', '=', importId).execute()
  const refusals = (end.refusals ?? []).slice(0, KEPT).map(({ row, field, reason }, place) => ({ import_id: importId, position: place + 1, row_number: row, field, reason: JSON.stringify(reason) }))
  for (let from = 0; from < refusals.length; from += PART) await tx.insertInto('contributions_import_refusal').values(refusals.slice(from, from + PART)).execute()
  await tx
    .updateTable('contributions_import')
    .set((row) => ({ state: end.state, step: null, rows_read: read, rows_taken: taken, rows_known: known, rows_refused: refused, notes: JSON.stringify(end.notes), revision: row('revision', '+', 1), changed_at: now }))
    .where('id', '=', importId)
    .execute()
}
