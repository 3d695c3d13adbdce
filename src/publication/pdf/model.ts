import { contentsOf, factsOf } from '../facts/model.ts'
import { chartRows, drawChart, type Chart } from '../charts/model.ts'
import { cloudSteps } from '../cloud/model.ts'
import { layOutColumns } from '../columns/model.ts'
import { directionOfWords } from '../directions/model.ts'
import { labelsOf, type Label } from '../labels/model.ts'
import { paragraphAnchor, sectionAnchor, type AnnexLine, type AnnexPart, type Direction, type Print, type PrintBlock, type PrintCell, type PrintInline, type PrintNote } from '../text/model.ts'
import { textDirection } from '../../shared/language.ts'
import { writeShortDate } from '../../shared/time.ts'

/** A document as the template of its pages reads it: only strings, numbers and lists, which nothing in them can become more than. */
export interface PdfText {
  readonly data: object
  /** Charts by the names under which the text asks for them. */
  readonly charts: ReadonlyMap<string, string>
  /** Picture files by their names, each with its SHA-256. */
  readonly pictures: ReadonlyMap<string, string>
}

interface Desk {
  readonly label: Label
  readonly language: string
  readonly direction: Direction
  readonly notes: readonly PrintNote[]
  readonly charts: Map<string, string>
  readonly pictures: Map<string, string>
}

/** Faces in the order in which a language looks for its letters. */
function facesFor(language: string): string[] {
  const all = ['Source Serif 4', 'Amiri', 'ZCOOL XiaoWei']
  return textDirection(language) === 'rtl' ? ['Amiri', 'Source Serif 4', 'ZCOOL XiaoWei'] : all
}

/** `upTo` takes only the first blocks: to find the one that cannot be set. */
export function pdfText(print: Print, upTo = Number.POSITIVE_INFINITY): PdfText {
  const label = labelsOf(print.language)
  const desk: Desk = { label, language: print.language, direction: print.direction, notes: print.notes, charts: new Map(), pictures: new Map() }
  const { matter } = print
  let left = upTo
  const levels = flattenLevels(print.sections.map(({ level, title }) => (title.trim() === '' ? 0 : level)))
  const sections = print.sections.map((section, place) => {
    const blocks = section.blocks.slice(0, Math.max(0, left))
    left -= section.blocks.length
    return { anchor: sectionAnchor(place), label: section.label, title: section.title.trim(), level: levels[place] ?? 1, isAnnex: section.isAnnex, parts: nest(blocks, desk), after: upTo === Number.POSITIVE_INFINITY ? (section.parts ?? []).map((part) => writePart(part, desk)) : [] }
  })
  const data = {
    title: clean(matter.title),
    summary: matter.summary.split(/\n+/u).filter((part) => part !== '').map(clean),
    forum: clean(matter.forum),
    cycle: clean(matter.cycle),
    demonstration: matter.isDemonstration ? label('demonstration') : null,
    date: (matter.publishedAt ?? matter.frozenAt).slice(0, 10).split('-').map(Number),
    facts: factsOf(print).map(({ name, value, address }) => ({ name, value: clean(value), address: address ?? null })),
    others: matter.others.map(({ relation, title, address }) => ({ words: clean(label(relation, { title })), address })),
    errata: print.errata.map((erratum) => writeErratum(erratum, desk)),
    language: tagOf(print.language),
    direction: print.direction,
    faces: facesFor(print.language),
    contents: contentsOf(print).length > 0 ? label('contents') : null,
    sections,
    annexes: upTo === Number.POSITIVE_INFINITY ? print.annexes.map((annex) => ({ anchor: `annex-${annex.kind}`, title: clean(annex.title), label: annex.label, parts: annex.parts.map((part) => writePart(part, desk)) })) : [],
    lines: print.kind === 'review-copy',
    running: [matter.forum, matter.title, ...(print.kind === 'review-copy' ? [label('reviewCopy')] : [])].map(clean),
  }
  return { data, charts: desk.charts, pictures: desk.pictures }
}

/** What no font and no standard takes: control characters, and those that are none. */
function clean(text: string): string {
  return text.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff\ufdd0-\ufdef]|[\p{Cn}\p{Co}]/gu, '\ufffd')
}

