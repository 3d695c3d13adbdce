import { MARKS, type Body, type Cell, type Inline, type Mark, type TextRun } from '../../drafts/blocks/model.ts'
import type { FrozenText } from '../../drafts/model.ts'
import type { Id } from '../../shared/ids.ts'

/**
 * The words of a paragraph as a translator types them: `**strong**`, `*emphasis*`, `^raised^`, `~lowered~`, `` `code` ``,
 * `[words](address)`, `^[a footnote]`, `{¶31}` for another paragraph, a line for a line; of a table a line for each row, its cells
 * parted by ` | `, and its caption in a last line after an empty one. A backslash takes the meaning from the sign after it.
 */
export interface ReadSource {
  readonly body: Body
  /** What is not as in the original: rows or cells of a table, or how many footnotes there are. */
  readonly problem: 'rows' | 'notes' | null
}

type Target = Extract<Inline, { kind: 'reference' }>['to']

/** Paragraphs by the way a source names them. */
export function referencesOf(text: FrozenText): Map<string, Target> {
  return new Map(text.flatMap((section, place) => [[`§${place + 1}`, section.id] as [string, Target], ...section.paragraphs.map(({ id, number }): [string, Target] => [`¶${number}`, id])]))
}

/** What a translator begins with: the original in the form in which the translation is typed. */
export function writeSource(body: Body, references: ReadonlyMap<string, Target>): string {
  const names = new Map<Id, string>([...references].map(([name, id]) => [id, name]))
  const write = (content: readonly Inline[]): string => content.map((piece) => writePiece(piece, names)).join('')
  if (body.kind !== 'table') return write(body.content)
  const rows = body.rows.map((row) => row.map((cell) => write(cell.content).replaceAll('\n', ' ')).join(' | '))
  return body.content.length === 0 ? rows.join('\n') : [...rows, '', write(body.content)].join('\n')
}

const SIGNS: Readonly<Record<Mark, string>> = { strong: '**', emphasis: '*', superscript: '^', subscript: '~', code: '`' }

