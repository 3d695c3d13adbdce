import { bodyOf, type Body, type Cell, type Inline, type TextRun } from '../../drafts/blocks/model.ts'
import type { FrozenParagraph, FrozenText } from '../../drafts/model.ts'
import { labelSections, numberNotes, placeItems, type ItemPlace } from '../../drafts/numbering/model.ts'
import type { Id } from '../../shared/ids.ts'
import { textDirection } from '../../shared/language.ts'
import { directionOfWords } from '../directions/model.ts'
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

/** How many letters the author's own annexes take. */
export function countAnnexes(text: FrozenText): number {
  return [...labelSections(text).values()].filter(({ label, isAnnex }) => isAnnex && !label.includes('.')).length
}

interface Progress {
  readonly label: Label
  readonly beside: Beside
  readonly language: string
  readonly targets: ReadonlyMap<Id, { readonly label: string; readonly anchor: string }>
  /** Of the notes by their ids, and of list items by theirs, as every page has them. */
  readonly numbers: ReadonlyMap<Id, number>
  readonly items: ReadonlyMap<Id, ItemPlace>
  readonly notes: PrintNote[]
  tables: number
  figures: number
}

/** Numbers tables and figures of a frozen text beside what is numbered on every page, and writes out what it refers to. */
export function composeText(text: FrozenText, language: string, beside: Beside): Composed {
  const label = labelsOf(language)
  const labels = labelSections(text)
  const printed = (id: Id, as: 'heading' | 'reference'): string => {
    const { label: number = '', isAnnex = false } = labels.get(id) ?? {}
    if (number === '') return ''
    if (isAnnex && !number.includes('.')) return label('annex', { letter: number })
    return as === 'heading' ? number : label('section', { number })
  }
  const targets = new Map<Id, { label: string; anchor: string }>()
  for (const [place, section] of text.entries()) {
    const reference = printed(section.id, 'reference')
    targets.set(section.id, { label: reference === '' ? section.title : reference, anchor: sectionAnchor(place) })
    for (const { id, number } of section.paragraphs) targets.set(id, { label: `¶\u00a0${number}`, anchor: paragraphAnchor(number) })
  }
  const progress: Progress = { label, beside, language, targets, numbers: numberNotes(text), items: placeItems(text), notes: [], tables: 0, figures: 0 }
  const sections = text.map((section): PrintSection => {
    const { id, title, level, isAnnex, paragraphs } = section
    return { id, number: labels.get(id)?.label ?? '', label: printed(id, 'heading'), title, level, isAnnex, blocks: paragraphs.map((paragraph) => composeBlock(paragraph, progress)) }
  })
  return { sections, notes: progress.notes.toSorted((a, b) => a.number - b.number), annexes: countAnnexes(text) }
}

function composeBlock(paragraph: FrozenParagraph, progress: Progress): PrintBlock {
  const body = bodyOf(paragraph)
  const { beside } = progress
  const isTranslated = beside.translated === undefined || beside.translated.has(paragraph.id)
  const language = body.language ?? (isTranslated ? progress.language : (beside.original ?? progress.language))
  const direction = body.direction ?? directionOf(body, language)
  const place = { number: paragraph.number, language, direction }
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
      return { ...worded, kind: 'item', list: body.list, depth: body.depth, mark: markOf(body.depth, progress.items.get(paragraph.id)) }
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

function markOf(depth: number, place: ItemPlace | undefined): string {
  return place === undefined || place.ordinal === null ? (depth % 2 === 1 ? '•' : '–') : `${place.ordinal}.`
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
  const number = progress.numbers.get(piece.id) ?? progress.notes.length + 1
  progress.notes.push({ number, content: piece.content.map(composeRun), language: place.language, direction: place.direction, paragraph: place.number })
  return { kind: 'note', number }
}

function composeRun({ text, marks, link }: TextRun): PrintRun {
  return { kind: 'text', text, marks: marks ?? [], link: link ?? null }
}

/** Where nobody chose it, the first letter that has a direction decides; else the language does. */
function directionOf(body: Body, language: string): Direction {
  const pieces = body.kind === 'table' ? [...body.rows.flat().flatMap((cell) => cell.content), ...body.content] : body.content
  return directionOfWords(pieces.map((piece) => (piece.kind === 'text' ? piece.text : '')).find((text) => /\p{L}/u.test(text)) ?? '', textDirection(language))
}
