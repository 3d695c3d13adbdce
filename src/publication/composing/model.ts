import { bodyOf, type Body, type Cell, type Inline, type TextRun } from '../../drafts/blocks/model.ts'
import type { FrozenParagraph, FrozenText, Section } from '../../drafts/model.ts'
import type { Id } from '../../shared/ids.ts'
import { textDirection } from '../../shared/language.ts'
import { labelsOf, type Label } from '../labels/model.ts'
import { paragraphAnchor, sectionAnchor, type Direction, type PrintBlock, type PrintCell, type PrintErratum, type PrintGround, type PrintInline, type PrintNote, type PrintPicture, type PrintRun, type PrintSection } from '../text/model.ts'

/** What is printed beside the words of a paragraph. */
export interface Beside {
  readonly restsOn: ReadonlyMap<Id, readonly PrintGround[]>
  readonly errata: ReadonlyMap<Id, readonly PrintErratum[]>
  /** What a pinned figure shows, by its id. */
  readonly pinned: ReadonlyMap<Id, PrintPicture>
  /** Of a translation: which paragraphs have words in its language. Undefined: the text is an original. */
  readonly translated?: ReadonlySet<Id> | undefined
  /** The language of what is not translated. */
  readonly original?: string | undefined
}

export interface Composed {
  readonly sections: readonly PrintSection[]
  readonly notes: readonly PrintNote[]
  /** How many letters the author's own annexes have taken. */
  readonly annexes: number
}

/** Letters of annexes: A to Z, then AA. */
export function annexLetter(place: number): string {
  const letter = String.fromCharCode(65 + (place % 26))
  return place < 26 ? letter : `${annexLetter(Math.floor(place / 26) - 1)}${letter}`
}

export interface Numbered {
  readonly number: string
  readonly label: string
}

/** The numbers of headings by their levels; annexes are lettered apart. A section without a title has none. */
export function numberSections(sections: readonly Pick<Section<unknown>, 'title' | 'level' | 'isAnnex'>[], label: Label): Numbered[] {
  const counts = { text: [0, 0, 0, 0], annex: [0, 0, 0, 0] }
  let isWithin = false
  return sections.map(({ title, level, isAnnex }) => {
    // What stands deeper below an annex belongs to it.
    isWithin = isAnnex || (isWithin && level > 1)
    if (title.trim() === '') return { number: '', label: '' }
    const series = isWithin ? counts.annex : counts.text
    // An annex begins its own count whatever level it was given.
    const depth = isAnnex ? 0 : level - 1
    series[depth] = (series[depth] ?? 0) + 1
    series.fill(0, depth + 1)
    const steps = series.slice(0, depth + 1).map((step) => Math.max(step, 1))
    const [first = 1, ...rest] = steps
    const number = isWithin ? [annexLetter(first - 1), ...rest].join('.') : steps.join('.')
    return { number, label: isWithin && depth === 0 ? label('annex', { letter: number }) : number }
  })
}

interface Progress {
  readonly label: Label
  readonly beside: Beside
  readonly language: string
  readonly targets: ReadonlyMap<Id, { readonly label: string; readonly anchor: string }>
  readonly notes: PrintNote[]
  tables: number
  figures: number
  /** Of each depth of the list at hand, how many numbered items stand in it. */
  counters: number[]
}

/** Numbers headings, notes, tables, figures and list items of a frozen text, and writes out what it refers to. */
export function composeText(text: FrozenText, language: string, beside: Beside): Composed {
  const label = labelsOf(language)
  const numbers = numberSections(text, label)
  const targets = new Map<Id, { label: string; anchor: string }>()
  for (const [place, section] of text.entries()) {
    const numbered = numbers[place] ?? { number: '', label: '' }
    const isAnnex = /^\p{Lu}/u.test(numbered.number) && !numbered.number.includes('.')
    targets.set(section.id, { label: numbered.number === '' ? section.title : isAnnex ? numbered.label : label('section', { number: numbered.number }), anchor: sectionAnchor(place) })
    for (const { id, number } of section.paragraphs) targets.set(id, { label: `¶\u00a0${number}`, anchor: paragraphAnchor(number) })
  }
  const progress: Progress = { label, beside, language, targets, notes: [], tables: 0, figures: 0, counters: [] }
  const sections = text.map((section, place): PrintSection => {
    progress.counters = []
    const numbered = numbers[place] ?? { number: '', label: '' }
    return { id: section.id, ...numbered, title: section.title, level: section.level, isAnnex: section.isAnnex, blocks: section.paragraphs.map((paragraph) => composeBlock(paragraph, progress)) }
  })
  return { sections, notes: progress.notes, annexes: text.filter(({ isAnnex, title }) => isAnnex && title.trim() !== '').length }
}

