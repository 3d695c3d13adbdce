import type { Call } from '../calls/model.ts'
import { importContributions, reserveNumbers, type ImportedRow, type ImportOutcome } from '../contributions/import/commands.ts'
import { findSources } from '../contributions/import/queries.ts'
import type { Mapping } from '../contributions/mappings/model.ts'
import type { Clock } from '../platform/clock.ts'
import { transact, type Db } from '../platform/database.ts'
import type { ShelfFile } from '../platform/document-shelf.ts'
import type { FileStore } from '../platform/files.ts'
import type { Upload } from '../platform/uploads.ts'
import type { Actor } from '../record/model.ts'
import type { CheckedImport, ReadyRow } from './check-import.ts'

export interface ImportToTake {
  readonly call: Call
  readonly checked: CheckedImport
  readonly documents: readonly ShelfFile[]
  readonly files: FileStore
  readonly clock: Clock
  /** How the table was read, to be remembered. */
  readonly mapping?: Mapping | undefined
  /** Numbers promised to this import before it was interrupted. */
  readonly promised?: { readonly first: number; readonly count: number } | undefined
  /** Told of the numbers promised now, before any row is written. */
  readonly onPromised?: ((first: number, count: number) => Promise<void>) | undefined
  readonly onTaken?: ((taken: number, of: number) => void) | undefined
}

export interface TakenImport extends ImportOutcome {
  /** Rows of the file whose key was taken before with other content: they are left as they were taken. */
  readonly differing: readonly number[]
}

/** One attached file, in bytes; the same as for the form. */
const FILE_LIMIT = 50 * 1024 * 1024
const MEDIA_TYPES: Readonly<Record<string, string>> = {
  pdf: 'application/pdf', doc: 'application/msword', docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', odt: 'application/vnd.oasis.opendocument.text',
  rtf: 'application/rtf', txt: 'text/plain', csv: 'text/csv', png: 'image/png', jpg: 'image/jpeg', jpeg: 'image/jpeg', html: 'text/html', htm: 'text/html', md: 'text/markdown',
}

/**
 * Writes the rows of a table that was checked: documents first, into the store; then the promise of the numbers; then all rows in one
 * transaction. Killed at any moment, either all of it is there or none, and it can be begun again.
 */
export async function takeImport(db: Db, actor: Actor, work: ImportToTake): Promise<TakenImport> {
  const { call, checked, clock } = work
  const { fresh, differing } = await countFresh(db, call, checked)
  const stored = await storeDocuments(work)
  const first = await promise(db, actor, work, fresh)
  const batches = async function* (): AsyncGenerator<ImportedRow[]> {
    for await (const rows of checked.rows()) yield rows.map((row) => toImported(row, stored))
  }
  const input = { cycleId: call.cycleId, callId: call.id, refused: checked.refusedRows, first, batches, mapping: work.mapping, onTaken: (taken: number) => work.onTaken?.(taken, fresh) }
  const outcome = await transact(db, (tx) => importContributions(tx, actor, input, clock()))
  return { ...outcome, differing }
}

async function promise(db: Db, actor: Actor, { call, promised, onPromised, clock }: ImportToTake, count: number): Promise<number> {
  if (promised !== undefined && promised.count >= count) return promised.first
  const { first } = await transact(db, (tx) => reserveNumbers(tx, actor, { cycleId: call.cycleId, count }, clock()))
  await onPromised?.(first, count)
  return first
}

async function countFresh(db: Db, call: Call, checked: CheckedImport): Promise<{ fresh: number; differing: number[] }> {
  let fresh = 0
  const differing: number[] = []
  for await (const rows of checked.rows()) {
    const known = await findSources(db, call.id, rows.map(({ key }) => key))
    for (const { row, key, digest } of rows) {
      const before = known.get(key)
      if (before === undefined) fresh++
      else if (before !== null && before !== digest) differing.push(row)
    }
  }
  return { fresh, differing }
}

/** Brings the documents that belong to rows into the store, each once; one without content, or too large, is none. */
async function storeDocuments({ checked, documents, files }: ImportToTake): Promise<ReadonlyMap<number, Upload>> {
  const stored = new Map<number, Upload>()
  if (documents.length === 0) return stored
  for await (const rows of checked.rows()) {
    for (const place of new Set(rows.flatMap((row) => row.files))) {
      const file = documents[place]
      if (file === undefined || stored.has(place)) continue
      const kept = await files.store(file.open(), FILE_LIMIT)
      const name = file.path.split('/').at(-1) ?? ''
      if (kept !== undefined && kept.size > 0) stored.set(place, { name, mediaType: MEDIA_TYPES[name.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'application/octet-stream', ...kept })
    }
  }
  return stored
}

function toImported({ key, digest, read, files }: ReadyRow, stored: ReadonlyMap<number, Upload>): ImportedRow {
  const { isDated: _isDated, ...said } = read()
  return { ...said, key, digest, attachments: files.flatMap((place) => stored.get(place) ?? []) }
}
