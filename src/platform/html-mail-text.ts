import { htmlToText } from './html-text.ts'

/** Characters of HTML that are read. */
const MOST = 2_000_000
const DEEPEST = 20

/** The words of a mail that has none but in HTML: what is quoted stands behind `>`, as in a plain one; lines as its paragraphs and breaks make them. */
export function htmlMailText(html: string): string {
  const source = html.slice(0, MOST).replaceAll(/<(style|script|head|title)\b[^>]*>[\s\S]*?<\/\1\s*>/giu, ' ')
  const lines: string[] = []
  let depth = 0
  for (const part of source.split(/(<\/?blockquote\b[^>]*>)/iu)) {
    if (/^<blockquote/iu.test(part)) depth = Math.min(depth + 1, DEEPEST)
    else if (/^<\/blockquote/iu.test(part)) depth = Math.max(depth - 1, 0)
    else lines.push(...toLines(part).map((line) => (depth === 0 ? line : `${'>'.repeat(depth)} ${line}`.trimEnd())))
  }
  return lines.join('\n').replaceAll(/\n{3,}/gu, '\n\n').trim()
}

function toLines(part: string): string[] {
  // Paragraphs are parted by an empty line, as their margins part them.
  const flowing = part.replaceAll(/[\s\u00a0]+/gu, ' ').replaceAll(/<p\b[^>]*>/giu, '<br><p>').replaceAll(/<hr\b[^>]*>/giu, '<br>________<br>')
  // The mark makes it HTML where no tag stands in it.
  const text = htmlToText(`<span>${flowing}</span>`).text
  return text.trim() === '' ? [] : text.split('\n').map((line) => line.trim())
}
