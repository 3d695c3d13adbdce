import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { parse as parseYaml } from 'yaml'
import { plainName, readHeader, checkMap, type Columns, type ImportMap } from '../contributions/import/model.ts'
import { importMapSchema } from '../contributions/import/schema.ts'
import { detectSpelling, problemOfRow, readDelimited, type Delimiter, type DelimitedRow, type Spelling } from '../platform/delimited.ts'
import type { Question } from '../calls/model.ts'

/** How far down a header is looked for. */
const HEADER_WITHIN = 60
const DELIMITERS: readonly Delimiter[] = [',', ';', '\t']

/** A file of rows, its header found; `rows` are those below it, each with what was joined to it. */
export interface Table {
  readonly columns: Columns
  /** Names of all columns, those joined at the end. */
  readonly names: readonly string[]
  readonly notes: readonly string[]
  rows(): AsyncGenerator<DelimitedRow & { readonly isRagged: boolean }>
}

export interface TableProblem {
  readonly row: number
  readonly field: string | null
  readonly reason: string
}

/** Reads a map; undefined file: an empty one. A problem is a sentence. */
export async function readMap(path: string | undefined): Promise<ImportMap | { problem: string }> {
  if (path === undefined) return importMapSchema.parse({})
  try {
    const parsed = importMapSchema.safeParse(parseYaml(await readFile(path, 'utf8')) ?? {})
    if (parsed.success) return parsed.data
    const [issue] = parsed.error.issues
    return { problem: `The map ${path} cannot be read: ${[issue?.path.join('.'), issue?.message].filter(Boolean).join(': ')}` }
  } catch (error) {
    return { problem: `The map ${path} cannot be read: ${error instanceof Error ? error.message : String(error)}` }
  }
}

/** Opens a file of rows: how it is written, what parts its cells, where its header is. */
export async function openTable(path: string, map: ImportMap, mapPath: string | undefined, questions: readonly Question[]): Promise<Table | TableProblem> {
  const spelling = await spell(path, map.encoding)
  if ('problem' in spelling) return toProblem(spelling.problem)
  const joined = map.join === undefined ? undefined : await readJoin(join(dirname(mapPath ?? path), map.join.file), map.join.on)
  if (joined !== undefined && 'problem' in joined) return toProblem(joined.problem)
  const joinNames = joined?.names ?? []
  const found = await findHeader(path, spelling, map, questions, joinNames)
  if ('reason' in found) return found
  const { row: headerRow, cells, delimiter } = found
  const names = [...cells, ...joinNames]
  const columns = readHeader(names, map, questions)
  const wrong = checkMap(map, columns, [], questions)[0]
  if (wrong !== undefined) return toProblem(wrong, headerRow)
  const on = cells.findIndex((name) => plainName(name) === plainName(map.join?.on ?? ''))
  if (map.join !== undefined && on < 0) return toProblem(`There is no column “${map.join.on}” to join by.`, headerRow)
  const notes = [
    ...(spelling.encoding === 'utf-8' ? [] : [`The file was read as ${spelling.encoding}.`]),
    ...(columns.unread.length === 0 ? [] : [`Columns left unread: ${columns.unread.join(', ')}.`]),
    ...(columns.places.has('consent') || 'consent' in map.constants ? [] : ['The file says nothing of consent: everything is published with its name. A map can say otherwise (constants: consent).']),
  ]
  return {
    columns,
    names,
    notes,
    async *rows() {
      for await (const { row, cells: own } of readDelimited(path, spelling, delimiter)) {
        if (row <= headerRow || own.every((cell) => cell.trim() === '')) continue
        const isRagged = own.length > cells.length && own.slice(cells.length).some((cell) => cell.trim() !== '')
        const whole = Array.from(cells, (_, place) => own[place] ?? '')
        yield { row, cells: joined === undefined ? whole : [...whole, ...(joined.rows.get((own[on] ?? '').trim()) ?? [])], isRagged }
      }
    },
  }
}

async function spell(path: string, encoding?: string): Promise<Spelling | { problem: string }> {
  try {
    return await detectSpelling(path, encoding)
  } catch (error) {
    return { problem: `The file ${path} cannot be read: ${error instanceof Error ? error.message : String(error)}` }
  }
}

interface Header extends DelimitedRow {
  readonly delimiter: Delimiter
}

/** The row whose cells are names known here, in the spelling with which most of them are met. */
async function findHeader(path: string, spelling: Spelling, map: ImportMap, questions: readonly Question[], joinNames: readonly string[]): Promise<Header | TableProblem> {
  let best: (Header & { known: number }) | undefined
  let problem: TableProblem | undefined
  for (const delimiter of DELIMITERS) {
    try {
      for await (const { row, cells } of readDelimited(path, spelling, delimiter, map.header ?? HEADER_WITHIN)) {
        if (map.header !== undefined && row !== map.header) continue
        const columns = readHeader([...cells, ...joinNames], map, questions)
        const known = columns.places.size === 0 ? 0 : columns.known + cells.length / 10_000
        if (isHeader(columns, map, questions) && (best === undefined || known > best.known)) best = { row, cells, delimiter, known }
      }
    } catch (error) {
      const found = problemOfRow(error)
      if (found === undefined) throw error
      problem ??= { ...found, field: null }
    }
  }
  if (best !== undefined) return best
  return problem ?? toProblem(describeMissing(map, questions), map.header ?? 1)
}

/** A header names at least one column with words in it (or, where nothing is asked, one that says who), or all that the map names. */
function isHeader(columns: Columns, map: ImportMap, questions: readonly Question[]): boolean {
  if (map.header !== undefined) return columns.places.size > 0
  const hasWords = [...columns.places.keys()].some((field) => field.startsWith('answer'))
  if (questions.length === 0) return columns.places.size >= 2 || columns.places.has('contributor')
  return hasWords || (map.documents !== undefined && columns.places.size > 0)
}

function describeMissing(map: ImportMap, questions: readonly Question[]): string {
  if (map.header !== undefined) return `Row ${map.header} has no column that is known here or named in the map.`
  const asked = questions.map(({ number }) => `answer ${number}`).join(', ')
  return `No header was found in the first ${HEADER_WITHIN} rows: none has a column of answers (${asked === '' ? 'or of contributors' : asked}). Name the columns in a map.`
}

async function readJoin(path: string, on: string): Promise<{ names: string[]; rows: Map<string, readonly string[]> } | { problem: string }> {
  const spelling = await spell(path)
  if ('problem' in spelling) return spelling
  for (const delimiter of DELIMITERS) {
    const rows = new Map<string, readonly string[]>()
    let names: readonly string[] | undefined
    let place = -1
    for await (const { cells } of readDelimited(path, spelling, delimiter)) {
      if (names === undefined) {
        place = cells.findIndex((name) => plainName(name) === plainName(on))
        if (place < 0) break
        names = cells
      } else rows.set((cells[place] ?? '').trim(), cells.filter((_, column) => column !== place))
    }
    if (names !== undefined) return { names: names.filter((_, column) => column !== place), rows }
  }
  return { problem: `The file ${path} has no column “${on}” to join by in its first row.` }
}

function toProblem(reason: string, row = 1): TableProblem {
  return { row, field: null, reason }
}
