import { readReplyLines, type ReplyLine, type ReplyLineKind } from './reply-lines.ts'

export interface TrimmedReply {
  /** What its writer wrote, without empty lines at its beginning and end. */
  readonly trimmed: string
  /** What was left out: quotations, announcements, headers, signatures. */
  readonly elided: string
}

/** Lines of text behind a whole quotation that are still taken for a signature; more are an answer below what it answers. */
const LONGEST_SIGNATURE = 6
/** Lines below a row of signs that are still taken for a signature. */
const LONGEST_FOOT = 15

/**
 * Parts what somebody wrote from what their program quoted and signed. A quotation that is answered below or in between stays, for the
 * answer is not to be understood without it; the one at the end goes. What follows a whole quotation in a few lines is a signature.
 */
export function trimReply(text: string): TrimmedReply {
  const lines = readReplyLines(text)
  const kept = new Set(lines.keys())
  cutFoot(lines, kept)
  drop(lines, kept, ({ kind }) => kind === 'device')
  cutQuoted(lines, kept)
  drop(lines, kept, ({ kind }) => kind === 'attribution' || kind === 'marker' || kind === 'header')
  cutTail(lines, kept)
  return { trimmed: join(lines.filter((_, place) => kept.has(place))), elided: join(lines.filter((_, place) => !kept.has(place))) }
}

function join(lines: readonly ReplyLine[]): string {
  const texts = lines.map(({ kind, text }) => (kind === 'quote' ? text : text.trimEnd()))
  const first = texts.findIndex((text) => text !== '')
  return first < 0 ? '' : texts.slice(first).join('\n').trimEnd()
}

function drop(lines: readonly ReplyLine[], kept: Set<number>, isGone: (line: ReplyLine) => boolean): void {
  for (const [place, line] of lines.entries()) if (isGone(line)) kept.delete(place)
}

function cutFrom(kept: Set<number>, first: number): void {
  for (const place of kept) if (place >= first) kept.delete(place)
}

/** From "--" on, or from a row of signs with a signature's few lines or a quoted mail below. */
function cutFoot(lines: readonly ReplyLine[], kept: Set<number>): void {
  const first = lines.findIndex((line) => line.kind === 'text')
  if (first < 0) return
  let below = lines.filter((line) => line.kind === 'text').length
  for (const [place, { kind }] of lines.entries()) {
    if (kind === 'text') below -= 1
    if (place < first || (kind !== 'signature' && kind !== 'delimiter')) continue
    if (kind === 'signature' || below <= LONGEST_FOOT || nextFull(lines, place)?.kind === 'header') return cutFrom(kept, place)
  }
}

/** The next line that is not empty, if it is near. */
function nextFull(lines: readonly ReplyLine[], place: number): ReplyLine | undefined {
  return lines.slice(place + 1, place + 21).find((line) => line.kind !== 'empty')
}

/** The kinds of what is still there, as one character each: t text, e empty, q quotation, b announcement, m marker, h header. */
function patternOf(lines: readonly ReplyLine[], kept: ReadonlySet<number>): { pattern: string; places: number[] } {
  const letters: Readonly<Record<ReplyLineKind, string>> = { text: 't', empty: 'e', quote: 'q', attribution: 'b', marker: 'm', header: 'h', delimiter: 't', signature: 'e', device: 'e' }
  const places = [...kept].sort((a, b) => a - b)
  return { pattern: places.map((place) => letters[lines[place]?.kind ?? 'text']).join(''), places }
}

function cutQuoted(lines: readonly ReplyLine[], kept: Set<number>): void {
  const { pattern, places } = patternOf(lines, kept)
  const first = pattern.search(/[bmh]/u)
  const own = pattern.indexOf('t')
  if (first < 0 || own < 0) return
  const cutAt = (index: number) => cutFrom(kept, places[index] ?? 0)
  if (own < first) {
    // A marker or a header: all below is the other mail, quoted without a sign.
    const mail = pattern.search(/m|hh/u)
    const announced = pattern.indexOf('b')
    if (announced >= 0 && (mail < 0 || announced < mail) && endsWithQuotation(pattern.slice(announced))) return cutAt(announced)
    if (mail >= 0) cutAt(mail)
    return
  }
  // It begins with a whole quotation: the answer stands below.
  const answer = /^[bmhqe]*b[bmhqe]*q[bmhqe]*(?=t[te]*$)/u.exec(pattern)
  if (answer !== null) for (const place of places.slice(0, answer[0].length)) kept.delete(place)
}

/** An announcement with nothing but its quotation below, and at most a signature's few lines; or with an unmarked mail below it. */
function endsWithQuotation(pattern: string): boolean {
  if (/^[be]+t[te]*$/u.test(pattern)) return true
  const tail = /^[bqeh]*([te]*)$/u.exec(pattern)?.[1]
  return tail !== undefined && tail.replaceAll('e', '').length <= LONGEST_SIGNATURE
}

/** The quotation at the end, where there is anything before it; all, where there is nothing but quotation. */
function cutTail(lines: readonly ReplyLine[], kept: Set<number>): void {
  const places = [...kept].sort((a, b) => a - b)
  const isText = (place: number | undefined) => ['text', 'delimiter'].includes(lines[place ?? -1]?.kind ?? '')
  let end = places.length
  while (end > 0 && !isText(places[end - 1])) end -= 1
  for (const place of places.slice(end)) kept.delete(place)
}

/** A run of lines of one kind: what was quoted has its signs of quotation taken off. */
export interface ReplyBlock {
  readonly kind: 'own' | 'quoted'
  readonly text: string
}