function composeBlock(paragraph: FrozenParagraph, progress: Progress): PrintBlock {
  const body = bodyOf(paragraph)
  const { beside } = progress
  const isTranslated = beside.translated === undefined || beside.translated.has(paragraph.id)
  const language = body.language ?? (isTranslated ? progress.language : (beside.original ?? progress.language))
  const direction = body.direction ?? directionOf(body, language)
  const place = { number: paragraph.number, language, direction }
  if (body.kind !== 'item') progress.counters = []
  const rows = body.kind === 'table' ? body.rows.map((row) => row.map((cell) => composeCell(cell, place, progress))) : []
  const worded = {
    id: paragraph.id,
    ...place,
    content: body.content.map((piece) => composeInline(piece, place, progress)),
    isTranslated,
    isOwnVoice: paragraph.isOwnVoice,
    restsOn: beside.restsOn.get(paragraph.id) ?? [],
    errata: beside.errata.get(paragraph.id) ?? [],
  }
  switch (body.kind) {
    case 'item':
      return { ...worded, kind: 'item', list: body.list, depth: body.depth, mark: markOf(body, progress) }
    case 'table':
      progress.tables += 1
      return { ...worded, kind: 'table', caption: progress.label('table', { number: progress.tables }), rows }
    case 'figure':
      progress.figures += 1
      return { ...worded, kind: 'figure', caption: progress.label('figure', { number: progress.figures }), alternative: body.alternative, picture: pictureOf(body.source, beside) }
    default:
      return { ...worded, kind: body.kind }
  }
}

type Source = Extract<Body, { kind: 'figure' }>['source']

function pictureOf(source: Source, beside: Beside): PrintPicture {
  return source.kind === 'file' ? source : (beside.pinned.get(source.id) ?? { kind: 'lost' })
}

/** An item's bullet or number. A list begins anew after anything that is no item, and below a shallower one. */
function markOf(body: Extract<Body, { kind: 'item' }>, progress: Progress): string {
  const { depth, list } = body
  progress.counters = progress.counters.slice(0, depth)
  while (progress.counters.length < depth) progress.counters.push(0)
  if (list === 'bullet') return depth % 2 === 1 ? '•' : '–'
  const count = (progress.counters[depth - 1] ?? 0) + 1
  progress.counters[depth - 1] = count
  return `${count}.`
}

type Place = Pick<PrintBlock, 'number' | 'language' | 'direction'>

function composeCell({ content, isHeading, columns, rows }: Cell, place: Place, progress: Progress): PrintCell {
  return { content: content.map((piece) => composeInline(piece, place, progress)), isHeading: isHeading === true, columns: columns ?? 1, rows: rows ?? 1 }
}

function composeInline(piece: Inline, place: Place, progress: Progress): PrintInline {
  if (piece.kind === 'text') return composeRun(piece)
  if (piece.kind === 'break') return piece
  if (piece.kind === 'reference') {
    const target = progress.targets.get(piece.to)
    return target === undefined ? { kind: 'reference', label: progress.label('lost'), anchor: null } : { kind: 'reference', ...target }
  }
  const number = progress.notes.length + 1
  progress.notes.push({ number, content: piece.content.map(composeRun), language: place.language, direction: place.direction, paragraph: place.number })
  return { kind: 'note', number }
}

function composeRun({ text, marks, link }: TextRun): PrintRun {
  return { kind: 'text', text, marks: marks ?? [], link: link ?? null }
}

/** Where nobody chose it, the first letter that has a direction decides; else the language does. */
function directionOf(body: Body, language: string): Direction {
  const pieces = body.kind === 'table' ? [...body.rows.flat().flatMap((cell) => cell.content), ...body.content] : body.content
  for (const piece of pieces) {
    if (piece.kind !== 'text') continue
    const strong = /\p{L}/u.exec(piece.text)?.[0]
    if (strong !== undefined) return /[\p{sc=Arabic}\p{sc=Hebrew}\p{sc=Syriac}\p{sc=Thaana}\p{sc=Nko}\p{sc=Adlam}\p{sc=Samaritan}\p{sc=Mandaic}]/u.test(strong) ? 'rtl' : 'ltr'
  }
  return textDirection(language)
}
