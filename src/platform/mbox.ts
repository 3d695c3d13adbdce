/** Mailboxes in one file: every way in which they were written is read, mboxrd is written. */
import { isBlank, Lines, NEWLINE, type Line } from './mbox-lines.ts'

/** Longer than any mail that is mailed; what is longer is given up as one, and the reading goes on with the next. */
const LONGEST_MAIL = 60_000_000

/** `ahead`: the lines that follow, as far as they are known. */
type Separator = (line: string, ahead: () => readonly string[]) => boolean

const FROM_LINE = /^From \S.*\d{1,2}:\d\d/u
const BARE_FROM_LINE = /^From \S+(?: .*)?$/u
const MMDF = /^\u0001{4}$/u
const FIELD = /^([\x21-\x39\x3b-\x7e]{1,76}):(?:[ \t].*)?$/u
const YEAR = /^(?:19|20)\d\d$/u
/** A head has at least two of these; what is quoted in a body has them more seldom, and not after the same first field. */
const TELLING = new Set(['from', 'date', 'subject', 'message-id', 'to', 'received', 'return-path'])

/** How a mailbox parts its mails: told by its first line, and the same to its end. */
interface Shape {
  readonly kind: 'mmdf' | 'from' | 'fields'
  readonly opening: string
}

/** A mail, and where its end was seen: the byte at which the separator after it begins. */
interface Piece {
  readonly mail: Uint8Array
  readonly end: number
}

/**
 * The mails of a mailbox, in order, each as its bytes without separator. Read are mboxo, mboxrd and mboxcl (lines `From `, quoted by `>` or
 * counted by Content-Length), MMDF, and mailboxes whose mails follow each other after an empty line, with a year or the same first field
 * (`Return-Path:`, `Received:`, …) at their beginning. A file without separators is one mail.
 */
