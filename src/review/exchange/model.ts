import type { FrozenParagraph, FrozenText } from '../../drafts/model.ts'
import { plainForm } from '../../drafts/likeness/model.ts'
import { matchTexts, type Fate } from '../../drafts/matching/model.ts'
import { alignTexts, carryRange, type Alignment } from '../../drafts/ranges/model.ts'
import type { FileRemark, RemarkPlace, RemarksOfFile } from '../../shared/file-remarks.ts'
import type { Id } from '../../shared/ids.ts'
import type { Range } from '../../shared/quote.ts'
import { countCodePoints, sliceCodePoints } from '../../shared/text.ts'
import { splitSentences } from '../../synthesis/model.ts'
import { parseParagraphNumbers, PARAGRAPH_LIMIT } from '../model.ts'

/** Where a remark of a file stands in the reviewed version. */
export type Where =
  | { readonly kind: 'paragraphs'; readonly ids: readonly Id<'paragraph'>[]; readonly range: Range | null }
  | { readonly kind: 'whole' }
  | { readonly kind: 'missing'; readonly where: string }
  /** What it answers stands there: a remark of the same file, or a comment of the register. */
  | { readonly kind: 'thread'; readonly to: { readonly key: string } | { readonly number: number } }
  /** A person has to say; the likeliest first. */
  | { readonly kind: 'doubtful'; readonly candidates: readonly Id<'paragraph'>[] }

/** Why a remark is not among what is to be taken; `known`: it is in the register already, as this comment or as the answer to it. */
export type Standing =
  | { readonly kind: 'new' }
  | { readonly kind: 'known'; readonly number: number; readonly as: 'comment' | 'answer' | 'taken-before' }
  /** Nobody wrote a word: it is taken only where somebody says so. */
  | { readonly kind: 'aside'; readonly why: 'formatting' | 'structure' | 'mark' | 'no-words' }

export interface Settled {
  readonly remark: FileRemark
  readonly standing: Standing
  readonly where: Where
  /** The words of the file that it is on. */
  readonly quote: string
  /** How the sentences that a change touches would read; null where nothing would be left of them, and for what proposes no wording. */
  readonly proposal: string | null
}

/** A comment of the register as our own files print it. */
export interface KnownComment {
  readonly number: number
  readonly text: string
  readonly proposal: string | null
  readonly printed: string
  readonly answer: string | null
}

/** What decides that two remarks of files are the same; remarks of one file with the same words are told apart by their order. */
export function identitiesOf(remarks: readonly FileRemark[]): string[] {
  const counts = new Map<string, number>()
  return remarks.map(({ kind, author, date, words, was, becomes, row, places: [first] }) => {
    const own = row === undefined ? [] : [row.clause, row.paragraphs]
    // What has no date is told apart by what it is on, too.
    const on = date === null && row === undefined ? [was, first?.paragraph ?? null] : [kind === 'comment' ? '' : was]
    const said = JSON.stringify([kind, author, date?.slice(0, 19) ?? null, plain(words), plain(becomes), ...own, ...on])
    const count = (counts.get(said) ?? 0) + 1
    counts.set(said, count)
    return `${said} ${count}`
  })
}

function plain(text: string): string {
  return text.normalize('NFC').replace(/\s+/gu, ' ').trim()
}

export interface FileToSettle {
  readonly file: RemarksOfFile
  readonly text: FrozenText
  readonly language: string
  readonly known: readonly KnownComment[]
  /** Numbers of the comments that were made of remarks of earlier files, by the place of the remark. */
  readonly takenBefore: ReadonlyMap<number, number>
}

/** Finds for every remark of a file whether it is new and where it stands; what could be otherwise is left to a person. */
export function settleFile({ file, text, language, known, takenBefore }: FileToSettle): Settled[] {
  const base = text.flatMap(({ paragraphs }) => paragraphs)
  const places = placeParagraphs(file, base, language)
  const alignments = new Map<string, Alignment>()
  const recognised = recogniseAll(file.remarks, known)
  return file.remarks.map((remark, at) => {
    const before = takenBefore.get(at)
    const own = recognised.get(remark.key)
    const standing: Standing = own?.standing ?? (before === undefined ? standingOf(remark) : { kind: 'known', number: before, as: 'taken-before' })
    const threaded = own?.to ?? (remark.answers !== null && file.remarks.some(({ key }) => key === remark.answers) ? { key: remark.answers } : undefined)
    const where: Where = threaded !== undefined ? { kind: 'thread', to: threaded } : remark.row === undefined ? locateRemark(remark, { file, base, places, language, alignments }) : locateRow(remark.row, text)
    return { remark, standing, where, quote: quoteOf(remark, file), proposal: proposalOf(remark, file, language) }
  })
}

