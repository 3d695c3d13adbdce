/** Footnotes of a report as it comes out of a file: marks that are glued to words, and their texts at the foot of a page or at the end. */
import { isAddressAlone, SENTENCE_END, type TextLine } from '../report-lines/model.ts'
import type { Footnote } from '../model.ts'

export interface NotesRead {
  readonly lines: readonly TextLine[]
  readonly footnotes: readonly Footnote[]
}

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹'
/** A word, what closes one, or the end of a sentence, with one or two figures right after it that are nobody else's: `meeting1`, `(GGE)2`, `Processes’3`, `closed.4`. */
const GLUED = /([\p{L}\p{M}]{2}|[)\]”’"»]|\p{L}{5}[.,;])(\d{1,2})(?=[\s,.;:!?)”’"»\]–—-]|$)/gu

/**
 * Marks become `[1]`, and the texts of footnotes are taken out of the flow. Figures behind a word are marks only where they count up from 1:
 * what stands behind a word otherwise (G20, IGF2019) is its own.
 */
export function readNotes(lines: readonly TextLine[]): NotesRead {
  const [brackets, highest] = markedIn(lines)
  const footnotes: Footnote[] = []
  const kept: TextLine[] = []
  let expected = 1
  let marked = brackets
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]
    if (line === undefined) continue
    const note = noteAt(lines, at, footnotes.length + 1, Math.max(marked, expected - 1), highest)
    if (note !== undefined) {
      footnotes.push({ mark: note.mark, text: note.text })
      at = note.last
      continue
    }
    const marks = line.text.includes('\t') ? { text: line.text, expected } : markGlued(line.text, expected, highest)
    expected = marks.expected
    marked = Math.max(marked, expected - 1)
    kept.push({ ...line, text: marks.text })
  }
  return { lines: kept, footnotes }
}

/** The highest mark in brackets, and how far figures behind words count up from 1 through the text; one alone is none. */
function markedIn(lines: readonly TextLine[]): [number, number] {
  let [highest, brackets] = [0, 0]
  for (const { text } of lines) {
    for (const [, mark] of text.matchAll(/(?<=\S)\[(\d{1,2})\]/gu)) brackets = Math.max(brackets, Number(mark))
    if (/^\d{1,2}$|\t/u.test(text)) continue
    highest = markGlued(text, highest + 1, 99).expected - 1
  }
  return [brackets, brackets > 0 ? 0 : highest]
}

/** Puts brackets around the marks of a line that go on counting; `expected` is the next one. */
function markGlued(text: string, expected: number, highest: number): { text: string; expected: number } {
  let next = expected
  const plain = text.replace(new RegExp(`[${SUPERSCRIPTS}]+`, 'gu'), (signs) => Array.from(signs, (sign) => SUPERSCRIPTS.indexOf(sign)).join(''))
  const parts = plain.split(/((?:https?:\/\/|www\.)\S+)/u)
  const marked = parts.map((part, place) =>
    place % 2 === 1
      ? part
      : part.replace(GLUED, (whole, before: string, figures: string) => {
          if (Number(figures) !== next || next > highest) return whole
          next += 1
          return `${before}[${figures}]`
        }),
  )
  return { text: marked.join(''), expected: next }
}

/** A footnote that begins at a line: its number alone, before its text, or in brackets; `last` is its last line. */
function noteAt(lines: readonly TextLine[], at: number, next: number, marked: number, highest: number): { mark: string; text: string; last: number } | undefined {
  const text = lines[at]?.text ?? ''
  // Rows of a table have figures of their own.
  if (text.includes('\t')) return undefined
  const bracketed = /^\[(\d{1,2})\]\s+(\S.*)$/u.exec(text)
  if (bracketed !== null) return collect(lines, at, bracketed[1] ?? '', bracketed[2] ?? '')
  if (next > Math.max(marked, highest)) return undefined
  const alone = new RegExp(`^${next}$`, 'u').test(text)
  const following = lines[at + 1]
  if (alone && following !== undefined) return collect(lines, at + 1, String(next), following.text)
  const before = new RegExp(`^${next}\\s+(\\S.*)$`, 'u').exec(text)
  // At the foot of a page its mark has been met already.
  return before !== null && next <= marked ? collect(lines, at, String(next), before[1] ?? '') : undefined
}

function collect(lines: readonly TextLine[], from: number, mark: string, first: string): { mark: string; text: string; last: number } {
  let [text, last] = [first, from]
  while (last + 1 < lines.length && !isWhole(text)) {
    const line = lines[last + 1]
    if (line === undefined || /^\[?\d{1,2}[\].)]?(?:\s|$)/u.test(line.text) || (isAddressAlone(line.text) && !/[:：]$/u.test(text)) || line.gap > 2) break
    text = `${text} ${line.text}`
    last += 1
  }
  return { mark, text, last }
}

/** A footnote is over where a sentence or an address ends. */
function isWhole(text: string): boolean {
  return SENTENCE_END.test(text) || /https?:\/\/\S+$/u.test(text)
}
