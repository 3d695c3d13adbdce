/** How words and bytes are written in a mail: RFC 2045, 2047, 5322 and 6532. Pure. */
import { domainToASCII } from 'node:url'
import type { HeaderField } from '../shared/mail-fields.ts'

/** A mail that cannot be written as it was given: an address with a line break in it, for instance. */
export class Unwritable extends Error {}

const LINE = 76
const LONGEST_LINE = 998

/** Printable ASCII and spaces alone. */
function isPlain(text: string): boolean {
  return /^[\x20-\x7e]*$/u.test(text)
}

/** One line of people's words: line breaks and other controls become spaces, so that nobody's title can end a field. */
export function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()
}

/** Free text in a field. What is not plain ASCII, or looks as if it were encoded already, becomes encoded words of whole characters. */
export function encodeWords(text: string): string {
  const line = oneLine(text)
  return isPlain(line) && !line.includes('=?') ? line : toEncodedWords(line)
}

function toEncodedWords(text: string): string {
  const bytes = Buffer.byteLength(text)
  const special = Array.from(text).reduce((sum, character) => sum + (isQSafe(character) ? 0 : Buffer.byteLength(character)), 0)
  const isQ = bytes + special * 2 <= Math.ceil(bytes / 3) * 4 * 1.5
  const write = isQ ? toQ : (part: string) => Buffer.from(part).toString('base64')
  const words: string[] = []
  let word = ''
  for (const { segment } of new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)) {
    for (const piece of Buffer.byteLength(segment) > 40 ? Array.from(segment) : [segment]) {
      if (word !== '' && write(word + piece).length > 50) {
        words.push(word)
        word = ''
      }
      word += piece
    }
  }
  if (word !== '') words.push(word)
  return words.map((part) => `=?UTF-8?${isQ ? 'Q' : 'B'}?${write(part)}?=`).join(' ')
}

function isQSafe(character: string): boolean {
  return /^[A-Za-z0-9!*+/ -]$/u.test(character)
}

function toQ(text: string): string {
  return Array.from(text, (character) => (character === ' ' ? '_' : isQSafe(character) ? character : hexOf(Buffer.from(character)))).join('')
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('')
}

/**
 * A mail address as it stands on the wire: the domain in ASCII, the part before the @ as it is (RFC 6532 where it is not ASCII).
 * Throws `Unwritable` for what no server may be shown.
 */
export function wireAddress(address: string): string {
  const at = address.lastIndexOf('@')
  const [local, domain] = [address.slice(0, at), domainToASCII(address.slice(at + 1))]
  if (at < 1 || domain === '' || address.length > 320 || /[\p{Cc}\p{Z}<>(),;:\\"[\]]/u.test(local)) throw new Unwritable('This is no mail address that a server takes')
  return `${local}@${domain}`
}

/** `Name <address>`, the name quoted or encoded as it needs. */
export function writeMailbox(mailbox: { readonly name: string; readonly address: string }): string {
  const name = oneLine(mailbox.name)
  const address = wireAddress(mailbox.address)
  if (name === '') return `<${address}>`
  if (!isPlain(name) || name.includes('=?')) return `${toEncodedWords(name)} <${address}>`
  return `${/^[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+$/u.test(name) ? name : `"${name.replaceAll(/["\\]/gu, '\\$&')}"`} <${address}>`
}

const ADDRESSES_IN_ANGLES = /^[\x21-\x3b\x3d\x3f-\x7e]+$/u

/** An address of the web or of mail between angle brackets, as the List fields have it. */
export function inAngles(address: string): string {
  if (!ADDRESSES_IN_ANGLES.test(address) || address.includes(',')) throw new Unwritable('This address cannot stand in the head of a mail')
  return `<${address}>`
}

/** A field that its writer made: its name must be one, and its value without a control; what is not ASCII is taken for free text. */
export function checkedField([name, value]: HeaderField): HeaderField {
  if (!/^[\x21-\x39\x3b-\x7e]{1,70}$/u.test(name)) throw new Unwritable('A field of the head has no proper name')
  if (/[\p{Cc}]/u.test(value.replaceAll('\t', ' '))) throw new Unwritable(`The field ${name} holds a line break or another control`)
  return [name, isPlain(value) ? value : encodeWords(value)]
}

/** A field as it is sent: folded at spaces, CRLF at its end. */
export function foldField([name, value]: HeaderField): string {
  let line = `${name}:`
  let folded = ''
  for (const word of value.split(/ +/u)) {
    if (line.length + 1 + word.length > LINE && line.trim() !== '' && folded.length + line.length > name.length + 1) {
      folded += `${line}\r\n`
      line = ''
    }
    line += ` ${word}`
  }
  if (Buffer.byteLength(line) > LONGEST_LINE) throw new Unwritable(`The field ${name} is longer than a line may be`)
  return `${folded}${line}\r\n`
}

export interface EncodedText {
  readonly encoding: '7bit' | 'quoted-printable' | 'base64'
  readonly body: string
}

/** A text as a part of a mail: as it is where every server takes it, else whichever of the two encodings is shorter. */
export function encodeText(text: string): EncodedText {
  const lines = text.replaceAll(/\r\n?/gu, '\n').split('\n')
  if (lines.every((line) => /^[\t\x20-\x7e]{0,76}$/u.test(line) && !/[ \t]$|^From /u.test(line))) return { encoding: '7bit', body: lines.join('\r\n') }
  const quoted = lines.map(quoteLine).join('\r\n')
  const packed = wrapBase64(Buffer.from(lines.join('\r\n')))
  return quoted.length <= packed.length * 1.1 ? { encoding: 'quoted-printable', body: quoted } : { encoding: 'base64', body: packed }
}

function quoteLine(line: string): string {
  let written = ''
  let length = 0
  const characters = Array.from(line)
  characters.forEach((character, place) => {
    const isLast = place === characters.length - 1
    const isSafe = /^[\x21-\x3c\x3e-\x7e]$/u.test(character) || (/^[ \t]$/u.test(character) && !isLast)
    const isFrom = place === 0 && line.startsWith('From ')
    const piece = isSafe && !isFrom ? character : hexOf(Buffer.from(character))
    if (length + piece.length > LINE - 1) {
      written += '=\r\n'
      length = 0
    }
    written += piece
    length += piece.length
  })
  return written
}

export function wrapBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64').replaceAll(/.{76}(?=.)/gu, '$&\r\n')
}
