import type { Call } from '../calls/model.ts'
import type { ImportMap } from '../contributions/import/model.ts'
import type { RowRead } from '../contributions/import/schema.ts'
import type { ForumLists } from '../contributions/schema.ts'
import { openShelf } from '../platform/document-shelf.ts'
import { dateInZone, type Instant } from '../shared/time.ts'
import type { Told } from '../shared/told.ts'
import { checkImport, type CheckedImport } from './check-import.ts'
import { openImportTable, type ImportTable } from './open-import-table.ts'

export interface ImportPreview {
  readonly table: ImportTable
  readonly checked: Omit<CheckedImport, 'rows' | 'close'>
  /** Whether all rows were read, and not only the first. */
  readonly isWhole: boolean
  /** The first rows, as they would be taken. */
  readonly first: readonly { readonly row: number; readonly read: RowRead; readonly files: number }[]
  /** Of each column, what stands in it first. */
  readonly samples: readonly (readonly string[])[]
}

/** Rows that are read to see what a file is like. */
const ROWS = 3000
const SHOWN = 8
const SAMPLES = 3

/** Reads the beginning of a file as its map says, and shows what would come of it; nothing is kept. A problem where it cannot be read. */
export async function previewImport(source: { path: string; documents: string | null; map: ImportMap; call: Call; forum: ForumLists }, now: Instant): Promise<ImportPreview | { readonly problem: Told; readonly row: number }> {
  const { call, forum, map } = source
  const table = await openImportTable({ path: source.path, map, questions: call.questions, maySearch: true })
  if ('reason' in table) return { problem: table.reason, row: table.row }
  const shelf = source.documents === null ? { files: [] } : await openShelf(source.documents)
  if ('problem' in shelf) return { problem: shelf.problem, row: 0 }
  const checked = await checkImport({ table, map, call, forum, documents: shelf.files, today: dateInZone(now, '+14:00'), importedOn: dateInZone(now, 'UTC'), limit: ROWS })
  try {
    const first: { row: number; read: RowRead; files: number }[] = []
    for await (const rows of checked.rows()) {
      for (const { row, read, files } of rows.slice(0, SHOWN - first.length)) first.push({ row, read: read(), files: files.length })
      if (first.length >= SHOWN) break
    }
    return { table, checked, isWhole: checked.read < ROWS, first, samples: await sample(table) }
  } finally {
    await checked.close()
  }
}

async function sample(table: ImportTable): Promise<string[][]> {
  const samples: string[][] = table.names.map(() => [])
  let count = 0
  try {
    for await (const { cells } of table.rows()) {
      cells.forEach((cell, place) => {
        const known = samples[place]
        const text = cell.trim()
        if (known !== undefined && known.length < SAMPLES && text !== '' && !known.includes(text)) known.push(text)
      })
      if (++count >= 50) break
    }
  } catch {
    // What is wrong with the rows was told when they were checked.
    return samples
  }
  return samples
}