export function* splitMailbox(bytes: Uint8Array): Generator<Uint8Array> {
  const buffer = withLineFeeds(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  const lines = new Lines(buffer)
  const shape = shapeOf(buffer, lines)
  if (shape === undefined) return
  for (const { mail } of splitLines(buffer, lines, shape, true)) if (mail.length <= LONGEST_MAIL) yield mail
}

/** Bytes of a mailbox that are held at once, unless one mail is longer. */
const WINDOW = 4_000_000
/** So far ahead a separator is looked at; nearer to the end of what was read it is not yet believed. */
const AHEAD = 256_000

/** The same of a mailbox of any length, which is never held whole; `too-long` in the place of a mail that is given up. */
export async function* readMailbox(source: AsyncIterable<Uint8Array>, longest = LONGEST_MAIL): AsyncGenerator<Uint8Array | 'too-long'> {
  let [held, arriving, shape, limit, isSkipping] = [Buffer.alloc(0), [] as Uint8Array[], undefined as Shape | undefined, WINDOW, false]
  let [size, isReturns] = [0, undefined as boolean | undefined]
  const take = function* (isWhole: boolean): Generator<Uint8Array | 'too-long'> {
    const come = Buffer.concat(arriving)
    isReturns ??= endsLinesByReturns(come)
    held = Buffer.concat([held, isReturns ? withLineFeeds(come) : come])
    ;[arriving, size] = [[], 0]
    const lines = new Lines(held)
    shape ??= shapeOf(held, lines)
    if (shape === undefined) {
      held = Buffer.alloc(0)
      return
    }
    let from = 0
    for (const { mail, end } of splitLines(held, lines, shape, isWhole)) {
      if (!isWhole && end > held.length - AHEAD) break
      if (!isSkipping) yield mail.length > longest ? 'too-long' : mail
      ;[from, isSkipping] = [end, false]
    }
    const isLonger = !isWhole && held.length - from > longest + AHEAD
    if (isLonger && !isSkipping) yield 'too-long'
    // Of a mail that is given up, only what may hold the next separator is kept.
    if (isLonger) [from, isSkipping] = [held.indexOf(NEWLINE, held.length - AHEAD) + 1 || held.length, true]
    held = Buffer.from(held.subarray(from))
    limit = Math.max(WINDOW, held.length)
  }
  for await (const chunk of source) {
    arriving.push(chunk)
    size += chunk.length
    if (size >= limit) yield* take(false)
  }
  yield* take(true)
}

/** Some old programs ended lines by a carriage return alone. */
function endsLinesByReturns(bytes: Buffer): boolean {
  return !bytes.includes(NEWLINE) && bytes.includes(13)
}

function withLineFeeds(bytes: Buffer): Buffer {
  return endsLinesByReturns(bytes) ? Buffer.from(bytes.map((byte) => (byte === 13 ? NEWLINE : byte))) : bytes
}

function shapeOf(buffer: Buffer, lines: Lines): Shape | undefined {
  const first = lines.at(lines.firstFull())
  if (first === undefined) return undefined
  const opening = textOf(buffer, first)
  return { kind: MMDF.test(opening) ? 'mmdf' : FROM_LINE.test(opening) || BARE_FROM_LINE.test(opening) ? 'from' : 'fields', opening }
}

/** `isWhole`: what is here ends the mailbox; else the last piece is not known to be whole. */
function* splitLines(buffer: Buffer, lines: Lines, shape: Shape, isWhole: boolean): Generator<Piece> {
  const first = lines.firstFull()
  if (first < 0) return
  if (shape.kind === 'fields') yield* splitByFields(buffer, lines, first, shape.opening)
  else yield* splitByLines(buffer, lines, first, shape, isWhole)
}

/** As Latin-1: only ASCII is looked for, and no byte is lost. */
function textOf(buffer: Buffer, line: Line | undefined): string {
  return line === undefined ? '' : buffer.toString('latin1', line.start, Math.min(line.end, line.start + 1000))
}

function* splitByLines(buffer: Buffer, lines: Lines, first: number, { kind, opening }: Shape, isWhole: boolean): Generator<Piece> {
  // A mailbox whose first line has a time has one in each: then a line of a letter that begins with "From here" is none.
  const shape = FROM_LINE.test(opening) ? FROM_LINE : BARE_FROM_LINE
  let [begin, at] = [first + 1, first + 1]
  while (at < lines.length) {
    const line = lines.at(at)
    if (line === undefined) break
    const isSeparator = buffer[line.start] === (kind === 'mmdf' ? 1 : 70) && (kind === 'mmdf' ? MMDF.test(textOf(buffer, line)) : shape.test(textOf(buffer, line)) && (at === begin || isBlankAt(buffer, lines, at - 1) ? isHeadAt(buffer, lines, at + 1) && (shape === FROM_LINE || tellingFields(linesFrom(buffer, lines, at + 1)) > 0) : shape === FROM_LINE && isTellingHead(linesFrom(buffer, lines, at + 1))))
    if (isSeparator) {
      yield* cut(buffer, lines, begin, at, kind === 'from')
      begin = at + 1
    } else if (at === begin && kind === 'from') {
      const counted = skipCounted(buffer, lines, begin, isWhole)
      if (counted !== undefined) {
        at = counted
        continue
      }
    }
    at++
  }
  yield* cut(buffer, lines, begin, lines.length, kind === 'from')
}

/** mboxcl: the body is as long as it says, if a separator or the end follows there. */
function skipCounted(buffer: Buffer, lines: Lines, begin: number, isWhole: boolean): number | undefined {
  let length: number | undefined
  for (let at = begin; at < Math.min(lines.length, begin + 500); at++) {
    const line = lines.at(at)
    if (line === undefined) return undefined
    if (!isBlank(buffer, line.start, line.end)) {
      const said = /^content-length:\s*(\d{1,9})\s*$/iu.exec(textOf(buffer, line))?.[1]
      if (said !== undefined) length = Number(said)
      continue
    }
    if (length === undefined) return undefined
    const end = line.next + length
    const found = lineFrom(lines, end)
    // What is counted beyond all that is here is believed as long as more may come.
    if (!isWhole && end > buffer.length - 2000 && length <= LONGEST_MAIL) return lines.length
    if (end >= buffer.length) return end === buffer.length ? lines.length : undefined
    for (let next = found; next < found + 2; next++) {
      const separator = lines.at(next)
      if (separator !== undefined && next > at && BARE_FROM_LINE.test(textOf(buffer, separator)) && isHeadAt(buffer, lines, next + 1)) return next
    }
    return undefined
  }
  return undefined
}

/** The first line that begins at a byte or after it. */
function lineFrom(lines: Lines, byte: number): number {
  let [low, high] = [0, lines.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((lines.at(middle)?.start ?? 0) < byte) low = middle + 1
    else high = middle
  }
  return low
}

function isBlankAt(buffer: Buffer, lines: Lines, at: number): boolean {
  const line = lines.at(at)
  return line === undefined || isBlank(buffer, line.start, line.end)
}

/** Whether a mail can begin at a line: a field stands there, or an empty line (a mail without a head). */
function isHeadAt(buffer: Buffer, lines: Lines, at: number): boolean {
  const line = lines.at(at)
  if (line === undefined) return true
  const text = textOf(buffer, line)
  return FIELD.test(text) || /^>?From /u.test(text) || text.trim() === ''
}

function* splitByFields(buffer: Buffer, lines: Lines, first: number, opening: string): Generator<Piece> {
  const isBegun: Separator = YEAR.test(opening) ? (line, ahead) => YEAR.test(line) && isTellingHead(ahead()) : sameField(opening)
  let begin = YEAR.test(opening) ? first + 1 : first
  for (let at = first + 1; at < lines.length; at++) {
    const [line, before] = [lines.at(at), lines.at(at - 1)]
    if (line === undefined || before === undefined || !isBlank(buffer, before.start, before.end)) continue
    const text = textOf(buffer, line)
    const ahead = (): string[] => linesFrom(buffer, lines, at + 1)
    if (!YEAR.test(text) && !FIELD.test(text)) continue
    if (!isBegun(text, ahead)) continue
    yield* cut(buffer, lines, begin, at, false)
    begin = YEAR.test(opening) ? at + 1 : at
  }
  yield* cut(buffer, lines, begin, lines.length, false)
}

function linesFrom(buffer: Buffer, lines: Lines, at: number): string[] {
  return Array.from({ length: Math.max(0, Math.min(199, lines.length - at)) }, (_, more) => textOf(buffer, lines.at(at + more)))
}

function sameField(opening: string): Separator {
  const name = FIELD.exec(opening)?.[1]?.toLowerCase()
  return (line, ahead) => name !== undefined && FIELD.exec(line)?.[1]?.toLowerCase() === name && isTellingHead([line, ...ahead()])
}

/** Fields up to an empty line, among them a sender and two more that tell. */
function isTellingHead(lines: readonly string[]): boolean {
  return lines.some((line) => /^from:/iu.test(line)) && tellingFields(lines) >= 3
}

/** How many fields that tell stand up to an empty line; none where other lines stand between. */
function tellingFields(lines: readonly string[]): number {
  const names = new Set<string>()
  for (const line of lines) {
    if (line.trim() === '') break
    const name = FIELD.exec(line)?.[1]?.toLowerCase()
    if (name !== undefined && TELLING.has(name)) names.add(name)
    else if (name === undefined && !/^[ \t]/u.test(line)) return 0
  }
  return names.size
}

/** Lines from one to before another as a mail; `>From ` loses the mark that mailboxes put before it. */
function* cut(buffer: Buffer, lines: Lines, from: number, to: number, isQuoted: boolean): Generator<Piece> {
  let [begin, end] = [from, to]
  while (begin < end && isEmptyLine(buffer, lines.at(begin))) begin++
  while (end > begin && isEmptyLine(buffer, lines.at(end - 1))) end--
  const [start, stop] = [lines.at(begin)?.start, lines.at(end - 1)?.next]
  if (start === undefined || stop === undefined || end <= begin) return
  const mail = buffer.subarray(start, stop)
  yield { mail: isQuoted && mail.length <= LONGEST_MAIL ? unquoted(mail) : mail, end: lines.at(to)?.start ?? buffer.length }
}

function isEmptyLine(buffer: Buffer, line: Line | undefined): boolean {
  return line !== undefined && (isBlank(buffer, line.start, line.end) || MMDF.test(textOf(buffer, line)))
}

function unquoted(mail: Buffer): Uint8Array {
  if (!mail.includes('\n>From ') && !mail.includes('\n>>')) return mail
  return Buffer.from(mail.toString('latin1').replace(/^>(>*From )/gmu, '$1'), 'latin1')
}

/** One mail as it stands in a mailbox of the kind mboxrd, by which every line comes back as it was. `date`: as `Thu Nov  7 17:54:55 2013`, UTC. */
export function writeMailboxEntry(mail: Uint8Array, sender: string, date: string): Uint8Array {
  const text = Buffer.from(mail.buffer, mail.byteOffset, mail.byteLength).toString('latin1').replace(/\r\n/gu, '\n').replace(/^(>*From )/gmu, '>$1')
  const from = sender.replaceAll(/[^\x21-\x7e]/gu, '')
  return Buffer.from(`From ${from === '' ? 'MAILER-DAEMON' : from} ${date}\n${text}${text.endsWith('\n') ? '' : '\n'}\n`, 'latin1')
}
