import { readFile } from 'node:fs/promises'
import { findContributions } from '../../contributions/queries.ts'
import { findForumById, listCycles } from '../../forums/queries.ts'
import type { List, Post } from '../../lists/model.ts'
import { withoutTag } from '../../lists/posts/model.ts'
import { findPost, listAttachments } from '../../lists/posts/queries.ts'
import { findListById } from '../../lists/queries.ts'
import { noteTaken } from '../../lists/taken/commands.ts'
import { formKeyOfPost, type Offer, type TakenFrom } from '../../lists/taken/model.ts'
import { listOffers, listTaken, lockPublishedPost } from '../../lists/taken/queries.ts'
import { derivedId } from '../../platform/derived-id.ts'
import { readMail, type ReadAttachment } from '../../platform/mail-reading.ts'
import { PUBLIC } from '../../record/model.ts'
import { findComments } from '../../review/comments/queries.ts'
import { findReviewById } from '../../review/queries.ts'
import { formatRef } from '../../shared/refs.ts'
import { readReplyBlocks } from '../../shared/reply-text.ts'
import { isRefusal } from '../../shared/result.ts'
import { addMilliseconds, dateInZone, writeShortDate } from '../../shared/time.ts'
import type { MailServices } from '../context.ts'
import type { Letter } from '../letters.ts'
import { chooseOffer, complete, readChoice, type Choice } from './choice.ts'
import { comment, placeOf } from './comment.ts'
import { contribute } from './contribute.ts'
import { readDetails } from './details.ts'
import { LARGEST_FILE } from './files.ts'
import { ownOfLast, takeReply, textOf, unclear, type Handled, type Reply } from './reply.ts'

/** How long a letter that asks what a post shall count as is answered, in milliseconds: what it listed may be over then. */
const GOOD_FOR = 14 * 86_400_000

/**
 * Takes a post of a list as a contribution or as comments, as its author answers the letter that asked: as if it had been sent in answer to
 * the call or the text, as of the moment at which it came to the list.
 */
export async function takePost(services: MailServices, reply: Reply): Promise<Handled> {
  const post = await findPost(services.db, reply.about.id)
  const list = post === undefined ? undefined : await findListById(services.db, post.listId)
  const forum = list === undefined ? undefined : await findForumById(services.db, list.forumId)
  if (post === undefined || list === undefined || forum === undefined || reply.sent.occasion !== 'post-to-take') return unclear(reply, 'mailroom.missing.unknown')
  if (post.state !== 'published' || post.removedAt !== null) return unclear(reply, 'mailroom.missing.post-gone')
  const offers = await listOffers(services.db, reply.sent.id)
  if (offers.length === 0) return unclear(reply, 'mailroom.missing.nothing-open')
  if (reply.sent.createdAt < addMilliseconds(services.clock(), -GOOD_FOR)) return unclear(reply, 'mailroom.missing.letter-old')
  const choice = complete(readChoice(readDetails(ownOfLast(reply), forum).rest), readChoice(readDetails(reply.own, forum).rest))
  if (choice.said === 'no' && choice.number === undefined && choice.as === undefined) return tell(services, reply, post, { subject: reply.say('mailroom.post.left.subject'), about: null, parts: [reply.say('mailroom.post.left.body')] })
  const offer = chooseOffer(offers, choice)
  if (offer === undefined) return choice.number === undefined ? unclear(reply, offers.length === 1 ? 'mailroom.missing.take-or-not' : 'mailroom.missing.which-offer', { count: offers.length }) : unclear(reply, 'mailroom.missing.no-such-offer', { number: choice.number, count: offers.length })
  const before = (await listTaken(services.db, [post.id])).filter(({ targetId }) => targetId === offer.targetId)
  if (before.length > 0) return tellBefore(services, reply, { post, list, before })
  const own = await asReply(services, reply, { post, list, offer, choice, details: detailLines(reply.own, forum) })
  if (offer.kind === 'contribution') return contribute(services, own)
  const review = await findReviewById(services.db, offer.targetId)
  const on = review === undefined ? undefined : await placeOf(services, review)
  return on === undefined ? unclear(reply, 'mailroom.missing.no-review') : comment(services, own, on)
}

/** Answers without that anything is taken. */
async function tell(services: MailServices, reply: Reply, post: Pick<Post, 'id'>, letter: Letter): Promise<Handled> {
  const sorted = await takeReply(services, reply, () => Promise.resolve({ became: { kind: 'post', id: post.id }, letter }))
  return isRefusal(sorted) ? unclear(reply, 'mailroom.missing.already') : sorted
}

