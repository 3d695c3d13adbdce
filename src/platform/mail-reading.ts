import type { Address, Attachment, Email } from 'postal-mime'
import { parseInstant, type Instant } from '../shared/time.ts'
import { isDoubtful, readAnew, withBareCharsets } from './mail-charsets.ts'
import { isOpaque, readSignedContent, withoutArmour } from './mail-wrappings.ts'
import { undoDoubleEncoding } from './double-encoding.ts'
import { isHeadBounded, LARGEST_HEAD } from './mail-head.ts'
import { mendDate, mendSender, withNamedBytes } from './mail-mending.ts'
import { parseMail } from './mail-parser.ts'

export interface Mailbox {
  readonly name: string
  /** As it was written; '' where there is none. */
  readonly address: string
}

export interface ReadAttachment {
  readonly name: string | null
  /** In small letters. */
  readonly type: string
  readonly disposition: string | null
  /** With its angle brackets. */
  readonly contentId: string | null
  /** Shown within the HTML, as the picture of a signature is. */
  readonly isInline: boolean
  /** Of a calendar's part, in capitals. */
  readonly method: string | null
  readonly content: Uint8Array
}

/** A mail as far as it can be read: nothing of it is trusted. Mails within it are attachments of `message/rfc822`, unread. */
export interface ReadMail {
  /** Without angle brackets; so are the others. */
  readonly messageId: string | null
  readonly inReplyTo: readonly string[]
  /** Oldest first. */
  readonly references: readonly string[]
  readonly from: Mailbox | null
  readonly sender: Mailbox | null
  readonly replyTo: readonly Mailbox[]
  readonly to: readonly Mailbox[]
  readonly cc: readonly Mailbox[]
  /** One line. */
  readonly subject: string
  readonly date: Instant | null
  /** All fields in their order, names in small letters, unfolded, otherwise as they came. */
  readonly headers: readonly { readonly key: string; readonly value: string }[]
  /** The plain text, lines ended by \n; null where there is none (then `html` may have it). */
  readonly text: string | null
  readonly html: string | null
  readonly attachments: readonly ReadAttachment[]
  /** `reply`: a program answered (out of office, a receipt); `bulk`: a list or a mass mail; neither is ever answered. */
  readonly automatic: 'no' | 'reply' | 'bulk'
}

/** Bounds of what is read: nesting of parts, bytes of headers; mails in mails are not opened. */
const LIMITS = { maxNestingDepth: 40, maxHeadersSize: LARGEST_HEAD, maxRfc822NestingDepth: 0, forceRfc822Attachments: true } as const
const MOST_ATTACHMENTS = 200
const MOST_MAILBOXES = 1000
const MOST_REFERENCES = 200
const LONGEST_TEXT = 2_000_000

/** Signed mails within signed mails that are opened. */
const DEEPEST_WRAPPING = 3

/** Reads a mail; undefined for one that is nested or long beyond all bounds, or of thousands of parts. What is broken is read as far as it goes. */
export async function readMail(raw: Uint8Array): Promise<ReadMail | undefined> {
  const mail = await readPlain(raw)
  return mail === undefined ? undefined : openWrapped(mail, 0)
}

/** What stands within a signature that wraps it (S/MIME's opaque kind) takes the place of what wraps it. */
async function openWrapped(mail: ReadMail, depth: number): Promise<ReadMail> {
  const wrapped = mail.attachments.find(({ type }) => isOpaque(type))
  const content = wrapped === undefined || depth >= DEEPEST_WRAPPING ? undefined : readSignedContent(wrapped.content)
  const within = content === undefined ? undefined : await readPlain(content)
  if (within === undefined) return mail
  const { text, html, attachments } = await openWrapped(within, depth + 1)
  return { ...mail, text: text ?? mail.text, html: html ?? mail.html, attachments: [...mail.attachments.filter((each) => each !== wrapped), ...attachments] }
}

