import { REMARK_LIMITS, type FileRemark, type Named, type RemarkKind, type RemarkPlace, type RemarksOfFile } from '../../shared/file-remarks.ts'
import { countCodePoints } from '../../shared/text.ts'
import type { Line } from '../extraction/pdf-lines.ts'
import { openPdf, readPages, toBlocks, type PdfDocument } from '../extraction/pdf.ts'
import { cutWords } from './word.ts'

/** What a viewer keeps of a note on a page, as far as it concerns us; everything else about it is looks. */
interface Note {
  readonly id: string
  readonly subtype: string
  readonly page: number
  readonly words: string
  readonly author: string
  readonly date: string | null
  /** The words under it, where it marks any. */
  readonly under: string
  readonly top: number
  readonly bottom: number
  readonly answers: string | null
  /** It is one with what it answers: a word struck out and what is put in its place. */
  readonly isGrouped: boolean
  readonly state: string | null
}

const MARKING: ReadonlySet<string> = new Set(['Highlight', 'Underline', 'Squiggly'])
const DRAWN: ReadonlySet<string> = new Set(['Ink', 'Stamp', 'Square', 'Circle', 'Line', 'Polygon', 'PolyLine'])
/** Links, fields of forms, windows of other notes and what belongs to printing say nothing about the text. */
const SILENT: ReadonlySet<string> = new Set(['Link', 'Widget', 'Popup', 'Screen', 'Movie', 'Sound', 'PrinterMark', 'TrapNet', 'Watermark', '3D', 'RichMedia'])

/** Notes on the pages of a PDF, with the words under them as far as the file carries its text. Refuses `encrypted`, `broken`. */
export async function readPdfRemarks(bytes: Buffer): Promise<RemarksOfFile> {
  const document = await openPdf(bytes)
  const { kept, damaged, bodySize, count } = await readPages(document)
  const blocks = toBlocks(kept, null, bodySize).slice(0, REMARK_LIMITS.paragraphs)
  const paragraphs = blocks.map(({ text, page }) => ({ text, page: page ?? 0, letters: lettersOf(text) }))
  const notes: Note[] = []
  for (let page = 1; page <= count && notes.length <= REMARK_LIMITS.remarks; page++) notes.push(...(await readNotes(document, page)))
  const resolved = new Set(notes.filter(({ state, answers }) => state === 'Completed' && answers !== null).map(({ answers }) => answers))
  const said = notes.filter(({ state }) => state !== 'Completed')
  const spoken = said.filter((note) => !(note.isGrouped && said.some(({ id }) => id === note.answers)) && !isSilentDrawing(note))
  const remarks = spoken.slice(0, REMARK_LIMITS.remarks).map((note) => toRemark(note, said, paragraphs, kept[note.page - 1] ?? [], resolved.has(note.id)))
  const counts = {
    drawings: said.filter(isSilentDrawing).length,
    attachments: said.filter(({ subtype }) => subtype === 'FileAttachment').length,
    'pages-damaged': damaged,
    'no-author': remarks.filter(({ author }) => author === null).length,
    'no-date': remarks.filter(({ date }) => date === null).length,
    'cut-short': Math.max(0, spoken.length - REMARK_LIMITS.remarks),
  } as const
  const named = Object.entries(counts).flatMap(([code, number]) => (number > 0 ? [{ code: code as Named['code'], count: number }] : []))
  return { format: 'pdf', paragraphs: blocks.map(({ text }) => ({ text, names: [] })), remarks, named, tables: [] }
}

function isSilentDrawing({ subtype, words }: Note): boolean {
  return words === '' && (DRAWN.has(subtype) || subtype === 'FileAttachment' || subtype === 'FreeText' || subtype === 'Text')
}

async function readNotes(document: PdfDocument, number: number): Promise<Note[]> {
  try {
    const page = await document.getPage(number)
    const found = (await page.getAnnotations()) as readonly Readonly<Record<string, unknown>>[]
    page.cleanup()
    return found.filter(({ subtype }) => typeof subtype === 'string' && !SILENT.has(subtype)).map((one) => toNote(one, number))
  } catch {
    return []
  }
}

function toNote(one: Readonly<Record<string, unknown>>, page: number): Note {
  const text = (key: string): string => (typeof one[key] === 'string' ? one[key] : '')
  const inside = (key: string): string => {
    const value: unknown = one[key]
    return typeof value === 'object' && value !== null && 'str' in value && typeof value.str === 'string' ? value.str.replace(/\r\n?/gu, '\n').trim() : ''
  }
  const rect = Array.isArray(one['rect']) ? one['rect'].map(Number) : []
  const [, y1 = 0, , y2 = 0] = rect
  return {
    id: text('id'),
    subtype: text('subtype'),
    page,
    words: inside('contentsObj'),
    author: inside('titleObj'),
    date: readPdfDate(text('creationDate')) ?? readPdfDate(text('modificationDate')),
    under: text('overlaidText').replace(/\s+/gu, ' ').trim(),
    top: Math.max(y1, y2),
    bottom: Math.min(y1, y2),
    answers: text('inReplyTo') === '' ? null : text('inReplyTo'),
    isGrouped: text('replyType') === 'Group',
    state: text('stateModel') === 'Review' && text('state') !== '' ? text('state') : null,
  }
}

