import type { Tx } from '../../platform/database.ts'
import { appendAct } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import type { Instant } from '../../shared/time.ts'
import type { List } from '../model.ts'
import { insertPost, nextNumber } from '../posts/commands.ts'
import type { IncomingPost } from '../posts/model.ts'

export interface ArchiveTaken {
  readonly taken: number
  /** Posts whose Message-ID was here already. */
  readonly known: number
}

/** Takes mails of an older archive: published, in their threads, and sent to nobody. Read again, nothing is taken twice. */
export async function importPosts(tx: Tx, actor: Actor, input: { list: List; posts: readonly IncomingPost[]; read: number }, now: Instant): Promise<ArchiveTaken> {
  const { list, posts } = input
  let [taken, number] = [0, await nextNumber(tx, list.id)]
  for (const post of posts) {
    const id = await insertPost(tx, list, post, { state: 'published', cameBy: 'import', receivedAt: post.sentAt ?? now, heldFor: null }, number)
    if (id === undefined) continue
    taken++
    number++
  }
  await appendAct(tx, actor, { forumId: list.forumId, cycleId: list.cycleId, act: 'list-archive-imported', subject: { kind: 'list', id: list.id }, detail: { list: list.slug, read: input.read, taken } }, now)
  return { taken, known: posts.length - taken }
}
