import { htmlToText } from './html-text.ts'
import { readablePart } from './mail-cleaning.ts'

/** Characters of HTML that are read. */
const MOST = 1_000_000
const DEEPEST = 20
const MOST_DEPTH = 150
/** Quotations, and what stands between them. */
const MOST_PARTS = 4000

/** The words of a mail that has none but in HTML: what is quoted stands behind `>`, as in a plain one; lines as its paragraphs and breaks make them. */
export function htmlMailText(html: string): string {
  const source = withNumbers(withLines(withoutHidden(withoutDepths(withoutMarks(readablePart(html.slice(0, MOST)))))))
  const lines: string[] = []
  let depth = 0
  for (const part of source.split(/(<\/?blockquote\b[^<>]{0,2000}>)/iu, MOST_PARTS)) {
    if (/^<blockquote/iu.test(part)) depth = Math.min(depth + 1, DEEPEST)
    else if (/^<\/blockquote/iu.test(part)) depth = Math.max(depth - 1, 0)
    else lines.push(...toLines(part, depth))
  }
  return lines.join('\n').replaceAll(/\n{3,}/gu, '\n\n').trim()
}

/** What is no text, taken out in one pass each: an opening that is never closed must not be looked for again and again. */
function withoutMarks(html: string): string {
  let text = html
  for (const [open, close] of [['<!--', '-->'], ['<style', '</style'], ['<script', '</script'], ['<head', '</head'], ['<title', '</title']] as const) text = withoutSpans(text, open, close)
  return text.replaceAll(/<!\[[^\]<>]{0,200}\]>|<\?xml[^<>]{0,500}>/giu, '').replaceAll('<![', '').replaceAll(/<\?xml/giu, '')
}

function withoutSpans(text: string, open: string, close: string): string {
  const small = text.toLowerCase()
  // Where small letters take more room than capitals, places would not match: then it is read as it stands, in small letters.
  const source = small.length === text.length ? text : small
  const kept: string[] = []
  let at = 0
  for (;;) {
    const start = small.indexOf(open, at)
    const end = start < 0 ? -1 : small.indexOf(close, start + open.length)
    kept.push(source.slice(at, start < 0 ? undefined : start))
    if (start < 0 || end < 0) return kept.join(' ')
    at = close.endsWith('>') ? end + close.length : Math.max(source.indexOf('>', end) + 1, end + close.length)
  }
}

const VOID = /^(?:br|hr|img|meta|link|input|wbr|col|o:p)$/u
const BLOCKS = /^(?:p|div|li|tr|ol|ul|table|h[1-6]|dd|dt)$/u

/** Elements within more others than anybody writes lose their tags, and lists within lists their numbers: what opens thousands is not to be followed down. */
function withoutDepths(html: string): string {
  let depth = 0
  return html.replaceAll(/<(\/?)([a-z][a-z0-9:]{0,20})\b[^<>]{0,2000}>/giu, (tag, slash: string, written: string) => {
    const name = written.toLowerCase()
    if (VOID.test(name) || name === 'blockquote') return tag
    if (slash === '/') depth = Math.max(0, depth - 1)
    else depth += 1
    return depth <= MOST_DEPTH ? tag : BLOCKS.test(name) ? '<br>' : ''
  })
}

/** What is not shown: mails announce themselves with words that nobody is to see. */
function withoutHidden(html: string): string {
  return html.replaceAll(/<(div|span|p|td)\b(?:[^<>]{0,2000}[;"'\s](?:display\s?:\s?none|mso-hide\s?:\s?all)[^<>]{0,2000}|\s+hidden(?:=[^<>]{0,20})?)>[^<]{0,4000}<\/\1>/giu, '')
}

/** Line ends count in what is written as it stands. */
function withLines(html: string): string {
  const parts = html.split(/(<\/?pre\b[^<>]{0,2000}>)/iu, MOST_PARTS)
  let isPre = false
  return parts.map((part) => {
    if (/^<\/?pre\b/iu.test(part)) isPre = !part.startsWith('</')
    return isPre ? part.replaceAll(/\r?\n/gu, '<br>') : part
  }).join('')
}

/** Items of numbered lists get their numbers: programs make such lists of what was typed as "1." */
function withNumbers(html: string): string {
  if (!/<ol\b/iu.test(html)) return html
  const lists: (number | undefined)[] = []
  return html.replaceAll(/<(\/?)(ol|ul|li)\b([^<>]{0,2000})>/giu, (tag, slash: string, name: string, attributes: string) => {
    const kind = name.toLowerCase()
    if (kind === 'li') {
      const number = lists.at(-1)
      if (slash === '/' || number === undefined) return tag
      lists[lists.length - 1] = number + 1
      return `${tag}${number}. `
    }
    // A list within an item begins on a line of its own.
    const line = slash !== '/' && lists.length > 0 ? '<br>' : ''
    if (slash === '/') lists.pop()
    else if (lists.length < 100) lists.push(kind === 'ul' ? undefined : Number(/\bstart\s?=\s?["']?(\d{1,4})/iu.exec(attributes)?.[1] ?? 1))
    return `${line}${tag}`
  })
}

function toLines(part: string, depth: number): string[] {
  // Paragraphs are parted by an empty line, as their margins part them.
  const flowing = part.replaceAll(/[\s\u00a0]+/gu, ' ').replaceAll(/(?<=[^>\s])\s?<br\b[^<>]{0,200}>(?=\s?<\/(?:div|p|li|td)>)/giu, '').replaceAll(/<p\b[^<>]{0,2000}>/giu, '<br><p>').replaceAll(/<hr\b[^<>]{0,2000}>/giu, '<br>________<br>')
  // The mark makes it HTML where no tag stands in it.
  const text = htmlToText(`<span>${flowing}</span>`).text
  if (text.trim() === '') return []
  return text.split('\n').map((line) => (depth === 0 ? line.trim() : `${'>'.repeat(depth)} ${line.trim()}`.trimEnd()))
}
