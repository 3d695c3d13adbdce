import type { Call } from '../calls/model.ts'
import { decideDateOrder, isDamaged, isFault, noEvidence, restoreDamaged, weighDate, type DateEvidence } from '../contributions/cells/model.ts'
import { plainName } from '../contributions/import/model.ts'
import { readDocumentNames, readRow, type RowContext, type RowRead } from '../contributions/import/schema.ts'
import { joinDocuments, type Wanted } from '../contributions/joins/model.ts'
import type { ForumLists } from '../contributions/schema.ts'
import { sha256 } from '../platform/digest.ts'
import type { ShelfFile } from '../platform/document-shelf.ts'
import { openSpool, type Spool } from '../platform/spool.ts'
import { problemOfTable } from '../platform/table-file.ts'
import { canonicalJson } from '../shared/canonical-json.ts'
import { told, type Told } from '../shared/told.ts'
import type { PlainDate } from '../shared/time.ts'
import type { ImportMap } from '../contributions/import/model.ts'
import type { ImportTable } from './open-import-table.ts'

/** What the rows of a table are read against. */
export interface ImportCheck {
  readonly table: ImportTable
  readonly map: ImportMap
  readonly call: Call
  readonly forum: ForumLists
  readonly documents: readonly ShelfFile[]
  /** The last day that has begun anywhere, and that of the import. */
  readonly today: PlainDate
  readonly importedOn: PlainDate
  /** Reads no further than this many rows. */
  readonly limit?: number | undefined
  readonly onShare?: ((share: number) => void) | undefined
}

export interface RowRefusal {
  readonly row: number
  readonly field: string | null
  readonly reason: Told
}

/** A row without a mistake. */
export interface ReadyRow {
  readonly row: number
  /** Tells it apart from every other row of this call, in this import and in those to come. */
  readonly key: string
  /** Of what it says: another digest under the same key is another content. */
  readonly digest: string
  /** Reads the rest of it. */
  readonly read: () => RowRead
  /** Places of its documents in the list of files. */
  readonly files: readonly number[]
}

/** What a first reading of the whole table found; nothing is written to the database by it. */
export interface CheckedImport {
  readonly read: number
  readonly refused: readonly RowRefusal[]
  readonly refusedRows: number
  readonly ready: number
  readonly notes: readonly Told[]
  readonly dates: DateEvidence
  /** The rows without a mistake, as often as they are asked for. */
  rows(): AsyncGenerator<ReadyRow[]>
  close(): Promise<void>
}

interface Kept {
  readonly row: number
  readonly read: RowRead
  readonly digest: string
}

/** Rows after which dates that have told nothing so far are taken to be of another kind, and after which none is looked for. */
const DATES_SOON = 1000
const DATES_AT_MOST = 50_000
const NAMED = 10

/**
 * Reads a table through and checks every row: each mistake is told with its row. What was met twice with the same key is one row where
 * it says the same, and a mistake where it does not, unless the map says otherwise. Documents are joined, none is opened.
 */
export async function checkImport(check: ImportCheck): Promise<CheckedImport> {
  const dates = check.map.dates === undefined ? await weighDates(check.table) : noEvidence()
  const context: RowContext = { ...check, columns: check.table.columns, dateOrder: check.map.dates ?? decideDateOrder(dates) }
  const spool = openSpool()
  const book = createBook(check)
  let problem: RowRefusal | undefined
  try {
    let turn = 0
    for await (const each of check.table.rows(check.onShare)) {
      if (book.read === check.limit) break
      const kept = readOne(each, context, book)
      if (kept !== undefined) await spool.add(`${kept.row}\t${kept.digest}\t${JSON.stringify(kept.read.key)}\t${JSON.stringify(kept.read)}`)
      // Others want to be served by this process meanwhile.
      if (++turn % 200 === 0) await new Promise((resolve) => void setImmediate(resolve))
    }
  } catch (error) {
    const found = problemOfTable(error)
    if (found === undefined) throw error
    problem = { ...found, field: null }
  }
  const joined = joinDocuments(check.documents.map(({ path }) => path), [...book.wanted.values()])
  for (const row of book.withoutText) if (!joined.files.has(row) && check.call.questions.length > 0) book.refuse([{ row, field: null, reason: told('row-without-text') }])
  if (problem !== undefined) book.refuse([problem])
  const refused = [...book.refused].sort((a, b) => a.row - b.row)
  const left = new Set([...refused.map(({ row }) => row), ...book.same, ...book.later])
  return {
    read: book.read,
    refused,
    refusedRows: new Set(refused.map(({ row }) => row)).size,
    ready: book.kept - [...left].filter((row) => book.isKept(row)).length,
    notes: [...(await check.table.notes()), ...book.notes(), ...notesOfDocuments(check, joined)],
    dates,
    rows: () => readReady(spool, left, joined.files),
    close: () => spool.close(),
  }
}

