import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { ImportedRow } from '../contributions/import/commands.ts'
import { plainName } from '../contributions/import/model.ts'
import { readRow, type RowContext } from '../contributions/import/schema.ts'
import { sha256 } from '../platform/digest.ts'
import { problemOfRow } from '../platform/delimited.ts'
import type { FileStore } from '../platform/files.ts'
import type { Upload } from '../platform/uploads.ts'
import { canonicalJson } from '../shared/canonical-json.ts'
import type { Table, TableProblem } from './import-table.ts'

/** One attached file, in bytes; the same as for the form. */
const FILE_LIMIT = 50 * 1024 * 1024
const BATCH = 500

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  pdf: 'application/pdf', doc: 'application/msword', docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', odt: 'application/vnd.oasis.opendocument.text',
  rtf: 'application/rtf', txt: 'text/plain', csv: 'text/csv', png: 'image/png', jpg: 'image/jpeg', jpeg: 'image/jpeg',
}

export interface Documents {
  readonly folder: string
  readonly patterns: readonly string[]
}

/** What a first reading of the whole file found: nothing is written to the database by it. */
export interface Checked {
  readonly read: number
  readonly refused: readonly TableProblem[]
  /** The rows without a mistake, read anew each time. */
  readonly batches: () => AsyncGenerator<ImportedRow[]>
}

/** Reads the file through and checks every row; documents are brought into the file store. The rows are then read again, in batches. */
export async function checkRows(table: Table, context: RowContext, documents: Documents | undefined, files: FileStore): Promise<Checked> {
  const refused: TableProblem[] = []
  const refusedRows = new Set<number>()
  const uploads = new Map<number, Upload[]>()
  const keys = new Map<string, number>()
  let read = 0
  const refuse = (problems: readonly TableProblem[]): void => {
    for (const problem of problems) {
      refused.push(problem)
      refusedRows.add(problem.row)
    }
  }
  try {
    for await (const { row, cells, isRagged } of table.rows()) {
      read++
      if (isRagged) {
        refuse([{ row, field: null, reason: 'This row has more cells than the header: a quotation mark or a separator is out of place.' }])
        continue
      }
      const parsed = readRow(cells, context)
      if ('errors' in parsed) {
        refuse(parsed.errors.map((error) => ({ row, ...error })))
        continue
      }
      const found = documents === undefined ? [] : await gatherDocuments(documents, table.names, cells, files)
      if (typeof found === 'string') refuse([{ row, field: 'documents', reason: found }])
      else if (parsed.row.answers.length === 0 && found.length === 0 && context.call.questions.length > 0) refuse([{ row, field: null, reason: 'This row has no text, and no document came with it.' }])
      else if (found.length > 0) uploads.set(row, found)
      const earlier = parsed.row.key === null ? undefined : keys.get(parsed.row.key)
      if (earlier !== undefined) refuse([{ row, field: 'key', reason: `Row ${earlier} has the same key, “${parsed.row.key ?? ''}”.` }])
      if (parsed.row.key !== null) keys.set(parsed.row.key, earlier ?? row)
    }
  } catch (error) {
    const problem = problemOfRow(error)
    if (problem === undefined) throw error
    refuse([{ ...problem, field: null }])
  }
  return { read, refused, batches: () => readBatches(table, context, refusedRows, uploads) }
}

async function* readBatches(table: Table, context: RowContext, refused: ReadonlySet<number>, uploads: ReadonlyMap<number, readonly Upload[]>): AsyncGenerator<ImportedRow[]> {
  const unkeyed = new Map<string, number>()
  let batch: ImportedRow[] = []
  for await (const { row, cells } of untilProblem(table)) {
    const parsed = refused.has(row) ? undefined : readRow(cells, context)
    if (parsed === undefined || 'errors' in parsed) continue
    batch.push({ ...parsed.row, key: parsed.row.key ?? keyOf(cells, unkeyed), attachments: uploads.get(row) ?? [] })
    if (batch.length < BATCH) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

/** The rows up to where the quotation marks no longer match: that was told when they were checked. */
async function* untilProblem(table: Table) {
  try {
    yield* table.rows()
  } catch (error) {
    if (problemOfRow(error) === undefined) throw error
  }
}

/** Where a file names no key, its rows are told apart by their words; equal rows by their order among themselves. */
function keyOf(cells: readonly string[], unkeyed: Map<string, number>): string {
  const digest = sha256(canonicalJson(cells)).slice(0, 32)
  const count = (unkeyed.get(digest) ?? 0) + 1
  unkeyed.set(digest, count)
  return `row:${digest}:${count}`
}

/** The documents of a row that are in the folder; one that is not there is none. A sentence where one cannot be taken. */
async function gatherDocuments(documents: Documents, names: readonly string[], cells: readonly string[], files: FileStore): Promise<Upload[] | string> {
  const found: Upload[] = []
  for (const pattern of documents.patterns) {
    const name = pattern.replace(/\{([^}]*)\}/gu, (_, column: string) => (cells[names.findIndex((each) => plainName(each) === plainName(column))] ?? '').trim())
    if (/[\\/\u0000]/u.test(name) || name.startsWith('.')) return `“${name}” is not the name of a file in the folder of documents.`
    const path = join(documents.folder, name)
    const size = await stat(path).then((entry) => (entry.isFile() ? entry.size : undefined), () => undefined)
    if (size === undefined || size === 0) continue
    const stored = await files.store(createReadStream(path), FILE_LIMIT)
    if (stored === undefined) return `The document “${name}” is larger than 50 MB.`
    found.push({ name, mediaType: MEDIA_TYPES[name.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'application/octet-stream', ...stored })
  }
  return found
}
