/** Mailboxes in one file: every way in which they were written is read, mboxrd is written. */

/** Longer than any mail that is mailed; what is longer is given up as one, and the reading goes on with the next. */
const LONGEST_MAIL = 60_000_000

const NEWLINE = 10

type Separator = (line: string, before: Before) => boolean

interface Before {
  /** Whether the line before was empty, or there was none. */
  readonly isBlank: boolean
  /** The lines that follow, as far as they are known. */
  readonly ahead: readonly string[]
}

const FROM_LINE = /^From \S.*\d{1,2}:\d\d/u
const BARE_FROM_LINE = /^From \S+(?: .*)?$/u
const MMDF = /^\u0001{4}$/u
const FIELD = /^([\x21-\x39\x3b-\x7e]{1,76}):(?:[ \t].*)?$/u
const YEAR = /^(?:19|20)\d\d$/u
/** A head has at least two of these; what is quoted in a body has them more seldom, and not after the same first field. */
const TELLING = new Set(['from', 'date', 'subject', 'message-id', 'to', 'received', 'return-path'])

/**
 * The mails of a mailbox, in order, each as its bytes without separator. Read are mboxo, mboxrd and mboxcl (lines `From `, quoted by `>` or
 * counted by Content-Length), MMDF, and mailboxes whose mails follow each other after an empty line, with a year or the same first field
 * (`Return-Path:`, `Received:`, …) at their beginning. A file without separators is one mail.
 */
export function* splitMailbox(bytes: Uint8Array): Generator<Uint8Array> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const lines = findLines(buffer)
  const first = lines.findIndex(({ start, end }) => !isBlank(buffer, start, end))
  if (first < 0) return
  const opening = textOf(buffer, lines[first])
  const kind = MMDF.test(opening) ? 'mmdf' : FROM_LINE.test(opening) || BARE_FROM_LINE.test(opening) ? 'from' : 'fields'
  if (kind === 'fields') yield* splitByFields(buffer, lines, first)
  else yield* splitByLines(buffer, lines, first, kind)
}

interface Line {
  readonly start: number
  /** Without the line's end. */
  readonly end: number
  readonly next: number
}

function findLines(buffer: Buffer): Line[] {
  const lines: Line[] = []
  let start = 0
  while (start < buffer.length) {
    const at = buffer.indexOf(NEWLINE, start)
    const next = at < 0 ? buffer.length : at + 1
    const end = at < 0 ? buffer.length : at > start && buffer[at - 1] === 13 ? at - 1 : at
    lines.push({ start, end, next })
    start = next
  }
  return lines
}

/** As Latin-1: only ASCII is looked for, and no byte is lost. */
function textOf(buffer: Buffer, line: Line | undefined): string {
  return line === undefined ? '' : buffer.toString('latin1', line.start, Math.min(line.end, line.start + 1000))
}

function isBlank(buffer: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (buffer[at] !== 32 && buffer[at] !== 9) return false
  return true
}

