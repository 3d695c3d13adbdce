import { countCodePoints } from '../../shared/text.ts'
import type { RemarkPlace } from '../../shared/file-remarks.ts'
import { readWordXml } from './word-xml.ts'
import { noteChange, placesOf, type Change, type Point, type Who } from './word-changes.ts'

export interface Walked {
  readonly paragraphs: { text: string; length: number; readonly names: string[] }[]
  readonly changes: Change[]
  /** Changes in which no word changes: of characters, paragraphs, rows and cells. */
  readonly plain: (Who & { readonly kind: 'formatting' | 'structure'; readonly place: RemarkPlace; was: string })[]
  /** Where comments begin and end, and the words between, by their ids. */
  readonly ranges: Map<string, { start: Point; end: Point | undefined; words: string }>
  readonly tables: string[][][]
}

interface Tracked extends Who {
  readonly way: 'in' | 'out'
  /** The name of a move; '' where it is one, and its name has not come. */
  move: string | null
}

interface Walk extends Walked {
  /** Paragraphs that are open, the innermost last: in a text box one stands in another. */
  readonly open: number[]
  /** The paragraph that goes on in the next one of its place, for its end was put in; and how deep it stood. */
  joined: { readonly paragraph: number; readonly depth: number } | undefined
  readonly tracked: Tracked[]
  readonly moves: { readonly id: string; readonly name: string }[]
  readonly elements: string[]
  /** What is tracked of the end of the paragraph. */
  ends: Tracked[]
  isText: boolean
  isSkipped: boolean
  runStart: Point | undefined
  formatted: Who | undefined
  readonly cells: { text: string }[]
  rows: string[][][]
}

const SIGNS: Readonly<Record<string, string>> = { 'w:br': '\n', 'w:cr': '\n', 'w:tab': ' ', 'w:noBreakHyphen': '\u2011' }
const TRACKED: Readonly<Record<string, 'in' | 'out'>> = { 'w:ins': 'in', 'w:moveTo': 'in', 'w:del': 'out', 'w:moveFrom': 'out' }
const WORDS_OF_RANGE = 2_000

export function startWalk(): Walked {
  return { paragraphs: [], changes: [], plain: [], ranges: new Map(), tables: [] }
}

/** Reads one part of a Word file as it stood before its changes. `numbers`: ids of styles whose text is none of the document's. */
export function walkPart(walked: Walked, part: Uint8Array, numbers: ReadonlySet<string>): void {
  const walk: Walk = { ...walked, open: [], joined: undefined, tracked: [], moves: [], elements: [], ends: [], isText: false, isSkipped: false, runStart: undefined, formatted: undefined, cells: [], rows: [] }
  readWordXml(part, {
    open: (name, attributes) => {
      open(walk, name, attributes, numbers)
      walk.elements.push(name)
    },
    close: (name) => {
      walk.elements.pop()
      close(walk, name)
    },
    text: (text) => {
      if (walk.isText) addText(walk, text)
    },
  })
}

function here(walk: Walk): Point {
  const paragraph = walk.open.at(-1) ?? Math.max(0, walk.paragraphs.length - 1)
  return { paragraph, at: walk.paragraphs[paragraph]?.length ?? 0 }
}

function whoOf(attributes: ReadonlyMap<string, string>): Who {
  const [author, date] = [attributes.get('w:author')?.trim() ?? '', attributes.get('w:date')?.trim() ?? '']
  return { author: author === '' ? null : author, date: date === '' ? null : date }
}

function open(walk: Walk, name: string, attributes: ReadonlyMap<string, string>, numbers: ReadonlySet<string>): void {
  const way = TRACKED[name]
  if (way !== undefined) return openTracked(walk, { ...whoOf(attributes), way, move: name.startsWith('w:move') ? (walk.moves.at(-1)?.name ?? '') : null })
  if ((name.endsWith('Change') && name !== 'w:tblGridChange') || name === 'w:cellIns' || name === 'w:cellDel' || name === 'w:cellMerge') return notePlain(walk, name, whoOf(attributes))
  const sign = SIGNS[name]
  if (sign !== undefined && !(name === 'w:tab' && attributes.size > 0)) return addText(walk, sign)
  switch (name) {
    case 'w:p':
      return openParagraph(walk)
    case 'w:r':
      walk.runStart = here(walk)
      walk.isSkipped = false
      return
    case 'w:rStyle':
      walk.isSkipped ||= walk.elements.at(-2) === 'w:r' && numbers.has(attributes.get('w:val') ?? '')
      return
    case 'w:t':
    case 'w:delText':
      walk.isText = true
      return
    case 'w:bookmarkStart':
      walk.paragraphs[here(walk).paragraph]?.names.push((attributes.get('w:name') ?? '').slice(0, 200))
      return
    case 'w:tbl':
      walk.rows.push([])
      return
    case 'w:tr':
      walk.rows.at(-1)?.push([])
      return
    case 'w:tc':
      walk.cells.push({ text: '' })
      return
    default:
      openRange(walk, name, attributes)
  }
}

