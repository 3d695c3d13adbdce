import { isDay, plainDate, type PlainDate } from '../../shared/time.ts'
import { findDates } from '../../shared/written-dates.ts'
import { asciiDigits } from '../../shared/written-numbers.ts'
import type { Footnote } from '../model.ts'
import { BULLET, cleanLines, isAddressAlone, isBroken, joinLines, rejoinAddresses, SENTENCE_END, settingOf, type TextLine } from '../report-lines/model.ts'
import { readNotes } from '../report-notes/model.ts'

export const ANNEX_KINDS = ['participants', 'contributions', 'overview', 'words', 'agenda', 'recording', 'text'] as const
export type AnnexKind = (typeof ANNEX_KINDS)[number]

/** An annex, or a part that follows the numbered paragraphs. `rows` are those of a table, or the entries of a list. */
export interface ReadAnnex {
  readonly title: string
  readonly kind: AnnexKind
  readonly asOf: PlainDate | null
  readonly text: string
  readonly rows: readonly (readonly string[])[]
}

/** A report as it was read of a file. */
export interface ReadReport {
  readonly title: readonly string[]
  /** The day that the report bears before its first paragraph. */
  readonly date: PlainDate | null
  /** The day of the meeting, as the first paragraph names it. */
  readonly heldOn: PlainDate | null
  readonly paragraphs: readonly { readonly number: number | null; readonly heading: string | null; readonly text: string }[]
  readonly footnotes: readonly Footnote[]
  readonly annexes: readonly ReadAnnex[]
  /** Every address in it, each once, rejoined where it was broken. */
  readonly addresses: readonly string[]
  /** Links that lead nowhere: `[our call](#)`, by their words. */
  readonly deadLinks: readonly string[]
}

const ANNEX = /^(?:annex(?:e|es)?|anexos?|appendi(?:x|ces)|приложени[ея]|附件|附录|附錄|付録|المرفق|الملحق|ملحق|مرفق|anhang|anlage|allegato|bijlage)(?![\p{Ll}])/iu
const KINDS: readonly (readonly [AnnexKind, RegExp])[] = [
  ['participants', /participant|attend(?:ees|ance)|asistentes|participantes|teilnehm|участник|присутств|与会|與會|参会|المشارك|الحضور/iu],
  ['agenda', /agenda|ordre du jour|orden del día|ordem do dia|pauta|tagesordnung|повестка|议程|議程|جدول الأعمال/iu],
  ['recording', /recording|enregistrement|grabación|gravação|aufzeichnung|запис|录音|录像|التسجيل/iu],
  ['words', /word cloud|nuage de mots|nube de palabras|nuvem de palavras|wortwolke|облако слов|词云|سحابة الكلمات/iu],
  ['overview', /overview|aperçu|synth[èe]se|resumen|панорама|обзор|概览|概述|نظرة عامة/iu],
  ['contributions', /contribution|submission|aportes|aportaciones|contribuci|contribuiç|beitr[äa]ge|вклад|материал|意见|文稿|مساهمات/iu],
]
/** Longer than this, a line is a sentence and no heading. */
const HEADING = 90

interface Piece {
  readonly text: string
  readonly kind: 'numbered' | 'bullet' | 'row' | 'links' | 'text'
  readonly number: number | null
}

