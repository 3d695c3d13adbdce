/**
 * The parts of a mail, read without trust and in bounded time: what reports of failures are written in is often broken MIME, which a
 * strict reader refuses or hides. A returned mail (message/rfc822) is one part and is not looked into as if it were the report.
 */

/** Bytes that are looked at: reports say what they have to say at their beginning; the returned mail at their end may be any size. */
const READ_BYTES = 512 * 1024
const MOST_PARTS = 40
const DEEPEST = 6
const MOST_HEADERS = 500
const LONGEST_LINE = 4_000

export interface Header {
  /** In lower case. */
  readonly name: string
  readonly value: string
}

export interface Part {
  /** In lower case, e.g. `text/plain`; what has none is that. */
  readonly type: string
  readonly headers: readonly Header[]
  /** Decoded; line ends as \n; no line is longer than 4,000 characters. */
  readonly text: string
}

export interface Message {
  readonly headers: readonly Header[]
  readonly parts: readonly Part[]
}

/** Reads the beginning of a mail. Never throws: what is no mail is one part of text. */
export function readMessage(raw: Uint8Array): Message {
  // Latin-1 keeps every byte, so that each part can be decoded by its own rules.
  const all = Buffer.from(raw.buffer, raw.byteOffset, Math.min(raw.byteLength, READ_BYTES)).toString('latin1').replaceAll('\r\n', '\n').replaceAll('\r', '\n')
  const text = all.replace(/^(?:>?From [^\n]*\n)/u, '')
  const { headers, body } = splitHeaders(text)
  const parts: Part[] = []
  collect(headers, body, parts, 0)
  return { headers, parts }
}

/** The first header of a name, unfolded. */
export function headerOf(headers: readonly Header[], name: string): string | undefined {
  return headers.find((header) => header.name === name)?.value
}

/** The headers at the beginning of a text, and what follows the first empty line. */
export function splitHeaders(text: string): { headers: Header[]; body: string } {
  const headers: { name: string; value: string }[] = []
  let at = 0
  while (at < text.length && headers.length < MOST_HEADERS) {
    const end = text.indexOf('\n', at)
    const line = text.slice(at, end < 0 ? text.length : end)
    if (line.trim() === '') break
    const field = /^([!-9;-~]{1,80}?)[ \t]*:(.*)$/u.exec(line.slice(0, LONGEST_LINE))
    const last = headers.at(-1)
    if (/^[ \t]/u.test(line) && last !== undefined) last.value = `${last.value} ${line.trim()}`.slice(0, LONGEST_LINE)
    else if (field === null) break
    else headers.push({ name: (field[1] ?? '').toLowerCase(), value: (field[2] ?? '').trim() })
    at = end < 0 ? text.length : end + 1
  }
  return { headers, body: text.slice(text[at] === '\n' ? at + 1 : at) }
}

/** A parameter of a header such as Content-Type, without its quotes. */
export function parameterOf(value: string, name: string): string | undefined {
  const found = new RegExp(`;\\s*${name}\\s*=\\s*(?:"([^"]{1,200})"|([^\\s;]{1,200}))`, 'iu').exec(value)
  return found?.[1] ?? found?.[2]
}

function collect(headers: readonly Header[], body: string, parts: Part[], depth: number): void {
  if (parts.length >= MOST_PARTS) return
  const contentType = headerOf(headers, 'content-type') ?? 'text/plain'
  const type = (/^\s*([\w.+/-]+)/u.exec(contentType)?.[1] ?? 'text/plain').toLowerCase()
  if (type.startsWith('multipart/') && depth < DEEPEST) {
    const boundary = parameterOf(contentType, 'boundary') ?? /^--(\S{3,200})\n(?=[Cc]ontent-)/mu.exec(body.slice(0, 20_000))?.[1]
    const inner = boundary === undefined ? [] : splitMultipart(body, boundary)
    if (inner.length > 0) {
      for (const one of inner) {
        const split = splitPart(one)
        collect(split.headers, split.body, parts, depth + 1)
      }
      return
    }
  }
  parts.push({ type: type.startsWith('multipart/') ? 'text/plain' : type, headers, text: shortenLines(decodeBody(body, headers, contentType)) })
}

/** A part may begin with its text at once: then what looks like a header is one only if it is of MIME. */
function splitPart(text: string): { headers: Header[]; body: string } {
  const split = splitHeaders(text)
  return split.headers.some(({ name }) => name.startsWith('content-')) ? split : { headers: [], body: text.replace(/^\n/u, '') }
}

/** What stands between the lines of a boundary; its last part also where the end is missing. */
function splitMultipart(body: string, boundary: string): string[] {
  const mark = `--${boundary}`
  const found: string[] = []
  let start: number | undefined
  let at = body.startsWith(mark) ? 0 : body.indexOf(`\n${mark}`)
  while (at >= 0 && found.length < MOST_PARTS) {
    const line = body[at] === '\n' ? at + 1 : at
    const lineEnd = body.indexOf('\n', line)
    const rest = body.slice(line + mark.length, lineEnd < 0 ? body.length : lineEnd).trim()
    if (rest === '' || rest === '--') {
      if (start !== undefined) found.push(body.slice(start, at))
      start = rest === '--' || lineEnd < 0 ? undefined : lineEnd + 1
      if (start === undefined) return found
    }
    at = body.indexOf(`\n${mark}`, line + 1)
  }
  if (start !== undefined) found.push(body.slice(start))
  return found
}

function decodeBody(body: string, headers: readonly Header[], contentType: string): string {
  const encoding = (headerOf(headers, 'content-transfer-encoding') ?? '').trim().toLowerCase()
  const bytes = encoding === 'base64' ? Buffer.from(body, 'base64') : Buffer.from(encoding === 'quoted-printable' ? decodeQuotedPrintable(body) : body, 'latin1')
  return decodeBytes(bytes, parameterOf(contentType, 'charset'))
}

function decodeQuotedPrintable(text: string): string {
  return text.replaceAll(/[ \t]*=[ \t]*\n/gu, '').replaceAll(/=([0-9A-Fa-f]{2})/gu, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

function decodeBytes(bytes: Uint8Array, charset: string | undefined): string {
  for (const label of [charset, 'utf-8', 'windows-1252']) {
    if (label === undefined || /^us-ascii$/iu.test(label)) continue
    try {
      return new TextDecoder(label, { fatal: label !== 'windows-1252' }).decode(bytes).replaceAll('\r\n', '\n')
    } catch {
      // Not of this character set, or one that nobody knows: the next.
    }
  }
  return Buffer.from(bytes).toString('latin1')
}

function shortenLines(text: string): string {
  return text.split('\n').map((line) => (line.length > LONGEST_LINE ? line.slice(0, LONGEST_LINE) : line)).join('\n')
}
