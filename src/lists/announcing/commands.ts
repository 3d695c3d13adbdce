import { Readable } from 'node:stream'
import type { Tx } from '../../platform/database.ts'
import type { FileStore } from '../../platform/files.ts'
import { encodeText, encodeWords } from '../../platform/mail-encoding.ts'
import { newId } from '../../platform/new-id.ts'
import { appendAct } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import { isRefusal, type Refusal } from '../../shared/result.ts'
import { writeMailDate, type Instant } from '../../shared/time.ts'
import { listAddress } from '../delivery/model.ts'
import type { WriteListLetter } from '../letters/model.ts'
import type { List } from '../model.ts'
import { takePost } from '../posts/commands.ts'
import type { IncomingPost } from '../posts/model.ts'

export interface Announcement {
  readonly subject: string
  readonly text: string
  /** Whose name it bears. */
  readonly author: string
  /** One for each form: a second send of it is the first one. */
  readonly formKey: Id
}

/** Writes an announcement as a mail and stores it: before the transaction in which it is published. */
export async function storeAnnouncement(files: FileStore, input: { announcement: Announcement; list: Pick<List, 'slug'>; mailDomain: string }, now: Instant): Promise<IncomingPost> {
  const { announcement, list, mailDomain } = input
  const own = listAddress(list, mailDomain)
  const messageId = `${announcement.formKey}.${list.slug}@${mailDomain}`
  const { encoding, body } = encodeText(announcement.text)
  const head = [`Date: ${writeMailDate(now)}`, `From: ${encodeWords(announcement.author.replaceAll(/["<>\\]/gu, ''))} <${own}>`, `To: <${own}>`, `Subject: ${encodeWords(announcement.subject)}`, `Message-ID: <${messageId}>`, 'MIME-Version: 1.0', 'Content-Type: text/plain; charset=utf-8', `Content-Transfer-Encoding: ${encoding}`]
  const raw = Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}\r\n`)
  const stored = await files.store(Readable.from([raw]), raw.byteLength)
  if (stored === undefined) throw new Error('An announcement could not be stored')
  return { messageId, isMessageIdMade: false, inReplyTo: [], references: [], subject: announcement.subject, authorName: announcement.author, authorMail: own, sentAt: now, text: announcement.text, html: null, raw: stored.sha256, size: stored.size, attachments: [] }
}

/**
 * Publishes an announcement on several lists at once: whoever is on more than one of them gets it once. A form sent twice announces once.
 * Refuses: announced-already.
 */
export async function announce(
  tx: Tx,
  actor: Actor,
  input: { forumId: Id<'forum'>; posts: readonly { readonly list: List; readonly post: IncomingPost }[]; write: WriteListLetter },
  now: Instant,
): Promise<{ announcementId: Id; numbers: readonly number[] } | Refusal<'announced-already'>> {
  const announcementId = newId()
  const numbers: number[] = []
  for (const { list, post } of input.posts) {
    const taken = await takePost(tx, actor, { list, post, heldFor: null, cameBy: 'desk', announcementId, isAuthorTold: false, write: input.write }, now)
    if (isRefusal(taken)) return { refusal: 'announced-already' }
    if (taken.number !== null) numbers.push(taken.number)
  }
  await appendAct(tx, actor, { forumId: input.forumId, act: 'list-announced', subject: { kind: 'announcement', id: announcementId }, detail: { lists: input.posts.length } }, now)
  return { announcementId, numbers }
}
