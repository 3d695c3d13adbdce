import sanitize from 'sanitize-html'
import { STYLED_MARKS, type StyledBlock, type StyledCell, type StyledMark, type StyledPiece, type StyledText } from '../../shared/styled-text.ts'
import { Refused } from './refused.ts'
import { decodeEntities } from './xml.ts'

const BLOCK_TAGS = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'p', 'div', 'li', 'ul', 'ol', 'blockquote', 'tr', 'td', 'th', 'thead', 'table', 'hr', 'pre', 'dt', 'dd', 'section', 'article', 'aside', 'br', 'figcaption', 'caption']
const MARK_OF: Readonly<Record<string, StyledMark>> = { strong: 'strong', b: 'strong', em: 'emphasis', i: 'emphasis', cite: 'emphasis', sup: 'superscript', sub: 'subscript', code: 'code', kbd: 'code', samp: 'code' }
const MOST_DEPTH = 200
/** Longer than any document of words: what is larger is data. */
const MOST_LENGTH = 30_000_000
const DEPTH = 4

/** How Word, LibreOffice, Google Docs and our own pages name a note (`key`), the mark that leads to it, and the way back. */
const NOTE = /^(?:[a-z]-)?(?:(?:_|sd)?(?:foot|end)note-?|_?(?:ft|ed)n(?:t)?|_edn|fn:?-?|note-)(\d+)(?:sym)?$/iu
const BACK = /(?:ref|anc|mark)[-_:]?\d*|^fnref/iu
/** Identities in files that we wrote: `p-<id>`, `s-<id>`; some programs change the hyphens. */
const OWN = /^(?:[a-z]-)?([ps])[-_]([0-9a-f]{8})[-_]?([0-9a-f]{4})[-_]?([0-9a-f]{4})[-_]?([0-9a-f]{4})[-_]?([0-9a-f]{12})$/iu

function ownName(anchor: string): string | undefined {
  const [, kind, ...parts] = OWN.exec(anchor) ?? []
  return kind === undefined ? undefined : `${kind.toLowerCase()}-${parts.join('-').toLowerCase()}`
}

/** The blocks of HTML with their marks, links, tables and notes. It is cleaned first: what is left is balanced and has nothing but these. */
export function styleHtml(html: string): StyledText {
  if (html.length > MOST_LENGTH) throw new Refused('too-long')
  const clean = sanitize(html, {
    // A span stays until it is known whether it is hidden.
    allowedTags: [...BLOCK_TAGS, ...Object.keys(MARK_OF), 'a', 'span'],
    allowedAttributes: { a: ['href', 'id', 'name'], li: ['id'], div: ['id'], p: ['id'], td: ['colspan', 'rowspan'], th: ['colspan', 'rowspan'] },
    allowedSchemes: ['http', 'https', 'mailto'],
    nestingLimit: MOST_DEPTH,
    nonTextTags: ['script', 'style', 'textarea', 'option', 'noscript', 'title', 'template', 'svg', 'math', 'head', 'object', 'iframe', 'nav', 'select', 'button'],
    exclusiveFilter: (frame) => frame.attribs['hidden'] !== undefined || /display\s*:\s*none/iu.test(frame.attribs['style'] ?? ''),
    transformTags: { span: styledSpan },
  })
  const walk = startWalk()
  for (const [, closing, name, attributes = '', text] of clean.matchAll(/<(\/)?([a-z0-9]+)([^>]*?)\s*\/?>|([^<]+)/gu)) {
    if (name === undefined) addText(walk, decodeEntities(text ?? ''))
    else if (name === 'span') continue
    else if (closing === undefined) open(walk, name, readAttributes(attributes))
    else close(walk, name)
  }
  flush(walk)
  return { blocks: walk.blocks, notes: Object.fromEntries(walk.notes) }
}

/** Google Docs writes bold and italics as styles. */
function styledSpan(_: string, attributes: Record<string, string>): { tagName: string; attribs: Record<string, string> } {
  const style = attributes['style'] ?? ''
  const mark = /font-weight\s*:\s*(?:bold|[6-9]00)/iu.test(style) ? 'strong' : /font-style\s*:\s*italic/iu.test(style) ? 'em' : /vertical-align\s*:\s*super/iu.test(style) ? 'sup' : /vertical-align\s*:\s*sub/iu.test(style) ? 'sub' : 'span'
  return { tagName: mark, attribs: attributes }
}

interface Table {
  rows: StyledCell[][]
  row: StyledCell[]
  cell: { isHeading: boolean; columns: number; rows: number; content: StyledPiece[] } | undefined
  isHead: boolean
  caption: StyledPiece[]
}

interface Walk {
  readonly blocks: StyledBlock[]
  readonly notes: Map<string, StyledPiece[]>
  content: StyledPiece[]
  names: string[]
  readonly marks: StyledMark[]
  readonly links: (string | null)[]
  readonly lists: ('bullet' | 'ordered')[]
  table: Table | undefined
  /** How deep tables stand within that table: theirs is a cell's text. */
  inner: number
  quotes: number
  preformatted: number
  heading: number
  /** The note whose words are read, and the tag that ends it. */
  note: { key: string; tag: string; depth: number } | undefined
  /** A mark or a way back whose own words count for nothing. */
  silent: boolean
  /** The reference whose own words are read. */
  reference: { kind: 'reference'; to: string; words: string } | undefined
  isItem: boolean
}

