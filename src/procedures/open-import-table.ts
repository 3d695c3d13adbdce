import { dirname, resolve } from 'node:path'
import type { Question } from '../calls/model.ts'
import { unguardCell } from '../contributions/cells/model.ts'
import { guessHeader, isHeader, isPageLine, isTotals, readHeader, type Columns } from '../contributions/columns/model.ts'
import { checkMap, plainName, type ImportMap } from '../contributions/import/model.ts'
import { htmlToText } from '../platform/html-text.ts'
import { openTableFile, problemOfTable, type Reading, type TableFile } from '../platform/table-file.ts'
import type { TableRow } from '../platform/delimited.ts'
import { told, type Told } from '../shared/told.ts'

/** What a table is opened with. `maySearch`: where no column is known, the row that looks most like a header is taken for it. */
export interface ImportSource {
  readonly path: string
  readonly map: ImportMap
  /** The file that the map is in: what it joins stands beside that. */
  readonly mapPath?: string | undefined
  readonly questions: readonly Question[]
  readonly maySearch: boolean
}

/** A table whose header is found; `rows` are those below it, their cells cleaned, each with what was joined to it. */
export interface ImportTable {
  readonly file: TableFile
  readonly reading: Reading
  readonly headerRow: number
  readonly columns: Columns
  /** Names of all columns, those joined at the end. */
  readonly names: readonly string[]
  /** Ids that the joined table has: where a spreadsheet damaged one of this table, it may be there whole. */
  readonly joinedIds: readonly string[]
  /** What is to be said of how the file was read; of what was met in its rows once they were read. */
  notes(): Promise<Told[]>
  rows(onShare?: (share: number) => void): AsyncGenerator<TableRow & { readonly isRagged: boolean }>
}

export interface TableRefusal {
  readonly row: number
  readonly reason: Told
}

/** How far down a header is looked for. */
const HEADER_WITHIN = 60
/** Rows named in one remark. */
const NAMED = 10

/** Opens a file of rows: how it is written, what parts its cells, which of its sheets is meant, where its header is. */
export async function openImportTable(source: ImportSource): Promise<ImportTable | TableRefusal> {
  const { path, map, mapPath, questions } = source
  const file = await openTableFile(path, map)
  if ('problem' in file) return { row: 0, reason: file.problem }
  const joined = map.join === undefined ? undefined : await readJoin(resolve(dirname(mapPath ?? path), map.join.file), map.join.on)
  if (joined !== undefined && 'reason' in joined) return joined
  const joinNames = joined?.names ?? []
  const found = await findHeader(file, source, joinNames)
  if ('reason' in found) return found
  const names = [...found.cells, ...joinNames]
  const columns = readHeader(names, map, questions)
  const wrong = checkMap(map, names, questions)[0]
  if (wrong !== undefined) return { row: found.row, reason: wrong }
  const on = found.cells.findIndex((name) => plainName(name) === plainName(map.join?.on ?? ''))
  if (map.join !== undefined && on < 0) return { row: found.row, reason: told('join-column', { name: map.join.on }) }
  const met = createFindings(isOwnExport(found.cells))
  const lookup = joined === undefined ? undefined : (cells: readonly string[]) => joined.rows.get((cells[on] ?? '').trim()) ?? []
  return {
    file,
    reading: found.reading,
    headerRow: found.row,
    columns,
    names,
    joinedIds: joined === undefined ? [] : [...joined.rows.keys()],
    notes: async () => [...notesOf(file, found, columns, map), ...(await factNotes(found.reading)), ...met.notes()],
    rows: (onShare) => readRows(found, met, onShare, lookup),
  }
}

interface Header extends TableRow {
  readonly reading: Reading
  /** The lines above it that say something. */
  readonly above: readonly (readonly string[])[]
}