/** The engine knows a primary tag and a region of two letters. */
function tagOf(language: string): { readonly primary: string; readonly region: string | null } {
  const [primary = 'en', ...rest] = language.split('-')
  return { primary: primary.toLowerCase(), region: rest.find((part) => /^[a-z]{2}$/iu.test(part))?.toLowerCase() ?? null }
}

/** No level is left out on the way down, as accessibility asks. */
function flattenLevels(levels: readonly number[]): number[] {
  let before = 0
  return levels.map((level) => {
    if (level === 0) return 0
    before = Math.min(level, before + 1)
    return before
  })
}

interface ListPart {
  readonly kind: 'list'
  readonly ordered: boolean
  readonly items: { readonly block: object; readonly below: ListPart[] }[]
}

/** Items that follow each other become lists within lists, as they are read out. */
function nest(blocks: readonly PrintBlock[], desk: Desk): object[] {
  const parts: (ListPart | object)[] = []
  let stack: ListPart[] = []
  for (const block of blocks) {
    if (block.kind !== 'item') {
      stack = []
      parts.push(writeBlock(block, desk))
      continue
    }
    const depth = Math.min(block.depth, stack.length + 1)
    stack = stack.slice(0, depth)
    const ordered = block.list === 'ordered'
    const open = stack[depth - 1]
    const list: ListPart = open !== undefined && open.ordered === ordered ? open : { kind: 'list', ordered, items: [] }
    if (list !== open) {
      const above = stack[depth - 2]?.items.at(-1)
      if (above === undefined) parts.push(list)
      else above.below.push(list)
      stack = [...stack.slice(0, depth - 1), list]
    }
    list.items.push({ block: { ...writeBlock(block, desk), mark: block.mark, offset: depth }, below: [] })
  }
  return parts
}

function writeBlock(block: PrintBlock, desk: Desk): object {
  const common = {
    kind: block.kind,
    number: block.shown === undefined ? String(block.number) : block.shown === '' ? null : block.shown,
    anchor: paragraphAnchor(block.number),
    words: writeInline(block.content, desk),
    language: tagOf(block.language),
    direction: block.direction,
    quiet: !block.isTranslated,
    ground: block.restsOn.length === 0 ? (block.isOwnVoice ? { label: desk.label('ownVoice'), links: [] } : null) : { label: desk.label('restsOn'), links: block.restsOn.map(({ ref, address }) => ({ words: ref, address })) },
    errata: block.errata.map((erratum) => writeErratum(erratum, desk)),
  }
  if (block.kind === 'table') return { ...common, caption: block.caption, ...writeCells(block.rows, desk) }
  if (block.kind === 'figure') return { ...common, caption: block.caption, ...writePicture(block, desk) }
  return common
}

/** Text is no longer than this in one piece, so that a line can be broken in it. */
function writeInline(content: readonly PrintInline[], desk: Desk): object[] {
  return content.map((piece): object => {
    if (piece.kind === 'break') return { kind: 'break' }
    if (piece.kind === 'reference') return { kind: 'reference', words: piece.label, anchor: piece.anchor }
    if (piece.kind === 'text') return { kind: 'text', words: clean(piece.text), marks: piece.marks, link: piece.link }
    const note = desk.notes[piece.number - 1]
    return { kind: 'note', number: piece.mark ?? String(piece.number), words: note === undefined ? [] : writeInline(note.content, desk), direction: note?.direction ?? 'ltr', language: tagOf(note?.language ?? desk.language) }
  })
}

function writeErratum({ date, text }: { date: Parameters<typeof writeShortDate>[0]; text: string }, { label, language }: Desk): object {
  return { title: label('erratum', { date: writeShortDate(date, language) }), words: clean(text) }
}