function startWalk(): Walk {
  return { blocks: [], notes: new Map(), content: [], names: [], marks: [], links: [], lists: [], table: undefined, inner: 0, quotes: 0, preformatted: 0, heading: 0, note: undefined, silent: false, reference: undefined, isItem: false }
}

function readAttributes(text: string): ReadonlyMap<string, string> {
  return new Map(Array.from(text.matchAll(/([a-z]+)="([^"]*)"/giu), (match) => [match[1]?.toLowerCase() ?? '', decodeEntities(match[2] ?? '')]))
}

function addText(walk: Walk, raw: string): void {
  if (walk.reference !== undefined) walk.reference.words += raw.replace(/\s+/gu, ' ')
  if (walk.silent) return
  const text = walk.preformatted > 0 ? raw : raw.replace(/[^\S\u00a0]+/gu, ' ')
  const lines = walk.preformatted > 0 ? text.split('\n') : [text]
  const marks = STYLED_MARKS.filter((mark) => walk.marks.includes(mark))
  lines.forEach((line, at) => {
    if (at > 0) walk.content.push({ kind: 'break' })
    if (line !== '') walk.content.push({ kind: 'text', text: line, marks, link: walk.links.at(-1) ?? null })
  })
}

function open(walk: Walk, name: string, attributes: ReadonlyMap<string, string>): void {
  const mark = MARK_OF[name]
  if (mark !== undefined) walk.marks.push(mark)
  else if (name === 'a') openLink(walk, attributes)
  else if (name === 'br') walk.content.push({ kind: 'break' })
  else if (walk.table !== undefined && name === 'table') walk.inner += 1
  else if (walk.table !== undefined) openInTable(walk, walk.table, name, attributes)
  else openBlock(walk, name, attributes)
}

function openLink(walk: Walk, attributes: ReadonlyMap<string, string>): void {
  const href = attributes.get('href')
  const target = href?.startsWith('#') === true ? href.slice(1) : undefined
  for (const anchor of [attributes.get('id'), attributes.get('name')]) {
    if (anchor === undefined) continue
    const own = ownName(anchor)
    if (own !== undefined) walk.names.push(own)
  }
  const to = target === undefined ? undefined : ownName(target)
  const key = target === undefined ? undefined : NOTE.exec(target)?.[0]
  // Google Docs and Word name the words of a note by an anchor at their beginning, which leads back to the mark.
  const own = [attributes.get('id'), attributes.get('name')].find((anchor) => anchor !== undefined && NOTE.test(anchor))
  if (own !== undefined && walk.note === undefined && walk.content.length === 0) walk.note = { key: keyOf(own), tag: 'p', depth: 0 }
  walk.reference = to === undefined ? undefined : { kind: 'reference', to, words: '' }
  if (walk.reference !== undefined) walk.content.push(walk.reference)
  else if (key !== undefined && own === undefined) walk.content.push({ kind: 'note', key: keyOf(key) })
  walk.silent = to !== undefined || key !== undefined || (target !== undefined && BACK.test(target))
  walk.links.push(target === undefined && href !== undefined && href !== '' ? href : null)
}

function keyOf(anchor: string): string {
  return `${/e(?:nd|d)n/iu.test(anchor) ? 'e' : 'f'}${NOTE.exec(anchor)?.[1] ?? ''}`
}

function openInTable(walk: Walk, table: Table, name: string, attributes: ReadonlyMap<string, string>): void {
  if (walk.inner > 0) return void (walk.content.length > 0 && addText(walk, ' '))
  if (name === 'thead') table.isHead = true
  else if (name === 'tr') table.row = []
  else if (name === 'caption') walk.content = []
  else if (name === 'td' || name === 'th') {
    walk.content = []
    table.cell = { isHeading: name === 'th' || table.isHead, columns: spanOf(attributes.get('colspan')), rows: spanOf(attributes.get('rowspan')), content: [] }
  } else if (walk.content.length > 0 && walk.content.at(-1)?.kind !== 'break') walk.content.push({ kind: 'break' })
}

function spanOf(text: string | undefined): number {
  const number = /^[0-9]{1,4}$/u.test(text ?? '') ? Number(text) : 1
  return Math.max(1, number)
}

function openBlock(walk: Walk, name: string, attributes: ReadonlyMap<string, string>): void {
  // Paragraphs of one item go on in it, on a new line.
  if (walk.isItem && name === 'p') {
    if (walk.content.some(({ kind }) => kind === 'text')) walk.content.push({ kind: 'break' })
    return
  }
  if (walk.note !== undefined) {
    if (name === walk.note.tag) walk.note.depth += 1
    if (walk.content.length > 0) addText(walk, ' ')
    return
  }
  flush(walk)
  const anchor = attributes.get('id')
  if (anchor !== undefined && (name === 'li' || name === 'div' || name === 'p') && NOTE.test(anchor)) walk.note = { key: keyOf(anchor), tag: name, depth: 0 }
  else if (name === 'table') walk.table = { rows: [], row: [], cell: undefined, isHead: false, caption: [] }
  else if (name === 'ul' || name === 'ol') walk.lists.push(name === 'ul' ? 'bullet' : 'ordered')
  else if (name === 'li') walk.isItem = true
  else if (name === 'blockquote') walk.quotes += 1
  else if (name === 'pre') walk.preformatted += 1
  else if (/^h[1-6]$/u.test(name)) walk.heading = Number(name[1])
}

function close(walk: Walk, name: string): void {
  const mark = MARK_OF[name]
  if (mark !== undefined) {
    const at = walk.marks.lastIndexOf(mark)
    if (at >= 0) walk.marks.splice(at, 1)
  } else if (name === 'a') {
    walk.links.pop()
    walk.silent = false
    walk.reference = undefined
  } else if (walk.table !== undefined) closeInTable(walk, walk.table, name)
  else if (walk.note !== undefined) closeNote(walk, walk.note, name)
  else closeBlock(walk, name)
}

function closeNote(walk: Walk, note: NonNullable<Walk['note']>, name: string): void {
  if (name !== note.tag) return
  if (note.depth > 0) note.depth -= 1
  else {
    walk.notes.set(note.key, tidy(walk.content).filter(({ kind }) => kind === 'text'))
    walk.content = []
    walk.note = undefined
  }
}

function closeBlock(walk: Walk, name: string): void {
  if (name === 'p' && walk.isItem) return
  flush(walk)
  if (name === 'ul' || name === 'ol') walk.lists.pop()
  else if (name === 'li') walk.isItem = false
  else if (name === 'blockquote') walk.quotes = Math.max(0, walk.quotes - 1)
  else if (name === 'pre') walk.preformatted = Math.max(0, walk.preformatted - 1)
  else if (/^h[1-6]$/u.test(name)) walk.heading = 0
}

function closeInTable(walk: Walk, table: Table, name: string): void {
  if (name === 'table') {
    if (walk.inner > 0) walk.inner -= 1
    else endTable(walk, table)
  } else if (walk.inner > 0) return
  else if (name === 'td' || name === 'th') {
    if (table.cell !== undefined) table.row.push({ ...table.cell, content: tidy(walk.content) })
    table.cell = undefined
    walk.content = []
  } else if (name === 'caption') {
    table.caption = tidy(walk.content)
    walk.content = []
  } else if (name === 'tr') {
    if (table.row.length > 0) table.rows.push(table.row)
    table.row = []
  } else if (name === 'thead') table.isHead = false
}

function endTable(walk: Walk, table: Table): void {
  walk.table = undefined
  walk.content = []
  const hasWords = table.rows.some((row) => row.some(({ content }) => content.length > 0))
  if (hasWords) walk.blocks.push({ kind: 'table', rows: table.rows, content: table.caption, names: walk.names.splice(0) })
}

function flush(walk: Walk): void {
  if (walk.note !== undefined) return
  const content = tidy(walk.content)
  walk.content = []
  if (content.length === 0) return
  const names = walk.names.splice(0)
  const list = walk.lists.at(-1)
  if (walk.heading > 0) walk.blocks.push({ kind: 'heading', level: walk.heading, content, names })
  else if (list !== undefined) walk.blocks.push({ kind: 'item', list, depth: Math.min(DEPTH, walk.lists.length), content, names })
  else walk.blocks.push({ kind: walk.quotes > 0 ? 'quotation' : 'paragraph', content, names })
}

/** Runs of the same looks joined; no space at either end, nor beside a line's end. */
function tidy(content: readonly StyledPiece[]): StyledPiece[] {
  const joined: StyledPiece[] = []
  for (const piece of content) {
    const last = joined.at(-1)
    if (piece.kind === 'text' && last?.kind === 'text' && last.link === piece.link && last.marks.join() === piece.marks.join()) joined[joined.length - 1] = { ...last, text: last.text + piece.text }
    else joined.push(piece)
  }
  const spaced = joined.map((piece, at) => {
    if (piece.kind !== 'text') return piece
    const [before, after] = [joined[at - 1], joined[at + 1]]
    let text = piece.text.replace(/ {2,}/gu, ' ')
    if (before === undefined || before.kind === 'break' || (before.kind === 'text' && before.text.endsWith(' '))) text = text.replace(/^\s+/u, '')
    if (after === undefined || after.kind === 'break') text = text.replace(/\s+$/u, '')
    return { ...piece, text }
  })
  const kept = spaced.filter((piece) => piece.kind !== 'text' || piece.text !== '')
  const first = kept.findIndex(({ kind }) => kind !== 'break')
  const last = kept.findLastIndex(({ kind }) => kind !== 'break')
  return first < 0 ? [] : kept.slice(first, last + 1)
}