/**
 * The same mail as what was quoted and what was answered to it, in order: to be understood, where `trimReply` is to be read. Words below or
 * between quotations are all kept; an unmarked mail below an announcement is quoted, and what looks like a name and its lines at the end,
 * below the last quotation, is left out where there are other words. `original`: the mail that is answered, where it is known: by it what
 * was written between its lines is told from them, where a program leaves no mark of what it quotes.
 */
export function readReplyBlocks(text: string, original = ''): ReplyBlock[] {
  const lines = readReplyLines(text)
  const between = writtenBetween(lines, original)
  const blocks: { kind: 'own' | 'quoted'; lines: string[] }[] = []
  let isOver = false
  const hasOwn = () => blocks.some((block) => block.kind === 'own' && block.lines.some((line) => line.trim() !== ''))
  for (const [place, { kind, text: line }] of lines.entries()) {
    if (kind === 'device') continue
    if (hasOwn() && !isOver && (kind === 'signature' || (kind === 'delimiter' && (/^[\s_]+$|^\s*—\s*$/u.test(line) || isFoot(lines, place))))) break
    // A line of signs is no answer.
    if (kind === 'delimiter' && !hasOwn()) continue
    if (kind === 'marker' || kind === 'header' || (kind === 'attribution' && nextWords(lines, place)?.kind === 'text')) isOver ||= hasOwn()
    if (kind === 'attribution' || kind === 'marker' || kind === 'header') continue
    const as = (isOver && !between.has(place)) || kind === 'quote' ? 'quoted' : 'own'
    const last = blocks.at(-1)
    const words = kind === 'quote' ? line.replace(/^\s*(?:[\p{L}\p{N}_.-]{0,15}(?:>|\|)\s?)+/u, '') : line
    // An empty line parts nothing.
    if (kind === 'empty' && last !== undefined) last.lines.push('')
    else if (last?.kind === as) last.lines.push(words)
    else blocks.push({ kind: as, lines: [words] })
  }
  const told = blocks.map((block) => ({ kind: block.kind, text: block.lines.join('\n').replace(/^\n+/u, '').trimEnd() })).filter((block) => block.text.trim() !== '')
  return withoutName(told)
}

/** Letters that a line must have to be looked for in another text. */
const TOLD_APART = 6
/** Share of the original's letters that stand in the unmarked lines below an announcement or a header, where it is that which was quoted: answers may be longer than it. */
const MOSTLY = 0.5
/** Characters of the original, and lines, that are compared. */
const LONGEST_ORIGINAL = 200_000
const MOST_ANSWERED = 4000

/** Places of the lines of an unmarked quotation that are not of the mail it quotes, between lines that are: what somebody answered there. Gateways write above and below. */
function writtenBetween(lines: readonly ReplyLine[], original: string): ReadonlySet<number> {
  const first = original === '' ? -1 : lines.findIndex(({ kind }) => kind === 'header' || kind === 'marker' || kind === 'attribution')
  if (first < 0) return new Set()
  const known = bareWords(original.slice(0, LONGEST_ORIGINAL))
  const below = [...lines.entries()].slice(first, first + MOST_ANSWERED).filter(([, { kind, text }]) => kind === 'text' && bareWords(text) !== '')
  const isKnown = (text: string) => known.includes(bareWords(text)) || (bareWords(text).length < TOLD_APART && original.includes(text.trim()))
  const ours = below.filter(([, { text }]) => bareWords(text).length >= TOLD_APART && isKnown(text)).map(([place]) => place)
  const told = new Set(ours.map((place) => bareWords(lines[place]?.text ?? '')))
  if (ours.length < 2 || [...told].reduce((sum, { length }) => sum + length, 0) < known.length * MOSTLY) return new Set()
  const [start = 0, end = 0] = [ours[0], ours.at(-1)]
  return new Set(below.filter(([place, { text }]) => place > start && place < end && !isKnown(text)).map(([place]) => place))
}

function bareWords(text: string): string {
  return text.normalize('NFKC').toLowerCase().replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, '')
}

/** Whether nothing but who signed stands below a line of signs, up to the end or to a quotation. */
function isFoot(lines: readonly ReplyLine[], place: number): boolean {
  const end = lines.findIndex(({ kind }, at) => at > place && kind !== 'text' && kind !== 'empty' && kind !== 'device')
  const below = lines.slice(place + 1, end < 0 ? undefined : end).filter(({ kind }) => kind === 'text').map(({ text }) => text)
  return isName(below)
}

function nextWords(lines: readonly ReplyLine[], place: number): ReplyLine | undefined {
  return lines.slice(place + 1, place + 6).find(({ kind }) => kind !== 'empty' && kind !== 'attribution')
}

/** Few short lines below the last quotation, none a sentence: who signed, not what they said. */
function withoutName(blocks: readonly ReplyBlock[]): ReplyBlock[] {
  const last = blocks.at(-1)
  const isBelow = last?.kind === 'own' && blocks.length > 2 && blocks.at(-2)?.kind === 'quoted' && blocks[0]?.kind === 'own'
  if (last === undefined || !isBelow) return [...blocks]
  const lines = last.text.split('\n').filter((line) => line.trim() !== '')
  return isName(lines) ? blocks.slice(0, -1) : [...blocks]
}

function isName(lines: readonly string[]): boolean {
  return lines.length <= 4 && lines.every((line) => line.length <= 50 && !/[.?!。؟！？:：;]\s*$|\d/u.test(line))
}
