import sanitize from 'sanitize-html'
import type { Block, BlockKind } from '../../shared/extraction.ts'
import { block, Refused, warn, type Read } from './refused.ts'
import { styleHtml } from './styled-html.ts'
import { decodeEntities } from './xml.ts'

const BLOCKS = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'p', 'div', 'li', 'ul', 'ol', 'blockquote', 'tr', 'td', 'th', 'table', 'hr', 'pre', 'dt', 'dd', 'section', 'article', 'aside', 'br', 'figcaption', 'caption']
const MOST_DEPTH = 200
/** Longer than any document of words: what is larger is data. */
const MOST_LENGTH = 30_000_000

/** HTML as blocks. Scripts, styles, forms, frames and hidden parts are left out; nothing that it names is asked for. */
export function readHtml(html: string): Read {
  const title = /<title[^>]*>([^<]{1,1000})<\/title>/iu.exec(html)?.[1]
  const language = /<html[^>]{0,1000}?\slang\s*=\s*["']?([A-Za-z0-9-]{2,35})/iu.exec(html)?.[1]
  const pictures = html.match(/<img\b/giu)?.length ?? 0
  return { format: 'html', blocks: htmlToBlocks(html), styled: () => styleHtml(html), title: title === undefined ? null : decodeHtml(title), language: language ?? null, warnings: warn({ pictures }) }
}

function decodeHtml(text: string): string {
  return decodeEntities(sanitize(text, { allowedTags: [], allowedAttributes: {} })).replace(/\s+/gu, ' ').trim()
}

/**
 * The blocks of HTML. It is cleaned first, by a parser that copes with anything: what is left is balanced, has only the tags that
 * make blocks and no attribute but the anchor of a note.
 */
export function htmlToBlocks(html: string): Block[] {
  if (html.length > MOST_LENGTH) throw new Refused('too-long')
  const clean = sanitize(html, {
    allowedTags: BLOCKS,
    allowedAttributes: { li: ['id'] },
    nestingLimit: MOST_DEPTH,
    nonTextTags: ['script', 'style', 'textarea', 'option', 'noscript', 'title', 'template', 'svg', 'math', 'head', 'object', 'iframe', 'nav', 'select', 'button'],
    exclusiveFilter: (frame) => frame.attribs['hidden'] !== undefined || /display\s*:\s*none/iu.test(frame.attribs['style'] ?? ''),
  })
  const walk = startWalk()
  for (const [, closing, name, attributes = '', text] of clean.matchAll(/<(\/)?([a-z0-9]+)([^>]*?)\s*\/?>|([^<]+)/gu)) {
    if (name === undefined) walk.words += walk.at.preformatted > 0 ? decodeEntities(text ?? '') : decodeEntities(text ?? '').replace(/\s+/gu, ' ')
    else if (closing === undefined) open(walk, name, attributes)
    else close(walk, name)
  }
  endRow(walk)
  return walk.blocks
}

interface Walk {
  readonly blocks: Block[]
  readonly at: Standing
  words: string
  cells: string[]
}

interface Standing {
  lists: number
  quotes: number
  notes: number
  tables: number
  preformatted: number
  heading: number
}

function startWalk(): Walk {
  return { blocks: [], at: { lists: 0, quotes: 0, notes: 0, tables: 0, preformatted: 0, heading: 0 }, words: '', cells: [] }
}

function flush(walk: Walk): void {
  const { at, blocks, cells } = walk
  const text = at.preformatted > 0 ? walk.words.replace(/^\n+|\s+$/gu, '') : tidyLines(walk.words)
  walk.words = ''
  if (text === '') return
  // What stands in a table outside of its cells is a cell of its own.
  if (at.tables > 0) cells.push(text.replace(/\s+/gu, ' '))
  else blocks.push(block(kindOf(at), text, levelOf(at)))
}

function endRow(walk: Walk): void {
  flush(walk)
  if (walk.cells.some((cell) => cell !== '')) walk.blocks.push(block('row', walk.cells.join('\t')))
  walk.cells = []
}

const NESTING: Readonly<Record<string, 'lists' | 'quotes' | 'preformatted' | 'tables'>> = { ul: 'lists', ol: 'lists', blockquote: 'quotes', pre: 'preformatted', table: 'tables' }

function open(walk: Walk, name: string, attributes: string): void {
  const { at } = walk
  if (name === 'br') walk.words += '\n'
  else if (name === 'td' || name === 'th') flush(walk)
  else if (name === 'tr') endRow(walk)
  // A paragraph within a cell goes on where the cell began.
  else if (at.tables > 0 && name !== 'table') walk.words += ' '
  else {
    flush(walk)
    const nesting = NESTING[name]
    if (nesting !== undefined) at[nesting] += 1
    if (name === 'hr') walk.blocks.push(block('page-break', ''))
    if (name === 'li' && /id="(?:[a-z-]*-)?(?:foot|end)note-/u.test(attributes)) at.notes += 1
    if (/^h[1-6]$/u.test(name)) at.heading = Number(name[1])
  }
}

function close(walk: Walk, name: string): void {
  const { at } = walk
  if (name === 'td' || name === 'th') {
    walk.cells.push(tidyLines(walk.words).replace(/\s+/gu, ' '))
    walk.words = ''
    return
  }
  if (name === 'tr' || name === 'table') endRow(walk)
  else if (at.tables === 0) flush(walk)
  const nesting = NESTING[name]
  if (nesting !== undefined && (at.tables === 0 || name === 'table')) at[nesting] = Math.max(0, at[nesting] - 1)
  if (name === 'li') at.notes = 0
  if (/^h[1-6]$/u.test(name)) at.heading = 0
}

function kindOf(at: Standing): BlockKind {
  if (at.heading > 0) return 'heading'
  if (at.notes > 0) return 'footnote'
  if (at.lists > 0) return 'item'
  return at.quotes > 0 ? 'quote' : 'paragraph'
}

function levelOf(at: Standing): number | null {
  if (at.heading > 0) return at.heading
  return at.lists > 0 && at.notes === 0 ? at.lists : null
}

function tidyLines(text: string): string {
  return text.split('\n').map((line) => line.replace(/[^\S\n]+/gu, ' ').trim()).join('\n').trim()
}
