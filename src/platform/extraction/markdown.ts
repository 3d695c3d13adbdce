import type { Block } from '../../shared/extraction.ts'
import { block, type Read } from './refused.ts'
import { decodeEntities } from './xml.ts'

/** Whether a text is written in Markdown: one sign that nobody writes by chance, or two that some do. */
export function isMarkdown(text: string): boolean {
  const start = text.slice(0, 50_000)
  if (/^#{1,6} \S/mu.test(start) && /\n/u.test(start)) return true
  const signs = [/\[[^\]\n]+\]\([^)\s]+\)/u, /\*\*[^*\n]+\*\*/u, /^```/mu, /^> \S/mu, /^\|.+\|\s*\n\|[\s:|-]+\|/mu, /^\[\^[^\]]+\]: /mu, /^[^\n]+\n={3,}\s*$/mu]
  return signs.filter((sign) => sign.test(start)).length >= 2
}

/** Markdown as blocks, its marks taken off; HTML in it is not read as such, and nothing that it links to is asked for. */
export function readMarkdown(text: string): Read {
  const { title, body } = readFrontMatter(text.replace(/\r\n?/gu, '\n'))
  const lines = body.split('\n')
  const blocks: Block[] = []
  for (let at = 0; at < lines.length; ) at = readLines(lines, at, blocks)
  return { format: 'markdown', blocks, title }
}

function readFrontMatter(text: string): { title: string | null; body: string } {
  const match = /^---\n([^]{0,5000}?)\n(?:---|\.\.\.)\n/u.exec(text)
  if (match === null) return { title: null, body: text }
  const title = /^title:\s*["']?(.+?)["']?\s*$/mu.exec(match[1] ?? '')?.[1] ?? null
  return { title, body: text.slice(match[0].length) }
}

/** Reads the block that begins at a line; answers the line after it. */
function readLines(lines: readonly string[], at: number, blocks: Block[]): number {
  const line = lines[at] ?? ''
  const fence = /^\s{0,3}(```+|~~~+)/u.exec(line)?.[1]
  if (fence !== undefined) return readFence(lines, at, fence, blocks)
  const heading = /^ {0,3}(#{1,6})\s+(.*?)\s*#*\s*$/u.exec(line)
  if (heading !== null) return put(blocks, 'heading', heading[2] ?? '', heading[1]?.length ?? 1, at + 1)
  if (/^ {0,3}(?:[-*_] *){3,}$/u.test(line)) return at + 1
  const item = /^(\s*)(?:[-*+]|[0-9]{1,9}[.)])\s+(.*)$/u.exec(line)
  if (item !== null) return readParagraph(lines, at, blocks, 'item', Math.floor((item[1] ?? '').replaceAll('\t', '    ').length / 2) + 1)
  if (/^\s{0,3}>/u.test(line)) return readParagraph(lines, at, blocks, 'quote', null)
  if (/^\[\^[^\]]+\]:/u.test(line)) return readParagraph(lines, at, blocks, 'footnote', null)
  if (/^\s*\|.*\|\s*$/u.test(line)) {
    const cells = line.trim().replace(/^\||\|$/gu, '').split(/(?<!\\)\|/u).map((cell) => inline(cell))
    if (!/^[\s|:-]+$/u.test(line)) blocks.push(block('row', cells.join('\t')))
    return at + 1
  }
  if (line.trim() === '') return at + 1
  const underline = /^ {0,3}(=+|-+)\s*$/u.exec(lines[at + 1] ?? '')?.[1]
  if (underline !== undefined) return put(blocks, 'heading', line, underline.startsWith('=') ? 1 : 2, at + 2)
  return readParagraph(lines, at, blocks, 'paragraph', null)
}

function readFence(lines: readonly string[], at: number, fence: string, blocks: Block[]): number {
  let end = at + 1
  while (end < lines.length && !(lines[end] ?? '').trim().startsWith(fence)) end++
  const text = lines.slice(at + 1, end).join('\n').trimEnd()
  if (text.trim() !== '') blocks.push(block('paragraph', text))
  return end + 1
}

const BEGINS = /^\s*(?:[-*+]\s|[0-9]{1,9}[.)]\s|#{1,6}\s|>|```|~~~|\||\[\^)/u
const BEGINS_IN_QUOTE = /^\s*(?:[-*+]\s|[0-9]{1,9}[.)]\s|#{1,6}\s|```|~~~|\||\[\^)/u

/** A paragraph and its like go on until an empty line, or a line that begins something else. */
function readParagraph(lines: readonly string[], at: number, blocks: Block[], kind: Block['kind'], level: number | null): number {
  let end = at + 1
  const begins = kind === 'quote' ? BEGINS_IN_QUOTE : BEGINS
  while (end < lines.length && (lines[end] ?? '').trim() !== '' && !begins.test(lines[end] ?? '')) end++
  const own = lines.slice(at, end).map((line) => line.replace(/^\s*(?:>\s?)+/u, ''))
  const first = (own[0] ?? '').replace(/^\s*(?:[-*+]|[0-9]{1,9}[.)])\s+/u, (mark) => (kind === 'item' ? '' : mark)).replace(/^\[\^[^\]]+\]:\s*/u, '')
  return put(blocks, kind, [first, ...own.slice(1)].map((line) => line.replace(/ {2,}$|\\$/u, '\n')).join(' ').replace(/\n +/gu, '\n'), level, end)
}

function put(blocks: Block[], kind: Block['kind'], text: string, level: number | null, next: number): number {
  const plain = inline(text)
  if (plain !== '') blocks.push(block(kind, plain, level))
  return next
}

/** Words without the marks around them: of a link its text, of a picture what stands for it. */
function inline(text: string): string {
  return decodeEntities(
    text
      .replace(/!?\[([^\]\n]*)\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)/gu, '$1')
      .replace(/!?\[([^\]^\n]+)\]\[[^\]\n]*\]/gu, '$1')
      .replace(/\[\^[^\]\n]+\]/gu, '')
      .replace(/<(https?:[^>\s]+)>/gu, '$1')
      .replace(/(\*\*|__|~~)(?=\S)(.+?)(?<=\S)\1/gu, '$2')
      .replace(/(?<![\p{L}\p{N}*_])([*_])(?=\S)([^*_\n]+?)(?<=\S)\1(?![\p{L}\p{N}])/gu, '$2')
      .replace(/(`+)([^`]+)\1/gu, '$2')
      .replace(/\\([\\`*_{}[\]()#+.!|>~-])/gu, '$1'),
  ).replace(/[^\S\n]+/gu, ' ').trim()
}
