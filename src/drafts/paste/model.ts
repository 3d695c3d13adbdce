import type { Id } from '../../shared/ids.ts'
import { isLanguageTag } from '../../shared/language.ts'
import { BLOCK_LIMIT, type Body, type Inline, isLink, LIST_DEPTH, type LIST_KINDS, type Mark, MARKS, type TextRun, textOf } from '../blocks/model.ts'
import { cutLine, shortenRuns, tidyLine, tidyRuns } from '../paste-lines/model.ts'
import { isBlock, isUnseen, type PasteNode, plainText, styleOf } from '../paste-nodes/model.ts'
import { findNotes, type PastedNotes } from '../paste-notes/model.ts'
import { readTable, squareRows } from '../paste-tables/model.ts'

/** A heading or a block of what was pasted, clean. */
export type PastedPiece = { readonly kind: 'heading'; readonly level: number; readonly text: string } | { readonly kind: 'block'; readonly body: Body }

export interface Pasted {
  readonly pieces: readonly PastedPiece[]
  /** Pictures that stood in it: they are put in as figures, one by one, so that each gets its words. */
  readonly pictures: number
  /** Marks of footnotes whose notes did not come along. */
  readonly lostNotes: number
  /** It was longer than one paste may be; what is beyond is not there. */
  readonly isCut: boolean
}

/** One paste at most: pieces, nodes of the tree, elements inside each other, words. Beyond it stands a document of its own. */
export const PASTE_PIECES = 2_000
const NODES = 200_000
const DEEPEST = 200
const WORDS = 2_000_000

interface Look {
  readonly marks: ReadonlySet<Mark>
  readonly link: string | undefined
  readonly isKept: boolean
}

interface Frame {
  readonly kind: 'paragraph' | 'quotation' | 'heading' | { readonly list: (typeof LIST_KINDS)[number]; readonly depth: number }
  readonly level: number
  readonly direction: 'rtl' | undefined
  readonly language: string | undefined
}

interface Work {
  readonly notes: PastedNotes
  readonly makeId: () => Id<'footnote'>
  readonly language: string
  readonly pieces: PastedPiece[]
  /** Of the block that is open, and what kind of block it is. */
  line: Inline[]
  frame: Frame
  pictures: number
  lostNotes: number
  nodes: number
  words: number
  isCut: boolean
}

const PLAIN: Frame = { kind: 'paragraph', level: 1, direction: undefined, language: undefined }
const NO_LOOK: Look = { marks: new Set(), link: undefined, isKept: false }

/**
 * Makes headings and blocks of what was pasted from Word, Google Docs, LibreOffice or a page: lists with their depth, tables,
 * quotations, links, marks, footnotes. Nothing that runs comes along, no look but the marks, nothing that no reader saw. `language`:
 * of the document, so that a block says its own only where it differs. Pure: the tree comes from whoever parsed it.
 */
export function cleanPasted(root: PasteNode, language: string, makeId: () => Id<'footnote'>): Pasted {
  const work: Work = { notes: findNotes(root, NODES), makeId, language, pieces: [], line: [], frame: PLAIN, pictures: 0, lostNotes: 0, nodes: 0, words: 0, isCut: false }
  enter(work, root, PLAIN, NO_LOOK, 0)
  flush(work)
  const pieces = work.pieces.slice(0, PASTE_PIECES)
  return { pieces, pictures: work.pictures, lostNotes: work.lostNotes, isCut: work.isCut || pieces.length < work.pieces.length }
}

/** Plain words as pieces: an empty line parts paragraphs; where there is none, every line is one. */
export function cleanPastedText(text: string): Pasted {
  const clean = plainText(text.slice(0, WORDS), true)
  const parts = /\n[ ]*\n/u.test(clean) ? clean.split(/\n(?:[ ]*\n)+/u) : clean.split('\n')
  const all = parts.map((part) => part.trim()).filter((part) => part !== '')
  const lines = (part: string): Inline[] => part.split('\n').flatMap((line, at): Inline[] => [...(at === 0 ? [] : [{ kind: 'break' as const }]), ...(line.trim() === '' ? [] : [{ kind: 'text' as const, text: line.trim() }])])
  const pieces = all.slice(0, PASTE_PIECES).flatMap((part) => cutLine(lines(part)).map((content): PastedPiece => ({ kind: 'block', body: { kind: 'paragraph', content } })))
  return { pieces, pictures: 0, lostNotes: 0, isCut: text.length > WORDS || all.length > PASTE_PIECES }
}

