import { piecesOf, textOf, type Inline } from '../blocks/model.ts'
import { noticeOf, type Notice, type Words } from '../notices/model.ts'

/**
 * Footnotes without words; and, where notes were numbered by hand, marks without a note and notes without a mark (the 2016-10-27
 * report has four marks and three notes). A number glued to a word counts as a mark only within a row that begins with 1 and goes up
 * by one through the document, so that IPv6 or Web2 is none.
 */
export function checkNotes(all: readonly Words[]): Notice[] {
  const empty = all.flatMap((words) => (words.body === undefined ? [] : piecesOf(words.body).flatMap((piece) => (piece.kind === 'footnote' && piece.content.every(({ text }) => text.trim() === '') ? [noticeOf(words, { kind: 'empty-note' })] : []))))
  return [...empty, ...checkTyped(all)]
}

interface Mark {
  readonly words: Words
  readonly place: number
  readonly number: number
  readonly start: number
  readonly end: number
}

function checkTyped(all: readonly Words[]): Notice[] {
  const raised = all.flatMap((words, place) => marksRaised(words, place))
  const marks = rowOf(raised.length > 0 ? raised : unlike(all.flatMap((words, place) => marksGlued(words, place))))
  const notes = notesAfter(all, marks)
  // One number alone may be anything, and so may two where nothing looks like a note.
  if (marks.length < (notes.size > 0 ? 2 : 3)) return []
  const lone = marks.filter(({ number }) => !notes.has(number)).map((mark) => noticeOf(mark.words, { kind: 'mark-without-note', mark: mark.number }, mark.start, mark.end))
  const last = marks.at(-1)?.number ?? 0
  const beyond = notes.get(last + 1)
  const isRun = notes.size >= last && beyond !== undefined
  return [...lone, ...(isRun ? [noticeOf(beyond, { kind: 'note-without-mark', mark: last + 1 })] : [])]
}

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹'

/** Numbers set above the line behind a word or a full stop: as a superscript, as ¹, or as [1]. What follows a figure is a power. */
function marksRaised(words: Words, place: number): Mark[] {
  const found = [...words.text.matchAll(/(?<=[\p{L}\p{M}]{3}|[.,;:!?)”"’»。，」])(?:([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})|\[(\d{1,3})\])/gu)].map((match) => ({
    words, place, start: match.index, end: match.index + match[0].length,
    number: match[2] === undefined ? Number(Array.from(match[1] ?? '', (sign) => SUPERSCRIPTS.indexOf(sign)).join('')) : Number(match[2]),
  }))
  const body = words.body
  if (body === undefined || body.kind === 'table') return found
  let [at, before] = [0, '']
  for (const piece of body.content) {
    const text = textOf({ kind: 'paragraph', content: [piece] })
    if (isRaised(piece) && /^\d{1,3}$/u.test(text.trim()) && /[\p{L}\p{M}]{3}$|[.,;:!?)”"’»。，」]$/u.test(before)) found.push({ words, place, start: at, end: at + text.length, number: Number(text) })
    at += text.length
    before = (before + text).slice(-4)
  }
  return found.sort((a, b) => a.start - b.start)
}

function isRaised(piece: Inline): boolean {
  return piece.kind === 'text' && (piece.marks ?? []).includes('superscript')
}

/** Numbers glued to a word of small letters, as they come out of a file that lost its notes: `meeting1`. */
function marksGlued(words: Words, place: number): Mark[] {
  return [...words.text.matchAll(/(?<=(?<![\p{L}\p{M}\p{N}_/.@-])\p{L}?\p{Ll}{3,}[.,]?)(\d{1,2})(?![\p{L}\p{N}_/]|[.,:]\d)/gu)].map((match) => ({ words, place, start: match.index, end: match.index + match[0].length, number: Number(match[1]) }))
}

/** Without words that bear several numbers: annex1 and annex2 are names. */
function unlike(marks: readonly Mark[]): Mark[] {
  const bearers = Map.groupBy(marks, ({ words, start }) => /[\p{L}\p{M}]+[.,]?$/u.exec(words.text.slice(Math.max(0, start - 40), start))?.[0].toLowerCase() ?? '')
  return [...bearers.values()].filter((same) => same.length === 1).flat().sort((a, b) => a.place - b.place || a.start - b.start)
}

/** The marks that go up by one from 1, in the order of the text. Empty where they do not. */
function rowOf(marks: readonly Mark[]): Mark[] {
  const row: Mark[] = []
  for (const mark of marks) if (mark.number === row.length + 1) row.push(mark)
  return row
}

/** Paragraphs that begin with a mark's number, after the paragraph in which it stands: of several the last. */
function notesAfter(all: readonly Words[], marks: readonly Mark[]): Map<number, Words> {
  const places = new Map(marks.map(({ number, place }) => [number, place]))
  const notes = new Map<number, Words>()
  const lines = all.flatMap((words, place) => words.text.split('\n').map((line, at) => ({ words, place, line, isFirst: at === 0 })))
  for (const { words, place, line, isFirst } of lines) {
    const begun = /^\s*(?:\[(\d{1,3})\]|([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})|(\d{1,3})[.)]?)\s*(?=[\p{L}\p{Lo}"“«(]|https?:)/u.exec(line)
    if (begun === null || words.paragraph === null) continue
    const number = begun[2] === undefined ? Number(begun[1] ?? begun[3]) : Number(Array.from(begun[2], (sign) => SUPERSCRIPTS.indexOf(sign)).join(''))
    const mark = places.get(number) ?? 0
    if (place > mark || (place === mark && !isFirst)) notes.set(number, words)
  }
  return notes
}
