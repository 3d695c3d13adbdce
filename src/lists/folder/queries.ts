import type { Reader } from '../../platform/database.ts'
import { sha256 } from '../../platform/digest.ts'
import type { FolderNames } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { holdsAddresses, withoutAddressesInHtml } from '../archive/model.ts'
import { withoutAddresses } from '../../shared/masked-addresses.ts'
import { listTaken } from '../taken/queries.ts'

/** The lists of a forum as their file has them. For the public: without anybody's address. */
export async function listListsForFolder(db: Reader, forumId: Id, names: FolderNames, isPublic: boolean) {
  const lists = await db.selectFrom('lists_list').selectAll().where('forum_id', '=', forumId).orderBy('slug').execute()
  return Promise.all(
    lists.map(async (list) => ({
      id: list.id, slug: list.slug, cycle: list.cycle_id === null ? null : names.of(list.cycle_id), title: list.title, description: list.description, kind: list.kind, language: list.language, tag: list.tag, sizeLimit: list.size_limit,
      trustedAfter: list.trusted_after, neverTrusted: list.trusted_after === null, strangers: list.strangers, privateArchive: list.is_archive_private, digestDay: list.digest_day, digestHour: list.digest_hour,
      rewrittenDomains: list.rewritten_domains, createdAt: list.created_at, closedAt: list.closed_at, revision: list.revision,
      moderators: isPublic ? [] : await listModeratorsForFolder(db, list.id),
      members: isPublic ? [] : await listMembersForFolder(db, list.id),
      digests: (await db.selectFrom('lists_digest').selectAll().where('list_id', '=', list.id).orderBy('number').execute()).map((row) => ({ id: row.id, number: row.number, firstPost: row.first_post, lastPost: row.last_post, madeAt: row.made_at })),
    })),
  )
}

async function listModeratorsForFolder(db: Reader, listId: Id) {
  const rows = await db.selectFrom('lists_moderator').selectAll().where('list_id', '=', listId).orderBy('id').execute()
  return rows.map((row) => ({ id: row.id, name: row.name, mail: row.mail, language: row.language, addedAt: row.added_at, removedAt: row.removed_at }))
}

async function listMembersForFolder(db: Reader, listId: Id) {
  const rows = await db.selectFrom('lists_subscription').selectAll().where('list_id', '=', listId).orderBy('id').execute()
  return rows.map((row) => ({
    id: row.id, mail: row.mail, name: row.name, language: row.language, delivery: row.delivery, state: row.state, cameBy: row.came_by, consent: row.consent, admittedAt: row.admitted_at, askedAt: row.asked_at,
    confirmedAt: row.confirmed_at, stateAt: row.state_at, trustedPosts: row.trusted_posts, trusted: row.is_trusted === true, moderated: row.is_trusted === false,
  }))
}

/** The lists whose posts are written: for the public, those whose archive is. */
export async function listListsToWrite(db: Reader, forumId: Id, isPublic: boolean): Promise<{ id: Id; slug: string }[]> {
  let query = db.selectFrom('lists_list').select(['id', 'slug']).where('forum_id', '=', forumId).orderBy('slug')
  if (isPublic) query = query.where('is_archive_private', '=', false)
  return query.execute()
}

/** Of ids of contributions and comments, those that are published with the name of whoever they are from. */
export type IsNamed = (ids: readonly Id[]) => Promise<ReadonlySet<Id>>

/** Posts of a list as their file has them, `limit` after an id. For the public: what was published, without addresses and whole mails, and what they were taken as only where that says nothing new of whom it is from. */
export async function listPostsForFolder(db: Reader, listId: Id, after: Id | undefined, limit: number, isPublic: boolean, isNamed: IsNamed) {
  let query = db.selectFrom('lists_post').selectAll().where('list_id', '=', listId).orderBy('id').limit(limit)
  if (after !== undefined) query = query.where('id', '>', after)
  if (isPublic) query = query.where('state', '=', 'published').where('is_not_archived', '=', false)
  const rows = await query.execute()
  const idFor = (messageId: string) => (isPublic ? withoutHost(messageId) : messageId)
  const attachments = rows.length === 0 ? [] : await db.selectFrom('lists_attachment').selectAll().where('post_id', 'in', rows.map(({ id }) => id)).orderBy('post_id').orderBy('number').execute()
  const allTaken = await listTaken(db, rows.map(({ id }) => id))
  const named = isPublic && allTaken.length > 0 ? await isNamed(allTaken.map(({ becameId }) => becameId)) : undefined
  return rows.map((row) => ({
    id: row.id, number: row.number, messageId: idFor(row.message_id), madeMessageId: row.is_message_id_made, inReplyTo: row.in_reply_to === null ? null : idFor(row.in_reply_to), references: row.references_list.map(idFor), thread: row.thread_id, answers: row.parent_id,
    subject: isPublic ? withoutAddresses(row.subject) : row.subject,
    author: row.author_name === null ? null : isPublic ? withoutAddresses(row.author_name) : row.author_name,
    mailAddress: isPublic ? null : row.author_mail,
    sentAt: row.sent_at, receivedAt: row.received_at, language: row.language,
    text: isPublic ? withoutAddresses(row.text) : row.text,
    html: row.html === null ? null : isPublic ? withoutAddressesInHtml(row.html) : row.html,
    mail: isPublic ? null : row.raw,
    size: row.size, cameBy: row.came_by, state: row.state, heldFor: isPublic ? null : row.held_for, reason: isPublic ? null : row.reason, decidedAt: row.decided_at, publishedAt: row.published_at, removedAt: row.removed_at,
    announcement: row.announcement_id, authentication: isPublic ? null : row.authentication, notArchived: row.is_not_archived,
    attachments: attachments.filter(({ post_id }) => post_id === row.id).map(({ id, number, name, type, size, sha256 }) => ({ id, number, name: isPublic ? withoutAddresses(name) : name, type, size, file: isPublic && holdsAddresses({ name, type }) ? '' : sha256 })),
    taken: allTaken.filter(({ postId, becameId }) => postId === row.id && named?.has(becameId) !== false).map(({ id, kind, becameId, targetId, by, at }) => ({ id, as: kind, became: becameId, for: targetId, by, at })),
  }))
}

/** Announcements as their file has them; for the public, those that followers got: what went to lists alone stands in their archives. */
export async function listAnnouncementsForFolder(db: Reader, forumId: Id, isPublic: boolean) {
  const slugs = new Map((await db.selectFrom('lists_list').select(['id', 'slug']).where('forum_id', '=', forumId).execute()).map(({ id, slug }) => [id, slug]))
  const rows = await db.selectFrom('lists_announcement').selectAll().where('forum_id', '=', forumId).orderBy('number').execute()
  return rows
    .filter(({ audiences }) => !isPublic || audiences.length > 0)
    .map((row) => ({ id: row.id, number: row.number, subject: row.subject, text: row.text, language: row.language, audiences: row.audiences.map(({ kind, id, title }) => ({ kind, id, title })), lists: row.lists.flatMap((id) => slugs.get(id) ?? []), readers: row.readers, madeAt: row.made_at }))
}

/**
 * A Message-ID names its sender's machine, often its sender, and looks like an address to those who gather addresses: in public one that
 * is made of it stands in its place. One that was made so stays as it is.
 */
function withoutHost(messageId: string): string {
  return messageId.includes('@') ? sha256(messageId).slice(0, 32) : messageId
}