function openRange(walk: Walk, name: string, attributes: ReadonlyMap<string, string>): void {
  const id = attributes.get('w:id') ?? ''
  if (name === 'w:moveFromRangeStart' || name === 'w:moveToRangeStart') {
    const move = attributes.get('w:name') ?? id
    walk.moves.push({ id, name: move })
    // Word names a move before it, LibreOffice within it.
    const inner = walk.tracked.at(-1)
    if (inner?.move === '') inner.move = move
  }
  else if (name === 'w:moveFromRangeEnd' || name === 'w:moveToRangeEnd') {
    const at = walk.moves.findLastIndex((move) => move.id === id)
    if (at >= 0) walk.moves.splice(at, 1)
  } else if (name === 'w:commentRangeStart') walk.ranges.set(id, { start: here(walk), end: undefined, words: '' })
  else if (name === 'w:commentRangeEnd' || name === 'w:commentReference') {
    const range = walk.ranges.get(id)
    if (range === undefined) walk.ranges.set(id, { start: here(walk), end: here(walk), words: '' })
    else range.end ??= here(walk)
  }
}

/** A change of words; of the end of a paragraph, or of a row, where it stands among their properties. */
function openTracked(walk: Walk, tracked: Tracked): void {
  const inside = walk.elements.at(-1)
  if (inside === 'w:rPr') walk.ends.push(tracked)
  else if (inside === 'w:trPr') walk.plain.push({ ...tracked, kind: 'structure', place: { paragraph: walk.paragraphs.length, start: 0, end: 0 }, was: '' })
  else if (inside !== 'w:numPr') walk.tracked.push(tracked)
}

function notePlain(walk: Walk, name: string, who: Who): void {
  const { paragraph, at } = here(walk)
  if (name === 'w:rPrChange' && walk.elements.at(-2) === 'w:r') walk.formatted = who
  else if (name.startsWith('w:cell')) walk.plain.push({ ...who, kind: 'structure', place: { paragraph: walk.paragraphs.length, start: 0, end: 0 }, was: '' })
  else walk.plain.push({ ...who, kind: 'formatting', place: { paragraph, start: at, end: at }, was: '' })
}

function openParagraph(walk: Walk): void {
  const { joined } = walk
  walk.joined = undefined
  walk.ends = []
  const cell = walk.cells.at(-1)
  if (cell !== undefined && cell.text !== '') cell.text += '\n'
  if (joined !== undefined && joined.depth === walk.open.length) walk.open.push(joined.paragraph)
  else walk.open.push(walk.paragraphs.push({ text: '', length: 0, names: [] }) - 1)
}

function addText(walk: Walk, text: string): void {
  const start = here(walk)
  const paragraph = walk.open.length === 0 || walk.isSkipped ? undefined : walk.paragraphs[start.paragraph]
  if (paragraph === undefined || text === '') return
  const [inner, outer] = [walk.tracked.at(-1), walk.tracked.find(({ way }) => way === 'in')]
  const isOut = inner?.way === 'out'
  if (outer === undefined) {
    paragraph.text += text
    paragraph.length += countCodePoints(text)
  } else noteChange(walk.changes, { ...outer, text }, start, start)
  const end = here(walk)
  if (isOut) noteChange(walk.changes, { ...inner, text }, start, end)
  else {
    for (const range of walk.ranges.values()) if (range.end === undefined && range.words.length < WORDS_OF_RANGE) range.words += text
    const cell = walk.cells.at(-1)
    if (cell !== undefined) cell.text += text
  }
}

function close(walk: Walk, name: string): void {
  if (name in TRACKED) closeTracked(walk)
  else if (name === 'w:t' || name === 'w:delText') walk.isText = false
  else if (name === 'w:r') closeRun(walk)
  else if (name === 'w:p') closeParagraph(walk)
  else if (name === 'w:tc') {
    const cell = walk.cells.pop()
    walk.rows.at(-1)?.at(-1)?.push(cell?.text ?? '')
    walk.joined = undefined
  } else if (name === 'w:tbl') {
    const rows = walk.rows.pop()
    // Of a table in a table, the outer one has the words in its cell.
    if (rows !== undefined && walk.rows.length === 0) walk.tables.push(rows)
  }
}

function closeTracked(walk: Walk): void {
  if (!['w:rPr', 'w:trPr', 'w:numPr'].includes(walk.elements.at(-1) ?? '')) walk.tracked.pop()
}

function closeRun(walk: Walk): void {
  const { formatted, runStart } = walk
  walk.isSkipped = false
  walk.formatted = undefined
  walk.runStart = undefined
  if (formatted === undefined || runStart === undefined) return
  const [place] = placesOf(runStart, here(walk))
  const last = walk.plain.at(-1)
  if (place === undefined) return
  if (last?.kind === 'formatting' && last.author === formatted.author && last.place.paragraph === place.paragraph && last.place.end === place.start) walk.plain[walk.plain.length - 1] = { ...last, place: { ...last.place, end: place.end } }
  else walk.plain.push({ ...formatted, kind: 'formatting', place, was: '' })
}

/** The end of a paragraph that was put in parts what was one; one that was taken out joins what were two. */
function closeParagraph(walk: Walk): void {
  const at = here(walk)
  const paragraph = walk.open.pop()
  if (paragraph === undefined) return
  const [into, out] = [walk.ends.find(({ way }) => way === 'in'), walk.ends.find(({ way }) => way === 'out')]
  walk.ends = []
  if (into !== undefined) {
    noteChange(walk.changes, { ...into, text: '\n' }, at, at)
    walk.joined = { paragraph, depth: walk.open.length }
  }
  if (out !== undefined) noteChange(walk.changes, { ...out, text: '\n' }, at, at)
}
