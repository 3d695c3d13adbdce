/** Writes mails: the head, the parts, the signatures. */
import { createHash } from 'node:crypto'
import type { HeaderField } from '../shared/mail-fields.ts'
import { toMilliseconds, writeMailDate, type Instant } from '../shared/time.ts'
import { checkedField, encodeText, encodeWords, foldField, inAngles, oneLine, wireAddress, wrapBase64, writeMailbox } from './mail-encoding.ts'
import { hashMailBody, signDkim, type MailKeys } from './mail-signing.ts'

/** A letter without what is each recipient's own. `record/mailings/model.ts` says what its fields may hold. */
export interface FixedLetter {
  readonly messageId: string
  readonly from: { readonly name: string; readonly address: string }
  readonly replyTo?: string | undefined
  readonly sender?: string | undefined
  readonly subject: string
  readonly headers: readonly HeaderField[]
  readonly content: { readonly headers: readonly HeaderField[]; readonly body: Uint8Array }
}

/** A letter written once for all its copies: the fields of its head, its body and the body's hash. */
export interface PreparedLetter {
  readonly fields: readonly HeaderField[]
  readonly head: string
  readonly body: Buffer
  readonly bodyHash: string
}

/** Fields that are written from members, and therefore never from `headers`. */
const OWN_FIELDS: ReadonlySet<string> = new Set(['from', 'sender', 'reply-to', 'subject', 'message-id', 'list-unsubscribe', 'list-unsubscribe-post', 'dkim-signature', 'mime-version', 'return-path', 'bcc'])

/** Throws `Unwritable` where a field holds what would end it. */
export function prepareLetter(letter: FixedLetter): PreparedLetter {
  const fields = [
    ['From', writeMailbox(letter.from)] as const,
    ...(letter.sender === undefined ? [] : [['Sender', wireAddress(letter.sender)] as const]),
    ...(letter.replyTo === undefined ? [] : [['Reply-To', wireAddress(letter.replyTo)] as const]),
    ['Subject', encodeWords(letter.subject)] as const,
    ['Message-ID', inAngles(letter.messageId)] as const,
    ...letter.headers.filter(([name]) => !OWN_FIELDS.has(name.toLowerCase())).map(checkedField),
    ['MIME-Version', '1.0'] as const,
    ...letter.content.headers.map(checkedField),
  ]
  const body = Buffer.from(letter.content.body.buffer, letter.content.body.byteOffset, letter.content.body.byteLength)
  return { fields, head: fields.map(foldField).join(''), body, bodyHash: hashMailBody(body) }
}

/** The bytes of a letter without what is each recipient's own: what an ARC seal is set over. */
export function writeFixedMail(letter: FixedLetter): Buffer {
  const { head, body } = prepareLetter(letter)
  return Buffer.concat([Buffer.from(`${head}\r\n`), body])
}

export interface Personal {
  readonly to: string
  readonly leaveAt?: string | undefined
  readonly leaveBy?: string | undefined
}

/** One person's copy, signed, as it is handed over. Signatures stand on top, what is the person's own above what is the same for all. */
export async function writeCopy(letter: PreparedLetter, personal: Personal, keys: MailKeys | undefined, now: Instant): Promise<Buffer> {
  const own = personalFields(letter, personal)
  const signatures = keys === undefined ? [] : await signDkim([...own, ...letter.fields], letter.bodyHash, keys, now)
  const head = [...signatures.map(foldSignature), ...own.map(foldField)].join('')
  return Buffer.concat([Buffer.from(`${head}${letter.head}\r\n`), letter.body])
}

function personalFields(letter: PreparedLetter, { to, leaveAt, leaveBy }: Personal): HeaderField[] {
  const isAddressed = letter.fields.some(([name]) => name.toLowerCase() === 'to')
  const ways = [...(leaveAt === undefined ? [] : [inAngles(leaveAt)]), ...(leaveBy === undefined ? [] : [inAngles(`mailto:${leaveBy.replace(/^mailto:/u, '')}`)])]
  return [
    ...(isAddressed ? [] : [['To', wireAddress(to)] as const]),
    ...(ways.length === 0 ? [] : [['List-Unsubscribe', ways.join(', ')] as const]),
    ...(leaveAt === undefined ? [] : [['List-Unsubscribe-Post', 'List-Unsubscribe=One-Click'] as const]),
  ]
}