async function readPlain(raw: Uint8Array): Promise<ReadMail | undefined> {
  const headed = withHead(raw)
  if (!isHeadBounded(headed)) return undefined
  let email: Email
  try {
    email = await parseMail(withNamedBytes(headed, bodyStart(headed)), { ...LIMITS, attachmentEncoding: 'arraybuffer' })
  } catch {
    return undefined
  }
  const headers = email.headers.map(({ key, value }) => ({ key, value }))
  const mend = mendingOf(raw)
  const unnamed = email.text === undefined && email.html === undefined ? email.attachments.find(isUnnamedText) : undefined
  const anew = await readCharsets(raw, email)
  const text = anew.text ?? (unnamed === undefined ? undefined : wordsOf(readAttachment(unnamed)))
  // Parts whose boundaries are broken are read as one text: nothing is lost.
  const isEmpty = (text ?? '').trim() === '' && (email.html ?? '').trim() === '' && email.attachments.length === 0
  return {
    messageId: readIds(email.messageId)[0] ?? null,
    inReplyTo: readIds(email.inReplyTo),
    references: readIds(email.references),
    from: readFrom(email),
    sender: readMailboxes(email.sender === undefined ? [] : [email.sender])[0] ?? null,
    replyTo: readMailboxes(email.replyTo),
    to: readMailboxes(email.to),
    cc: readMailboxes(email.cc),
    subject: oneLine(mend(email.subject ?? '')).slice(0, 1000),
    date: readDate(email.date),
    headers,
    text: isEmpty ? withoutArmour(plainLines(mend(bareBody(raw)))) : text === undefined ? null : withoutArmour(plainLines(mend(text))),
    html: anew.html === undefined ? null : plainLines(mend(anew.html)),
    attachments: email.attachments.filter((each) => each !== unnamed).slice(0, MOST_ATTACHMENTS).map(readAttachment),
    automatic: tellAutomatic(headers),
  }
}

/** The words of a mail, read once more where its labels cannot be what it is written in. */
async function readCharsets(raw: Uint8Array, email: Email): Promise<Pick<Email, 'text' | 'html'>> {
  const { text, html } = email
  if (!isDoubtful(raw, `${text ?? ''}${html ?? ''}`)) return { text, html }
  const bare = await parseMail(withHead(withBareCharsets(raw)), { ...LIMITS, attachmentEncoding: 'arraybuffer' })
  return { text: text === undefined ? undefined : readAnew(raw, text, bare.text), html: html === undefined ? undefined : readAnew(raw, html, bare.html) }
}

/** Words in a format of their own. What a calendar says is for programs, and stays a part. */
function isUnnamedText({ mimeType, filename }: Attachment): boolean {
  const type = mimeType.toLowerCase()
  return filename === null && type.startsWith('text/') && type !== 'text/calendar'
}

/** A mail whose first line is no field has no head: all of it is its body. */
function withHead(raw: Uint8Array): Uint8Array {
  const first = Buffer.from(raw.buffer, raw.byteOffset, Math.min(raw.byteLength, 1000)).toString('latin1').split(/\r?\n/u, 1)[0] ?? ''
  return first === '' || /^(?:[\x21-\x39\x3b-\x7e]+[ \t]*:|>?From )/u.test(first) ? raw : Buffer.concat([Buffer.from('\r\n'), raw])
}

function bareBody(raw: Uint8Array): string {
  return new TextDecoder('windows-1252').decode(raw.subarray(bodyStart(raw) ?? raw.byteLength))
}

/** The words of a text in a format of its own: text/enriched (RFC 1896) loses its commands. */
function wordsOf({ type, content }: ReadAttachment): string {
  const text = new TextDecoder(isUtf8(content) ? 'utf-8' : 'windows-1252').decode(content)
  if (type !== 'text/enriched' && type !== 'text/richtext') return text
  return text.replaceAll(/<param>[^<]*<\/param>/giu, '').replaceAll('<<', '\u0001').replaceAll(/<\/?[a-z0-9-]{1,60}>/giu, '').replaceAll('\u0001', '<')
}

/** The value of a field, its first where it stands several times. `name` in small letters. */
export function headerOf(mail: Pick<ReadMail, 'headers'>, name: string): string | undefined {
  return mail.headers.find(({ key }) => key === name)?.value
}

/** RFC 3834, and what programs wrote before it. */
function tellAutomatic(headers: ReadMail['headers']): ReadMail['automatic'] {
  const has = (name: string) => headerOf({ headers }, name)?.trim().toLowerCase()
  const submitted = has('auto-submitted')
  if (submitted !== undefined && submitted.split(/[;\s]/u)[0] !== 'no') return 'reply'
  const precedence = has('precedence')
  if (precedence === 'auto_reply' || ['x-autoreply', 'x-autorespond', 'x-auto-reply-from', 'x-mail-autoreply'].some((name) => has(name) !== undefined)) return 'reply'
  if (has('content-type')?.startsWith('multipart/report') === true) return 'reply'
  if (['list-id', 'list-post', 'list-unsubscribe', 'feedback-id'].some((name) => has(name) !== undefined)) return 'bulk'
  return precedence !== undefined && ['bulk', 'junk', 'list'].includes(precedence) ? 'bulk' : 'no'
}

