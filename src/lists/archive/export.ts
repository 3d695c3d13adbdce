import { readFile } from 'node:fs/promises'
import type { Reader } from '../../platform/database.ts'
import type { FileStore } from '../../platform/files.ts'
import { writeMailboxEntry } from '../../platform/mbox.ts'
import { encodeText, encodeWords } from '../../platform/mail-encoding.ts'
import type { Id } from '../../shared/ids.ts'
import { writeMailDate, type Instant } from '../../shared/time.ts'
import type { Post } from '../model.ts'
import { listPublishedPosts } from './queries.ts'

const PART = 100

/** The published posts of a list as a mailbox (mboxrd), mail by mail, each as it came. */
export async function* readMailbox(db: Reader, files: FileStore, listId: Id): AsyncGenerator<Uint8Array> {
  for (let after = 0; ; ) {
    const posts = await listPublishedPosts(db, listId, { after, limit: PART })
    const last = posts.at(-1)
    if (last?.number == null) return
    for (const post of posts) {
      if (post.removedAt !== null) continue
      const raw = post.raw !== '' && (await files.has(post.raw)) ? await readFile(files.path(post.raw)) : Buffer.from(writeAnew(post))
      yield writeMailboxEntry(raw, post.authorMail ?? '', fromDate(post.sentAt ?? post.receivedAt))
    }
    after = last.number
  }
}

/** A post of which no mail is left, as one. */
function writeAnew(post: Post): string {
  const { encoding, body } = encodeText(post.text)
  const from = `${post.authorName === null ? '' : `${encodeWords(post.authorName)} `}<${post.authorMail ?? 'not-shown@made.invalid'}>`
  const references = post.references.map((id) => `<${id}>`).join(' ')
  const head = [`Date: ${writeMailDate(post.sentAt ?? post.receivedAt)}`, `From: ${from}`, `Subject: ${encodeWords(post.subject)}`, `Message-ID: <${post.messageId}>`, ...(post.inReplyTo === null ? [] : [`In-Reply-To: <${post.inReplyTo}>`]), ...(references === '' ? [] : [`References: ${references}`]), 'MIME-Version: 1.0', 'Content-Type: text/plain; charset=utf-8', `Content-Transfer-Encoding: ${encoding}`]
  return `${head.join('\n')}\n\n${body.replaceAll('\r\n', '\n')}\n`
}

/** `Thu Nov  7 17:54:55 2013`, from `Thu, 7 Nov 2013 17:54:55 +0000`. */
function fromDate(instant: Instant): string {
  const [, weekday = '', day = '', month = '', year = '', time = ''] = /^(\w+), (\d+) (\w+) (\d+) ([\d:]+)/u.exec(writeMailDate(instant)) ?? []
  return `${weekday} ${month} ${day.padStart(2)} ${time} ${year}`
}