/** Cells of a table in the order that the engine sets them; rows of headings at the top are repeated on every page. */
function writeCells(rows: readonly (readonly PrintCell[])[], desk: Desk): object {
  const reach = (cells: readonly PrintCell[]): number => cells.reduce((sum, { columns }) => sum + columns, 0)
  const width = Math.max(1, ...rows.map(reach))
  let heads = 0
  while (heads < rows.length - 1 && rows[heads]?.every(({ isHeading, rows: down }) => isHeading && heads + down < rows.length) === true) heads++
  const write = (row: readonly PrintCell[], y: number): object[] => row.map((cell, x) => ({ words: writeInline(cell.content, desk), direction: directionOfWords(plainWords(cell), desk.direction), heading: cell.isHeading, first: x === 0, columns: Math.min(cell.columns, width), rows: Math.min(cell.rows, rows.length - y, y < heads ? heads - y : rows.length) }))
  const isPlain = rows.every((row) => row.every(({ columns, rows: down }) => columns === 1 && down === 1))
  const words = isPlain ? rows.map((row) => row.map(plainWords)) : []
  return { columns: width, layout: writeColumns(words, heads), heads: rows.slice(0, heads).map((row, y) => write(row, y)), rows: rows.slice(heads).map((row, y) => write(row, y + heads)) }
}

function plainWords({ content }: PrintCell): string {
  return content.map((piece) => (piece.kind === 'text' ? piece.text : '')).join('')
}

function writePicture(block: Extract<PrintBlock, { kind: 'figure' }>, desk: Desk): object {
  const { picture } = block
  const alternative = clean(block.alternative).trim()
  if (picture.kind === 'chart') return { ...writeChart(picture.chart, desk), note: picture.note, alternative: alternative === '' ? chartWords(picture.chart, desk) : alternative }
  const name = picture.kind === 'file' ? `${picture.sha256}.${picture.mediaType === 'image/png' ? 'png' : 'jpg'}` : null
  if (name !== null && picture.kind === 'file') desk.pictures.set(name, picture.sha256)
  return { picture: name, format: name?.split('.')[1] ?? null, note: null, lost: desk.label('noPicture'), alternative: alternative === '' ? block.caption : alternative }
}

function writeChart(chart: Chart, desk: Desk): object {
  const name = `chart-${desk.charts.size + 1}.svg`
  desk.charts.set(name, drawChart(chart))
  return { picture: name, format: 'svg', title: chart.title, ...writeRows(chartRows(chart, { total: desk.label('total') }).map((row) => row.map((text) => ({ text }))), desk) }
}

/** The chart read out: every bar with its number. */
function chartWords(chart: Chart, desk: Desk): string {
  const [head = [], ...rows] = chartRows(chart, { total: desk.label('total') })
  return clean(`${head[0] ?? ''}: ${rows.map((row) => row.map((cell, at) => (at === 0 || head.length === 2 ? cell : `${head[at] ?? ''} ${cell}`)).join(' ')).join('; ')}`)
}

function writeRows(rows: readonly (readonly AnnexLine[])[], { direction }: Desk): object {
  const cells = rows.map((row, y) => row.map(({ text, address }, x) => ({ words: [{ kind: 'text', words: clean(text), marks: [], link: address ?? null }], direction: directionOfWords(text, direction), heading: y === 0 || x === 0, first: x === 0, columns: 1, rows: 1 })))
  return { columns: Math.max(1, rows[0]?.length ?? 1), layout: writeColumns(rows.map((row) => row.map(({ text }) => text)), 1), heads: cells.slice(0, 1), rows: cells.slice(1) }
}

/** Nothing where cells reach over several places: then the engine decides. */
function writeColumns(rows: readonly (readonly string[])[], heads: number): object[] {
  return layOutColumns(rows, heads).map(({ share, isNumeric }) => ({ share, end: isNumeric }))
}

function writePart(part: AnnexPart, desk: Desk): object {
  switch (part.kind) {
    case 'text':
    case 'heading':
      return { kind: part.kind, words: clean(part.text) }
    case 'list':
      return { kind: 'lines', lines: part.lines.map(({ text, address }) => ({ words: clean(text), address: address ?? null })) }
    case 'chart':
      return { kind: 'chart', ...writeChart(part.chart, desk), alternative: chartWords(part.chart, desk) }
    case 'words': {
      const steps = cloudSteps(part.words.map(({ count }) => count))
      return { kind: 'words', words: part.words.map(({ word, count }, at) => ({ word: clean(word), count: String(count), step: steps[at] ?? 1 })), direction: textDirection(part.language), language: tagOf(part.language) }
    }
    default:
      return { kind: 'rows', title: clean(part.title), ...writeRows(part.rows, desk) }
  }
}