/** The row whose cells are names known here, in the reading with which most of them are met. */
async function findHeader(file: TableFile, { map, questions, maySearch }: ImportSource, joinNames: readonly string[]): Promise<Header | TableRefusal> {
  let best: (Header & { known: number }) | undefined
  let likely: (Header & { known: number }) | undefined
  let problem: TableRefusal | undefined
  for (const reading of file.readings) {
    const rows: TableRow[] = []
    try {
      for await (const row of reading.rows(Math.max(map.header ?? 0, HEADER_WITHIN))) rows.push({ ...row, cells: row.cells.map(cleanCell) })
    } catch (error) {
      const found = problemOfTable(error)
      if (found === undefined) throw error
      problem ??= found
      if (maySearch && rows.length === 0) continue
    }
    const take = (row: TableRow, known: number): Header & { known: number } => ({ ...row, reading, known, above: rows.filter((each) => each.row < row.row).map(({ cells }) => cells) })
    for (const row of rows) {
      if (map.header !== undefined && row.row !== map.header) continue
      const columns = readHeader([...row.cells, ...joinNames], map, questions)
      const known = columns.places.size === 0 ? 0 : columns.known + row.cells.length / 10_000
      if (isHeader(columns, map, questions) && (best === undefined || known > best.known)) best = take(row, known)
    }
    const guess = rows.find(({ row }) => row === (map.header ?? guessHeader(rows)))
    if (guess !== undefined && guess.cells.length > (likely?.known ?? 0)) likely = take(guess, guess.cells.length)
  }
  if (best !== undefined) return best
  if (maySearch && likely !== undefined) return likely
  return problem ?? (map.header === undefined ? { row: 1, reason: describeMissing(questions) } : { row: map.header, reason: told('header-unknown', { row: map.header }) })
}

function describeMissing(questions: readonly Question[]): Told {
  return told('no-header', { within: HEADER_WITHIN, answers: questions.map(({ number }) => `answer ${number}`).join(', ') })
}

function cleanCell(cell: string): string {
  return htmlToText(unguardCell(cell.replaceAll('\f', ' '))).text
}

/** A table that was written here: what looks like HTML in it is what somebody wrote. */
function isOwnExport(header: readonly string[]): boolean {
  return header.slice(0, 3).join() === 'ID,Call,Contributor' && header.includes('Standing')
}

/** What was met while the rows were read and is not a row. */
function createFindings(keepsHtml: boolean) {
  const html = { cells: 0, tags: new Set<string>(), rows: new Set<number>() }
  const left = { headers: new Set<number>(), pages: new Set<number>(), totals: new Set<number>() }
  const list = (rows: ReadonlySet<number>): { count: number; rows: string } => ({ count: rows.size, rows: [...rows].slice(0, NAMED).join(', ') + (rows.size > NAMED ? ' …' : '') })
  return {
    keepsHtml,
    html,
    left,
    notes: (): Told[] => [
      ...(html.cells === 0 ? [] : [told('html-cleaned', { cells: html.cells, tags: [...html.tags].slice(0, 12).join(' '), rows: list(html.rows).rows })]),
      ...(left.headers.size === 0 ? [] : [told('headers-repeated', list(left.headers))]),
      ...(left.pages.size === 0 ? [] : [told('page-lines', list(left.pages))]),
      ...(left.totals.size === 0 ? [] : [told('totals-left', list(left.totals))]),
    ],
  }
}

type Findings = ReturnType<typeof createFindings>

async function* readRows(header: Header, met: Findings, onShare: ((share: number) => void) | undefined, lookup: ((cells: readonly string[]) => readonly string[]) | undefined) {
  const width = header.cells.length
  const isAgain = createAgain(header)
  const ready = ({ row, cells, isHidden }: TableRow) => {
    const isRagged = cells.length > width && cells.slice(width).some((cell) => cell.trim() !== '')
    const whole = Array.from({ length: width }, (_, place) => cells[place] ?? '')
    return { row, cells: lookup === undefined ? whole : [...whole, ...lookup(whole)], isRagged, ...(isHidden === true ? { isHidden } : {}) }
  }
  let held: TableRow | undefined
  for await (const raw of header.reading.rows(undefined, onShare)) {
    if (raw.row <= header.row || raw.cells.every((cell) => cell.trim() === '')) continue
    const row = { ...raw, cells: raw.cells.map((cell) => cleanInto(met, raw.row, cell)) }
    const again = isAgain(row.cells)
    if (again !== undefined) {
      met.left[again].add(row.row)
      continue
    }
    if (held !== undefined) yield ready(held)
    held = isTotals(row.cells) ? row : undefined
    if (held === undefined) yield ready(row)
  }
  // A row of sums is left only at the very end: anywhere else it may be somebody's answer.
  if (held !== undefined) met.left.totals.add(held.row)
}