function standingOf({ kind, words }: FileRemark): Standing {
  if (kind === 'formatting' || kind === 'structure' || kind === 'mark') return { kind: 'aside', why: kind }
  // What Google Docs writes where a thread was resolved or opened again is nobody’s word.
  return kind === 'comment' && (words === '' || /^_(?:Marked as resolved|Re-opened)_$/u.test(words)) ? { kind: 'aside', why: 'no-words' } : { kind: 'new' }
}

interface Recognised {
  readonly standing?: Standing
  readonly to?: { readonly number: number }
}

/** Comments of the register and their answers that our own file took along; and what was written below them since. */
function recogniseAll(remarks: readonly FileRemark[], known: readonly KnownComment[]): ReadonlyMap<string, Recognised> {
  const byNumber = new Map(known.map((comment) => [comment.number, comment]))
  const found = new Map<string, Recognised>()
  const numbers = new Map<string, number>()
  for (const remark of remarks) {
    const named = /^(?:[^\s/]+\/)?R-([1-9][0-9]{0,8})(?::\s|$)/u.exec(remark.row === undefined ? remark.words : remark.row.ref)?.[1] ?? /^R-([1-9][0-9]{0,8})$/u.exec(remark.author ?? '')?.[1]
    const comment = byNumber.get(Number(named))
    if (comment === undefined || (remark.kind !== 'comment' && remark.row === undefined)) continue
    const isSame = remark.row === undefined ? plain(remark.words.replace(/^(?:[^\s/]+\/)?R-[0-9]+:\s/u, '')) === plain(comment.printed) : plain(remark.words) === plain(comment.text) && plain(remark.becomes) === plain(comment.proposal ?? '')
    if (isSame) {
      numbers.set(remark.key, comment.number)
      found.set(remark.key, { standing: { kind: 'known', number: comment.number, as: 'comment' } })
    } else if (remark.row === undefined) found.set(remark.key, { to: { number: comment.number } })
  }
  for (const remark of remarks) {
    const number = numbers.get(remark.answers ?? '')
    if (number === undefined || found.has(remark.key)) continue
    // In a thread of one level, the answers to its replies stand below its head too.
    const thread = [number, ...remarks.flatMap(({ key, answers }) => (answers === remark.answers ? (numbers.get(key) ?? []) : []))]
    const answered = thread.find((each) => plain(remark.words) === plain(byNumber.get(each)?.answer ?? ''))
    found.set(remark.key, answered === undefined ? { to: { number } } : { standing: { kind: 'known', number: answered, as: 'answer' } })
  }
  // A program that forgets threads leaves the answers beside their comments.
  for (const remark of remarks) {
    if (found.has(remark.key) || remark.kind !== 'comment' || remark.answers !== null) continue
    const answered = remarks.find((other) => numbers.has(other.key) && other.places[0]?.paragraph === remark.places[0]?.paragraph && plain(byNumber.get(numbers.get(other.key) ?? 0)?.answer ?? '') === plain(remark.words))
    const number = answered === undefined ? undefined : numbers.get(answered.key)
    if (number !== undefined && remark.words !== '') found.set(remark.key, { standing: { kind: 'known', number, as: 'answer' } })
  }
  return found
}

interface Mapped {
  readonly ids: readonly Id<'paragraph'>[]
  readonly isSure: boolean
}

/** Which paragraphs of the version each paragraph of the file is: by the mark that our files carry, else by its words. */
function placeParagraphs(file: RemarksOfFile, base: readonly FrozenParagraph[], language: string): ReadonlyMap<number, Mapped> {
  const known = new Map<string, Id<'paragraph'>>(base.map(({ id }) => [`p-${id}`, id]))
  const claims = new Map<Id, number[]>()
  file.paragraphs.forEach(({ names }, place) => {
    for (const name of new Set(names)) {
      const id = known.get(name)
      if (id !== undefined) claims.set(id, [...(claims.get(id) ?? []), place])
    }
  })
  const sure = new Map<number, Id<'paragraph'>[]>()
  const perhaps = new Map<number, Id<'paragraph'>[]>()
  const note = (map: Map<number, Id<'paragraph'>[]>, place: number, id: Id<'paragraph'>): void => void map.set(place, [...(map.get(place) ?? []), id])
  for (const [id, [place, ...more]] of claims) if (place !== undefined && more.length === 0) note(sure, place, id as Id<'paragraph'>)
  const open = base.filter(({ id }) => claims.get(id)?.length !== 1)
  const free = file.paragraphs.flatMap(({ text }, place) => (sure.has(place) || text.trim() === '' ? [] : [{ text, place }]))
  for (const fate of open.length === 0 || file.remarks.every(({ places }) => places.length === 0) ? [] : findTexts(open, free, language)) {
    if (fate.kind === 'carried') for (const at of fate.to) note(sure, free[at]?.place ?? -1, fate.id)
    else if (fate.kind === 'doubtful') for (const at of fate.candidates) note(perhaps, free[at]?.place ?? -1, fate.id)
  }
  const mapped = new Map<number, Mapped>()
  for (const [place, ids] of perhaps) mapped.set(place, { ids, isSure: false })
  for (const [place, ids] of sure) mapped.set(place, { ids, isSure: true })
  return mapped
}

