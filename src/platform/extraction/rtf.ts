import type { Block } from '../../shared/extraction.ts'
import { block, warn, type Read } from './refused.ts'
import { nextToken, type Token, type Word } from './rtf-tokens.ts'

/** What stands in these groups is not the document's text. */
const SKIPPED = new Set([
  'colortbl', 'pict', 'object', 'objdata', 'header', 'headerl', 'headerr', 'headerf', 'footer', 'footerl', 'footerr', 'footerf', 'themedata', 'datastore', 'fldinst', 'listtable',
  'listoverridetable', 'rsidtbl', 'generator', 'xmlnstbl', 'latentstyles', 'colorschememapping', 'annotation', 'atnid', 'atnauthor', 'atndate', 'atnref', 'bkmkstart', 'bkmkend', 'nonshppict',
  'private', 'template', 'revtbl', 'filetbl', 'mmathPr', 'pgdsctbl', 'ftnsep', 'ftnsepc', 'aftnsep', 'aftnsepc', 'tc', 'xe', 'pnseclvl', 'operator', 'company', 'keywords', 'doccomm', 'subject', 'docvar', 'userprops',
])
/** Groups marked as unknown to old readers that hold text all the same. */
const READ_THOUGH_MARKED = new Set(['listtext', 'pn', 'pntext', 'shptxt', 'shpinst'])
const WORDS: Readonly<Record<string, string>> = {
  tab: ' ', line: '\n', lquote: '‘', rquote: '’', ldblquote: '“', rdblquote: '”', emdash: '—', endash: '–', bullet: '•', emspace: ' ', enspace: ' ', qmspace: ' ', '~': '\u00a0', _: '\u2011', '-': '',
}
const CHARSETS: Readonly<Record<number, string>> = { 0: 'windows-1252', 77: 'macintosh', 128: 'shift_jis', 129: 'euc-kr', 134: 'gbk', 136: 'big5', 161: 'windows-1253', 162: 'windows-1254', 163: 'windows-1258', 177: 'windows-1255', 178: 'windows-1256', 186: 'windows-1257', 204: 'windows-1251', 222: 'windows-874', 238: 'windows-1250' }
const MOST_DEPTH = 1_000

/** What holds within a group and ends with it. */
interface Group {
  destination: 'text' | 'skip' | 'fonts' | 'styles' | 'title' | 'author' | 'marker' | 'note' | 'info'
  encoding: string
  /** Bytes or characters after each \u that stand for it in old readers. */
  fallback: number
  isHidden: boolean
}

interface Walk {
  readonly blocks: Block[]
  readonly notes: Block[]
  readonly fonts: Map<number, string>
  readonly headings: Map<number, number>
  readonly counts: { pictures: number; embedded: number; hidden: number; deletions: number; external: number }
  readonly groups: Group[]
  readonly words: { text: string; note: string; title: string; author: string; style: string }
  group: Group
  encoding: string
  bytes: number[]
  skip: number
  font: number
  style: number
  level: number
  list: number
  isItem: boolean
  inTable: boolean
  cells: string[]
}

/** Rich Text Format. Fields are read as what they last showed; nothing that they name is asked for, no object is unpacked. */
export function readRtf(bytes: Buffer): Read {
  const group: Group = { destination: 'text', encoding: 'windows-1252', fallback: 1, isHidden: false }
  const walk: Walk = {
    blocks: [], notes: [], fonts: new Map(), headings: new Map(), counts: { pictures: 0, embedded: 0, hidden: 0, deletions: 0, external: 0 }, groups: [], group,
    words: { text: '', note: '', title: '', author: '', style: '' }, encoding: 'windows-1252', bytes: [], skip: 0, font: 0, style: 0, level: 0, list: 0, isItem: false, inTable: false, cells: [],
  }
  for (let at = 0; at < bytes.length; ) {
    const { token, next } = nextToken(bytes, at)
    at = next
    take(walk, token)
  }
  flushBytes(walk)
  endParagraph(walk)
  endRow(walk)
  const { hidden, ...counts } = walk.counts
  return {
    format: 'rtf',
    blocks: [...walk.blocks, ...walk.notes],
    title: walk.words.title.trim(),
    author: walk.words.author.trim(),
    warnings: warn({ ...counts, 'hidden-text': hidden }),
  }
}

function take(walk: Walk, token: Token): void {
  if (token.kind !== 'byte') flushBytes(walk)
  if (token.kind === 'open') return openGroup(walk)
  if (token.kind === 'close') return closeGroup(walk)
  if (token.kind === 'word') return takeWord(walk, token)
  if (walk.skip > 0) walk.skip -= 1
  else walk.bytes.push(token.byte)
}

function openGroup(walk: Walk): void {
  if (walk.groups.length >= MOST_DEPTH) return
  walk.groups.push({ ...walk.group })
  walk.skip = 0
}

function closeGroup(walk: Walk): void {
  const { destination } = walk.group
  const outer = walk.groups.pop()
  if (outer === undefined) return
  walk.group = outer
  walk.skip = 0
  if (destination === 'note' && outer.destination !== 'note') endNote(walk)
  if (destination === 'styles') nameStyle(walk)
}

function endNote(walk: Walk): void {
  const text = tidy(walk.words.note)
  walk.words.note = ''
  if (text !== '') walk.notes.push(block('footnote', text))
}

