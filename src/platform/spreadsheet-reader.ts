import type { TableRow } from './delimited.ts'
import { inspectSheet, readSheet, type CellContext, type SheetFacts } from './spreadsheet-sheet.ts'
import { readSharedStrings } from './spreadsheet-strings.ts'
import { readNumberKinds } from './spreadsheet-styles.ts'
import { told, ToldProblem, type Told } from '../shared/told.ts'
import { attributeOf, createXmlScanner } from './xml-scanner.ts'
import { openZip, type ZipEntry } from './zip-reader.ts'

export interface Sheet {
  readonly name: string
  readonly isHidden: boolean
}

/** A workbook whose rows are read as they are asked for, however many there are. */
export interface Workbook {
  readonly sheets: readonly Sheet[]
  /** What is said of a sheet beside its cells. */
  inspect(sheet: number): Promise<SheetFacts>
  /** The rows of a sheet with any cells in them; stored results in place of formulas. Fails with what `problemOfWorkbook` can tell. */
  rows(sheet: number, onShare?: (share: number) => void): AsyncGenerator<TableRow>
}

const LIMITS = { entries: 10_000, bytes: 2_000_000_000 }

/** Opens an XLSX (or XLSM, whose macros are left alone). Undefined where it is another kind of archive. */
export async function openWorkbook(path: string): Promise<Workbook | { readonly problem: Told } | undefined> {
  const zip = await openZip(path, LIMITS)
  if ('problem' in zip) return zip
  const entries = new Map(zip.entries.map((entry) => [entry.name.toLowerCase(), entry]))
  const main = entries.get('xl/workbook.xml')
  if (main === undefined) return undefined
  try {
    return await open(main, entries)
  } catch (error) {
    const problem = problemOfWorkbook(error)
    if (problem === undefined) throw error
    return { problem }
  }
}

/** What is wrong with a spreadsheet; undefined for an error that does not come from what is in it. */
export function problemOfWorkbook(error: unknown): Told | undefined {
  if (error instanceof ToldProblem) return error.told
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return code.startsWith('Z_') ? told('zip-damaged-entry') : undefined
}

async function open(main: ZipEntry, entries: ReadonlyMap<string, ZipEntry>): Promise<Workbook | { problem: Told }> {
  const { sheets, since1904 } = await readMain(main)
  const targets = await readTargets(entries.get('xl/_rels/workbook.xml.rels'))
  const parts = sheets.flatMap(({ name, isHidden, relation }) => {
    const entry = entries.get((targets.get(relation) ?? '').toLowerCase())
    return entry === undefined ? [] : [{ name, isHidden, entry }]
  })
  if (parts.length === 0) return { problem: told('no-sheet') }
  const strings = entries.get('xl/sharedstrings.xml')
  const styles = entries.get('xl/styles.xml')
  const context: CellContext = {
    strings: strings === undefined ? { at: () => undefined } : await readSharedStrings(textOf(strings)),
    kinds: styles === undefined ? [] : await readNumberKinds(textOf(styles)),
    since1904,
  }
  const facts = new Map<number, Promise<SheetFacts>>()
  const inspect = (sheet: number): Promise<SheetFacts> => {
    const looked = facts.get(sheet) ?? inspectSheet(textOf(partOf(parts, sheet)))
    facts.set(sheet, looked)
    return looked
  }
  return {
    sheets: parts.map(({ name, isHidden }) => ({ name, isHidden })),
    inspect,
    async *rows(sheet, onShare) {
      yield* readSheet(textOf(partOf(parts, sheet), onShare), context, await inspect(sheet))
    },
  }
}

function partOf(parts: readonly { readonly entry: ZipEntry }[], sheet: number): ZipEntry {
  const part = parts[sheet]
  if (part === undefined) throw new Error(`There is no sheet ${sheet}`)
  return part.entry
}

async function* textOf(entry: ZipEntry, onShare?: (share: number) => void): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let read = 0
  for await (const chunk of entry.open() as AsyncIterable<Buffer>) {
    yield decoder.decode(chunk, { stream: true })
    read += chunk.length
    onShare?.(entry.size === 0 ? 1 : read / entry.size)
  }
}

async function readMain(entry: ZipEntry) {
  const sheets: { name: string; isHidden: boolean; relation: string }[] = []
  let since1904 = false
  await scan(entry, (name, attributes) => {
    if (name === 'workbookPr') since1904 = ['1', 'true'].includes(attributeOf(attributes, 'date1904') ?? '')
    if (name === 'sheet') sheets.push({ name: attributeOf(attributes, 'name') ?? '', isHidden: (attributeOf(attributes, 'state') ?? 'visible') !== 'visible', relation: attributeOf(attributes, 'id') ?? '' })
  })
  return { sheets, since1904 }
}

/** Which part each sheet is, by the name of its relation. */
async function readTargets(entry: ZipEntry | undefined): Promise<ReadonlyMap<string, string>> {
  const targets = new Map<string, string>()
  if (entry === undefined) return targets
  await scan(entry, (name, attributes) => {
    const target = attributeOf(attributes, 'Target') ?? ''
    if (name === 'Relationship' && (attributeOf(attributes, 'Type') ?? '').endsWith('/worksheet')) targets.set(attributeOf(attributes, 'Id') ?? '', target.startsWith('/') ? target.slice(1) : `xl/${target}`)
  })
  return targets
}

async function scan(entry: ZipEntry, open: (name: string, attributes: string) => void): Promise<void> {
  const scanner = createXmlScanner({ open, close: () => undefined, text: () => undefined })
  for await (const chunk of textOf(entry)) scanner.write(chunk)
}
