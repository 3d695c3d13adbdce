import { createHmac, timingSafeEqual } from 'node:crypto'
import { isId, type Id } from '../shared/ids.ts'

/** What a token in a mail address allows. One made for one purpose is worth nothing for another. */
export type MailPurpose = 'reply' | 'bounce' | 'confirm' | 'leave' | 'moderate'

/** Characters of base32 (RFC 4648) in lower case: they survive programs that write addresses in capitals. */
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567'
const SHAPE = /^[a-z2-7]{52}$/u

/**
 * A token for one thing and one purpose: 52 characters of base32, 26 for the id and 26 for 128 bits of HMAC-SHA256(secret, purpose and id).
 * Like secret links it is derived, and stored nowhere.
 */
export function makeMailToken(secret: string, purpose: MailPurpose, id: Id): string {
  if (!isId(id)) throw new Error('Only an id can be made a token of')
  return encode(Buffer.from(id.replaceAll('-', ''), 'hex')) + encode(proof(secret, purpose, id))
}

/** The id that a token stands for; undefined for one that we did not make for this purpose. Capitals and small letters are the same. */
export function readMailToken<Kind extends string = string>(secret: string, purpose: MailPurpose, text: string): Id<Kind> | undefined {
  const token = text.toLowerCase()
  if (!SHAPE.test(token)) return undefined
  const hex = decode(token.slice(0, 26)).toString('hex')
  const id = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}` as Id<Kind>
  // Two bits of each half carry nothing: written anew, so that one id has one token.
  const expected = makeMailToken(secret, purpose, id)
  return timingSafeEqual(Buffer.from(token), Buffer.from(expected)) ? id : undefined
}

function proof(secret: string, purpose: MailPurpose, id: Id): Buffer {
  return createHmac('sha256', secret).update(`mail:${purpose}:${id}`).digest().subarray(0, 16)
}

/** 16 bytes as 26 characters; the last holds three bits. */
function encode(bytes: Uint8Array): string {
  let [text, value, bits] = ['', 0, 0]
  for (const byte of bytes) {
    value = (value << 8) | byte
    bits += 8
    for (; bits >= 5; bits -= 5) text += ALPHABET[(value >>> (bits - 5)) & 31] ?? ''
    value &= (1 << bits) - 1
  }
  return text + (ALPHABET[(value << (5 - bits)) & 31] ?? '')
}

function decode(text: string): Buffer {
  const bytes: number[] = []
  let [value, bits] = [0, 0]
  for (const character of text) {
    value = (value << 5) | ALPHABET.indexOf(character)
    bits += 5
    if (bits >= 8) {
      bits -= 8
      bytes.push((value >>> bits) & 255)
    }
    value &= (1 << bits) - 1
  }
  return Buffer.from(bytes)
}