function enter(work: Work, node: PasteNode, frame: Frame, look: Look, depth: number): void {
  work.nodes += 1
  if (work.nodes > NODES || work.words > WORDS || work.pieces.length > PASTE_PIECES) {
    work.isCut = true
    return
  }
  if (node.name === '#text') return addText(work, plainText(node.text, look.isKept), look)
  // What lies deeper than any page has it is hostile or broken.
  if (depth > DEEPEST) return void (work.isCut = true)
  if (isUnseen(node) || work.notes.holders.has(node) || work.notes.backlinks.has(node)) return
  if (node.name === 'img' || node.name === 'picture') return void (work.pictures += 1)
  if (node.name === 'br') return addBreak(work, node)
  if (node.name === 'a' && work.notes.marks.has(node)) return addNote(work, node)
  if (node.name === 'table') return addTable(work, node, frame, depth)
  const inside = lookOf(node, look, frame)
  if (!isBlock(node)) return node.children.forEach((child) => enter(work, child, frame, inside, depth + 1))
  const own = frameOf(work, node, frame)
  // Paragraphs of one item are lines of it: an item is one paragraph with one number.
  const isLine = typeof frame.kind === 'object' && own.kind === frame.kind && node.name !== 'li'
  if (!isLine) flush(work, own)
  else if (work.line.length > 0) addBreak(work, node)
  node.children.forEach((child) => enter(work, child, own, inside, depth + 1))
  if (isLine) addBreak(work, node)
  else flush(work, frame)
}

/** The marks and the link inside an element: what it is, and what its style says otherwise. */
function lookOf(node: PasteNode, look: Look, frame: Frame): Look {
  const marks = new Set(look.marks)
  const own = MARK_TAGS[node.name]
  if (own !== undefined) marks.add(own)
  const style = styleOf(node)
  const weight = style.get('font-weight')
  if (weight !== undefined) toggle(marks, 'strong', weight === 'bold' || weight === 'bolder' || Number(weight) >= 600)
  const slant = style.get('font-style')
  if (slant !== undefined) toggle(marks, 'emphasis', slant === 'italic' || slant.startsWith('oblique'))
  const height = style.get('vertical-align')
  if (height === 'super') marks.add('superscript')
  if (height === 'sub') marks.add('subscript')
  if (frame.kind === 'heading' || /^h[1-6]$/u.test(node.name)) marks.clear()
  const space = style.get('white-space') ?? ''
  return { marks, link: node.name === 'a' ? (linkOf(node) ?? look.link) : look.link, isKept: look.isKept || node.name === 'pre' || node.name === 'listing' || space.startsWith('pre') || style.get('mso-spacerun') === 'yes' }
}

const MARK_TAGS: Readonly<Record<string, Mark>> = { b: 'strong', strong: 'strong', i: 'emphasis', em: 'emphasis', cite: 'emphasis', dfn: 'emphasis', sup: 'superscript', sub: 'subscript', code: 'code', tt: 'code', kbd: 'code', samp: 'code', pre: 'code' }

function toggle(marks: Set<Mark>, mark: Mark, isOn: boolean): void {
  if (isOn) marks.add(mark)
  else marks.delete(mark)
}

/** An address that may be followed; one that a mail program or an office wrapped is taken out of it. */
function linkOf(node: PasteNode): string | undefined {
  const href = node.attribute('href')?.trim()
  if (href === undefined || !isLink(href)) return undefined
  const url = new URL(href)
  const inner = url.pathname === '/url' && /(?:^|\.)google\.[a-z.]+$/u.test(url.hostname) ? url.searchParams.get('q') : null
  return inner !== null && isLink(inner) ? inner : href
}

/** What kind of block an element begins, inside another. */
function frameOf(work: Work, node: PasteNode, outer: Frame): Frame {
  const style = styleOf(node)
  const named = { ...outer, ...saidOf(work, node, outer) }
  const list = /(?:^|\s)level([1-9])/u.exec(style.get('mso-list') ?? '')
  if (list !== null && node.name !== 'li') return { ...named, kind: { list: isCounted(node) ? 'ordered' : 'bullet', depth: Math.min(LIST_DEPTH, Number(list[1])) } }
  const level = levelOf(node, style)
  if (level !== undefined) return { ...named, kind: 'heading', level }
  if (node.name === 'li') return { ...named, kind: itemOf(node) }
  if (node.name === 'blockquote' || /\bMso(?:Intense)?Quote\b|\bquotations\b/u.test(node.attribute('class') ?? '')) return { ...named, kind: 'quotation' }
  if (node.name === 'ul' || node.name === 'ol') return { ...named, kind: 'paragraph' }
  return named
}

