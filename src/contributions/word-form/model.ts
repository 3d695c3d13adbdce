import type { WordParagraph } from '../../shared/word-paragraphs.ts'

/** A text in the form, in the language it stands in. */
export interface Printed {
  readonly text: string
  readonly lang: string
}

/**
 * One thing in the form, from top to bottom. `tag` names what is to be filled: `q2` the words to question 2, `q2.o1` its first option to be
 * ticked, `q2.p1` the place of that option, `f.contributor` a line about the sender, `f.consent.2` the second of what can be chosen there.
 */
export type FormBlock =
  | { readonly kind: 'title' | 'heading' | 'question' | 'text' | 'hint'; readonly printed: Printed }
  | { readonly kind: 'box' | 'line'; readonly tag: string; readonly printed: Printed }
  | { readonly kind: 'check' | 'place'; readonly tag: string; readonly printed: Printed }

type Fillable = Extract<FormBlock, { tag: string }>

/** What stands in a form that came back: by tag, the words, the place, or `yes` for what is ticked. What is left empty is not there. */
export interface ReadForm {
  /** The call whose form it is, as the form says; undefined when it no longer says. */
  readonly callId: string | undefined
  readonly filled: ReadonlyMap<string, string>
  /** Tags of which the form has neither the control nor a trace. */
  readonly missing: readonly string[]
}

/** What stands in a place until somebody writes there; taken out wherever it is left. */
export const LEADER = '⋯'
export const EMPTY_BOX = '☐'
const TICKED = /^\s*(?:\[\s*)?[☒☑✓✔✗✘×xX■⊠](?=[\s\]]|$)/u
const UNTICKED = /^\s*(?:[☐□]|\[\s*\])/u

/** The bookmark by which a form says whose it is. */
export function callBookmark(callId: string): string {
  return `call_${callId.replaceAll('-', '')}`
}

/** The label at the head of a question, which survives when all that is invisible has gone. */
export function questionLabel(number: number): string {
  return `Q${number}.`
}

const LABEL = /^\s*Q\s?([0-9]{1,4})\s*[.:)\]]/u

/**
 * Reads what was filled into a form: by its content controls; where those are gone, by the label of the question, the words beside a
 * line, the words of an option. `versions` are the form in every language in which it can have been downloaded. Pure: it sees text alone.
 */
export function readForm(paragraphs: readonly WordParagraph[], versions: readonly (readonly FormBlock[])[]): ReadForm {
  const blocks = new Map(versions.flat().filter(isFillable).map((block) => [block.tag, block]))
  const filled = new Map<string, string>()
  const seen = new Set<string>()
  for (const paragraph of paragraphs) {
    for (const control of paragraph.controls) {
      const block = blocks.get(control.tag)
      if (block === undefined) continue
      seen.add(block.tag)
      put(filled, block, valueOf(block, paragraph, paragraphs, control))
    }
  }
  const lost = [...blocks.keys()].filter((tag) => !seen.has(tag))
  const missing = lost.filter((tag) => !readByWords(tag, paragraphs, versions, filled))
  return { callId: callOf(paragraphs), filled, missing }
}

function isFillable(block: FormBlock): block is Fillable {
  return 'tag' in block
}

function put(filled: Map<string, string>, block: Fillable, value: string): void {
  if (value !== '' && !filled.has(block.tag)) filled.set(block.tag, value)
}

function valueOf(block: Fillable, paragraph: WordParagraph, all: readonly WordParagraph[], control: WordParagraph['controls'][number]): string {
  if (block.kind === 'check') return control.isChecked || TICKED.test(clean(paragraph.text)) ? 'yes' : ''
  if (block.kind === 'place') return placeIn(clean(control.text)) ?? placeIn(clean(paragraph.text)) ?? ''
  return paragraph.cell === null ? clean(control.text) : textOfCell(all, paragraph.cell)
}

/** All words in a cell: somebody may have written below the control, or beside it. */
function textOfCell(all: readonly WordParagraph[], cell: number): string {
  return all.filter((paragraph) => paragraph.cell === cell).map(({ text }) => clean(text)).filter((text) => text !== '').join('\n\n')
}