function cleanInto(met: Findings, row: number, cell: string): string {
  const plain = unguardCell(cell)
  if (met.keepsHtml || (!plain.includes('<') && !plain.includes('&'))) return plain.includes('\f') ? plain.replaceAll('\f', ' ') : plain
  const { text, residue } = htmlToText(plain.replaceAll('\f', ' '))
  if (residue.length > 0) {
    met.html.cells++
    for (const tag of residue) met.html.tags.add(tag)
    if (met.html.rows.size <= NAMED) met.html.rows.add(row)
  }
  return text
}

/** Tells the lines that come with every page of a printed table: its header, what stands above that, the page's number. */
function createAgain(header: Header): (cells: readonly string[]) => 'headers' | 'pages' | undefined {
  const nameOf = (cells: readonly string[]): string => cells.map((cell) => cell.trim()).join('\u001f').replace(/\u001f+$/u, '')
  const plain = header.cells.map(plainName).join('\u001f').replace(/\u001f+$/u, '')
  const above = new Set(header.above.map(nameOf).filter((line) => line !== ''))
  const first = plainName(header.cells.find((cell) => cell.trim() !== '') ?? '')
  return (cells) => {
    const start = cells.find((cell) => cell.trim() !== '') ?? ''
    if (plainName(start.slice(0, 300)) === first && cells.map(plainName).join('\u001f').replace(/\u001f+$/u, '') === plain) return 'headers'
    if (above.size > 0 && above.has(nameOf(cells))) return 'pages'
    return isPageLine(cells) ? 'pages' : undefined
  }
}

function notesOf({ spelling, sheets }: TableFile, { row, reading }: Header, columns: Columns, map: ImportMap): Told[] {
  const others = sheets.filter(({ name }) => name !== reading.sheet).map(({ name }) => name)
  return [
    ...(spelling === null || spelling.encoding === 'utf-8' ? [] : [told(spelling.isGuess ? 'read-as-guess' : spelling.encoding === 'utf-8-twice' ? 'read-twice' : 'read-as', { encoding: spelling.encoding })]),
    ...(reading.sheet === null || others.length === 0 ? [] : [told('sheet-chosen', { sheet: reading.sheet, others: others.join(', ').slice(0, 300) })]),
    ...(row > 1 && map.header === undefined ? [told('header-at', { row })] : []),
    ...(columns.unread.length === 0 ? [] : [told('columns-unread', { columns: columns.unread.join(', ').slice(0, 1000) })]),
    ...(columns.places.has('consent') || 'consent' in map.constants ? [] : [told('no-consent')]),
  ]
}

async function factNotes(reading: Reading): Promise<Told[]> {
  const facts = await reading.facts()
  if (facts === null) return []
  const { hidden, merged } = facts
  return [
    ...(hidden.length === 0 ? [] : [told('rows-hidden', { count: hidden.length, rows: `${hidden.slice(0, NAMED).join(', ')}${hidden.length > NAMED ? ' …' : ''}` })]),
    ...(merged.length === 0 ? [] : [told('cells-merged', { count: merged.length, ranges: `${merged.slice(0, NAMED).join(', ')}${merged.length > NAMED ? ' …' : ''}` })]),
  ]
}

async function readJoin(path: string, on: string): Promise<{ names: string[]; rows: Map<string, readonly string[]> } | TableRefusal> {
  const file = await openTableFile(path, {})
  if ('problem' in file) return { row: 0, reason: told('join-unreadable', { path }) }
  for (const reading of file.readings) {
    const rows = new Map<string, readonly string[]>()
    let names: readonly string[] | undefined
    let place = -1
    for await (const { row, cells } of reading.rows()) {
      if (names === undefined) {
        place = cells.findIndex((name) => plainName(name) === plainName(on))
        if (place < 0) break
        names = cells
      } else rows.set((cells[place] ?? '').trim(), cells.filter((_, column) => column !== place).map((cell) => cleanInto(createFindings(false), row, cell)))
    }
    if (names !== undefined) return { names: names.filter((_, column) => column !== place), rows }
  }
  return { row: 0, reason: told('join-no-column', { path, name: on }) }
}
