import type { Tx } from '../../platform/database.ts'
import { inParts } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import type { TakenFrom } from '../taken/model.ts'
import type { FolderAnnouncement, FolderList, FolderPost } from './schema.ts'

/** Takes lists as their folder has them, with who runs and who reads them. */
export async function insertLists(tx: Tx, forumId: Id, lists: readonly FolderList[]): Promise<void> {
  for (const { id, cycleId, entry, moderators, members, digests } of lists) {
    await tx
      .insertInto('lists_list')
      .values({
        id, forum_id: forumId, cycle_id: cycleId, slug: entry.slug, title: entry.title, description: entry.description ?? '', kind: entry.kind, language: entry.language, tag: entry.tag ?? null, size_limit: entry.sizeLimit ?? 1_000_000,
        trusted_after: entry.neverTrusted ? null : (entry.trustedAfter ?? 1), strangers: entry.strangers ?? 'held', is_archive_private: entry.privateArchive, digest_day: entry.digestDay ?? null, digest_hour: entry.digestHour ?? 6,
        rewritten_domains: entry.rewrittenDomains, created_at: entry.createdAt, closed_at: entry.closedAt ?? null, revision: entry.revision ?? 1,
      })
      .execute()
    const moderatorRows = moderators.map((item) => ({ id: item.id, list_id: id, name: item.name ?? '', mail: item.mail, language: item.language, added_at: item.addedAt, removed_at: item.removedAt ?? null }))
    for (const part of inParts(moderatorRows)) await tx.insertInto('lists_moderator').values(part).execute()
    const memberRows = members.map((item) => ({
      id: item.id, list_id: id, mail: item.mail, name: item.name ?? null, language: item.language, delivery: item.delivery, state: item.state, came_by: item.cameBy, consent: item.consent ?? null, admitted_at: item.admittedAt ?? null,
      asked_at: item.askedAt, confirmed_at: item.confirmedAt ?? null, state_at: item.stateAt, trusted_posts: item.trustedPosts ?? 0, is_trusted: item.trusted ? true : item.moderated ? false : null,
    }))
    for (const part of inParts(memberRows)) await tx.insertInto('lists_subscription').values(part).execute()
    const digestRows = digests.map((item) => ({ id: item.id, list_id: id, number: item.number, first_post: item.firstPost, last_post: item.lastPost, made_at: item.madeAt }))
    for (const part of inParts(digestRows)) await tx.insertInto('lists_digest').values(part).execute()
  }
}

/** Takes posts of a list as their folder has them. They are sent to nobody: their copies left from where they were written. */
export async function insertPosts(tx: Tx, listId: Id, posts: readonly FolderPost[]): Promise<void> {
  const rows = posts.map(({ id, item, threadId, parentId }) => ({
    id, list_id: listId, number: item.number ?? null, message_id: item.messageId, is_message_id_made: item.madeMessageId, in_reply_to: item.inReplyTo ?? null, references_list: item.references, thread_id: threadId, parent_id: parentId,
    subject: item.subject ?? '', author_name: item.author ?? null, author_mail: item.mailAddress ?? null, sent_at: item.sentAt ?? null, received_at: item.receivedAt, language: item.language, text: item.text ?? '', html: item.html ?? null,
    raw: item.mail ?? '', size: item.size, came_by: item.cameBy, state: item.state, held_for: item.heldFor ?? null, reason: item.reason ?? null, decided_at: item.decidedAt ?? null, published_at: item.publishedAt ?? null,
    removed_at: item.removedAt ?? null, announcement_id: (item.announcement as Id | undefined) ?? null, authentication: item.authentication ?? null, is_not_archived: item.notArchived,
  }))
  for (const part of inParts(rows, 200)) await tx.insertInto('lists_post').values(part).execute()
  const files = posts.flatMap((post) => post.attachments.map((item) => ({ id: item.id, post_id: post.id, number: item.number, name: item.name, type: item.type, size: item.size, sha256: item.file ?? '' })))
  for (const part of inParts(files)) await tx.insertInto('lists_attachment').values(part).execute()
}

/** Takes announcements as their folder has them. They are sent to nobody: their copies left from where they were written. */
export async function insertAnnouncements(tx: Tx, forumId: Id, announcements: readonly FolderAnnouncement[]): Promise<void> {
  const rows = announcements.map(({ id, item, audiences, lists }) => ({ id, forum_id: forumId, number: item.number, subject: item.subject, text: item.text, language: item.language, audiences: JSON.stringify(audiences), lists: [...lists], readers: item.readers ?? 0, made_at: item.madeAt }))
  for (const part of inParts(rows, 200)) await tx.insertInto('lists_announcement').values(part).execute()
}

/** Takes what posts were taken as, once that is there. */
export async function insertTaken(tx: Tx, taken: readonly TakenFrom[]): Promise<void> {
  const rows = taken.map((item) => ({ id: item.id, post_id: item.postId, kind: item.kind, became_id: item.becameId, target_id: item.targetId, taken_by: item.by, taken_at: item.at }))
  for (const part of inParts(rows)) await tx.insertInto('lists_taken').values(part).execute()
}