function levelOf(node: PasteNode, style: ReadonlyMap<string, string>): number | undefined {
  const said = /^h([1-6])$/u.exec(node.name)?.[1] ?? (node.attribute('role') === 'heading' ? (node.attribute('aria-level') ?? '2') : undefined) ?? /\bMsoHeading([1-9])\b/u.exec(node.attribute('class') ?? '')?.[1]
  const level = said ?? (/\bMsoTitle\b/u.test(node.attribute('class') ?? '') ? '1' : style.get('mso-outline-level'))
  return level !== undefined && /^[1-9]$/u.test(level) ? Math.min(4, Number(level)) : undefined
}

/** An item of a list: how deep by the lists around it, or as it says itself. */
function itemOf(node: PasteNode): { list: (typeof LIST_KINDS)[number]; depth: number } {
  let depth = 0
  let nearest: string | undefined
  for (let at = node.parent; at !== undefined && at.name !== 'table'; at = at.parent) {
    if (at.name !== 'ul' && at.name !== 'ol' && at.name !== 'menu' && at.name !== 'dir') continue
    nearest ??= at.name
    depth += 1
  }
  const said = Number(node.attribute('aria-level') ?? Number.NaN)
  const own = Number.isInteger(said) && said >= 1 ? said : Math.max(1, depth)
  return { list: nearest === 'ol' ? 'ordered' : 'bullet', depth: Math.min(LIST_DEPTH, own) }
}

/** Whether Word's own mark of an item counts: it holds a figure, or letters with a point or a bracket behind them. An `o` alone is a bullet. */
function isCounted(node: PasteNode): boolean {
  const mark = findMark(node, 0)
  return mark !== undefined && /\p{Nd}|[\p{L}\p{Nl}\p{No}][.)\]、．）]/u.test(mark)
}

function findMark(node: PasteNode, depth: number): string | undefined {
  if (node.name !== '#text' && styleOf(node).get('mso-list') === 'ignore') return wordsIn(node, 0)
  if (depth > 20) return undefined
  for (const child of node.children) {
    const found = findMark(child, depth + 1)
    if (found !== undefined) return found
  }
  return undefined
}

function wordsIn(node: PasteNode, depth: number): string {
  return node.name === '#text' ? node.text : depth > 20 ? '' : node.children.map((child) => wordsIn(child, depth + 1)).join('')
}

