/** Charsets of mails that are named wrongly, by a name that nobody knows, or not at all; and UTF-7, which no decoder of the platform reads. */
import { guessEncodings } from './encoding-guess.ts'
import { isEncoding } from './text-encoding.ts'

/** Characters beyond ASCII of which a text must have this many before something else than its label says is believed. */
const ENOUGH = 12
const SAMPLE = 64 * 1024
const LABEL = /charset\s*=\s*"?([^\s";]{1,60})/giu
const UTF7 = /^(?:x-)?(?:unicode-(?:1-1|2-0)-)?utf-?7$/iu
const WESTERN = /^(?:us-ascii|ascii|ansi_x3\.4-1968|iso-?8859-1|latin-?1|windows-1252|cp1252)$/iu

function labelsOf(raw: Uint8Array): string[] {
  const head = Buffer.from(raw.buffer, raw.byteOffset, Math.min(raw.byteLength, 400_000)).toString('latin1')
  return [...new Set([...head.matchAll(LABEL)].map(([, label = '']) => label.toLowerCase()))]
}

/** Whether what was read of a mail may not be what was written: characters that could not be read, or Latin ones under a label that is often untrue. */
export function isDoubtful(raw: Uint8Array, text: string): boolean {
  if (text.includes('\ufffd')) return true
  const labels = labelsOf(raw)
  if (text.includes('\u001b$') && labels.some((label) => !isEncoding(label))) return true
  if (labels.some((label) => UTF7.test(label))) return /\+[A-Za-z0-9+/]{2,}/u.test(text)
  return /[\u0080-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u2122]/u.test(text) && (labels.length === 0 || labels.some((label) => WESTERN.test(label) || !isEncoding(label)))
}

/**
 * The same mail, under a label by which every byte above ASCII comes out as one character of its own (`x-user-defined`): `bytesOf` has the
 * bytes again. Fields of its head are told from what stands in bodies only by their look; there nothing is harmed, for it is read for its text alone.
 */
export function withBareCharsets(raw: Uint8Array): Uint8Array {
  const text = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength).toString('latin1')
  const bare = text.replaceAll(/;[ \t]*(?:\r?\n[ \t]+)?charset\s*=\s*(?:"[^"\r\n]{0,80}"|[^\s;]{1,80})/giu, '').replaceAll(/^(content-type:[ \t]*(?:\r?\n[ \t]+)?text\/[a-z.+-]{1,40})/gimu, '$1; charset=x-user-defined')
  return Buffer.from(bare, 'latin1')
}

function bytesOf(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(text.length)
  for (let place = 0; place < text.length; place++) {
    const code = text.charCodeAt(place)
    if (code >= 0x80 && (code < 0xf780 || code > 0xf7ff)) return undefined
    bytes[place] = code & 0xff
  }
  return bytes
}

/**
 * What was written, of a text that was read by its label (`read`) and under bare charsets (`bare`): UTF-8 where all of it is good UTF-8,
 * UTF-7 where its label says so, otherwise the encoding in which it looks most like words; `read` where none does.
 */
export function readAnew(raw: Uint8Array, read: string, bare: string | undefined): string {
  const bytes = bare === undefined ? undefined : bytesOf(bare)
  if (bytes === undefined) return read
  const labels = labelsOf(raw)
  if (labels.some((label) => UTF7.test(label))) return decodeUtf7(Buffer.from(bytes).toString('latin1'))
  const [label, ...others] = labels.filter((each) => !isEncoding(each))
  const known = label === undefined || others.length > 0 ? undefined : knownAs(label)
  const asKnown = known === undefined ? undefined : decode(known, bytes)
  if (asKnown !== undefined) return asKnown
  const beyond = bytes.reduce((count, byte) => count + (byte > 127 ? 1 : 0), 0)
  if (beyond === 0) return read
  const whole = decode('utf-8', bytes)
  if (whole !== undefined) return whole
  // Of a text that is cut within a character, or has one that is broken, the rest is good.
  const lost = read.split('\ufffd').length - 1
  if (lost > 0 && read.replaceAll(/[\u0000-\u007f\ufffd]/gu, '').length > lost * 2) return read
  const isUnread = lost > 0 || labels.some((label) => !isEncoding(label))
  const guesses = guessEncodings(bytes.subarray(0, SAMPLE))
  const western = guesses.find(({ encoding }) => encoding === 'windows-1252')?.score ?? -1
  const best = guesses.find(({ score }) => score >= (isUnread ? LEAST : SURE) && (isUnread || (beyond >= ENOUGH && western < 0)))
  return (best === undefined ? undefined : decode(best.encoding, bytes)) ?? (isUnread ? new TextDecoder('windows-1252').decode(bytes) : read)
}

/** Scores at which a guess is taken where nothing else is known, and where a label says otherwise. */
const LEAST = 0.5
const SURE = 0.7

/** Labels that programs make up, as the Encoding Standard knows them. */
function knownAs(label: string): string | undefined {
  const page = /^(?:x-)?(?:win|windows|cp|ms|ansi)[-_]?(\d{3,5})$/u.exec(label)?.[1]
  const candidates = [label, ...(page === undefined ? [] : [`windows-${page}`]), label.replace(/^(iso-2022-jp).*$/u, '$1'), label.replace(/^(?:x-|cs)/u, ''), label.replaceAll('_', '-'), label.replaceAll('\'', '')]
  return candidates.find((each) => isEncoding(each))
}

function decode(encoding: string, bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** RFC 2152: runs of UTF-16 in base64, from a plus to a minus or to the first sign that is none of base64. */
function decodeUtf7(text: string): string {
  return text.replaceAll(/\+([A-Za-z0-9+/]*)-?/gu, (whole, run: string) => {
    if (run === '') return whole === '+-' ? '+' : whole
    const bytes = Buffer.from(run, 'base64')
    return new TextDecoder('utf-16be').decode(bytes.subarray(0, bytes.byteLength - (bytes.byteLength % 2)))
  })
}
