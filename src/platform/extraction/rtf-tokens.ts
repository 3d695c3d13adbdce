/** The words of Rich Text Format. */
export interface Word {
  readonly kind: 'word'
  readonly word: string
  readonly value: number | undefined
  /** \* stood before it: unknown to old readers. */
  readonly isMarked: boolean
}
export type Token = { readonly kind: 'open' } | { readonly kind: 'close' } | { readonly kind: 'byte'; readonly byte: number } | Word

const [BACKSLASH, OPEN, CLOSE, STAR, QUOTE] = [0x5c, 0x7b, 0x7d, 0x2a, 0x27]
const NOTHING: Word = { kind: 'word', word: '', value: undefined, isMarked: false }

/** The token that begins at a place, and the place after it. */
export function nextToken(bytes: Buffer, at: number): { readonly token: Token; readonly next: number } {
  const byte = bytes[at] ?? 0
  if (byte === OPEN) return { token: { kind: 'open' }, next: at + 1 }
  if (byte === CLOSE) return { token: { kind: 'close' }, next: at + 1 }
  if (byte === 13 || byte === 10 || byte === 0) return { token: NOTHING, next: at + 1 }
  return byte === BACKSLASH ? readControl(bytes, at + 1) : { token: { kind: 'byte', byte }, next: at + 1 }
}

function readControl(bytes: Buffer, at: number, isMarked = false): { token: Token; next: number } {
  const byte = bytes[at] ?? 0
  if (byte === QUOTE) {
    const value = Number.parseInt(bytes.toString('latin1', at + 1, at + 3), 16)
    return Number.isNaN(value) ? { token: NOTHING, next: at + 1 } : { token: { kind: 'byte', byte: value }, next: at + 3 }
  }
  if (byte === STAR) {
    const next = bytes.indexOf(BACKSLASH, at)
    return next < 0 || next > at + 3 ? { token: NOTHING, next: at + 1 } : readControl(bytes, next + 1, true)
  }
  if (byte === BACKSLASH || byte === OPEN || byte === CLOSE) return { token: { kind: 'byte', byte }, next: at + 1 }
  if (!isLetter(byte)) return { token: byte === 13 || byte === 10 ? { ...NOTHING, word: 'par' } : { ...NOTHING, word: String.fromCharCode(byte) }, next: at + 1 }
  let end = at
  while (end < at + 32 && isLetter(bytes[end] ?? 0)) end++
  const word = bytes.toString('latin1', at, end)
  const digits = /^-?[0-9]{1,10}/u.exec(bytes.toString('latin1', end, end + 11))?.[0]
  let next = end + (digits?.length ?? 0)
  if (bytes[next] === 0x20) next += 1
  const value = digits === undefined ? undefined : Number(digits)
  // What follows is that many raw bytes: a picture, never text.
  if (word === 'bin' && value !== undefined && value > 0) next += value
  return { token: { kind: 'word', word, value, isMarked }, next }
}

function isLetter(byte: number): boolean {
  return (byte >= 97 && byte <= 122) || (byte >= 65 && byte <= 90)
}
