import { Readable } from 'node:stream'
import { sql } from 'kysely'
import { findForumById } from '../../forums/queries.ts'
import type { Tx } from '../../platform/database.ts'
import type { FileStore } from '../../platform/files.ts'
import { encodeText, encodeWords } from '../../platform/mail-encoding.ts'
import { newId } from '../../platform/new-id.ts'
import { appendAct, enqueueMails, type Mail } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import { isRefusal, type Refusal } from '../../shared/result.ts'
import { writeMailDate, type Instant } from '../../shared/time.ts'
import { listAddress } from '../delivery/model.ts'
import type { WriteListLetter } from '../letters/model.ts'
import type { List } from '../model.ts'
import { takePost } from '../posts/commands.ts'
import type { IncomingPost } from '../posts/model.ts'
import type { Audience, Reader, WriteAnnouncement } from './model.ts'
import { findAnnouncement } from './queries.ts'

/** Rows that one statement takes. */
const AT_ONCE = 500

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

export interface Announcing {
  readonly forumId: Id<'forum'>
  readonly announcement: Announcement
  readonly language: string
  readonly posts: readonly { readonly list: List; readonly post: IncomingPost }[]
  readonly audiences: readonly Audience[]
  /** Each once, and without those who have it by one of the lists. */
  readonly readers: readonly Reader[]
  readonly write: WriteListLetter
}

export interface Announced {
  readonly announcementId: Id<'announcement'>
  readonly number: number
  /** Followers who get a copy. */
  readonly readers: number
}

/**
 * Publishes an announcement on lists and for followers at once: whoever is on more than one of the lists gets it once. The copies of
 * followers are handed to the queue beside the pages (`reactions.ts`). A form sent twice announces once. Refuses: announced-already.
 */
export async function announce(tx: Tx, actor: Actor, input: Announcing, now: Instant): Promise<Announced | Refusal<'announced-already'>> {
  const { forumId, announcement, audiences, readers, posts } = input
  const announcementId = newId<'announcement'>()
  await sql`select pg_advisory_xact_lock(hashtext(${`lists-announcements:${forumId}`}))`.execute(tx)
  const { last } = await tx.selectFrom('lists_announcement').select((eb) => eb.fn.max('number').as('last')).where('forum_id', '=', forumId).executeTakeFirstOrThrow()
  const number = (last ?? 0) + 1
  const row = await tx
    .insertInto('lists_announcement')
    .values({
      id: announcementId, forum_id: forumId, number, subject: announcement.subject, text: announcement.text, language: input.language, audiences: JSON.stringify(audiences), lists: posts.map(({ list }) => list.id),
      readers: readers.length, form_key: announcement.formKey, made_at: now,
    })
    .onConflict((conflict) => conflict.column('form_key').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (row === undefined) return { refusal: 'announced-already' }
  for (const { list, post } of posts) {
    const taken = await takePost(tx, actor, { list, post, heldFor: null, cameBy: 'desk', announcementId, isAuthorTold: false, write: input.write }, now)
    if (isRefusal(taken)) return { refusal: 'announced-already' }
  }
  for (let from = 0; from < readers.length; from += AT_ONCE) {
    const part = readers.slice(from, from + AT_ONCE).map(({ mail, language, because }) => ({ announcement_id: announcementId, mail, language, because: [...because] }))
    await tx.insertInto('lists_announced').values(part).execute()
  }
  if (audiences.length === 0) await appendAct(tx, actor, { forumId, act: 'list-announced', subject: { kind: 'announcement', id: announcementId }, detail: { lists: posts.length } }, now)
  else await appendAct(tx, actor, { forumId, act: 'announcement-sent', subject: { kind: 'announcement', id: announcementId }, detail: { number, lists: posts.length, readers: readers.length } }, now)
  return { announcementId, number, readers: readers.length }
}

/**
 * Hands the next copies of announcements to the queue, and forgets who they are for, in one transaction: whoever dies in between leaves
 * it as it was. Whoever wants none of them, or one mail a day, or whose mail comes back, is seen to there. Answers how many were handed over.
 */
export async function handOutCopies(tx: Tx, write: WriteAnnouncement, now: Instant): Promise<number> {
  const waiting = await tx.selectFrom('lists_announced').selectAll().orderBy('announcement_id').orderBy('mail').limit(AT_ONCE).forUpdate().skipLocked().execute()
  for (const [id, rows] of Map.groupBy(waiting, (row) => row.announcement_id)) {
    const announcement = await findAnnouncement(tx, id)
    const forum = announcement === undefined ? undefined : await findForumById(tx, announcement.forumId)
    if (announcement === undefined || forum === undefined) throw new Error(`Announcement ${id} is gone`)
    const mails = rows.map((row): Mail => {
      const mailId = newId()
      const because = row.because.flatMap((place) => announcement.audiences[place] ?? [])
      return { id: mailId, forumId: announcement.forumId, recipient: row.mail, language: row.language, ...write({ mailId, forum, announcement, language: row.language, because }), occasion: 'announcement', about: { kind: 'announcement', id: announcement.id }, cause: `announcement:${announcement.id}` }
    })
    await enqueueMails(tx, mails.map((mail) => ({ mail, now })))
    await tx.deleteFrom('lists_announced').where('announcement_id', '=', id).where('mail', 'in', rows.map(({ mail }) => mail)).execute()
  }
  return waiting.length
}