async function weighDates(table: ImportTable): Promise<DateEvidence> {
  const evidence = noEvidence()
  const places = table.columns.places.get('received') ?? []
  if (places.length === 0) return evidence
  let count = 0
  try {
    for await (const { cells } of table.reading.rows()) {
      for (const place of places) weighDate(evidence, cells[place] ?? '')
      count++
      const isTold = evidence.dayFirst + evidence.monthFirst > 20
      if (isTold || count > DATES_AT_MOST || (count > DATES_SOON && evidence.either + evidence.dayFirst + evidence.monthFirst === 0)) break
    }
  } catch (error) {
    // What is wrong with the file is told when its rows are read.
    if (problemOfTable(error) === undefined) throw error
  }
  return evidence
}

/** What is noted row by row. */
function createBook({ call, map, table, documents }: ImportCheck) {
  const keys = new Map<string, { row: number; digest: string }>()
  const rows = new Set<number>()
  const restored: string[] = []
  const byWords: number[] = []
  return {
    call,
    map,
    names: table.names,
    columns: table.columns,
    wholeIds: [...table.joinedIds, ...documents.flatMap(({ path }) => path.match(/\d{6,}/gu) ?? [])],
    hasDocuments: documents.length > 0,
    read: 0,
    get kept() {
      return rows.size
    },
    keys,
    refused: [] as RowRefusal[],
    wanted: new Map<number, Wanted>(),
    withoutText: [] as number[],
    same: new Set<number>(),
    later: new Set<number>(),
    faulty: new Set<number>(),
    restored,
    byWords,
    isKept: (row: number) => rows.has(row),
    keep: (row: number) => void rows.add(row),
    refuse(problems: readonly RowRefusal[]): undefined {
      this.refused.push(...problems)
    },
    notes(): Told[] {
      const list = (values: Iterable<number | string>, count: number) => ({ count, rows: `${[...values].slice(0, NAMED).join(', ')}${count > NAMED ? ' …' : ''}` })
      return [
        ...(this.same.size === 0 ? [] : [told('repeated-same', list(this.same, this.same.size))]),
        ...(this.later.size === 0 ? [] : [told('repeated-later', list(this.later, this.later.size))]),
        ...(this.faulty.size === 0 ? [] : [told('answers-faulty', list(this.faulty, this.faulty.size))]),
        ...(restored.length === 0 ? [] : [told('keys-restored', list(restored, restored.length))]),
        ...(byWords.length === 0 ? [] : [told('keys-by-words', list(byWords, byWords.length))]),
      ]
    },
  }
}

type Book = ReturnType<typeof createBook>

function readOne(each: { row: number; cells: readonly string[]; isRagged: boolean }, context: RowContext, book: Book): Kept | undefined {
  const { row, cells } = each
  book.read++
  if (each.isRagged) return book.refuse([{ row, field: null, reason: told('row-ragged') }])
  const parsed = readRow(cells, context)
  const mended = 'errors' in parsed ? undefined : mendKey(parsed.row, row, book)
  const errors = 'errors' in parsed ? parsed.errors.map((error) => ({ row, ...error })) : []
  if (mended === undefined) return book.refuse(errors.length > 0 ? errors : [{ row, field: 'key', reason: told('key-damaged', { key: 'errors' in parsed ? '' : (parsed.row.key ?? '') }) }])
  const digest = digestOf(mended)
  const key = keepKey(mended.key, digest, row, book)
  if (key === undefined) return undefined
  if (book.hasDocuments) book.wanted.set(row, { row, key: mended.key, names: namesOf(cells, book) })
  if (mended.answers.length === 0 && mended.choices.length === 0) book.withoutText.push(row)
  if (mended.answers.some(({ text }) => isFault(text))) book.faulty.add(row)
  book.keep(row)
  return { row, read: { ...mended, key }, digest }
}

