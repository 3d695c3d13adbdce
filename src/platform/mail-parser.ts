import PostalMime, { type Email, type PostalMimeOptions } from 'postal-mime'

/** Bytes of lines that are handed on together. */
const RUN = 64 * 1024
/** Parts of one mail: no program makes so many, and each costs its time. */
const MOST_PARTS = 3000
/** Lines of one mail: the largest that is taken has a fifth fewer, if they are of the usual length. */
const MOST_LINES = 1_000_000
/** Lines that begin as a boundary and may be none. */
const MOST_MARKS = 30_000
const [CR, LF, DASH] = [13, 10, 45]

/** What of the parser's own state its lines depend on. */
interface Parser {
  readonly av: Uint8Array
  readPos: number
  readonly boundaries: readonly { readonly value: Uint8Array }[]
  readonly currentNode: { readonly state: string; readonly contentTransferEncoding: { readonly encoding: string } }
}

/**
 * Parses a mail. The library takes a body that is not encoded line by line, and its time and memory grow with their number: a megabyte of
 * empty lines took half a minute and gigabytes. So lines of such a body, of which none can be a boundary, come together here, ended as it
 * would have ended them. Throws, as the library does, for what is nested or long beyond the bounds, or in too many parts or lines.
 */
export async function parseMail(raw: Uint8Array, options: PostalMimeOptions): Promise<Email> {
  let lines = 0
  for (let at = raw.indexOf(LF); at >= 0; at = raw.indexOf(LF, at + 1)) if (++lines > MOST_LINES) throw new Error('A mail of too many lines')
  const library = new PostalMime(options)
  const parser = library as unknown as Parser
  let [parts, marks, node] = [0, 0, parser.currentNode]
  const run = new Uint8Array(RUN)
  const readLine = (): { bytes: Uint8Array; done: boolean } => {
    if (parser.currentNode !== node) {
      node = parser.currentNode
      if (++parts > MOST_PARTS) throw new Error('A mail of too many parts')
    }
    const isPlain = node.state === 'body' && !/base64|quoted-printable/iu.test(node.contentTransferEncoding.encoding)
    const isMark = mayBeBoundary(parser)
    if (isMark && ++marks > MOST_MARKS) throw new Error('A mail of too many boundaries')
    const bytes = isPlain && !isMark ? readRun(parser, run) : readOne(parser)
    return { bytes, done: parser.readPos >= parser.av.length }
  }
  Object.assign(library, { readLine })
  return library.parse(raw)
}

function readOne(parser: Parser): Uint8Array {
  const start = parser.readPos
  const at = parser.av.indexOf(LF, start)
  parser.readPos = at < 0 ? parser.av.length : at + 1
  return parser.av.subarray(start, lineEnd(parser.av, start, at < 0 ? parser.av.length : at))
}

/** Where a line ends, without the carriage returns before its end. */
function lineEnd(bytes: Uint8Array, start: number, end: number): number {
  let last = end
  while (last > start && bytes[last - 1] === CR) last--
  return last
}

/** Lines up to one that may be a boundary. */
function readRun(parser: Parser, run: Uint8Array): Uint8Array {
  let length = 0
  while (parser.readPos < parser.av.length && (length === 0 || !mayBeBoundary(parser))) {
    const back = parser.readPos
    const line = readOne(parser)
    if (length + line.length + 1 > RUN) {
      if (length === 0) return line
      parser.readPos = back
      break
    }
    run.set(line, length)
    length += line.length
    run[length++] = LF
  }
  // The last line's end is put there by the library.
  return run.slice(0, Math.max(0, length - 1))
}

function mayBeBoundary({ av, readPos, boundaries }: Parser): boolean {
  return av[readPos] === DASH && av[readPos + 1] === DASH && boundaries.some(({ value }) => value.every((byte, at) => av[readPos + 2 + at] === byte))
}