const RIGHT_TO_LEFT = /^[^\p{L}]*[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u

/** Direction and language as the element says them, where it does. */
function saidOf(work: Work, node: PasteNode, outer: Frame): Partial<Frame> {
  const direction = node.attribute('dir')?.toLowerCase() ?? styleOf(node).get('direction')
  const tag = node.attribute('lang') ?? ''
  const isOther = tag !== '' && isLanguageTag(tag) && tag.toLowerCase().split('-')[0] !== work.language.toLowerCase().split('-')[0]
  return { direction: direction === 'rtl' ? 'rtl' : direction === 'ltr' ? undefined : outer.direction, language: tag === '' ? outer.language : isOther ? tag : undefined }
}

function addText(work: Work, text: string, look: Look): void {
  if (text === '') return
  work.words += text.length
  const parts = look.isKept ? text.split('\n') : [text]
  parts.forEach((part, at) => {
    if (at > 0) work.line.push({ kind: 'break' })
    if (part !== '') work.line.push(runOf(part, look))
  })
}

function runOf(text: string, look: Look): TextRun {
  const marks = MARKS.filter((mark) => look.marks.has(mark))
  return { kind: 'text', text, ...(marks.length === 0 ? {} : { marks }), ...(look.link === undefined ? {} : { link: look.link }) }
}

/** A line end; a second one begins a new paragraph, but within an item. */
function addBreak(work: Work, node: PasteNode): void {
  if (/\bApple-interchange-newline\b/u.test(node.attribute('class') ?? '')) return
  const last = work.line.findLast((piece) => piece.kind !== 'text' || piece.text.trim() !== '')
  if (last?.kind === 'break' && typeof work.frame.kind !== 'object') return flush(work, work.frame)
  if (last !== undefined && last.kind !== 'break') work.line.push({ kind: 'break' })
}

function addNote(work: Work, mark: PasteNode): void {
  const holder = work.notes.marks.get(mark)
  if (holder === undefined) return void (work.lostNotes += 1)
  const inner: Work = { ...work, pieces: [], line: [], frame: PLAIN, notes: { ...work.notes, holders: new Set(), marks: new Map() } }
  for (const child of holder.children) enter(inner, child, PLAIN, NO_LOOK, 1)
  flush(inner)
  count(work, inner)
  const runs = inner.pieces.flatMap((piece, at): TextRun[] => {
    const words = piece.kind === 'heading' ? [{ kind: 'text' as const, text: piece.text }] : piece.body.content.flatMap((each): TextRun[] => (each.kind === 'text' ? [each] : each.kind === 'break' ? [{ kind: 'text', text: ' ' }] : []))
    return at === 0 ? words : [{ kind: 'text', text: ' ' }, ...words]
  })
  work.line.push({ kind: 'footnote', id: work.makeId(), content: shortenRuns(tidyRuns(runs)) })
}

function addTable(work: Work, node: PasteNode, frame: Frame, depth: number): void {
  const { rows, caption } = readTable(node)
  flush(work, frame)
  const only = rows.length === 1 && rows[0]?.length === 1 ? rows[0][0] : undefined
  // One cell is no table but a frame around words.
  if (only !== undefined) return only.node.children.forEach((child) => enter(work, child, frame, NO_LOOK, depth + 2))
  const contentOf = (cell: PasteNode): Inline[] => {
    const inner: Work = { ...work, pieces: [], line: [], frame: PLAIN }
    for (const child of cell.children) enter(inner, child, PLAIN, NO_LOOK, depth + 2)
    flush(inner)
    count(work, inner)
    return inner.pieces.flatMap((piece, at): Inline[] => [...(at === 0 ? [] : [{ kind: 'break' as const }]), ...(piece.kind === 'heading' ? [{ kind: 'text' as const, text: piece.text }] : linesOf(piece.body))])
  }
  const loose = rows.map((row) => row.map((cell) => ({ content: contentOf(cell.node), isHeading: cell.isHeading, columns: cell.columns, rows: cell.rows })))
  const squared = squareRows(loose)
  const body = squared === undefined ? undefined : { kind: 'table' as const, rows: squared, content: caption === undefined ? [] : contentOf(caption) }
  if (body !== undefined && textOf(body).length < BLOCK_LIMIT) work.pieces.push({ kind: 'block', body })
  // Too large for one table: its rows as paragraphs, so that no word is lost.
  else for (const row of loose) for (const content of cutLine(row.flatMap((cell, at): Inline[] => [...(at === 0 ? [] : [{ kind: 'text' as const, text: ' · ' }]), ...cell.content]))) if (content.length > 0) work.pieces.push({ kind: 'block', body: { kind: 'paragraph', content } })
}

/** What was met inside of something counts for the whole. */
function count(work: Work, { pictures, lostNotes, nodes, words, isCut }: Work): void {
  Object.assign(work, { pictures, lostNotes, nodes, words, isCut })
}

/** What a block within a cell says, a table's cells in a row. */
function linesOf(body: Body): readonly Inline[] {
  return body.kind === 'table' ? [{ kind: 'text', text: textOf(body).replace(/[\t\n]+/gu, ' ') }] : body.content
}

/** Ends the block that is open, if there are words in it, and goes on in `frame`. */
function flush(work: Work, frame: Frame = work.frame): void {
  const { frame: own } = work
  const content = tidyLine(work.line)
  work.line = []
  work.frame = frame
  if (content.length === 0) return
  if (own.kind === 'heading') {
    const text = content.map((piece) => (piece.kind === 'text' ? piece.text : piece.kind === 'break' ? ' ' : '')).join('').replace(/ +/gu, ' ').trim()
    if (text !== '') work.pieces.push({ kind: 'heading', level: own.level, text: text.slice(0, 300).toWellFormed() })
    for (const piece of content) if (piece.kind === 'footnote') work.pieces.push({ kind: 'block', body: { kind: 'paragraph', content: [...piece.content] } })
    return
  }
  for (const part of cutLine(content)) work.pieces.push({ kind: 'block', body: bodyIn(own, part) })
}

function bodyIn(frame: Frame, content: readonly Inline[]): Body {
  const words = content.map((piece) => (piece.kind === 'text' ? piece.text : '')).join('')
  const said = { ...(frame.direction === 'rtl' && !RIGHT_TO_LEFT.test(words) ? { direction: 'rtl' as const } : {}), ...(frame.language === undefined ? {} : { language: frame.language }) }
  return typeof frame.kind === 'object' ? { kind: 'item', ...frame.kind, content, ...said } : { kind: frame.kind === 'quotation' ? 'quotation' : 'paragraph', content, ...said }
}
