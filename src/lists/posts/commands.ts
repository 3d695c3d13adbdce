import { sql } from 'kysely'
import { findForumById } from '../../forums/queries.ts'
import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { appendAct, enqueueMail, enqueueMails, type Mail } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import { excerpt } from '../../shared/text.ts'
import { dateInZone, type Instant } from '../../shared/time.ts'
import type { ListLetter, WriteListLetter } from '../letters/model.ts'
import type { HeldFor, List } from '../model.ts'
import { listModerators } from '../moderators/queries.ts'
import { findListById } from '../queries.ts'
import { ancestryOf } from '../threads/model.ts'
import { findKin } from '../threads/queries.ts'
import type { Decision, IncomingPost, TakenPost } from './model.ts'

export interface Taking {
  readonly list: List
  readonly post: IncomingPost
  /** Null: it is published at once. */
  readonly heldFor: HeldFor | null
  readonly cameBy: 'mail' | 'desk'
  readonly announcementId?: Id | undefined
  /** What was found of its sender (RFC 8601), for the seal. */
  readonly authentication?: string | null | undefined
  /** Whether its author is told that it waits: never where the address may be anybody's. */
  readonly isAuthorTold: boolean
  readonly write: WriteListLetter
}

/**
 * Takes a post: publishes it, or keeps it for the moderators, who are mailed. The same mail (by its Message-ID) is taken once.
 * Refuses: post-here-already.
 */
export async function takePost(tx: Tx, actor: Actor, input: Taking, now: Instant): Promise<TakenPost | Refusal<'post-here-already'>> {
  const { list, post, heldFor } = input
  const id = await insertPost(tx, list, post, { state: 'held', cameBy: input.cameBy, receivedAt: now, heldFor, announcementId: input.announcementId, authentication: input.authentication })
  if (id === undefined) return { refusal: 'post-here-already' }
  if (heldFor === null) return { postId: id, state: 'published', number: await publish(tx, actor, list, id, now) }
  const forum = await forumOf(tx, list)
  const about = { kind: 'post', id } as const
  const letter: ListLetter = { kind: 'to-moderate', postId: id, subject: post.subject, author: [post.authorName ?? '', post.authorMail ?? ''].join(' ').trim(), because: heldFor, words: excerpt(post.text, 3000) }
  const moderators = await listModerators(tx, list.id)
  await enqueueMails(tx, moderators.map(({ mail, language }) => ({ mail: { forumId: list.forumId, recipient: mail, ...input.write({ ...list, forum }, letter, language), language, occasion: 'post-to-moderate', about, cause: `post-to-moderate:${id}` } satisfies Mail, now })))
  if (input.isAuthorTold && post.authorMail !== null) {
    const written = input.write({ ...list, forum }, { kind: 'post-waits', subject: post.subject, because: heldFor }, list.language)
    // One a day: whoever writes under a name that is not theirs fills nobody's mailbox.
    await enqueueMail(tx, { forumId: list.forumId, recipient: post.authorMail, ...written, language: list.language, occasion: 'post-waits', about: null, cause: `post-waits:${list.id}:${dateInZone(now, 'UTC')}` }, now)
  }
  await appendAct(tx, actor, { forumId: list.forumId, cycleId: list.cycleId, act: 'list-post-held', subject: { kind: 'list', id: list.id }, detail: { list: list.slug, because: heldFor } }, now)
  return { postId: id, state: 'held', number: null }
}

/** Tells the author of a mail that it was not taken, once a day at most. Nothing is kept of it. */
export async function refusePost(tx: Tx, input: { list: List; to: string; subject: string; because: 'strangers' | 'closed' | 'too-large' | 'empty'; write: WriteListLetter }, now: Instant): Promise<void> {
  const { list, to } = input
  const written = input.write({ ...list, forum: await forumOf(tx, list) }, { kind: 'post-refused', subject: input.subject, because: input.because }, list.language)
  await enqueueMail(tx, { forumId: list.forumId, recipient: to, ...written, language: list.language, occasion: 'post-declined', about: null, cause: `post-refused:${list.id}:${dateInZone(now, 'UTC')}` }, now)
}

