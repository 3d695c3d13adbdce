import type { Block } from '../../shared/extraction.ts'
import { block, Refused, type Read } from './refused.ts'

/** Bytes as text: by the mark at the start, else UTF-8, else the encoding of old Windows machines, with a word about the guess. Refuses what is no text. */
export function decodeText(bytes: Buffer): { readonly text: string; readonly isGuessed: boolean } {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { text: new TextDecoder('utf-16le').decode(bytes), isGuessed: false }
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { text: new TextDecoder('utf-16be').decode(bytes), isGuessed: false }
  if (bytes.includes(0)) throw new Refused('not-a-document')
  try {
    return { text: checked(new TextDecoder('utf-8', { fatal: true }).decode(bytes)), isGuessed: false }
  } catch (error) {
    if (error instanceof Refused) throw error
    return { text: checked(new TextDecoder('windows-1252').decode(bytes)), isGuessed: true }
  }
}

/** Now and then a control character is a slip; many of them are a program or a picture. */
function checked(text: string): string {
  const controls = text.match(/[\u0000-\u0008\u000e-\u001f\u007f-\u009f]/gu)?.length ?? 0
  if (controls > 8 && controls * 200 > text.length) throw new Refused('not-a-document')
  return text.replace(/[\u0000-\u0008\u000e-\u001f\u007f]/gu, '')
}

/** Plain text: paragraphs between empty lines, page breaks at form feeds, lists where lines begin with a mark or a number. */
export function readPlain(text: string): Read {
  return { format: 'text', blocks: plainBlocks(text) }
}

/** The blocks of plain text; lines of a paragraph that were broken to fit a width are joined. */
export function plainBlocks(text: string): Block[] {
  const pages = text.replace(/\r\n?|\v|\u2028|\u0085/gu, '\n').split('\f')
  return pages.flatMap((page, index) => {
    const blocks = page.split(/\n[^\S\n]*(?:\n|\u2029)+|\u2029/u).flatMap(paragraphBlocks)
    return index === 0 ? blocks : [block('page-break', ''), ...blocks]
  })
}

const MARK = /^\s*(?:[-*•‣▪◦\uf0b7·]|\(?[0-9]{1,3}[.)]|\(?\p{L}\))\s+/u

function paragraphBlocks(paragraph: string): Block[] {
  const lines = paragraph.split('\n').map((line) => line.trimEnd()).filter((line) => line.trim() !== '')
  if (lines.length === 0) return []
  const rows = asTable(lines)
  if (rows !== undefined) return rows.map((row) => block('row', row))
  if (!MARK.test(lines[0] ?? '')) return [block('paragraph', joinLines(lines))]
  const items: string[][] = []
  for (const line of lines) {
    if (MARK.test(line) || items.length === 0) items.push([line.trimStart().replace(/^[-*•‣▪◦\uf0b7·]\s+/u, '')])
    else items.at(-1)?.push(line)
  }
  return items.map((item) => block('item', joinLines(item), 1))
}

/** Lines of which each has the same commas, semicolons or tabs, two at least, are a table. What is quoted is left as it stands. */
function asTable(lines: readonly string[]): string[] | undefined {
  if (lines.length < 3 || lines.some((line) => line.includes('"'))) return undefined
  const mark = ['\t', ';', ','].find((each) => {
    const count = (lines[0]?.split(each).length ?? 1) - 1
    return count > 1 && lines.every((line) => line.split(each).length - 1 === count)
  })
  return mark === undefined ? undefined : lines.map((line) => line.split(mark).map((cell) => cell.trim()).join('\t'))
}

/** Lines that fill a width are one paragraph broken by a machine; short ones were broken by a person, and stay. */
function joinLines(lines: readonly string[]): string {
  const longest = Math.max(...lines.map((line) => line.length))
  const isFilled = longest >= 50 && longest <= 100 && lines.slice(0, -1).every((line) => line.length > longest * 0.7)
  return lines.map((line) => line.trim().replace(/[^\S\n]+/gu, ' ')).join(isFilled ? ' ' : '\n')
}
