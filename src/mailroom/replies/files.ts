import { Readable } from 'node:stream'
import type { FileStore } from '../../platform/files.ts'
import { DOCUMENT_LIMIT } from '../../platform/extractor.ts'
import type { ReadAttachment } from '../../platform/mail-reading.ts'

/** Files of one mail that are taken. */
export const MOST_FILES = 10
export const LARGEST_FILE = DOCUMENT_LIMIT

/** What mail programs attach by themselves: signatures, cards, calendars, versions of the text for one program, pictures within the text, other mails. */
const NOT_SENT = /^(?:application\/(?:pgp-(?:signature|keys|encrypted)|(?:x-)?pkcs7-(?:signature|mime)|ms-tnef|vnd\.ms-tnef|ics)|text\/(?:calendar|x-amp-html|vnd\..*|(?:x-)?vcard|directory|rfc822-headers)|message\/.*)$/u

export interface TakenFile {
  readonly name: string
  readonly mediaType: string
  readonly size: number
  readonly sha256: string
}

/** Stores what was sent with a mail, as the form stores what is sent with it; `left`: names of what was too large, empty or too many. */
export async function takeFiles(files: FileStore, attachments: readonly ReadAttachment[]): Promise<{ readonly taken: readonly TakenFile[]; readonly left: readonly string[] }> {
  const taken: TakenFile[] = []
  const left: string[] = []
  for (const { name, type, content, isInline } of attachments) {
    if (NOT_SENT.test(type) || (isInline && type.startsWith('image/'))) continue
    const called = name ?? `file-${taken.length + left.length + 1}`
    const stored = content.length === 0 || taken.length >= MOST_FILES ? undefined : await files.store(Readable.from([Buffer.from(content)]), LARGEST_FILE)
    if (stored === undefined) left.push(called)
    else if (!taken.some(({ sha256 }) => sha256 === stored.sha256)) taken.push({ name: called, mediaType: type, ...stored })
  }
  return { taken, left }
}

/** A text that names no question, as a document of its own. */
export async function storeText(files: FileStore, text: string): Promise<TakenFile> {
  const stored = await files.store(Readable.from([Buffer.from(`${text}\n`)]), LARGEST_FILE)
  if (stored === undefined) throw new Error('A text of a mail was larger than a file may be')
  return { name: 'mail.txt', mediaType: 'text/plain', ...stored }
}