/** `D:20151230152231+01'00'` as `2015-12-30T15:22:31+01:00`; null for what is no date. */
export function readPdfDate(text: string): string | null {
  const match = /^(?:D:)?(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?\s*(?:([+-])(\d{2})'?(\d{2})?'?|Z.*)?$/u.exec(text.trim())
  if (match === null) return null
  const [, year = '', month = '', day = '', hour = '00', minute = '00', second = '00', sign, hours = '00', minutes = '00'] = match
  const zone = sign === undefined ? (text.includes('Z') ? 'Z' : '') : `${sign}${hours}:${minutes}`
  return `${year}-${month}-${day}T${hour}:${minute}:${second}${zone}`
}

function toRemark(note: Note, all: readonly Note[], paragraphs: readonly Lettered[], lines: readonly Line[], isResolved: boolean): FileRemark {
  const struck = all.find(({ isGrouped, answers, subtype }) => isGrouped && answers === note.id && subtype === 'StrikeOut')
  const [kind, was, becomes] = kindOf(note, struck)
  const words = kind === 'insertion' || kind === 'replacement' ? '' : note.words
  const { places, isNear } = findPlaces(was === '' ? note.under : was, struck ?? note, paragraphs, lines)
  return { key: `note-${note.page}-${note.id}`, kind, author: note.author === '' ? null : note.author, date: note.date, words: cutWords(words), was: cutWords(was), becomes: cutWords(becomes), answers: note.answers === null ? null : `note-${note.page}-${note.answers}`, isResolved, places, isNear, page: note.page }
}

function kindOf(note: Note, struck: Note | undefined): readonly [RemarkKind, string, string] {
  if (note.subtype === 'Caret' && note.words !== '') return struck === undefined ? ['insertion', '', note.words] : ['replacement', struck.under, note.words]
  if (note.subtype === 'StrikeOut' && note.under !== '') return ['deletion', note.under, '']
  return note.words === '' && (MARKING.has(note.subtype) || note.subtype === 'StrikeOut' || note.subtype === 'Caret') ? ['mark', note.under, ''] : ['comment', note.under, '']
}

interface Lettered {
  readonly text: string
  readonly page: number
  readonly letters: Letters
}

interface Letters {
  readonly plain: string
  /** The code point at which each unit of `plain` stands. */
  readonly places: readonly number[]
}

/** Letters and digits alone: lines end differently in what is marked and in what is read, and words are parted at their ends. */
function lettersOf(text: string): Letters {
  const parts: string[] = []
  const places: number[] = []
  let at = 0
  for (const point of text) {
    if (/[\p{L}\p{N}]/u.test(point)) {
      const plain = point.normalize('NFKC').toLowerCase()
      parts.push(plain)
      for (let unit = 0; unit < plain.length; unit++) places.push(at)
    }
    at += 1
  }
  return { plain: parts.join(''), places }
}

interface Found {
  readonly places: readonly RemarkPlace[]
  readonly isNear: boolean
}

/** Letters by which the beginning and the end of a long mark are known. */
const EDGE = 24

/** Where the words under a note stand in the text of its page; else, as no more than a guess, the paragraph beside which it stands. */
function findPlaces(under: string, { page, top, bottom }: Note, paragraphs: readonly Lettered[], lines: readonly Line[]): Found {
  const words = lettersOf(under).plain
  const onPage = paragraphs.flatMap((paragraph, at) => (paragraph.page === page || paragraph.page === page - 1 ? [{ ...paragraph, at }] : []))
  const beside = besideOf(onPage, nearestLine(lines, top, bottom))
  const whole = ({ at, text }: Placed): RemarkPlace => ({ paragraph: at, start: 0, end: countCodePoints(text) })
  const holding = words === '' ? [] : onPage.filter(({ letters }) => letters.plain.includes(words))
  const one = holding.find(({ at }) => at === beside?.at) ?? (holding.length === 1 ? holding[0] : undefined)
  if (one !== undefined) {
    const from = one.letters.plain.indexOf(words)
    // Words that stand twice in the paragraph: which of them is marked, its text does not say.
    if (one.letters.plain.includes(words, from + 1)) return { places: [whole(one)], isNear: false }
    return { places: [{ paragraph: one.at, start: one.letters.places[from] ?? 0, end: (one.letters.places[from + words.length - 1] ?? 0) + 1 }], isNear: false }
  }
  const [first, last] = [onPage.filter(({ letters }) => letters.plain.includes(words.slice(0, EDGE))), onPage.filter(({ letters }) => letters.plain.includes(words.slice(-EDGE)))]
  const [head, foot] = [first[0], last[0]]
  if (words.length > EDGE * 2 && first.length === 1 && last.length === 1 && head !== undefined && foot !== undefined && head.at <= foot.at) {
    return { places: onPage.filter(({ at }) => at >= head.at && at <= foot.at).map(whole), isNear: false }
  }
  return { places: beside === undefined ? [] : [whole(beside)], isNear: true }
}

type Placed = Lettered & { readonly at: number }

function besideOf(onPage: readonly Placed[], line: Line | undefined): Placed | undefined {
  const letters = line === undefined ? '' : lettersOf(line.text).plain
  if (letters === '') return undefined
  return onPage.findLast((each) => each.letters.plain.includes(letters)) ?? onPage.findLast((each) => letters.length > 8 && each.letters.plain.includes(letters.slice(0, -4)))
}

/** The line at the height at which a note begins, or the nearest to it. */
function nearestLine(lines: readonly Line[], top: number, bottom: number): Line | undefined {
  const distance = ({ y, size }: Line): number => {
    const middle = y + size * 0.35
    return middle > top ? middle - top : middle < bottom ? bottom - middle : (top - middle) / 1000
  }
  return lines.reduce<Line | undefined>((best, line) => (best === undefined || distance(line) < distance(best) ? line : best), undefined)
}