/** Sends the words that say how a list is used, once a day at most to one address. */
export async function sendHelp(tx: Tx, input: { list: List; to: string; write: WriteListLetter }, now: Instant): Promise<void> {
  const { list, to } = input
  const written = input.write({ ...list, forum: await forumOf(tx, list) }, { kind: 'help' }, list.language)
  await enqueueMail(tx, { forumId: list.forumId, recipient: to, ...written, language: list.language, occasion: 'list-help', about: null, cause: `list-help:${list.id}:${dateInZone(now, 'UTC')}` }, now)
}

/**
 * Decides about a post that waits: by the desk, by a moderator's link or by the answer to its mail. Rejecting tells the author why;
 * discarding tells nobody. Refuses: decided-already.
 */
export async function decidePost(
  tx: Tx,
  actor: Actor,
  input: { postId: Id<'post'>; decision: Decision; reason: string | null; write: WriteListLetter },
  now: Instant,
): Promise<{ state: 'published' | 'rejected' | 'discarded'; number: number | null } | Refusal<'decided-already'>> {
  const { decision, reason } = input
  const state = decision === 'reject' ? 'rejected' : decision === 'discard' ? 'discarded' : 'published'
  const row = await tx
    .updateTable('lists_post')
    .set({ decided_at: now, reason, ...(state === 'published' ? {} : { state }) })
    .where('id', '=', input.postId)
    .where('state', '=', 'held')
    .where('decided_at', 'is', null)
    .returning(['list_id', 'author_mail', 'subject'])
    .executeTakeFirst()
  const list = row === undefined ? undefined : await findListById(tx, row.list_id)
  if (row === undefined || list === undefined) return { refusal: 'decided-already' }
  if (decision === 'publish-and-trust' && row.author_mail !== null) await trustAuthor(tx, list.id, row.author_mail)
  if (state === 'published') return { state, number: await publish(tx, actor, list, input.postId, now) }
  if (state === 'rejected' && row.author_mail !== null) {
    const written = input.write({ ...list, forum: await forumOf(tx, list) }, { kind: 'post-declined', subject: row.subject, reason }, list.language)
    await enqueueMail(tx, { forumId: list.forumId, recipient: row.author_mail, ...written, language: list.language, occasion: 'post-declined', about: null, cause: `post-declined:${input.postId}` }, now)
  }
  await appendAct(tx, actor, { forumId: list.forumId, cycleId: list.cycleId, act: 'list-post-declined', subject: { kind: 'list', id: list.id }, detail: { list: list.slug, decision: state } }, now)
  return { state, number: null }
}

/** Takes the words of a post out of the archive; its number and place in the thread stay. Refuses: removed-already. */
export async function removePost(tx: Tx, actor: Actor, input: { postId: Id<'post'> }, now: Instant): Promise<{ number: number } | Refusal<'removed-already'>> {
  const row = await tx
    .updateTable('lists_post')
    .set({ removed_at: now, subject: '', text: '', html: null, author_name: null, raw: '' })
    .where('id', '=', input.postId)
    .where('state', '=', 'published')
    .where('removed_at', 'is', null)
    .returning(['list_id', 'number'])
    .executeTakeFirst()
  const list = row === undefined ? undefined : await findListById(tx, row.list_id)
  if (row === undefined || row.number === null || list === undefined) return { refusal: 'removed-already' }
  await tx.deleteFrom('lists_attachment').where('post_id', '=', input.postId).execute()
  await appendAct(tx, actor, { forumId: list.forumId, cycleId: list.cycleId, act: 'list-post-removed', subject: { kind: 'list', id: list.id }, detail: { list: list.slug, number: row.number } }, now)
  return { number: row.number }
}

export interface Keeping {
  readonly state: 'held' | 'published'
  readonly cameBy: 'mail' | 'desk' | 'import'
  readonly receivedAt: Instant
  readonly heldFor: HeldFor | null
  readonly announcementId?: Id | undefined
  readonly authentication?: string | null | undefined
}

