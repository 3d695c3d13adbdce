import { readFile } from 'node:fs/promises'
import { findForumById } from '../../forums/queries.ts'
import { startBackground, type Wakeable } from '../../platform/background.ts'
import type { Clock } from '../../platform/clock.ts'
import { transact, type Db } from '../../platform/database.ts'
import type { FileStore } from '../../platform/files.ts'
import type { Log } from '../../platform/log.ts'
import { chainIn } from '../../platform/mail-checks.ts'
import { writeFixedMail } from '../../platform/mail-composer.ts'
import type { MailDns } from '../../platform/mail-dns.ts'
import { arcFieldsOf, sealArc, type MailKeys } from '../../platform/mail-signing.ts'
import type { Mailing } from '../../record/mailings/model.ts'
import { SYSTEM } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import { composeDigest } from '../digests/mail.ts'
import { beginDueDigests } from '../digests/commands.ts'
import { findDigest, listDigestPosts } from '../digests/queries.ts'
import type { List } from '../model.ts'
import { findListById } from '../queries.ts'
import { dropSending, sendPart } from './commands.ts'
import { asksForRewriting, composePost } from './mail.ts'
import type { MailPlace } from './model.ts'
import { findPostToSend, listsServedBefore, listUnfinishedSendings, type Sending } from './queries.ts'

const INTERVAL = 1_000
const DIGEST_TURN = 30

export interface DeliveryServices extends MailPlace {
  readonly db: Db
  readonly files: FileStore
  readonly clock: Clock
  readonly dns: MailDns
  /** What seals are made with; without, mail leaves without one. */
  readonly keys?: (() => Promise<MailKeys>) | undefined
}

/** Hands what was published to the queue, part by part, until nothing is left. Answers how many copies' parts were written. */
export async function sendPublished(services: DeliveryServices, signal?: AbortSignal): Promise<number> {
  let parts = 0
  for (const sending of await listUnfinishedSendings(services.db, 100)) {
    const composed = await compose(services, sending)
    if (composed === undefined) {
      await transact(services.db, (tx) => dropSending(tx, sending.id, services.clock()))
      continue
    }
    for (;;) {
      if (signal?.aborted === true) return parts
      const part = await transact(services.db, (tx) => sendPart(tx, { sendingId: sending.id, ...composed, place: services }, services.clock()))
      if (part === undefined) break
      parts++
      if (!part.more) break
    }
  }
  return parts
}

interface Composed {
  readonly mailing: Mailing
  readonly list: List & { readonly forum: string }
  readonly notIn: readonly Id[]
}

async function compose(services: DeliveryServices, sending: Sending): Promise<Composed | undefined> {
  const found = await findListById(services.db, sending.listId)
  const forum = found === undefined ? undefined : await findForumById(services.db, found.forumId)
  if (found === undefined || forum === undefined) return undefined
  const list = { ...found, forum: forum.slug }
  const mailingId = sending.id as Id<'mailing'>
  if (sending.digestId !== null) {
    const digest = await findDigest(services.db, sending.digestId)
    const posts = digest === undefined ? [] : await listDigestPosts(services.db, list.id, digest)
    if (digest === undefined || posts.length === 0) return undefined
    return { mailing: composeDigest(mailingId, { place: services, list, digest, posts, isMime: sending.kind === 'mime-digest', at: sending.begunAt }), list, notIn: [] }
  }
  const post = sending.postId === null ? undefined : await findPostToSend(services.db, sending.postId)
  if (post === undefined || post.number === null || post.removed_at !== null) return undefined
  const raw = await readFile(services.files.path(post.raw))
  const isRewritten = post.came_by === 'mail' && (await asksForRewriting(services.dns, post.author_mail, list.rewrittenDomains))
  const mailing = await composePost(mailingId, {
    place: services,
    list,
    raw,
    isRewritten,
    post: {
      id: post.id as Id<'post'>,
      number: post.number,
      messageId: post.message_id,
      subject: post.subject,
      authorName: post.author_name,
      authorMail: post.author_mail,
      inReplyTo: post.in_reply_to,
      references: post.references_list,
      sentAt: post.sent_at ?? post.received_at,
      text: post.text,
      size: post.size,
      isNotArchived: post.is_not_archived,
    },
  })
  const notIn = post.announcement_id === null ? [] : await listsServedBefore(services.db, post.announcement_id, list.id)
  return { mailing: await sealed(services, mailing, raw, post.authentication), list, notIn }
}

/**
 * With a seal on top, that says what was found when the mail came in: those who trust us need not find it broken by our tag. Sets that it
 * came with stay below, and ours goes on from them; where nobody could find out whether they hold, there is none.
 */
async function sealed(services: DeliveryServices, mailing: Mailing, raw: Uint8Array, authentication: string | null): Promise<Mailing> {
  const chain = authentication === null ? undefined : chainIn(authentication)
  if (services.keys === undefined || authentication === null || chain === undefined) return mailing
  const earlier = chain === 'none' ? [] : arcFieldsOf(raw)
  const chained = { ...mailing, headers: [...earlier, ...mailing.headers] }
  // Older posts were kept without who found it.
  const results = authentication.startsWith('spf=') ? `${services.mailDomain}; ${authentication}` : authentication
  const fields = await sealArc(writeFixedMail(chained), await services.keys(), { results, chain: earlier.length === 0 ? 'none' : chain })
  return { ...chained, headers: [...fields, ...chained.headers] }
}

/** Sends what was published, and gathers digests when their hour has come, until it is stopped; stopping waits for the part at hand. `queued` is called when copies wait to leave. */
export function startListDelivery(services: DeliveryServices, log: Log, queued: () => void = () => undefined): Wakeable {
  let turns = 0
  const turn = async (signal: AbortSignal): Promise<boolean> => {
    const now: Instant = services.clock()
    if (turns++ % DIGEST_TURN === 0) await transact(services.db, (tx) => beginDueDigests(tx, SYSTEM, now))
    const isAny = (await sendPublished(services, signal)) > 0
    if (isAny) queued()
    return isAny
  }
  return startBackground({ what: 'mailing lists', every: INTERVAL, turn, log })
}