/** A key that a spreadsheet rounded: whole again where one value alone can be meant, else none at all if the map says so. Undefined: refused. */
function mendKey(read: RowRead, row: number, book: Book): RowRead | undefined {
  if (read.key === null || !isDamaged(read.key)) return read
  const whole = restoreDamaged(read.key, book.wholeIds)
  if (whole !== undefined && !book.keys.has(whole)) {
    book.restored.push(`${row}: ${whole}`)
    return { ...read, key: whole }
  }
  if (book.map.damaged !== 'words') return undefined
  book.byWords.push(row)
  return { ...read, key: null }
}

/** The key under which a row stands: its own, or null for none. Undefined where the row is left out, or refused. */
function keepKey(key: string | null, digest: string, row: number, book: Book): string | null | undefined {
  if (key === null) return null
  const earlier = book.keys.get(key)
  if (earlier === undefined) {
    book.keys.set(key, { row, digest })
    return key
  }
  if (earlier.digest === digest) {
    book.same.add(row)
    return undefined
  }
  if (book.map.repeated === 'each') {
    for (let turn = 2; ; turn++) {
      const own = `${key} (${turn})`
      if (book.keys.get(own)?.digest === digest) {
        book.same.add(row)
        return undefined
      }
      if (!book.keys.has(own)) return keepKey(own, digest, row, book)
    }
  }
  if (book.map.repeated === 'first') {
    book.later.add(row)
    return undefined
  }
  return book.refuse([{ row, field: 'key', reason: told('key-repeated', { row: earlier.row, key }) }])
}

/** Of what the row says, not of what was filled in for it. */
function digestOf({ key: _key, isDated, receivedBy, receivedAt, answers, choices, ...said }: RowRead): string {
  return sha256(canonicalJson({ ...said, received: isDated ? (receivedAt ?? receivedBy) : null, answers: answers.map(({ number, text }) => [number, text]), ...(choices.length === 0 ? {} : { choices: choices.map(({ number, options }) => [number, options]) }) }))
}

function namesOf(cells: readonly string[], book: Book): Wanted['names'] {
  const patterns = (book.map.documents ?? []).map((pattern) => pattern.replace(/\{([^}]*)\}/gu, (_, column: string) => (cells[book.names.findIndex((each) => plainName(each) === plainName(column))] ?? '').trim()))
  return [...patterns.map((name) => ({ name, isRequired: false })), ...readDocumentNames(cells, book.columns).map((name) => ({ name, isRequired: true }))]
}

function notesOfDocuments({ documents }: ImportCheck, joined: ReturnType<typeof joinDocuments>): Told[] {
  if (documents.length === 0) return []
  const list = (names: readonly string[]) => ({ count: names.length, names: `${names.slice(0, NAMED).join(', ')}${names.length > NAMED ? ' …' : ''}` })
  const count = new Set([...joined.files.values()].flat()).size
  return [
    told('documents-joined', { count, all: documents.length, rows: joined.files.size }),
    ...(joined.missing.length === 0 ? [] : [told('documents-missing', list(joined.missing.map(({ row, name }) => `${name} (${row})`)))]),
    ...(joined.ambiguous.length === 0 ? [] : [told('documents-ambiguous', list(joined.ambiguous))]),
    ...(joined.unused.length === 0 ? [] : [told('documents-unused', list(joined.unused))]),
  ]
}

/** Where a row has no key, it is told apart by its words; equal rows by their order among themselves. */
async function* readReady(spool: Spool, left: ReadonlySet<number>, files: ReadonlyMap<number, readonly number[]>): AsyncGenerator<ReadyRow[]> {
  const unkeyed = new Map<string, number>()
  for await (const lines of spool.read()) {
    const rows: ReadyRow[] = []
    for (const line of lines) {
      const [place = '', digest = '', key = ''] = line.split('\t', 3)
      const row = Number(place)
      if (left.has(row)) continue
      const start = place.length + digest.length + key.length + 3
      rows.push({ row, key: (JSON.parse(key) as string | null) ?? keyOf(digest, unkeyed), digest, read: () => JSON.parse(line.slice(start)) as RowRead, files: files.get(row) ?? [] })
    }
    yield rows
  }
}

function keyOf(digest: string, unkeyed: Map<string, number>): string {
  const count = (unkeyed.get(digest) ?? 0) + 1
  unkeyed.set(digest, count)
  return `row:${digest}:${count}`
}
