import { told, ToldProblem } from '../shared/told.ts'

/** Reads XML as it comes, in parts: just what the parts of a spreadsheet are made of. Document types, and what they declare, are refused. */

export interface XmlReaders {
  /** `attributes` as they are written; see `attributeOf`. */
  readonly open: (name: string, attributes: string) => void
  readonly close: (name: string) => void
  readonly text: (text: string) => void
}

/** Characters of one tag or of one piece of text that are waited for. */
const LIMIT = 4 * 1024 * 1024

/** Feeds text; call `write` with each part in order. Names come without their prefix. */
export function createXmlScanner(readers: XmlReaders): { write(part: string): void } {
  let rest = ''
  const tag = (inner: string): void => {
    const first = inner.charCodeAt(0)
    if (first === QUESTION) return
    if (first === SLASH) {
      readers.close(localName(inner.slice(1).trim()))
      return
    }
    const isEmpty = inner.endsWith('/')
    const body = isEmpty ? inner.slice(0, -1) : inner
    const space = body.search(/\s/u)
    const name = localName(space < 0 ? body : body.slice(0, space))
    readers.open(name, space < 0 ? '' : body.slice(space))
    if (isEmpty) readers.close(name)
  }
  return {
    write(part) {
      const text = rest + part
      let at = 0
      while (at < text.length) {
        const start = text.indexOf('<', at)
        const end = start < 0 ? -1 : endOfTag(text, start)
        if (start !== at && (start >= 0 || text.length - at > LIMIT)) readers.text(decodeEntities(text.slice(at, start < 0 ? undefined : start)))
        if (start < 0 || end < 0) {
          at = start < 0 ? at : start
          break
        }
        if (text.startsWith('<![CDATA[', start)) readers.text(text.slice(start + 9, end - 2))
        else if (!text.startsWith('<!--', start)) tag(text.slice(start + 1, end))
        at = end + 1
      }
      rest = text.slice(at)
      if (rest.length > LIMIT) throw new ToldProblem(told('xml-too-long'))
    },
  }
}

const QUESTION = 63
const SLASH = 47

/** Where what begins at `start` ends; -1 while that has not come yet. */
function endOfTag(text: string, start: number): number {
  if (text.charCodeAt(start + 1) !== 33) return text.indexOf('>', start)
  if (text.startsWith('<!--', start)) return after(text.indexOf('-->', start + 4), 2)
  if (text.startsWith('<![CDATA[', start)) return after(text.indexOf(']]>', start), 2)
  if (text.length - start < 9) return -1
  throw new ToldProblem(told('xml-doctype'))
}

function after(found: number, length: number): number {
  return found < 0 ? -1 : found + length
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

/** The value of an attribute, by its name without prefix; undefined where it is not there. */
export function attributeOf(attributes: string, name: string): string | undefined {
  for (let at = attributes.indexOf(name); at >= 0; at = attributes.indexOf(name, at + 1)) {
    const before = attributes.charCodeAt(at - 1)
    if (before !== 32 && before !== 58 && before !== 10 && before !== 9 && before !== 13) continue
    const match = /^\s*=\s*(?:"([^"]*)"|'([^']*)')/u.exec(attributes.slice(at + name.length))
    if (match !== null) return decodeEntities(match[1] ?? match[2] ?? '')
  }
  return undefined
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function decodeEntities(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]+));/giu, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return NAMED[name] ?? whole
    const point = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal)
    return point <= 0x10ffff ? String.fromCodePoint(point) : '\ufffd'
  })
}