/** Where the head of a raw mail ends and its body begins; undefined where it has no body. */
export function bodyStart(raw: Uint8Array): number | undefined {
  const buffer = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength)
  const at = [buffer.indexOf('\r\n\r\n'), buffer.indexOf('\n\n')].filter((place) => place >= 0)
  if (at.length === 0) return undefined
  const first = Math.min(...at)
  return first + (buffer[first] === 13 ? 4 : 2)
}

/**
 * Programs that write UTF-8 and say Latin-1 or ASCII are many. Where a mail names such a charset and all of its bytes are good UTF-8,
 * what was read as Latin-1 is taken back. Code pages that are named ISO 8859-1 and are windows-1252 are read as what they are already.
 */
function mendingOf(raw: Uint8Array): (text: string) => string {
  const head = Buffer.from(raw.buffer, raw.byteOffset, Math.min(raw.byteLength, 200_000)).toString('latin1')
  const isSuspect = /charset\s*=\s*"?(?:us-ascii|iso-8859-1|windows-1252|latin-?1|ascii)\b/iu.test(head) || !/charset\s*=/iu.test(head)
  if (!isSuspect || !raw.some((byte) => byte > 127) || !isUtf8(raw)) return (text) => text
  return (text) => undoDoubleEncoding(text)
}

function isUtf8(raw: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(raw)
    return true
  } catch {
    return false
  }
}

function readFrom({ from, headers }: Email): Mailbox | null {
  const read = readMailboxes(from === undefined ? [] : [from])[0] ?? null
  if (read === null || read.address.includes('@')) return read
  const mended = mendSender(headers.find(({ key }) => key === 'from')?.value ?? '')
  return mended === undefined ? read : (readMailboxes([mended])[0] ?? read)
}

function readMailboxes(addresses: readonly Address[] | undefined): Mailbox[] {
  return (addresses ?? [])
    .flatMap((each): Mailbox[] => (each.group === undefined ? [{ name: each.name, address: each.address }] : each.group))
    .slice(0, MOST_MAILBOXES)
    .map(({ name, address }) => ({ name: oneLine(name).slice(0, 200), address: oneLine(address).slice(0, 320) }))
}

/** Message ids in angle brackets; a bare one where nothing else stands. */
function readIds(text: string | undefined): string[] {
  if (text === undefined) return []
  const found = [...text.slice(0, 50_000).matchAll(/<([^<>\s]{1,500})>/gu)].map(([, id = '']) => id)
  const bare = text.trim()
  const ids = found.length === 0 && /^[^<>\s]{3,500}$/u.test(bare) ? [bare] : found
  return [...new Set(ids)].slice(-MOST_REFERENCES).map((id) => id.toWellFormed())
}

/** Years of which no mail is: a clock that was never set. */
function readDate(text: string | undefined): Instant | null {
  const instant = text === undefined ? undefined : (parseInstant(text) ?? parseInstant(mendDate(text) ?? ''))
  if (instant === undefined) return null
  const year = Number(instant.slice(0, 4))
  return year >= 1970 && year <= 9998 ? instant : null
}

function readAttachment({ filename, mimeType, disposition, contentId, related, method, content }: Attachment): ReadAttachment {
  return {
    name: filename === null || oneLine(filename) === '' ? null : oneLine(filename).slice(0, 255),
    type: mimeType.toLowerCase(),
    disposition,
    contentId: contentId ?? null,
    isInline: related === true,
    method: method ?? null,
    content: typeof content === 'string' ? new TextEncoder().encode(content) : content instanceof Uint8Array ? content : new Uint8Array(content),
  }
}

function oneLine(text: string): string {
  return text.toWellFormed().replaceAll(/[\s\p{Cc}]+/gu, ' ').trim()
}

function plainLines(text: string): string {
  const plain = text.slice(0, LONGEST_TEXT).toWellFormed().replaceAll(/\r\n?/gu, '\n')
  // Control characters are no part of what is read; tabs and line ends are.
  return plain.replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f]/gu, '')
}
