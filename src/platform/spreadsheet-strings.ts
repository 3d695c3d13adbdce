import { told, ToldProblem } from '../shared/told.ts'
import { createXmlScanner } from './xml-scanner.ts'

/** The words of a workbook, which its cells name by number: kept as bytes, for there may be millions. */
export interface SharedStrings {
  at(place: number): string | undefined
}

/** Bytes of all of them together. */
const LIMIT = 256 * 1024 * 1024
const PART = 4 * 1024 * 1024

/** Reads `sharedStrings.xml`. Of what is written in several styles the parts are joined; readings of characters are left out. */
export async function readSharedStrings(chunks: AsyncIterable<string>): Promise<SharedStrings> {
  const store = createStore()
  let [text, isText, readings] = ['', false, 0]
  const scanner = createXmlScanner({
    open: (name) => {
      if (name === 'si') text = ''
      else if (name === 'rPh') readings++
      else if (name === 't') isText = readings === 0
    },
    text: (part) => {
      if (isText) text += part
    },
    close: (name) => {
      if (name === 't') isText = false
      else if (name === 'rPh') readings--
      else if (name === 'si') store.add(unescapeCell(text))
    },
  })
  for await (const chunk of chunks) scanner.write(chunk)
  return store
}

function createStore(): SharedStrings & { add(text: string): void } {
  const parts: Buffer[] = []
  let part = Buffer.alloc(0)
  let [used, total, count] = [0, 0, 0]
  let places = new Float64Array(1024)
  let lengths = new Uint32Array(1024)
  return {
    add(text) {
      const length = Buffer.byteLength(text)
      total += length
      if (total > LIMIT) throw new ToldProblem(told('too-many-words'))
      if (used + length > part.length) {
        part = Buffer.allocUnsafeSlow(Math.max(PART, length))
        parts.push(part)
        used = 0
      }
      if (count === places.length) {
        places = grow(places, new Float64Array(count * 2))
        lengths = grow(lengths, new Uint32Array(count * 2))
      }
      part.write(text, used)
      places[count] = (parts.length - 1) * 2 ** 32 + used
      lengths[count] = length
      used += length
      count++
    },
    at(place) {
      const start = place < count ? places[place] : undefined
      if (start === undefined) return undefined
      const from = start % 2 ** 32
      return parts[Math.floor(start / 2 ** 32)]?.toString('utf8', from, from + (lengths[place] ?? 0))
    },
  }
}

function grow<T extends { set(values: T): void }>(from: T, to: T): T {
  to.set(from)
  return to
}

/** `_x000D_` stands for a character that XML cannot hold. */
export function unescapeCell(text: string): string {
  return text.includes('_x') ? text.replace(/_x([0-9A-F]{4})_/giu, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))) : text
}
