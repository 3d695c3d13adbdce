import { htmlToText } from './html-text.ts'
import { readablePart } from './mail-cleaning.ts'

/** Characters of HTML that are read. */
const MOST = 1_000_000
const DEEPEST = 20
/** Quotations, and what stands between them. */
const MOST_PARTS = 4000

/** The words of a mail that has none but in HTML: what is quoted stands behind `>`, as in a plain one; lines as its paragraphs and breaks make them. */
export function htmlMailText(html: string): string {
  const source = withoutMarks(readablePart(html.slice(0, MOST)))
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

function toLines(part: string, depth: number): string[] {
  // Paragraphs are parted by an empty line, as their margins part them.
  const flowing = part.replaceAll(/[\s\u00a0]+/gu, ' ').replaceAll(/(?<=[^>\s])\s?<br\b[^<>]{0,200}>(?=\s?<\/(?:div|p|li|td)>)/giu, '').replaceAll(/<p\b[^<>]{0,2000}>/giu, '<br><p>').replaceAll(/<hr\b[^<>]{0,2000}>/giu, '<br>________<br>')
  // The mark makes it HTML where no tag stands in it.
  const text = htmlToText(`<span>${flowing}</span>`).text
  if (text.trim() === '') return []
  return text.split('\n').map((line) => (depth === 0 ? line.trim() : `${'>'.repeat(depth)} ${line.trim()}`.trimEnd()))
}