function* splitByLines(buffer: Buffer, lines: readonly Line[], first: number, kind: 'from' | 'mmdf'): Generator<Uint8Array> {
  // A mailbox whose first line has a time has one in each: then a line of a letter that begins with "From here" is none.
  const shape = FROM_LINE.test(textOf(buffer, lines[first])) ? FROM_LINE : BARE_FROM_LINE
  let [begin, at] = [first + 1, first + 1]
  while (at < lines.length) {
    const line = lines[at]
    if (line === undefined) break
    const before = lines[at - 1]
    const isAfterBlank = at === begin || before === undefined || isBlank(buffer, before.start, before.end)
    const isSeparator = kind === 'mmdf' ? MMDF.test(textOf(buffer, line)) : isAfterBlank && buffer[line.start] === 70 && shape.test(textOf(buffer, line)) && isHeadAt(buffer, lines, at + 1)
    if (isSeparator) {
      yield* cut(buffer, lines, begin, at, kind === 'from')
      begin = at + 1
    } else if (at === begin && kind === 'from') {
      const counted = skipCounted(buffer, lines, begin)
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
function skipCounted(buffer: Buffer, lines: readonly Line[], begin: number): number | undefined {
  let length: number | undefined
  for (let at = begin; at < Math.min(lines.length, begin + 500); at++) {
    const line = lines[at]
    if (line === undefined) return undefined
    if (!isBlank(buffer, line.start, line.end)) {
      const said = /^content-length:\s*(\d{1,9})\s*$/iu.exec(textOf(buffer, line))?.[1]
      if (said !== undefined) length = Number(said)
      continue
    }
    if (length === undefined) return undefined
    const end = line.next + length
    const found = lineFrom(lines, end)
    if (end >= buffer.length) return end === buffer.length ? lines.length : undefined
    for (let next = found; next < found + 2; next++) {
      const separator = lines[next]
      if (separator !== undefined && next > at && BARE_FROM_LINE.test(textOf(buffer, separator)) && isHeadAt(buffer, lines, next + 1)) return next
    }
    return undefined
  }
  return undefined
}

/** The first line that begins at a byte or after it. */
function lineFrom(lines: readonly Line[], byte: number): number {
  let [low, high] = [0, lines.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((lines[middle]?.start ?? 0) < byte) low = middle + 1
    else high = middle
  }
  return low
}

/** Whether a mail can begin at a line: a field stands there, or an empty line (a mail without a head). */
function isHeadAt(buffer: Buffer, lines: readonly Line[], at: number): boolean {
  const line = lines[at]
  if (line === undefined) return true
  const text = textOf(buffer, line)
  return FIELD.test(text) || /^>?From /u.test(text) || text.trim() === ''
}

function* splitByFields(buffer: Buffer, lines: readonly Line[], first: number): Generator<Uint8Array> {
  const opening = textOf(buffer, lines[first])
  const isBegun: Separator = YEAR.test(opening) ? (line, { ahead }) => YEAR.test(line) && isTellingHead(ahead) : sameField(opening)
  let begin = YEAR.test(opening) ? first + 1 : first
  for (let at = first + 1; at < lines.length; at++) {
    const [line, before] = [lines[at], lines[at - 1]]
    if (line === undefined || before === undefined || !isBlank(buffer, before.start, before.end)) continue
    const text = textOf(buffer, line)
    const ahead = (): string[] => lines.slice(at + 1, at + 200).map((each) => textOf(buffer, each))
    if (!YEAR.test(text) && !FIELD.test(text)) continue
    if (!isBegun(text, { isBlank: true, ahead: ahead() })) continue
    yield* cut(buffer, lines, begin, at, false)
    begin = YEAR.test(opening) ? at + 1 : at
  }
  yield* cut(buffer, lines, begin, lines.length, false)
}

function sameField(opening: string): Separator {
  const name = FIELD.exec(opening)?.[1]?.toLowerCase()
  return (line, { ahead }) => name !== undefined && FIELD.exec(line)?.[1]?.toLowerCase() === name && isTellingHead([line, ...ahead])
}

/** Fields up to an empty line, among them a sender and two more that tell. */
function isTellingHead(lines: readonly string[]): boolean {
  const names = new Set<string>()
  for (const line of lines) {
    if (line.trim() === '') break
    const name = FIELD.exec(line)?.[1]?.toLowerCase()
    if (name !== undefined) names.add(name)
    else if (!/^[ \t]/u.test(line)) return false
  }
  return names.has('from') && [...names].filter((name) => TELLING.has(name)).length >= 3
}

/** Lines from one to before another as a mail; `>From ` loses the mark that mailboxes put before it. */
function* cut(buffer: Buffer, lines: readonly Line[], from: number, to: number, isQuoted: boolean): Generator<Uint8Array> {
  let [begin, end] = [from, to]
  while (begin < end && isEmptyLine(buffer, lines[begin])) begin++
  while (end > begin && isEmptyLine(buffer, lines[end - 1])) end--
  const [start, stop] = [lines[begin]?.start, lines[end - 1]?.next]
  if (start === undefined || stop === undefined || end <= begin || stop - start > LONGEST_MAIL) return
  const mail = buffer.subarray(start, stop)
  yield isQuoted ? unquoted(mail) : mail
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