/** Texts of either side beyond which only what says the same is looked for: to weigh more of them takes seconds. */
const WEIGHED = 2_000

/** What became of the paragraphs of the version in a file; in a very long one, only of those that stand once in both, word for word. */
function findTexts(open: readonly FrozenParagraph[], free: readonly { readonly text: string }[], language: string): readonly (Fate & { readonly id: Id<'paragraph'> })[] {
  if (open.length + free.length <= WEIGHED) return matchTexts(open, free, language).fates
  const earlier = Map.groupBy(open, ({ text }) => plainForm(text))
  const later = Map.groupBy(free.map(({ text }, at) => ({ text, at })), ({ text }) => plainForm(text))
  return [...earlier].map(([words, [own, ...twins]]): Fate & { id: Id<'paragraph'> } => {
    const [only, ...others] = words === '' ? [] : (later.get(words) ?? [])
    const id = own?.id ?? ('' as Id<'paragraph'>)
    return only === undefined || twins.length + others.length > 0 ? { id, kind: 'gone' } : { id, kind: 'carried', method: 'exact', to: [only.at] }
  })
}

interface Locating {
  readonly file: RemarksOfFile
  readonly base: readonly FrozenParagraph[]
  readonly places: ReadonlyMap<number, Mapped>
  readonly language: string
  readonly alignments: Map<string, Alignment>
}

/** Paragraphs offered where a person has to say. */
const CANDIDATES = 5

function locateRemark(remark: FileRemark, input: Locating): Where {
  const { places } = input
  if (remark.places.length === 0) return { kind: 'whole' }
  const found = remark.places.map(({ paragraph }) => places.get(paragraph))
  const ids = [...new Set(found.flatMap((mapped) => mapped?.ids ?? []))]
  const isSure = remark.isNear !== true && found.every((mapped) => mapped?.isSure === true)
  if (isSure && ids.length > 0 && ids.length <= PARAGRAPH_LIMIT) return { kind: 'paragraphs', ...narrow(remark, ids, input) }
  const near = [...ids, ...neighboursOf(remark.places[0]?.paragraph ?? 0, places)]
  return { kind: 'doubtful', candidates: [...new Set(near)].slice(0, CANDIDATES) }
}

function inOrder(ids: readonly Id<'paragraph'>[], base: readonly FrozenParagraph[]): Id<'paragraph'>[] {
  const wanted = new Set(ids)
  return base.flatMap(({ id }) => (wanted.has(id) ? [id] : []))
}

/** What the nearest paragraphs of the file that were found again are in the version, the nearest first. */
function neighboursOf(place: number, places: ReadonlyMap<number, Mapped>): Id<'paragraph'>[] {
  return [...places].filter(([, { isSure }]) => isSure).toSorted(([a], [b]) => Math.abs(a - place) - Math.abs(b - place) || a - b).slice(0, CANDIDATES).flatMap(([, { ids }]) => ids)
}

/**
 * The words of the version that it is on, where they are surely the same place and not all of the paragraph; of several paragraphs that
 * are one in the file, the one in which they stand.
 */
function narrow(remark: FileRemark, ids: readonly Id<'paragraph'>[], { file, base, language, alignments }: Locating): Pick<Extract<Where, { kind: 'paragraphs' }>, 'ids' | 'range'> {
  const whole = { ids: inOrder(ids, base), range: null }
  const [place, ...more] = remark.places
  const parts = whole.ids.flatMap((id) => base.find((paragraph) => paragraph.id === id) ?? [])
  if (place === undefined || parts.length === 0 || more.length > 0 || place.start >= place.end) return whole
  const own = file.paragraphs[place.paragraph]?.text ?? ''
  const key = String(place.paragraph)
  const alignment = alignments.get(key) ?? alignTexts(own, parts.map(({ text }) => text), language)
  alignments.set(key, alignment)
  const fate = carryRange(alignment, trimmed(own, place))
  const [piece, ...pieces] = fate.kind === 'carried' ? fate.pieces : []
  const paragraph = piece === undefined ? undefined : parts[piece.part]
  if (piece === undefined || paragraph === undefined || pieces.length > 0) return whole
  const range = trimmed(paragraph.text, piece)
  const isWhole = sliceCodePoints(paragraph.text, 0, range.start).trim() === '' && sliceCodePoints(paragraph.text, range.end, Number.MAX_SAFE_INTEGER).trim() === ''
  return { ids: [paragraph.id], range: isWhole || range.start >= range.end ? null : range }
}

