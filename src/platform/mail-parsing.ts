import PostalMime, { type Address, type Attachment, type Email } from 'postal-mime'
import { parseInstant, type Instant } from '../shared/time.ts'

export interface Mailbox {
  readonly name: string
  /** As it was written; '' where there is none. */
  readonly address: string
}

export interface ParsedAttachment {
  readonly name: string | null
  /** In small letters. */
  readonly type: string
  readonly disposition: string | null
  /** With its angle brackets. */
  readonly contentId: string | null
  /** Shown within the HTML, as a picture of a signature is. */
  readonly isInline: boolean
  /** Of a calendar's part, in capitals. */
  readonly method: string | null
  readonly content: Uint8Array
}

/** A mail as far as it can be read: nothing of it is trusted. Mails within it are attachments of `message/rfc822`, unread. */
export interface ParsedMail {
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
  readonly attachments: readonly ParsedAttachment[]
  /** `reply`: a program answered (out of office, a receipt); `bulk`: a list or a mass mail; neither is ever answered. */
  readonly automatic: 'no' | 'reply' | 'bulk'
}

/** Bounds of what is read: beyond them a mail is kept unread for a person. */
const LIMITS = { maxNestingDepth: 40, maxHeadersSize: 512 * 1024, maxRfc822NestingDepth: 0, forceRfc822Attachments: true } as const
const MOST_ATTACHMENTS = 200
const MOST_MAILBOXES = 1000
const MOST_REFERENCES = 200

/** Reads a mail; undefined for one that is nested or long beyond all bounds. */
export async function parseMail(raw: Uint8Array): Promise<ParsedMail | undefined> {
  let email: Email
  try {
    email = await PostalMime.parse(raw, { ...LIMITS, attachmentEncoding: 'arraybuffer' })
  } catch {
    return undefined
  }
  const headers = email.headers.map(({ key, value }) => ({ key, value }))
  return {
    messageId: readIds(email.messageId)[0] ?? null,
    inReplyTo: readIds(email.inReplyTo),
    references: readIds(email.references),
    from: readMailboxes(email.from === undefined ? [] : [email.from])[0] ?? null,
    sender: readMailboxes(email.sender === undefined ? [] : [email.sender])[0] ?? null,
    replyTo: readMailboxes(email.replyTo),
    to: readMailboxes(email.to),
    cc: readMailboxes(email.cc),
    subject: oneLine(email.subject ?? '').slice(0, 1000),
    date: readDate(email.date),
    headers,
    text: email.text === undefined ? null : plainLines(email.text),
    html: email.html ?? null,
    attachments: email.attachments.slice(0, MOST_ATTACHMENTS).map(readAttachment),
    automatic: tellAutomatic(headers),
  }
}

/** The value of a field, its first where it stands several times. `name` in small letters. */
export function headerOf(mail: Pick<ParsedMail, 'headers'>, name: string): string | undefined {
  return mail.headers.find(({ key }) => key === name)?.value
}

/** RFC 3834, and what programs wrote before it. */
function tellAutomatic(headers: ParsedMail['headers']): ParsedMail['automatic'] {
  const has = (name: string) => headerOf({ headers }, name)?.trim().toLowerCase()
  const submitted = has('auto-submitted')
  if (submitted !== undefined && submitted.split(/[;\s]/u)[0] !== 'no') return 'reply'
  const precedence = has('precedence')
  if (precedence === 'auto_reply' || ['x-autoreply', 'x-autorespond', 'x-auto-reply-from', 'x-mail-autoreply'].some((name) => has(name) !== undefined)) return 'reply'
  if (has('content-type')?.startsWith('multipart/report') === true) return 'reply'
  if (['list-id', 'list-post', 'list-unsubscribe', 'feedback-id'].some((name) => has(name) !== undefined)) return 'bulk'
  return precedence !== undefined && ['bulk', 'junk', 'list'].includes(precedence) ? 'bulk' : 'no'
}

function readMailboxes(addresses: readonly Address[] | undefined): Mailbox[] {
  return (addresses ?? [])
    .flatMap((each): Mailbox[] => (each.group === undefined ? [{ name: each.name, address: each.address }] : each.group))
    .slice(0, MOST_MAILBOXES)
    .map(({ name, address }) => ({ name: oneLine(name).slice(0, 200), address: oneLine(address).slice(0, 320) }))
}

/** Message-IDs in angle brackets; a bare one where nothing else stands. */
function readIds(text: string | undefined): string[] {
  if (text === undefined) return []
  const found = [...text.slice(0, 50_000).matchAll(/<([^<>\s]{1,500})>/gu)].map(([, id = '']) => id)
  const bare = text.trim()
  const ids = found.length === 0 && /^[^<>\s]{3,500}$/u.test(bare) ? [bare] : found
  return [...new Set(ids)].slice(-MOST_REFERENCES)
}

function readDate(text: string | undefined): Instant | null {
  return text === undefined ? null : (parseInstant(text) ?? null)
}

function readAttachment(attachment: Attachment): ParsedAttachment {
  const { content } = attachment
  return {
    name: attachment.filename === null ? null : oneLine(attachment.filename).slice(0, 255),
    type: attachment.mimeType.toLowerCase(),
    disposition: attachment.disposition,
    contentId: attachment.contentId ?? null,
    isInline: attachment.related === true,
    method: attachment.method ?? null,
    content: typeof content === 'string' ? new TextEncoder().encode(content) : content instanceof Uint8Array ? content : new Uint8Array(content),
  }
}

function oneLine(text: string): string {
  return text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim()
}

function plainLines(text: string): string {
  return text.replaceAll(/\r\n?/gu, '\n').replaceAll('\0', '')
}
