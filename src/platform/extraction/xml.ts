/**
 * A small XML reader that follows nothing: no entity but the five and numbered ones, no document type, no address. Elements are told
 * to whoever listens; namespaces are known by the prefixes that the formats use.
 */
import { Refused } from './refused.ts'

export interface XmlListener {
  readonly open: (name: string, attributes: ReadonlyMap<string, string>) => void
  readonly close: (name: string) => void
  readonly text: (text: string) => void
}

const MOST_DEPTH = 500
const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** Refuses `broken` where elements do not close as they opened, where they nest too deep, and where a document type is declared. */
export function readXml(bytes: Uint8Array, listener: XmlListener): void {
  const text = decodeXml(bytes)
  const names: string[] = []
  let at = 0
  while (at < text.length) {
    const next = text.indexOf('<', at)
    if (names.length > 0 && next !== at) listener.text(decodeEntities(text.slice(at, next < 0 ? text.length : next)))
    if (next < 0) break
    at = readMarkup(text, next, names, listener)
  }
  if (names.length > 0) throw new Refused('broken')
}

/** The attribute of a name; of a prefixed one with its prefix. */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&(#x[0-9a-f]{1,6}|#[0-9]{1,7}|[a-z]+);/giu, (whole, name: string) => {
    if (!name.startsWith('#')) return NAMED[name] ?? whole
    const code = name[1] === 'x' || name[1] === 'X' ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
    return isCharacter(code) ? String.fromCodePoint(code) : ''
  })
}

function isCharacter(code: number): boolean {
  return code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) && (code >= 0x20 || code === 9 || code === 10 || code === 13)
}

function decodeXml(bytes: Uint8Array): string {
  const label = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8'
  return new TextDecoder(label).decode(bytes)
}

/** Reads what begins with `<` at a place; answers the place after it. */
function readMarkup(text: string, at: number, names: string[], listener: XmlListener): number {
  if (text.startsWith('<!--', at)) return after(text, '-->', at)
  if (text.startsWith('<![CDATA[', at)) {
    const end = after(text, ']]>', at)
    listener.text(text.slice(at + 9, end - 3))
    return end
  }
  if (text.startsWith('<?', at)) return after(text, '?>', at)
  if (text.startsWith('<!', at)) throw new Refused('broken')
  const end = endOfTag(text, at)
  if (text[at + 1] === '/') {
    const name = text.slice(at + 2, end - 1).trim()
    if (names.pop() !== name) throw new Refused('broken')
    listener.close(name)
    return end
  }
  const isEmpty = text[end - 2] === '/'
  const [, name = '', rest = ''] = /^([^\s/]+)([^]*)$/u.exec(text.slice(at + 1, isEmpty ? end - 2 : end - 1)) ?? []
  listener.open(name, readAttributes(rest))
  if (isEmpty) listener.close(name)
  else names.push(name)
  if (names.length > MOST_DEPTH) throw new Refused('broken')
  return end
}

function after(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from)
  if (found < 0) throw new Refused('broken')
  return found + mark.length
}

/** The end of a tag: a `>` in an attribute's value is none. */
function endOfTag(text: string, at: number): number {
  for (let place = at + 1; place < text.length; place++) {
    const unit = text[place]
    if (unit === '>') return place + 1
    if (unit === '"' || unit === "'") {
      place = text.indexOf(unit, place + 1)
      if (place < 0) break
    }
  }
  throw new Refused('broken')
}

function readAttributes(text: string): Map<string, string> {
  const attributes = new Map<string, string>()
  for (const [, name = '', double, single] of text.matchAll(/([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/gu)) attributes.set(name, decodeEntities(double ?? single ?? ''))
  return attributes
}

/** Dublin Core, as all office formats have it. */
export function readCore(bytes: Uint8Array | undefined): { title: string | null; author: string | null } {
  const found = new Map<string, string>()
  let name = ''
  if (bytes !== undefined) {
    readXml(bytes, {
      open: (opened) => void (name = opened),
      close: () => void (name = ''),
      text: (text) => void found.set(name, (found.get(name) ?? '') + text),
    })
  }
  const value = (key: string): string | null => found.get(key)?.replace(/\s+/gu, ' ').trim() ?? null
  return { title: value('dc:title'), author: value('dc:creator') ?? value('meta:initial-creator') }
}