function trimmed(text: string, { start, end }: Range): Range {
  const slice = sliceCodePoints(text, start, end)
  if (slice.trim() === '') return { start, end }
  return { start: start + countCodePoints(slice) - countCodePoints(slice.trimStart()), end: end - countCodePoints(slice) + countCodePoints(slice.trimEnd()) }
}

/** Words that stand before the number of a paragraph in tables. */
const PARAGRAPH_WORDS = /^(?:paragraphs?|paras?|par|alinéas?|al|párrafos?|abs|пар|абз(?:ац)?|пункт|第|段落?|الفقرة|فقرة|ال?فقرات)\.?\s*|段$/giu

/** A row of a table: by the numbers of its paragraphs; by its clause alone only where a person says so. */
function locateRow(row: NonNullable<FileRemark['row']>, text: FrozenText): Where {
  const base = text.flatMap(({ paragraphs }) => paragraphs)
  const read = parseParagraphNumbers(row.paragraphs.trim().replace(PARAGRAPH_WORDS, ''))
  const named = 'numbers' in read ? read.numbers : []
  const ids = named.map((number) => base.find((paragraph) => paragraph.number === number)?.id)
  const there = ids.filter((id) => id !== undefined)
  if (named.length > 0 && there.length === named.length) return { kind: 'paragraphs', ids: there, range: null }
  const clause = plain(row.clause).toLowerCase()
  if (plain(row.paragraphs) === '') {
    if (row.target === 'missing') return { kind: 'missing', where: row.clause }
    if (row.target === 'whole' || clause === '') return { kind: 'whole' }
  }
  const number = /^[\p{Nd}]+(?:\.[\p{Nd}]+)*/u.exec(clause)?.[0]
  const sections = text.filter(({ title }) => {
    const own = plain(title).toLowerCase()
    return own !== '' && (own === clause || clause.split(/\s*;\s*/u).includes(own) || (number !== undefined && (own === number || own.startsWith(`${number} `) || own.startsWith(`${number}. `))))
  })
  const candidates = [...there, ...sections.flatMap(({ paragraphs }) => paragraphs.map(({ id }) => id))]
  if (sections.length === 0 && candidates.length === 0 && plain(row.paragraphs) === '') return { kind: 'missing', where: row.clause }
  return { kind: 'doubtful', candidates: [...new Set(candidates)].slice(0, CANDIDATES) }
}

const QUOTED = 400

function quoteOf({ was, places: [first], kind }: FileRemark, { paragraphs }: RemarksOfFile): string {
  const own = first === undefined || kind === 'row' ? '' : sliceCodePoints(paragraphs[first.paragraph]?.text ?? '', first.start, first.end)
  const words = plain(was) === '' ? plain(own) : plain(was)
  return sliceCodePoints(words === '' && first !== undefined && kind !== 'row' ? plain(paragraphs[first.paragraph]?.text ?? '') : words, 0, QUOTED)
}

/** The sentences that a change touches as they would read; of new paragraphs the paragraphs; of a row what it proposes. */
function proposalOf(remark: FileRemark, { paragraphs }: RemarksOfFile, language: string): string | null {
  const { kind, was, becomes, places } = remark
  if (kind === 'row') return becomes === '' ? null : becomes
  if (kind !== 'insertion' && kind !== 'deletion' && kind !== 'replacement') return null
  const [place, ...others] = places
  const text = place === undefined ? undefined : paragraphs[place.paragraph]?.text
  if (place === undefined || text === undefined || others.length > 0) return orNull(becomes)
  const isNewParagraph = was === '' && becomes.includes('\n') && (sliceCodePoints(text, 0, place.start).trim() === '' || sliceCodePoints(text, place.end, Number.MAX_SAFE_INTEGER).trim() === '')
  return isNewParagraph ? orNull(becomes) : orNull(reword(text, place, becomes, language))
}

function orNull(text: string): string | null {
  return text.trim() === '' ? null : text.trim()
}

function reword(text: string, { start, end }: RemarkPlace, becomes: string, language: string): string {
  const sentences = splitSentences(text, language)
  // What is put in between two sentences goes with the one before it.
  const touched = sentences.filter((sentence) => sentence.start < Math.max(end, start) && sentence.end > start || (start === end && sentence.start < start && sentence.end >= start))
  const [first, last] = [touched[0] ?? sentences[0], touched.at(-1) ?? sentences[0]]
  if (first === undefined || last === undefined) return becomes
  return sliceCodePoints(text, Math.min(first.start, start), start) + becomes + sliceCodePoints(text, end, Math.max(last.end, end))
}