/** Writes the row of a post and those of its attachments, in its thread; undefined where its Message-ID is here already. Its number comes with `number`. */
export async function insertPost(tx: Tx, list: List, post: IncomingPost, how: Keeping, number: number | null = null): Promise<Id<'post'> | undefined> {
  const kin = await findKin(tx, list.id, post)
  const id = newId<'post'>()
  const threadId = kin.parent?.threadId ?? kin.siblingThread ?? id
  const row = await tx
    .insertInto('lists_post')
    .values({
      id,
      list_id: list.id,
      number,
      message_id: post.messageId,
      is_message_id_made: post.isMessageIdMade,
      in_reply_to: post.inReplyTo[0] ?? null,
      references_list: ancestryOf(post),
      thread_id: threadId,
      parent_id: kin.parent?.id ?? null,
      subject: post.subject,
      author_name: post.authorName,
      author_mail: post.authorMail,
      sent_at: post.sentAt,
      received_at: how.receivedAt,
      language: list.language,
      text: post.text,
      html: post.html,
      raw: post.raw,
      size: post.size,
      came_by: how.cameBy,
      state: how.state,
      held_for: how.heldFor,
      published_at: how.state === 'published' ? how.receivedAt : null,
      announcement_id: how.announcementId ?? null,
      authentication: how.authentication ?? null,
      is_not_archived: post.isNotArchived ?? false,
    })
    .onConflict((conflict) => conflict.columns(['list_id', 'message_id']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (row === undefined) return undefined
  if (post.attachments.length > 0) {
    await tx.insertInto('lists_attachment').values(post.attachments.map((attachment, at) => ({ id: newId(), post_id: id, number: at + 1, ...attachment }))).execute()
  }
  await adopt(tx, list.id, { id, threadId, messageId: post.messageId })
  return id
}

/** Mails that came before the one they answer are put below it, and their threads with them. */
async function adopt(tx: Tx, listId: Id, post: { readonly id: Id; readonly threadId: Id; readonly messageId: string }): Promise<void> {
  const orphans = await tx
    .selectFrom('lists_post')
    .select(['id', 'thread_id', 'in_reply_to', 'references_list', 'parent_id'])
    .where('list_id', '=', listId)
    .where('id', '<>', post.id)
    .where(sql<boolean>`references_list @> ${sql.val([post.messageId])}::text[]`)
    .execute()
  for (const orphan of orphans) {
    // What has a nearer parent keeps it; what stands in this thread without one is below.
    if (orphan.parent_id === null && (orphan.thread_id !== post.threadId || orphan.id !== post.threadId)) await tx.updateTable('lists_post').set({ parent_id: post.id }).where('id', '=', orphan.id).execute()
    if (orphan.thread_id !== post.threadId) await tx.updateTable('lists_post').set({ thread_id: post.threadId }).where('list_id', '=', listId).where('thread_id', '=', orphan.thread_id).execute()
  }
}

/** Gives a post its number, and begins to send its copies; all of it in the transaction of what lets it be published. */
async function publish(tx: Tx, actor: Actor, list: List, postId: Id<'post'>, now: Instant): Promise<number> {
  const number = await nextNumber(tx, list.id)
  const row = await tx.updateTable('lists_post').set({ state: 'published', number, published_at: now }).where('id', '=', postId).where('number', 'is', null).returning('author_mail').executeTakeFirstOrThrow()
  if (row.author_mail !== null) {
    await tx
      .updateTable('lists_subscription')
      .set((of) => ({ trusted_posts: of('trusted_posts', '+', 1) }))
      .where('list_id', '=', list.id)
      .where((eb) => eb(eb.fn<string>('lower', ['mail']), '=', row.author_mail?.toLowerCase() ?? ''))
      .execute()
  }
  await tx.insertInto('lists_sending').values({ id: newId(), list_id: list.id, post_id: postId, kind: 'post', begun_at: now }).execute()
  await appendAct(tx, actor, { forumId: list.forumId, cycleId: list.cycleId, act: 'list-post-published', subject: { kind: 'list', id: list.id }, detail: { list: list.slug, number } }, now)
  return number
}

/** The next number of a list; who asks for it holds the list's numbers until the transaction ends. */
export async function nextNumber(tx: Tx, listId: Id): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtext(${`list-posts:${listId}`}))`.execute(tx)
  const { number } = await tx.selectFrom('lists_post').select((eb) => eb.fn.max('number').as('number')).where('list_id', '=', listId).executeTakeFirstOrThrow()
  return (number ?? 0) + 1
}

async function trustAuthor(tx: Tx, listId: Id, mail: string): Promise<void> {
  await tx.updateTable('lists_subscription').set({ is_trusted: true }).where('list_id', '=', listId).where((eb) => eb(eb.fn<string>('lower', ['mail']), '=', mail.toLowerCase())).execute()
}

async function forumOf(tx: Tx, list: List): Promise<string> {
  const forum = await findForumById(tx, list.forumId)
  if (forum === undefined) throw new Error(`List ${list.slug} is of no forum`)
  return forum.slug
}
