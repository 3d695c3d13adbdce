/** What signs a mail, or hides it, around its words: S/MIME in one part, PGP in the text itself, and mails that nobody but their reader can open. */

export function isOpaque(type: string): boolean {
  return /^application\/(?:x-)?pkcs7-mime$/u.test(type)
}

/** 1.2.840.113549.1.7.2 (signed data) and .1 (data), as they are written. */
const SIGNED_DATA = Buffer.from('2a864886f70d010702', 'hex')
const DATA = Buffer.from('2a864886f70d010701', 'hex')
const DEEPEST = 16
const MOST_PIECES = 100_000

/** One value of ASN.1: its tag, and where its content begins and ends. */
interface Value {
  readonly tag: number
  readonly start: number
  readonly end: number
  /** Where the next one begins. */
  readonly next: number
}

/** Reads a value (BER: a length may be left open, to end with two zero bytes); undefined where there is none. */
function valueAt(bytes: Uint8Array, at: number, limit: number, depth = 0): Value | undefined {
  const [tag, first] = [bytes[at], bytes[at + 1]]
  if (tag === undefined || first === undefined || at + 2 > limit || depth > DEEPEST) return undefined
  if (first === 0x80) {
    let place = at + 2
    while (bytes[place] !== 0 || bytes[place + 1] !== 0) {
      const within = valueAt(bytes, place, limit, depth + 1)
      if (within === undefined) return undefined
      place = within.next
    }
    return { tag, start: at + 2, end: place, next: place + 2 }
  }
  const octets = first < 0x80 ? 0 : first & 0x7f
  if (octets > 4) return undefined
  let length = first < 0x80 ? first : 0
  for (let place = 0; place < octets; place++) length = length * 256 + (bytes[at + 2 + place] ?? 0)
  const start = at + 2 + octets
  return start + length > limit ? undefined : { tag, start, end: start + length, next: start + length }
}

function valuesIn(bytes: Uint8Array, within: Value): Value[] {
  const values: Value[] = []
  for (let at = within.start; at < within.end && values.length < MOST_PIECES; ) {
    const value = valueAt(bytes, at, within.end)
    if (value === undefined) break
    values.push(value)
    at = value.next
  }
  return values
}

function equals(bytes: Uint8Array, value: Value | undefined, expected: Uint8Array): boolean {
  return value?.tag === 0x06 && Buffer.compare(bytes.subarray(value.start, value.end), expected) === 0
}

/** The mail that is signed (RFC 5652, `SignedData` with its content); whose signature it is is not looked at, for nothing is allowed by it. Undefined for what is encrypted or broken. */
export function readSignedContent(bytes: Uint8Array): Uint8Array | undefined {
  const whole = valueAt(bytes, 0, bytes.byteLength)
  const [kind, wrapped] = whole === undefined ? [] : valuesIn(bytes, whole)
  if (wrapped === undefined || !equals(bytes, kind, SIGNED_DATA)) return undefined
  const [signed] = valuesIn(bytes, wrapped)
  const info = signed === undefined ? undefined : valuesIn(bytes, signed).find(({ tag, start, end }) => tag === 0x30 && equals(bytes, valueAt(bytes, start, end), DATA))
  const [, content] = info === undefined ? [] : valuesIn(bytes, info)
  const [octets] = content === undefined ? [] : valuesIn(bytes, content)
  return octets === undefined ? undefined : Buffer.concat(piecesOf(bytes, octets, 0))
}

/** An octet string may be written in pieces. */
function piecesOf(bytes: Uint8Array, value: Value, depth: number): Uint8Array[] {
  if (value.tag === 0x04) return [bytes.subarray(value.start, value.end)]
  return value.tag === 0x24 && depth < DEEPEST ? valuesIn(bytes, value).flatMap((each) => piecesOf(bytes, each, depth + 1)) : []
}

/** The words of a text that is signed by PGP around it (RFC 4880, 7), without its armour. */
export function withoutArmour(text: string): string {
  const armoured = /^-----BEGIN PGP SIGNED MESSAGE-----\n(?:[A-Za-z]+: .*\n)*\n/mu.exec(text)
  if (armoured === null) return text
  const start = armoured.index + armoured[0].length
  const end = text.indexOf('\n-----BEGIN PGP SIGNATURE-----', start)
  const after = end < 0 ? -1 : text.indexOf('\n-----END PGP SIGNATURE-----', end)
  if (end < 0 || after < 0) return text
  return `${text.slice(0, armoured.index)}${text.slice(start, end).replaceAll(/^- /gmu, '')}${text.slice(after + '\n-----END PGP SIGNATURE-----'.length)}`
}

/** What is looked at of a mail. */
interface Looked {
  readonly headers: readonly { readonly key: string; readonly value: string }[]
  readonly text: string | null
  readonly attachments: readonly { readonly type: string }[]
}

/** Whether the words of a mail are encrypted, for somebody who is not here. */
export function isEncrypted({ headers, text, attachments }: Looked): boolean {
  const type = headers.find(({ key }) => key === 'content-type')?.value.trim().toLowerCase() ?? ''
  return type.startsWith('multipart/encrypted') || attachments.some((each) => isOpaque(each.type) || each.type === 'application/pgp-encrypted') || text?.trimStart().startsWith('-----BEGIN PGP MESSAGE-----') === true
}