async function tellBefore(services: MailServices, reply: Reply, { post, list, before }: { post: Post; list: List; before: readonly TakenFrom[] }): Promise<Handled> {
  const ids = before.map(({ becameId }) => becameId)
  const slugs = new Map((await listCycles(services.db, list.forumId)).map(({ id, slug }) => [id, slug]))
  const [contributions, comments] = [await findContributions(services.db, ids), await findComments(services.db, ids)]
  const refs = [...contributions.map(({ cycleId, number }) => formatRef(slugs.get(cycleId) ?? '', 'C', number)), ...comments.map(({ cycleId, number }) => formatRef(slugs.get(cycleId) ?? '', 'R', number))]
  const isWithdrawn = [...contributions, ...comments].length > 0 && [...contributions, ...comments].every(({ withdrawnAt }) => withdrawnAt !== null)
  const said = { refs: refs.join(', '), known: refs.length === 0 ? 'no' : 'yes', by: before[0]?.by ?? 'desk', withdrawn: isWithdrawn ? 'yes' : 'no', date: writeShortDate(dateInZone(before[0]?.at ?? post.receivedAt, 'UTC'), reply.language) }
  return tell(services, reply, post, { subject: reply.say('mailroom.post.before.subject', { subject: withoutTag(post.subject, list.tag) }), about: null, parts: [reply.say('mailroom.post.before.body', said)] })
}

/** Lines that say something of whoever writes, such as "Publish: without name": they count for the post as they do for an answer. */
function detailLines(own: string, forum: Parameters<typeof readDetails>[1]): string {
  return own.split('\n').filter((line) => line.trim() !== '' && readDetails(line, forum).rest === '').join('\n')
}

interface Meant {
  readonly post: Post
  readonly list: List
  readonly offer: Offer
  readonly choice: Choice
  readonly details: string
}

/** The post as if it had been sent in answer to a mail about what it shall count for. */
async function asReply(services: MailServices, reply: Reply, { post, list, offer, choice, details }: Meant): Promise<Reply> {
  const blocks = [...readReplyBlocks(await wordsOf(services, post)), ...(details === '' ? [] : [{ kind: 'own' as const, text: details }])]
  const { language } = reply
  const isComment = offer.kind === 'comment'
  return {
    ...reply,
    about: { kind: isComment ? 'version' : 'call', id: offer.targetId },
    blocks,
    own: blocks.filter(({ kind }) => kind === 'own').map(({ text }) => text.trim()).join('\n\n').trim(),
    attachments: await filesOf(services, post),
    from: { ...reply.from, name: post.authorName === null || post.authorName.includes('@') ? reply.from.name : post.authorName },
    channel: 'list',
    cameAt: post.receivedAt,
    keyOf: (place) => derivedId(formKeyOfPost(post.id, offer.targetId, place)),
    ofPost: {
      questions: isComment ? [] : choice.questions,
      paragraphs: isComment ? choice.paragraphs : [],
      heading: reply.say('mailroom.post.heading', { subject: withoutTag(post.subject, list.tag), list: list.title, date: writeShortDate(dateInZone(post.receivedAt, 'UTC'), language) }),
      guard: async (tx) => {
        const isThere = (await lockPublishedPost(tx, post.id)) !== undefined
        return isThere && !(await listTaken(tx, [post.id])).some(({ targetId }) => targetId === offer.targetId) ? undefined : { refusal: 'form-used' }
      },
      note: async (tx, { cycleId, items, isNamed }, now) => void (await noteTaken(tx, PUBLIC, { list, post, kind: offer.kind, targetId: offer.targetId, cycleId, became: items, by: 'author', isNamed }, now)),
    },
  }
}

/** What its author wrote: of the mail as it came where that is kept, else as the archive has it. */
async function wordsOf(services: MailServices, post: Post): Promise<string> {
  const mail = post.raw !== '' && (await services.files.has(post.raw)) ? await readMail(await readFile(services.files.path(post.raw))) : undefined
  const text = mail === undefined ? '' : textOf(mail)
  return text.trim() === '' ? post.text : text
}

/** Its files as the archive keeps them; of what was harmful or is too large, the name alone. */
async function filesOf(services: MailServices, post: Post): Promise<ReadAttachment[]> {
  const kept = (await listAttachments(services.db, [post.id])).get(post.id) ?? []
  return Promise.all(
    kept.map(async ({ name, type, size, sha256 }) => {
      const isTaken = sha256 !== '' && size <= LARGEST_FILE && (await services.files.has(sha256))
      return { name, type, disposition: 'attachment', contentId: null, isInline: false, method: null, content: isTaken ? await readFile(services.files.path(sha256)) : new Uint8Array() }
    }),
  )
}
