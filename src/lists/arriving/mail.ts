import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { FileStore } from '../../platform/files.ts'
import { cleanMailHtml, mailHtmlToText } from '../../platform/mail-cleaning.ts'
import { headerOf, type ReadMail } from '../../platform/mail-reading.ts'
import { splitAddress } from '../../shared/mail-addresses.ts'
import type { IncomingAttachment, IncomingPost } from '../posts/model.ts'
import { isHarmful } from '../delivery/model.ts'

const LONGEST_TEXT = 400_000
const LARGEST_FILE = 60_000_000
const MOST_FILES = 50

/** What of a mail a list keeps: its files are stored by this, its raw bytes have to be already. */
export type Arrived = Pick<ReadMail, 'messageId' | 'inReplyTo' | 'references' | 'from' | 'subject' | 'date' | 'text' | 'html'> & Partial<Pick<ReadMail, 'headers'>> & {
  readonly attachments: readonly { readonly name: string | null; readonly type: string; readonly isInline: boolean; readonly content: Uint8Array }[]
}

/** Makes a post of a mail. Files that do harm are named, and not kept; pictures that only stand in its HTML are left out. */
export async function toPost(files: FileStore, mail: Arrived, raw: { readonly bytes: Uint8Array; readonly sha256: string }): Promise<IncomingPost> {
  const attachments: IncomingAttachment[] = []
  for (const { name, type, isInline, content } of mail.attachments.filter((each) => !each.isInline || each.name !== null).slice(0, MOST_FILES)) {
    if (isInline && type.startsWith('image/')) continue
    const shown = fit(name ?? `${type.split('/')[0] ?? 'file'}-${attachments.length + 1}`, 200)
    const harmful = isHarmful(name, type)
    const stored = harmful ? undefined : await files.store(Readable.from([Buffer.from(content.buffer, content.byteOffset, content.byteLength)]), LARGEST_FILE)
    if (!harmful && stored === undefined) continue
    attachments.push({ name: shown, type: fit(type, 200), size: content.byteLength, sha256: stored?.sha256 ?? '' })
  }
  const html = mail.html === null ? undefined : cleanMailHtml(mail.html)
  const text = mail.text !== null && mail.text.trim() !== '' ? mail.text : mail.html === null ? '' : mailHtmlToText(mail.html)
  const address = mail.from === null || splitAddress(mail.from.address) === undefined ? null : mail.from.address
  return {
    messageId: mail.messageId ?? madeMessageId(raw.bytes),
    isMessageIdMade: mail.messageId === null,
    inReplyTo: mail.inReplyTo,
    references: mail.references,
    subject: fit(mail.subject, 1000),
    authorName: mail.from === null || mail.from.name.trim() === '' ? null : fit(mail.from.name.trim(), 200),
    authorMail: address,
    sentAt: mail.date,
    text: fit(text.replaceAll('\0', '').replace(/[ \t]+$/gmu, '').replace(/\n{4,}/gu, '\n\n\n').trim(), LONGEST_TEXT),
    html: html === undefined ? null : html.replaceAll('\0', ''),
    raw: raw.sha256,
    size: raw.bytes.byteLength,
    attachments,
    isNotArchived: asksForNoArchive(mail),
  }
}

/** Whether the author of a mail asks that no archive keeps it: `X-No-Archive: yes`, or `Archive: no` (RFC 5536). */
export function asksForNoArchive({ headers = [] }: Partial<Pick<ReadMail, 'headers'>>): boolean {
  return /^\s*yes\b/iu.test(headerOf({ headers }, 'x-no-archive') ?? '') || /^\s*no\b/iu.test(headerOf({ headers }, 'archive') ?? '')
}

/** The same mail gets the same made id, whatever line ends and separators its mailbox had. */
export function madeMessageId(raw: Uint8Array): string {
  const text = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength).toString('latin1').replace(/\r\n?/gu, '\n').replace(/^>?From [^\n]*\n/u, '').trim()
  return `${createHash('sha256').update(text, 'latin1').digest('hex').slice(0, 40)}@made.invalid`
}

function fit(text: string, limit: number): string {
  return text.toWellFormed().slice(0, limit).toWellFormed().replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f]/gu, ' ')
}