function writePiece(piece: Inline, names: ReadonlyMap<Id, string>): string {
  if (piece.kind === 'break') return '\n'
  if (piece.kind === 'reference') return `{${names.get(piece.to) ?? '?'}}`
  if (piece.kind === 'footnote') return `^[${piece.content.map((run) => writePiece(run, names)).join('')}]`
  const words = (piece.marks ?? []).reduceRight((inner, mark) => `${SIGNS[mark]}${inner}${SIGNS[mark]}`, piece.text.replace(/[\\*^~`[\]{}|]/gu, '\\$&'))
  return piece.link === undefined ? words : `[${words}](${piece.link})`
}

/** The body that stands in the original's place: of its kind, with the words of the source. */
export function readSource(source: string, original: Body, references: ReadonlyMap<string, Target>): ReadSource {
  const notes = notesOf(original)
  const reading: Reading = { references, notes, used: 0 }
  if (original.kind !== 'table') {
    const content = readInline(source, reading)
    return { body: { ...original, content }, problem: reading.used > notes.length ? 'notes' : null }
  }
  const [table = '', ...caption] = source.split(/\n[^\S\n]*\n/u)
  const lines = table.split('\n').map((line) => splitCells(line).map((cell) => readInline(cell.trim(), reading)))
  const isAlike = lines.length === original.rows.length && lines.every((line, y) => line.length === original.rows[y]?.length)
  const rows = original.rows.map((row, y) => row.map((cell, x): Cell => ({ ...cell, content: lines[y]?.[x] ?? [] })))
  const content = readInline(caption.join('\n'), reading)
  return { body: { ...original, rows, content }, problem: isAlike ? (reading.used > notes.length ? 'notes' : null) : 'rows' }
}

interface Reading {
  readonly references: ReadonlyMap<string, Target>
  /** The original's footnotes, whose identities the translation's take in their order. */
  readonly notes: readonly Id<'footnote'>[]
  used: number
}

function notesOf(body: Body): Id<'footnote'>[] {
  const pieces = body.kind === 'table' ? [...body.rows.flat().flatMap(({ content }) => content), ...body.content] : body.content
  return pieces.flatMap((piece) => (piece.kind === 'footnote' ? [piece.id] : []))
}

/** Cells of a line: parted by a bar that no backslash stands before. */
function splitCells(line: string): string[] {
  const cells = ['']
  for (let at = 0; at < line.length; at++) {
    const sign = line[at] ?? ''
    const last = cells.length - 1
    if (sign === '\\') cells[last] += `${sign}${line[++at] ?? ''}`
    else if (sign === '|') cells.push('')
    else cells[last] += sign
  }
  return cells
}

function readInline(source: string, reading: Reading): Inline[] {
  const pieces: Inline[] = []
  const open = new Set<Mark>()
  let words = ''
  const flush = (link?: string): void => {
    if (words !== '') pieces.push(runOf(words, open, link))
    words = ''
  }
  for (let at = 0; at < source.length; ) {
    const rest = source.slice(at, at + 6_000)
    const special = readSpecial(rest, reading)
    if (special !== undefined) {
      flush()
      pieces.push(...special.pieces)
      at += special.length
      continue
    }
    const mark = markAt(rest, open, source.slice(at + 1))
    if (mark !== undefined) {
      flush()
      if (!open.delete(mark)) open.add(mark)
      at += SIGNS[mark].length
      continue
    }
    const isEscaped = rest[0] === '\\' && rest.length > 1
    const point = String.fromCodePoint(source.codePointAt(at + (isEscaped ? 1 : 0)) ?? 0)
    words += point
    at += point.length + (isEscaped ? 1 : 0)
  }
  flush()
  return pieces
}

/** A break, a note, a reference or a link at the start of the rest; undefined where there is none. */
function readSpecial(rest: string, reading: Reading): { pieces: Inline[]; length: number } | undefined {
  if (rest.startsWith('\n')) return { pieces: [{ kind: 'break' }], length: 1 }
  const note = /^\^\[((?:\\.|[^\]\\])*)\]/su.exec(rest)
  if (note !== null) {
    const id = reading.notes[reading.used++]
    const content = readInline(note[1] ?? '', { ...reading, notes: [] }).filter((piece): piece is TextRun => piece.kind === 'text')
    return { pieces: id === undefined ? [] : [{ kind: 'footnote', id, content }], length: note[0].length }
  }
  const reference = /^\{([¶§]\d{1,6})\}/u.exec(rest)
  const to = reference === null ? undefined : reading.references.get(reference[1] ?? '')
  if (reference !== null && to !== undefined) return { pieces: [{ kind: 'reference', to }], length: reference[0].length }
  const link = /^\[((?:\\.|[^\]\\])*)\]\(((?:https?:\/\/|mailto:)[^\s()<>"]{1,2000})\)/su.exec(rest)
  if (link === null) return undefined
  const linked = readInline(link[1] ?? '', { ...reading, notes: [] }).flatMap((piece): Inline[] => (piece.kind === 'text' ? [{ ...piece, link: link[2] ?? '' }] : []))
  return { pieces: linked, length: link[0].length }
}

/** The mark that a sign opens or closes; one that is never closed is a sign like others. */
function markAt(rest: string, open: ReadonlySet<Mark>, after: string): Mark | undefined {
  const mark = (['strong', 'emphasis', 'superscript', 'subscript', 'code'] as const).find((each) => rest.startsWith(SIGNS[each]))
  if (mark === undefined || open.has(mark)) return mark
  return after.slice(SIGNS[mark].length - 1).includes(SIGNS[mark]) ? mark : undefined
}

function runOf(text: string, open: ReadonlySet<Mark>, link?: string): TextRun {
  const marks = MARKS.filter((mark) => open.has(mark))
  return { kind: 'text', text, ...(marks.length === 0 ? {} : { marks }), ...(link === undefined ? {} : { link }) }
}