/** A signature is one long word: it is cut where white space does not count (RFC 6376 3.2). */
function foldSignature([name, value]: HeaderField): string {
  return foldField([name, value.replace(/ b=(.*)$/u, (_all, signature: string) => ` b=${signature.replaceAll(/.{72}(?=.)/gu, '$& ')}`)])
}

/** A letter to one person, of words that a concept wrote. */
export interface Letter {
  readonly messageId: string
  readonly from: { readonly name: string; readonly address: string }
  readonly replyTo?: string | undefined
  readonly subject: string
  readonly text: string
  readonly html?: string | undefined
  readonly language?: string | undefined
  readonly writtenAt: Instant
  readonly calendar?: { readonly method: string; readonly text: string } | undefined
}

/** Prepares a letter to one person: its words as text, as HTML beside them where given, and an entry for a calendar. */
export function prepareWords(letter: Letter): PreparedLetter {
  const { contentType, encoding, body } = writeParts(letter)
  return prepareLetter({
    messageId: letter.messageId,
    from: letter.from,
    replyTo: letter.replyTo,
    subject: letter.subject,
    headers: [
      ['Date', writeMailDate(letter.writtenAt)],
      // No machine shall answer it (RFC 3834), but a person may.
      ['Auto-Submitted', 'auto-generated'],
      ...(letter.language === undefined ? [] : [['Content-Language', oneLine(letter.language)] as const]),
    ],
    content: { headers: [['Content-Type', contentType], ...(encoding === undefined ? [] : [['Content-Transfer-Encoding', encoding] as const])], body: Buffer.from(`${body}\r\n`) },
  })
}

interface Part {
  readonly contentType: string
  /** Undefined for what holds parts. */
  readonly encoding: string | undefined
  readonly disposition?: string | undefined
  readonly body: string
}

function writeParts(letter: Letter): Part {
  const boundary = `convoke-${createHash('sha256').update(`${letter.messageId} ${toMilliseconds(letter.writtenAt)}`).digest('hex').slice(0, 32)}`
  const words: Part = textPart('text/plain; charset=utf-8', letter.text)
  const alternatives: Part[] = [words]
  if (letter.html !== undefined) alternatives.push(textPart('text/html; charset=utf-8', letter.html))
  const { calendar } = letter
  if (calendar !== undefined) alternatives.push(textPart(`text/calendar; charset=utf-8; method=${calendar.method.toUpperCase()}`, calendar.text))
  const body = alternatives.length === 1 ? words : wrapParts('alternative', `${boundary}-a`, alternatives)
  if (calendar === undefined) return body
  // Beside the words for programs that know calendars, and attached for those that only save files.
  const file: Part = { contentType: 'application/ics; name="meeting.ics"', encoding: 'base64', disposition: 'attachment; filename="meeting.ics"', body: wrapBase64(Buffer.from(calendar.text)) }
  return wrapParts('mixed', `${boundary}-m`, [body, file])
}

function textPart(contentType: string, text: string): Part {
  return { contentType, ...encodeText(text) }
}

function wrapParts(kind: 'alternative' | 'mixed', boundary: string, parts: readonly Part[]): Part {
  const written = parts.map(({ contentType, encoding, disposition, body }) => {
    const head = [`Content-Type: ${contentType}`, ...(encoding === undefined ? [] : [`Content-Transfer-Encoding: ${encoding}`]), ...(disposition === undefined ? [] : [`Content-Disposition: ${disposition}`])]
    return `--${boundary}\r\n${head.join('\r\n')}\r\n\r\n${body}\r\n`
  })
  return { contentType: `multipart/${kind}; boundary="${boundary}"`, encoding: undefined, body: `${written.join('')}--${boundary}--` }
}