/** A style that is called heading is one, in the languages that Word was sold in. */
function nameStyle(walk: Walk): void {
  const match = /^\s*(?:heading|titre|überschrift|título|titolo|заголовок|标题|見出し|عنوان|rubrik|kop|nagłówek)\s*([1-6])/iu.exec(walk.words.style)
  if (match !== null) walk.headings.set(walk.style, Number(match[1]))
  else if (/^\s*title\b/iu.test(walk.words.style)) walk.headings.set(walk.style, 1)
  walk.words.style = ''
}

function flushBytes(walk: Walk): void {
  if (walk.bytes.length === 0) return
  const label = walk.group.encoding
  write(walk, new TextDecoder(label).decode(Uint8Array.from(walk.bytes)))
  walk.bytes = []
}

function write(walk: Walk, text: string): void {
  const { destination, isHidden } = walk.group
  if (isHidden && destination === 'text') walk.counts.hidden += 1
  else if (destination === 'text') walk.words.text += text
  else if (destination === 'note') walk.words.note += text
  else if (destination === 'title') walk.words.title += text
  else if (destination === 'author') walk.words.author += text
  else if (destination === 'styles') walk.words.style += text
}

function takeWord(walk: Walk, { word, value, isMarked }: Word): void {
  const { group } = walk
  if (word === 'pict') walk.counts.pictures += 1
  if (word === 'object') walk.counts.embedded += 1
  if (word === 'template' || word === 'objautlink') walk.counts.external += 1
  if (SKIPPED.has(word) || (isMarked && !READ_THOUGH_MARKED.has(word))) group.destination = 'skip'
  else if (group.destination === 'skip') return
  else if (word === 'fonttbl') group.destination = 'fonts'
  else if (word === 'stylesheet') group.destination = 'styles'
  else if (word === 'title' || word === 'author') group.destination = word
  else if (word === 'info') group.destination = 'info'
  else if (word === 'footnote') group.destination = 'note'
  else if (word === 'listtext' || word === 'pntext') {
    group.destination = 'marker'
    walk.isItem = true
  } else if (word in WORDS) write(walk, WORDS[word] ?? '')
  else takeState(walk, word, value)
}

function takeState(walk: Walk, word: string, value: number | undefined): void {
  const { group } = walk
  if (word === 'u') {
    write(walk, String.fromCharCode(((value ?? 0) + 0x1_0000) % 0x1_0000))
    walk.skip = group.fallback
  } else if (word === 'uc') group.fallback = Math.min(Math.max(0, value ?? 1), 20)
  else if (word === 'ansicpg') group.encoding = walk.encoding = encodingOf(value)
  else if (word === 'mac') group.encoding = walk.encoding = 'macintosh'
  else if (word === 'f') {
    walk.font = value ?? 0
    if (group.destination !== 'fonts') group.encoding = walk.fonts.get(walk.font) ?? walk.encoding
  } else if (word === 'fcharset' && group.destination === 'fonts') {
    const encoding = value === 0 ? undefined : CHARSETS[value ?? 0]
    if (encoding !== undefined) walk.fonts.set(walk.font, encoding)
  } else if (word === 'v') group.isHidden = value !== 0
  else if (word === 'deleted' && value !== 0) {
    group.isHidden = true
    walk.counts.deletions += 1
  } else if (word === 'plain') [group.isHidden, group.encoding] = [false, walk.encoding]
  else takeLayout(walk, word, value)
}

function takeLayout(walk: Walk, word: string, value: number | undefined): void {
  const isNote = walk.group.destination === 'note'
  if (walk.group.destination === 'styles') {
    if (word === 's') walk.style = value ?? 0
  } else if (word === 'par' || word === 'sect') {
    if (isNote) walk.words.note += '\n'
    else endParagraph(walk)
  } else if (word === 'pard') [walk.style, walk.level, walk.list, walk.isItem, walk.inTable] = [0, 0, 0, false, false]
  else if (word === 's') walk.style = value ?? 0
  else if (word === 'outlinelevel') walk.level = value === undefined || value > 5 ? 0 : value + 1
  else if (word === 'ilvl') walk.list = value ?? 0
  else if (word === 'ls') walk.isItem = value !== 0
  else if (word === 'intbl') walk.inTable = true
  else if (word === 'cell') {
    walk.cells.push(tidy(walk.words.text).replace(/\s+/gu, ' '))
    walk.words.text = ''
  } else if (word === 'row') endRow(walk)
  else if (word === 'page') {
    endParagraph(walk)
    walk.blocks.push(block('page-break', ''))
  }
}

function endRow(walk: Walk): void {
  if (walk.cells.some((cell) => cell !== '')) walk.blocks.push(block('row', walk.cells.join('\t')))
  walk.cells = []
}

function endParagraph(walk: Walk): void {
  if (walk.inTable) {
    walk.words.text += ' '
    return
  }
  const text = tidy(walk.words.text)
  walk.words.text = ''
  if (text === '') return
  const level = walk.headings.get(walk.style) ?? walk.level
  if (level > 0) walk.blocks.push(block('heading', text, level))
  else if (walk.isItem) walk.blocks.push(block('item', text, walk.list + 1))
  else walk.blocks.push(block('paragraph', text))
}

function tidy(text: string): string {
  return text.replace(/[^\S\n]+/gu, ' ').replace(/ *\n */gu, '\n').trim()
}

function encodingOf(page: number | undefined): string {
  const label = page === 932 ? 'shift_jis' : page === 936 ? 'gbk' : page === 949 ? 'euc-kr' : page === 950 ? 'big5' : page === 65001 ? 'utf-8' : page === 10000 ? 'macintosh' : `windows-${page ?? 1252}`
  try {
    return new TextDecoder(label).encoding
  } catch {
    return 'windows-1252'
  }
}
