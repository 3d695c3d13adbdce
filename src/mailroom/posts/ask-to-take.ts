import type { List } from '../../lists/model.ts'
import { findPost } from '../../lists/posts/queries.ts'
import { offerPost } from '../../procedures/offer-post.ts'
import { transact } from '../../platform/database.ts'
import type { ReadMail } from '../../platform/mail-reading.ts'
import type { Sorted } from '../../record/inbox/model.ts'
import { trimReply } from '../../shared/reply-text.ts'
import type { Arrival, MailServices } from '../context.ts'
import { textOf } from '../replies/reply.ts'
import { findPostMeant } from './name-post.ts'
import { readWishToTake, type WishToTake } from './words.ts'

export interface AskedToTake extends WishToTake {
  /** What was written, without quotations. */
  readonly own: string
}

/** Whether a mail to a list's address for requests asks that a post of its sender be taken: in the first line, or else in the subject. */
export function readAskedToTake(mail: ReadMail): (AskedToTake & { readonly isInWords: boolean }) | undefined {
  const own = trimReply(textOf(mail)).trimmed
  const first = own.split('\n').find((line) => line.trim() !== '') ?? ''
  const inWords = readWishToTake(first)
  const wish = inWords ?? readWishToTake(mail.subject)
  return wish === undefined ? undefined : { ...wish, own, isInWords: inWords !== undefined }
}

/**
 * Has the author of a post asked, at the address that the post came from, what it shall count as. Undefined where whoever asks is not its
 * author: they learn nothing of who is.
 */
export async function askToTake(services: MailServices, arrival: Arrival, list: List, asked: AskedToTake): Promise<Sorted | undefined> {
  const from = arrival.mail.from?.address ?? ''
  const meant = await findPostMeant(services.db, list, arrival.mail, { own: asked.own, rest: asked.rest, from })
  // As it came: the archive does not show all of every post.
  const post = meant === undefined ? undefined : await findPost(services.db, meant.id)
  if (post?.authorMail?.toLowerCase() !== from.toLowerCase()) return undefined
  const sorted: Sorted = { state: 'done', became: { kind: 'post', id: post.id }, forumId: list.forumId }
  return transact<Sorted | undefined>(services.db, async (tx) => {
    const { isKnown } = await offerPost(tx, { postId: post.id, from, secret: services.secret, write: services.letters.list }, services.clock())
    if (!isKnown) return undefined
    await arrival.settle(tx, sorted)
    return sorted
  })
}
