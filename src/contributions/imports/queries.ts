import type { Selectable } from 'kysely'
import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { Told } from '../../shared/told.ts'
import { importMapSchema } from '../import/schema.ts'
import type { DeskImport, ImportRefusal } from './model.ts'
import type { ImportRow } from './tables.ts'

/** The imports of a cycle, the newest first. */
export async function listImports(db: Reader, cycleId: Id, limit: number): Promise<DeskImport[]> {
  const rows = await db.selectFrom('contributions_import').selectAll().where('cycle_id', '=', cycleId).where('state', '<>', 'dropped').orderBy('created_at', 'desc').orderBy('id').limit(limit).execute()
  return rows.map(toImport)
}

export async function findImport(db: Reader, cycleId: Id, id: Id): Promise<DeskImport | undefined> {
  const row = await db.selectFrom('contributions_import').selectAll().where('cycle_id', '=', cycleId).where('id', '=', id).executeTakeFirst()
  return row === undefined ? undefined : toImport(row)
}

/** Whatever cycle it belongs to: for what carries it out. */
export async function unscopedFindImport(db: Reader, id: Id): Promise<DeskImport | undefined> {
  const row = await db.selectFrom('contributions_import').selectAll().where('id', '=', id).executeTakeFirst()
  return row === undefined ? undefined : toImport(row)
}

/** What was refused, in the order of the rows. */
export async function listRefusals(db: Reader, importId: Id, page: { offset: number; limit: number }): Promise<ImportRefusal[]> {
  const rows = await db.selectFrom('contributions_import_refusal').selectAll().where('import_id', '=', importId).orderBy('position').offset(page.offset).limit(page.limit).execute()
  return rows.map(({ row_number: row, field, reason }) => ({ row, field, reason: JSON.parse(reason) as Told }))
}

export async function countRefusals(db: Reader, importId: Id): Promise<number> {
  const row = await db.selectFrom('contributions_import_refusal').select((select) => select.fn.countAll<number>().as('count')).where('import_id', '=', importId).executeTakeFirstOrThrow()
  return row.count
}

function toImport(row: Selectable<ImportRow>): DeskImport {
  return {
    id: row.id as Id<'import'>,
    forumId: row.forum_id as Id<'forum'>,
    cycleId: row.cycle_id as Id<'cycle'>,
    callId: row.call_id as Id<'call'>,
    startedBy: row.started_by as Id<'person'>,
    name: row.name,
    sha256: row.sha256,
    documents: row.documents_sha256 === null ? null : { name: row.documents_name ?? '', sha256: row.documents_sha256 },
    state: row.state,
    map: importMapSchema.parse(JSON.parse(row.map)),
    takesGoodRows: row.takes_good_rows,
    revision: row.revision,
    step: row.step,
    progress: row.progress / 1000,
    rows: { read: row.rows_read, taken: row.rows_taken, known: row.rows_known, refused: row.rows_refused },
    notes: JSON.parse(row.notes) as Told[],
    promised: row.promised_first === null ? undefined : { first: row.promised_first, count: row.promised_count ?? 0 },
    createdAt: row.created_at,
    changedAt: row.changed_at,
  }
}
