/** The lines of iCalendar (RFC 5545, section 3.1), written and read. */

/** One property: its name in capitals, its parameters by name in capitals, its value as it stands. */
export interface Line {
  readonly name: string
  readonly parameters: ReadonlyMap<string, readonly string[]>
  readonly value: string
}

/** A component with what stands in it. */
export interface Component {
  readonly name: string
  readonly lines: readonly Line[]
  readonly components: readonly Component[]
}

const FOLD = 75

/** One line, folded so that no part is longer than 75 octets of UTF-8 and no letter is cut in two; ends with CRLF. */
export function foldLine(line: string): string {
  const parts: string[] = []
  let [part, octets, room] = ['', 0, FOLD]
  for (const letter of line) {
    const length = octetsOf(letter)
    if (octets + length > room) {
      parts.push(part)
      // The space that begins a continued line is one of its octets.
      part = ''
      octets = 0
      room = FOLD - 1
    }
    part += letter
    octets += length
  }
  return `${[...parts, part].join('\r\n ')}\r\n`
}

function octetsOf(letter: string): number {
  const point = letter.codePointAt(0) ?? 0
  return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4
}

/** A text as a value: backslash, semicolon, comma and line ends escaped; without what controls anything. */
export function escapeValue(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?/gu, '\n')
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/gu, '')
    .replace(/[\\;,]/gu, (sign) => `\\${sign}`)
    .replaceAll('\n', '\\n')
}

/** A text as the value of a parameter, quoted; what quotes cannot hold is written as RFC 6868 has it. */
export function quoteParameter(text: string): string {
  const written = text.toWellFormed().replaceAll('^', '^^').replace(/\r\n?|\n/gu, '^n').replaceAll('"', '^\'').replace(/[\u0000-\u001f\u007f]/gu, '')
  return `"${written}"`
}

/** The text of an escaped value. */
export function unescapeValue(value: string): string {
  return value.replace(/\\(.)/gsu, (_, sign: string) => (sign === 'n' || sign === 'N' ? '\n' : sign))
}

export type LinesProblem = 'no-calendar' | 'not-closed' | 'too-many-lines'

/** Lines of a file at most: a calendar of ten thousand entries. */
const LINES = 400_000

/**
 * The calendars of a file. Lines end by CRLF or LF, empty ones and a byte order mark are passed over, and what is no property is too:
 * calendars in the wild have all of these. Refuses a file without a calendar, and one that ends within something.
 */
export function readComponents(text: string): { readonly calendars: readonly Component[] } | { readonly problem: LinesProblem } {
  const calendars: Component[] = []
  const open: { name: string; lines: Line[]; components: Component[] }[] = []
  const unfolded = text.replace(/^\ufeff/u, '').replace(/\r\n?/gu, '\n').replace(/\n[ \t]/gu, '').split('\n')
  if (unfolded.length > LINES) return { problem: 'too-many-lines' }
  for (const written of unfolded) {
    const line = readLine(written)
    if (line === undefined) continue
    if (line.name === 'BEGIN') {
      open.push({ name: line.value.trim().toUpperCase(), lines: [], components: [] })
    } else if (line.name === 'END') {
      const closed = open.pop()
      if (closed === undefined || closed.name !== line.value.trim().toUpperCase()) return { problem: 'not-closed' }
      const parent = open.at(-1)
      if (parent !== undefined) parent.components.push(closed)
      else if (closed.name === 'VCALENDAR') calendars.push(closed)
    } else open.at(-1)?.lines.push(line)
  }
  if (open.length > 0) return { problem: 'not-closed' }
  return calendars.length === 0 ? { problem: 'no-calendar' } : { calendars }
}

const NAME = /^(?:[\w-]+\.)?([\w-]+)/u
const PARAMETER = /^;([\w-]+)=((?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)/u

/** One property; undefined for what is none. */
export function readLine(written: string): Line | undefined {
  const name = NAME.exec(written)
  if (name === null) return undefined
  const parameters = new Map<string, string[]>()
  let rest = written.slice(name[0].length)
  for (let match = PARAMETER.exec(rest); match !== null; match = PARAMETER.exec(rest)) {
    const values = (match[2] ?? '').match(/"[^"]*"|[^,]+/gu) ?? ['']
    parameters.set((match[1] ?? '').toUpperCase(), values.map((value) => readParameter(value)))
    rest = rest.slice(match[0].length)
  }
  return rest.startsWith(':') ? { name: (name[1] ?? '').toUpperCase(), parameters, value: rest.slice(1) } : undefined
}

function readParameter(value: string): string {
  const bare = value.startsWith('"') ? value.slice(1, -1) : value
  return bare.replace(/\^(['n^])/gu, (_, sign: string) => (sign === 'n' ? '\n' : sign === '^' ? '^' : '"'))
}

/** The first property of a name. */
export function lineOf(component: Component, name: string): Line | undefined {
  return component.lines.find((line) => line.name === name)
}

/** The text of the first property of a name, trimmed; undefined where there is none or it is empty. */
export function textOf(component: Component, name: string): string | undefined {
  const text = unescapeValue(lineOf(component, name)?.value ?? '').trim()
  return text === '' ? undefined : text
}