function clean(text: string): string {
  return text.replaceAll(LEADER, '').replace(/[^\S\n]+$/gmu, '').trim()
}

/** The figures at the beginning, with or without brackets around them. */
function placeIn(text: string): string | undefined {
  return /^\[?\s*(\p{Nd}{1,3})\s*(?:[\].)]|\s|$)/u.exec(text)?.[1]
}

function callOf(paragraphs: readonly WordParagraph[]): string | undefined {
  const hex = paragraphs.flatMap(({ bookmarks }) => bookmarks).map((name) => /^call_([0-9a-f]{32})$/u.exec(name)?.[1]).find((found) => found !== undefined)
  return hex?.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/u, '$1-$2-$3-$4-$5')
}

/** What is left where the control is gone: true when the place was found, filled or not. */
function readByWords(tag: string, paragraphs: readonly WordParagraph[], versions: readonly (readonly FormBlock[])[], filled: Map<string, string>): boolean {
  const own = versions.flatMap((version) => version.filter(isFillable).filter((block) => block.tag === tag))
  const [block] = own
  if (block === undefined) return false
  if (block.kind === 'line') return readLine(own, paragraphs, filled)
  const number = /^q([0-9]+)/u.exec(tag)?.[1]
  const section = number === undefined ? paragraphs : sectionOf(paragraphs, Number(number))
  if (section.length === 0) return false
  if (block.kind === 'box') return readBox(block, section, paragraphs, versions, filled)
  const printed = new Set(own.map((each) => each.printed.text.trim()))
  const line = section.find(({ text }) => printed.has(withoutMark(text)))
  if (line === undefined) return false
  put(filled, block, block.kind === 'check' ? (TICKED.test(clean(line.text)) ? 'yes' : '') : (placeIn(clean(line.text)) ?? ''))
  return true
}

/** The words of a line after what was ticked or written before them. */
function withoutMark(text: string): string {
  return clean(text).replace(TICKED, '').replace(UNTICKED, '').replace(/^\s*\[?\s*\p{Nd}{0,3}\s*[\].)]?\s+/u, '').replace(/^\s*\]/u, '').trim()
}

/** A line about the sender: what stands in the cell after its label. */
function readLine(own: readonly Fillable[], paragraphs: readonly WordParagraph[], filled: Map<string, string>): boolean {
  const labels = new Set(own.map((block) => block.printed.text.trim()))
  const label = paragraphs.find((paragraph) => labels.has(clean(paragraph.text).replace(/\s*:$/u, '')))
  const [block] = own
  if (label?.cell == null || block === undefined) return false
  put(filled, block, textOfCell(paragraphs, label.cell + 1))
  return true
}

/** From the label of a question to the next one. */
function sectionOf(paragraphs: readonly WordParagraph[], number: number): WordParagraph[] {
  const start = paragraphs.findIndex(({ text }) => LABEL.exec(text)?.[1] === String(number))
  if (start < 0) return []
  const rest = paragraphs.slice(start + 1)
  const end = rest.findIndex(({ text }) => LABEL.test(text))
  return end < 0 ? rest : rest.slice(0, end)
}

/** The first box of the section; without any, what stands there and was not printed. */
function readBox(block: Fillable, section: readonly WordParagraph[], all: readonly WordParagraph[], versions: readonly (readonly FormBlock[])[], filled: Map<string, string>): boolean {
  const cell = section.find((paragraph) => paragraph.cell !== null)?.cell ?? null
  const printed = new Set(versions.flat().flatMap(({ printed: { text } }) => text.split('\n').map((line) => line.trim())))
  const heading = section.findIndex(({ text }) => versions.some((version) => version.some((each) => each.kind === 'heading' && each.printed.text.trim() === clean(text))))
  const own = heading < 0 ? section : section.slice(0, heading)
  const loose = own.map(({ text }) => clean(text)).filter((text) => text !== '' && !printed.has(text) && !printed.has(withoutMark(text)))
  put(filled, block, cell === null ? loose.join('\n\n') : textOfCell(all, cell))
  return true
}
