import { decodeWords } from 'postal-mime'
import { guessEncodings, likeliest } from './encoding-guess.ts'

/**
 * What older programs wrote into mails against the rules, brought into their form: bytes whose encoding nobody names, dates in other
 * languages, senders as archives show them.
 */

/** Bytes that tell in which encoding the rest is. */
const SAMPLE = 100_000

/**
 * A mail whose head, or whose one body, holds bytes that are no UTF-8 and of an encoding that it does not name, has them in UTF-8. Of a mail
 * of several parts only the head is touched: the parts may be files.
 */
export function withNamedBytes(raw: Uint8Array, bodyAt: number | undefined): Uint8Array {
  const head = raw.subarray(0, bodyAt ?? raw.length)
  const body = raw.subarray(head.length)
  const words = Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, SAMPLE)).toString('latin1')
  const isBodyWords = !/^content-type\s*:\s*(?:multipart|message|application|image|audio|video)\//imu.test(words) && !/charset\s*=/iu.test(words) && !/^content-transfer-encoding\s*:\s*(?:base64|quoted-printable)/imu.test(words)
  const named = [inUtf8(head), isBodyWords ? inUtf8(body) : body] as const
  return named[0] === head && named[1] === body ? raw : Buffer.concat(named)
}

function inUtf8(bytes: Uint8Array): Uint8Array {
  if (!bytes.some((byte) => byte > 127)) return bytes
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return bytes
  } catch {
    const encoding = likeliest(guessEncodings(bytes.subarray(0, SAMPLE)))?.encoding ?? 'windows-1252'
    return Buffer.from(new TextDecoder(encoding).decode(bytes))
  }
}

/** Months as they begin, without marks: of each the ways in which languages of Latin letters write it. */
const MONTHS = ['jan ian gen ene sty led janv', 'feb fev fevr lut uno', 'mar mrz mrt maar bre', 'apr avr abr kwi dub', 'mai may mag maj mei kve', 'jun juin giu cze cer', 'jul juil lug lip', 'aug aou ago sie srp aout', 'sep set wrz zar sept', 'oct okt ott out paz rij', 'nov lis', 'dec dez dic gru des pro']
const DATED = /(?:^|[^\d])(\d{1,2})\.?[\s-]{1,3}([\p{L}]{3,12})\.?,?[\s-]{1,3}(\d{2,4})[\s,]{1,3}(\d{1,2}):(\d\d)(?::(\d\d))?(?:\s{0,3}([+-]\d{4}))?/u

/** A date that is none as it stands, written anew where its parts can be told; years of two and three figures are of the last century and this. */
export function mendDate(text: string): string | undefined {
  const [, day, word = '', written = '', hour = '', minute, second = '00', zone = '+0000'] = DATED.exec(text.slice(0, 200)) ?? []
  const bare = word.toLowerCase().normalize('NFD').replaceAll(/\p{M}/gu, '')
  // The longest beginning tells: "juin" and "juil", "mar" and "mai".
  const month = [4, 3].map((length) => MONTHS.findIndex((names) => names.split(' ').includes(bare.slice(0, length)))).find((place) => place >= 0)
  if (day === undefined || month === undefined) return undefined
  const year = written.length === 4 ? Number(written) : Number(written) + (Number(written) < 70 ? 2000 : 1900)
  const two = (value: number | string): string => String(value).padStart(2, '0')
  return `${year}-${two(month + 1)}-${two(day)}T${two(hour)}:${minute}:${second}${zone.slice(0, 3)}:${zone.slice(3)}`
}

/** The sender in a From field that has none as it stands: `ada at example.org (Ada)` of archives, `Doe, Ada <ada@example.org>`. */
export function mendSender(field: string): { readonly name: string; readonly address: string } | undefined {
  const text = field.slice(0, 2000)
  const [, local, domain, comment = ''] = /^\s*([^\s<>()@,;:"]{1,64}) at ([^\s<>()@,;:"]{1,200}\.[^\s<>()@,;:".]{2,60})\s*(?:\((.*)\))?\s*$/u.exec(text) ?? []
  if (local !== undefined && domain !== undefined) return { name: decodeWords(comment), address: `${local}@${domain}` }
  const [, name = '', address] = /^([^<>]*)<([^\s<>@]{1,64}@[^\s<>@]{1,255})>\s*$/u.exec(text) ?? []
  return address === undefined ? undefined : { name: decodeWords(name.replaceAll('"', '').trim()), address }
}
