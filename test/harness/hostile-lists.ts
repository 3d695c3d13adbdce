import { Readable } from 'node:stream'
import type { Forum } from '../../src/forums/model.ts'
import { toPost } from '../../src/lists/arriving/mail.ts'
import { announce } from '../../src/lists/announcing/commands.ts'
import { handOutAnnouncements } from '../../src/lists/announcing/reactions.ts'
import { askToJoin } from '../../src/lists/members/commands.ts'
import { findSubscriptionOf } from '../../src/lists/members/queries.ts'
import { decidePost, takePost } from '../../src/lists/posts/commands.ts'
import { buildList } from '../../src/lists/testing.ts'
import { newId } from '../../src/platform/new-id.ts'
import { makeMailToken } from '../../src/platform/mail-tokens.ts'
import { transact } from '../../src/platform/database.ts'
import { PUBLIC } from '../../src/record/model.ts'
import { announcementWriter } from '../../src/web/lists/announcements/data.ts'
import { leaveAddress, listLetterWriter, memberAddress, moderateAddress } from '../../src/web/lists/letters/data.ts'
import type { TestApplication } from './application.ts'

/** An announcement to somebody who follows the meetings. Answers the address at which they end that. */
async function buildAnnouncement({ db, now, services }: TestApplication, { forum }: { forum: Forum }): Promise<string> {
  const [mail, language] = [`announced-${forum.slug}@example.org`, 'en']
  await db.insertInto('meetings_follower').values({ id: newId(), forum_id: forum.id, mail, language, asked_at: now, confirmed_at: now, left_at: null }).execute()
  const input = { forumId: forum.id, announcement: { subject: 'News', text: 'Words.', author: forum.title, formKey: newId() }, language, posts: [], audiences: [{ kind: 'meetings' as const, id: forum.id, title: forum.title }], readers: [{ mail, language, because: [0] }], write: listLetterWriter(services) }
  await transact(db, (tx) => announce(tx, PUBLIC, input, now))
  await handOutAnnouncements(db, announcementWriter(services), () => now)
  const { id } = await db.selectFrom('record_outbox').select('id').where('recipient', '=', mail).executeTakeFirstOrThrow()
  return `/${forum.slug}/announcements/leave/${makeMailToken(services.secret, 'leave', id)}`
}

/** Mails that wait for a person, one of the forum and one of none. Answers their pages at the desk. */
async function keepMails({ db, now, services }: TestApplication, { forum }: { forum: Forum }): Promise<string[]> {
  const pages: string[] = []
  const stored = await services.files.store(Readable.from([Buffer.from('Subject: Kept\r\n\r\nWords\r\n')]), 1_000)
  for (const [at, forumId] of [['/desk/mail/kept', null], [`/desk/${forum.slug}/mail`, forum.id]] as const) {
    const id = newId()
    await db.insertInto('record_inbox').values({ id, received_at: now, envelope_from: 'a@example.org', recipient: `kept-${id}@example.org`, sha256: stored?.sha256 ?? '', size: 1, client: JSON.stringify({ address: null, helo: null }), state: 'kept', forum_id: forumId, subject: 'Kept', not_before: now }).execute()
    pages.push(at, `${at}/${id}`)
  }
  return pages
}

/** A list that is open, with somebody who asked to join, somebody who may leave, and a post that waits. Answers the addresses behind secret links. */
export async function buildHostileLists(app: TestApplication, { forum }: { forum: Forum }): Promise<string[]> {
  const { db, now, services } = app
  const list = await buildList(db, { forumId: forum.id, slug: `${forum.slug}-talk`.slice(0, 40), moderators: [{ name: 'Mo', mail: 'mo@example.org' }], now })
  const place = { forum: forum.slug, slug: list.slug }
  const write = listLetterWriter(services)
  const member = async (mail: string) => {
    await transact(db, (tx) => askToJoin(tx, PUBLIC, { listId: list.id, mail, name: null, language: 'en', delivery: 'at-once', cameBy: 'web', write }, now))
    const found = await findSubscriptionOf(db, list.id, mail)
    if (found === undefined) throw new Error('Who asked is not there')
    await db.updateTable('lists_subscription').set({ state: 'confirmed', confirmed_at: now }).where('id', '=', found.id).execute()
    return found.id
  }
  const hold = async (subject: string) => {
    const mail = { messageId: `${subject}@example.org`, inReplyTo: [], references: [], from: { name: 'Ada', address: 'ada@example.org' }, subject, date: now, text: 'Words', html: null, attachments: [] }
    const post = await toPost(services.files, mail, { bytes: Buffer.from('Words'), sha256: '' })
    const taken = await transact(db, (tx) => takePost(tx, PUBLIC, { list, post, heldFor: 'stranger', cameBy: 'mail', isAuthorTold: false, write }, now))
    if ('refusal' in taken) throw new Error(taken.refusal)
    return taken.postId
  }
  const [stays, leaves, reads, first, second, third] = [await member('stays@example.org'), await member('leaves@example.org'), await member('reads@example.org'), await hold('first'), await hold('second'), await hold('third')]
  await transact(db, (tx) => decidePost(tx, PUBLIC, { postId: third, decision: 'publish', reason: null, write }, now))
  const own = (address: string) => new URL(address).pathname
  const desk = `/desk/${forum.slug}/lists`
  return [
    ...(await keepMails(app, { forum })), await buildAnnouncement(app, { forum }), own(memberAddress(services, place, stays)), own(leaveAddress(services, place, leaves)), own(moderateAddress(services, place, first)),
    desk, `${desk}/${list.slug}`, `${desk}/${list.slug}/posts/${second}`, `${desk}/${list.slug}/posts/${third}`, `${desk}/${list.slug}/posts/${third}/register`, `${desk}/${list.slug}/members/${stays}`, `/${forum.slug}/lists/${list.slug}`, `/${forum.slug}/lists/${list.slug}/posts/1/take`, `${own(memberAddress(services, place, reads))}/posts/1/take`,
  ]
}