/** Reads a report. `language` says how its days are written. */
export function readReport(text: string, language: string): ReadReport {
  const deadLinks = [...text.matchAll(/\[([^\]\n]{1,200})\]\(#?\)/gu)].map(([, words = '']) => words)
  const clean = cleanLines(text.replace(/\[([^\]\n]{1,200})\]\(#?\)/gu, '$1').replace(/\[([^\]\n]{1,200})\]\((https?:\/\/[^\s)]+)\)/gu, '$1 ($2)'))
  const setting = settingOf(clean)
  const rejoined = rejoinAddresses(clean, Math.max(setting.base, 0))
  const { lines, footnotes } = readNotes(rejoined)
  const pieces = toPieces(lines, settingOf(lines))
  const body = readBody(pieces, language)
  return {
    ...body,
    footnotes,
    addresses: [...new Set(rejoined.flatMap(({ text: line }) => [...line.matchAll(/https?:\/\/[^\s<>"]+/gu)].map(([address]) => address.replace(/[.,;:)]+$/u, ''))))],
    deadLinks,
  }
}

const NUMBER = /^[([]?(\d{1,3})[.)\]．、]\s*(?=\D)/u

function toPieces(lines: readonly TextLine[], setting: ReturnType<typeof settingOf>): Piece[] {
  const pieces: { text: string; kind: Piece['kind']; number: number | null }[] = []
  let before: TextLine | undefined
  for (const line of lines) {
    if (!/[\p{L}\p{N}]/u.test(line.text)) continue
    const last = pieces.at(-1)
    const digits = asciiDigits(line.text)
    const number = NUMBER.exec(digits)
    const isLinks = isAddressAlone(line.text) && before !== undefined && (isAddressAlone(before.text) || (!before.text.startsWith('•') && SENTENCE_END.test(before.text)))
    if (line.text.includes('\t')) pieces.push({ text: line.text, kind: 'row', number: null })
    else if (number !== null && !/^\d{1,3}\.\d/u.test(digits)) pieces.push({ text: line.text.slice(number[0].length).trim(), kind: 'numbered', number: Number(number[1]) })
    else if (BULLET.test(line.text)) pieces.push({ text: line.text.replace(BULLET, ''), kind: 'bullet', number: null })
    else if (isLinks) {
      if (last?.kind === 'links') last.text = `${last.text}\n${line.text}`
      else pieces.push({ text: line.text, kind: 'links', number: null })
    } else if (last === undefined || before === undefined || last.kind === 'row' || last.kind === 'links' || isBroken(before, line, setting)) pieces.push({ text: line.text, kind: 'text', number: null })
    else last.text = joinLines(last.text, line.text)
    before = line
  }
  return pieces
}

/** Where the paragraphs of the report are among the pieces: those that count up from 1; the first and the last. */
function findSequence(pieces: readonly Piece[]): { first: number; last: number; places: ReadonlySet<number> } {
  const annex = pieces.findIndex(({ kind, text }) => kind === 'text' && text.length < HEADING * 2 && ANNEX.test(text))
  const places = new Set<number>()
  let expected = 1
  for (const [at, piece] of pieces.slice(0, annex < 0 ? undefined : annex).entries()) {
    if (piece.kind !== 'numbered' || piece.number !== expected) continue
    places.add(at)
    expected += 1
  }
  const ordered = [...places]
  return { first: ordered[0] ?? -1, last: ordered.at(-1) ?? -1, places }
}

type Body = Pick<ReadReport, 'title' | 'date' | 'heldOn' | 'paragraphs' | 'annexes'>
interface Paragraph {
  number: number | null
  heading: string | null
  text: string
}

function readBody(pieces: readonly Piece[], language: string): Body {
  const sequence = findSequence(pieces)
  const open = { title: [] as string[], paragraphs: [] as Paragraph[], annexes: [] as { title: string; pieces: Piece[] }[], heading: null as string | null }
  for (const [at, piece] of pieces.entries()) {
    const isAfter = at > sequence.last
    if (open.annexes.length > 0 || (isAfter && beginsAnnex(piece, pieces[at + 1], sequence.last >= 0))) addToAnnex(open.annexes, piece)
    else if (sequence.places.has(at)) {
      open.paragraphs.push({ number: piece.number, heading: takeHeading(open), text: piece.text })
    } else if (sequence.first >= 0 && at < sequence.first) open.title.push(piece.text)
    else addToText(open, piece, pieces[at + 1])
  }
  if (open.heading !== null) open.annexes.push({ title: open.heading, pieces: [] })
  if (open.paragraphs.some(({ heading }) => heading !== null) && open.paragraphs[0]?.heading === null) open.paragraphs[0].heading = titleHeading(open.title, language)
  const annexes = open.annexes.map((annex) => toAnnex(annex.title, annex.pieces, language))
  const [first] = open.paragraphs
  return { title: open.title, date: open.title.flatMap((line) => fullDates(line, language))[0] ?? null, heldOn: first === undefined ? null : (fullDates(first.text, language)[0] ?? null), paragraphs: numbered(open.paragraphs), annexes }
}

function takeHeading(open: { heading: string | null }): string | null {
  const { heading } = open
  open.heading = null
  return heading
}

/** Where other paragraphs have headings, the last line before the first one is its own, if it is no day. */
function titleHeading(title: string[], language: string): string | null {
  const last = title.at(-1)
  if (last === undefined || findDates(last, language).length > 0 || !isHeading(last)) return null
  title.pop()
  return last
}

/** A report without numbers is numbered from 1. */
function numbered(paragraphs: readonly Paragraph[]): Paragraph[] {
  return paragraphs.some(({ number }) => number !== null) ? [...paragraphs] : paragraphs.map((paragraph, at) => ({ ...paragraph, number: at + 1 }))
}

function isHeading(text: string): boolean {
  return text.length <= HEADING && !/[.;,。，؛]$/u.test(text) && !/https?:\/\//u.test(text) && /\p{L}/u.test(text)
}

function beginsAnnex(piece: Piece, next: Piece | undefined, isNumbered: boolean): boolean {
  if (piece.kind !== 'text') return false
  if (ANNEX.test(piece.text) && piece.text.length < HEADING * 2) return true
  return isNumbered && isHeading(piece.text) && !/[:：]$/u.test(piece.text) && next !== undefined
}

/** A piece after a paragraph: what goes on with it, a point of it, a heading, or a paragraph without number. */
function addToText(open: { paragraphs: Paragraph[]; heading: string | null }, piece: Piece, next: Piece | undefined): void {
  const last = open.paragraphs.at(-1)
  if (piece.kind === 'links') return
  if (last !== undefined && open.heading === null) {
    const isOpen = !SENTENCE_END.test(last.text)
    if (piece.kind === 'bullet' || piece.kind === 'numbered' || piece.kind === 'row') {
      last.text = `${last.text}\n${piece.kind === 'bullet' ? '• ' : piece.number === null ? '' : `${piece.number}) `}${piece.text}`
      return
    }
    if (isOpen && !(isHeading(piece.text) && next?.kind === 'numbered')) {
      last.text = /[:：]$|https?:\/\/\S+$|(?:^|\n)• [^\n]*$/u.test(last.text) && !/^\p{Ll}/u.test(piece.text) ? `${last.text}\n${piece.text}` : joinLines(last.text, piece.text)
      return
    }
  }
  if (piece.kind === 'text' && isHeading(piece.text) && next !== undefined) open.heading = piece.text
  else open.paragraphs.push({ number: null, heading: takeHeading(open), text: piece.text })
}

function addToAnnex(annexes: { title: string; pieces: Piece[] }[], piece: Piece): void {
  const last = annexes.at(-1)
  const isAnnexes = annexes.some(({ title }) => ANNEX.test(title))
  const isTitle = piece.kind === 'text' && (isAnnexes ? ANNEX.test(piece.text) && piece.text.length < HEADING * 2 : ANNEX.test(piece.text) || (isHeading(piece.text) && !/[:：]/u.test(piece.text) && last !== undefined && isFilled(last.pieces)))
  if (last === undefined || isTitle) annexes.push({ title: piece.text, pieces: [] })
  else last.pieces.push(piece)
}

/** Something other than further lines of a heading stands last. */
function isFilled(pieces: readonly Piece[]): boolean {
  const last = pieces.at(-1)
  return last !== undefined && (last.kind !== 'text' || !isHeading(last.text))
}

function toAnnex(title: string, pieces: readonly Piece[], language: string): ReadAnnex {
  const table = joinTable(pieces)
  const lines = table.map((piece) => (piece.kind === 'numbered' ? `${piece.number}. ${piece.text}` : piece.text))
  const isCloud = pieces.reduce((count, { text }) => count + (text.match(/\p{L}\s\(\d+\)/gu)?.length ?? 0), 0) >= 8
  const kind: AnnexKind = isCloud ? 'words' : (KINDS.find(([, words]) => words.test(title))?.[0] ?? 'text')
  const rows = table.filter((piece) => (table.some((each) => each.kind === 'row') ? piece.kind === 'row' : piece.kind !== 'links')).map(({ text }) => text.split('\t').map((cell) => cell.trim()))
  return { title, kind, asOf: fullDates(title, language)[0] ?? null, text: lines.join('\n'), rows }
}

/** Rows of a table that an empty line or a page's end parted are one table; a heading row that begins with an empty cell has lost it. */
function joinTable(pieces: readonly Piece[]): Piece[] {
  return pieces.filter(({ text }) => text.trim() !== '')
}

/** An annex that is kept as text, as it would have been read. */
export function readAnnex(title: string, text: string, language: string): ReadAnnex {
  return toAnnex(title, text.split('\n').map((line): Piece => ({ text: line, kind: line.includes('\t') ? 'row' : 'text', number: null })), language)
}

/** Whether an annex is the agenda of its meeting, by its title. */
export function isAgenda(title: string): boolean {
  return KINDS.some(([kind, words]) => kind === 'agenda' && words.test(title))
}

/** Names of people that an annex lists: one a line, without the body that they come from, their part, and marks of what they sent. */
export function listedNames(annexes: readonly Pick<ReadAnnex, 'kind' | 'rows'>[]): string[] {
  return annexes.filter(({ kind }) => kind === 'participants' || kind === 'contributions' || kind === 'overview').flatMap(({ rows }) =>
    rows.flatMap((row) => {
      const cell = row.find((each) => /\p{L}{2}/u.test(each)) ?? ''
      const name = cell.split(/\s\/\s/u)[0]?.replace(/\s*[([][^)\]]*[)\]]\s*$/u, '').trim() ?? ''
      return name === '' ? [] : [name]
    }),
  )
}

/** Days that a text names with their year. */
export function fullDates(text: string, language: string): PlainDate[] {
  return findDates(text, language).flatMap(({ readings }) => {
    const [only, other] = readings
    return only === undefined || other !== undefined || only.year === null || !isDay(only.year, only.month, only.day) ? [] : [plainDate(only.year, only.month, only.day)]
  })
}
