import { findForumById } from '../../forums/queries.ts'
import { toPost } from '../../lists/arriving/mail.ts'
import { hasBeenHere } from '../../lists/delivery/model.ts'
import { askToJoin, askToLeave, confirmJoining, leaveList } from '../../lists/members/commands.ts'
import { findSubscription, findSubscriptionOf } from '../../lists/members/queries.ts'
import type { List } from '../../lists/model.ts'
import { decidePost, refusePost, sendHelp, takePost } from '../../lists/posts/commands.ts'
import { judgePost } from '../../lists/posts/model.ts'
import { findListById, findListByName } from '../../lists/queries.ts'
import { findPost } from '../../lists/posts/queries.ts'
import { transact, type Tx } from '../../platform/database.ts'
import { writeResults } from '../../platform/mail-checks.ts'
import { readMailToken } from '../../platform/mail-tokens.ts'
import type { Sorted } from '../../record/inbox/model.ts'
import { findMailSent } from '../../record/inbox/queries.ts'
import { PUBLIC } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import { splitAddress, type MailAddress } from '../../shared/mail-addresses.ts'
import { trimReply } from '../../shared/reply-text.ts'
import { isRefusal, type Refusal } from '../../shared/result.ts'
import type { Arrival, MailServices } from '../context.ts'
import { askToTake, readAskedToTake } from './ask-to-take.ts'
import { readIntent } from '../replies/words.ts'
import { isForged } from './checks.ts'
import { mayBeWrittenTo } from './letter-limits.ts'
import { sortToOwner } from './to-owner.ts'
import { readDecision, readRequest } from './words.ts'

/** Whether an address is that of a list, or of one of its commands. */
export async function knowsList(services: MailServices, address: MailAddress): Promise<boolean | undefined> {
  return address.kind === 'list' ? (await findListByName(services.db, address.list)) !== undefined : undefined
}

/**
 * Mail to lists: posts, and joining, leaving, confirming and moderating by mail. What decides anything has a token that was mailed to
 * whoever decides; what a sender's address alone asks for is answered by asking that address.
 */
export async function sortPost(services: MailServices, arrival: Arrival): Promise<Sorted | undefined> {
  const { recipient } = arrival
  switch (recipient.kind) {
    case 'list': {
      const list = await findListByName(services.db, recipient.list)
      if (list === undefined) return undefined
      if (recipient.part === 'post') return sortToList(services, arrival, list)
      if (recipient.part === 'owner') return sortToOwner(services, arrival, list)
      return sortCommand(services, arrival, list, recipient.part)
    }
    case 'confirm':
      return withToken(services, arrival, recipient, (id) => confirmByMail(services, arrival, id))
    case 'leave':
      return withToken(services, arrival, recipient, (id) => leaveByMail(services, arrival, id))
    case 'moderate':
      return withToken(services, arrival, recipient, (id) => moderateByMail(services, arrival, id))
    case 'reply':
      return sortAnswer(services, arrival, recipient.token)
    default:
      return undefined
  }
}

async function withToken(services: MailServices, arrival: Arrival, address: { kind: 'confirm' | 'leave' | 'moderate'; token: string }, work: (id: Id) => Promise<Sorted>): Promise<Sorted> {
  // Programs that answer everything shall not confirm anything: they answer what they never read.
  if (address.kind !== 'leave' && arrival.mail.automatic === 'reply') return { state: 'refused', reason: 'automatic' }
  const id = readMailToken(services.secret, address.kind, address.token)
  return id === undefined ? { state: 'refused', reason: 'unknown-token' } : work(id)
}

/** Answers to the letters that ask: the mail that they answer says what they are about. */
async function sortAnswer(services: MailServices, arrival: Arrival, token: string): Promise<Sorted | undefined> {
  const id = readMailToken(services.secret, 'reply', token)
  const sent = id === undefined ? undefined : await findMailSent(services.db, id)
  if (sent?.about?.kind !== 'subscription' && sent?.about?.kind !== 'post') return undefined
  if (arrival.mail.automatic === 'reply') return { state: 'refused', reason: 'automatic' }
  const { about } = sent
  // What its author answers is for whoever takes what is answered.
  if (sent.occasion === 'post-to-take') return undefined
  if (sent.occasion === 'post-to-moderate') return moderateByMail(services, arrival, about.id)
  const intent = readIntent(trimReply(arrival.mail.text ?? '').trimmed, ['no', 'unfollow', 'yes', 'follow'])?.intent
  const member = await findSubscription(services.db, about.id)
  if (sent.occasion !== 'subscription-to-confirm') {
    const isIn = member !== undefined && member.state !== 'left' && member.state !== 'asked'
    if (isIn && intent === 'unfollow') return leaveByMail(services, arrival, about.id)
    if (member?.state === 'left' && (intent === 'yes' || intent === 'follow')) return confirmByMail(services, arrival, about.id)
    const list = member === undefined ? undefined : await findListById(services.db, member.listId)
    return list === undefined ? { state: 'kept', forumId: sent.forumId, reason: 'not-understood' } : sortToOwner(services, arrival, list)
  }
  // Whoever says that it was not they is not made a member, nor is one who stays thrown out.
  if (intent === 'no' || (intent === 'unfollow' && (member?.state === 'asked' || member?.state === 'left'))) return { state: 'done', forumId: sent.forumId, reason: 'declined' }
  // The same letter asks a member whether they want to leave, and somebody else whether they want to come.
  return member?.state === 'asked' || member?.state === 'left' ? confirmByMail(services, arrival, about.id) : leaveByMail(services, arrival, about.id)
}

async function confirmByMail(services: MailServices, arrival: Arrival, id: Id): Promise<Sorted> {
  const member = await findSubscription(services.db, id)
  if (member === undefined) return { state: 'refused', reason: 'unknown-token' }
  return settleWith(services, arrival, { state: 'done', became: { kind: 'subscription', id } }, (tx, now) => confirmJoining(tx, PUBLIC, { subscriptionId: member.id, write: services.letters.list }, now))
}

async function leaveByMail(services: MailServices, arrival: Arrival, id: Id): Promise<Sorted> {
  const member = await findSubscription(services.db, id)
  if (member === undefined) return { state: 'refused', reason: 'unknown-token' }
  return settleWith(services, arrival, { state: 'done', became: { kind: 'subscription', id } }, (tx, now) => leaveList(tx, PUBLIC, { subscriptionId: member.id, write: services.letters.list }, now))
}

async function moderateByMail(services: MailServices, arrival: Arrival, id: Id): Promise<Sorted> {
  const post = await findPost(services.db, id)
  const list = post === undefined ? undefined : await findListById(services.db, post.listId)
  if (post === undefined || list === undefined) return { state: 'refused', reason: 'unknown-token' }
  const said = readDecision(trimReply(arrival.mail.text ?? '').trimmed)
  if (said === undefined) return { state: 'kept', forumId: list.forumId, reason: 'decision-unclear' }
  const input = { postId: post.id, decision: said.decision, reason: said.decision === 'reject' && said.reason !== '' ? said.reason.slice(0, 2000) : null, write: services.letters.list }
  return settleWith(services, arrival, { state: 'done', became: { kind: 'post', id }, forumId: list.forumId }, (tx, now) => decidePost(tx, PUBLIC, input, now))
}

/** Runs a command and ends the sorting in one transaction. What it refuses has been done before: nothing is left to do. */
async function settleWith(services: MailServices, arrival: Arrival, sorted: Sorted, work: (tx: Tx, now: ReturnType<MailServices['clock']>) => Promise<object>): Promise<Sorted> {
  const now = services.clock()
  const done = await transact<object | Refusal>(services.db, async (tx) => {
    const outcome = await work(tx, now)
    if (!isRefusal(outcome)) await arrival.settle(tx, sorted)
    return outcome
  })
  return 'refusal' in done ? { state: 'done', reason: done.refusal, ...(sorted.became === undefined ? {} : { became: sorted.became }) } : sorted
}

/** Joining, leaving and help by an address of their own; or by a word to the one for requests. */
async function sortCommand(services: MailServices, arrival: Arrival, list: List, part: 'subscribe' | 'leave' | 'request'): Promise<Sorted> {
  const { mail } = arrival
  const from = mail.from?.address ?? ''
  if (mail.automatic !== 'no' || arrival.envelopeFrom === '' || splitAddress(from) === undefined || from.length > 254) return { state: 'refused', reason: 'automatic' }
  // Whoever the sender's own domain disowns never wrote, and who is written to too often is written to by others: quiet then, and a person can look.
  if (isForged(arrival.checks)) return { state: 'kept', forumId: list.forumId, reason: 'forged' }
  if (!(await transact(services.db, (tx) => mayBeWrittenTo(tx, services, arrival, list)))) return { state: 'kept', forumId: list.forumId, reason: 'too-many-letters' }
  const asked = part === 'request' ? readAskedToTake(mail) : undefined
  // An answer has the subject of what it answers: only its words ask for something.
  const isInAnswer = asked?.isInWords === true && (mail.inReplyTo.length > 0 || mail.references.length > 0)
  const wish = isInAnswer ? 'help' : part === 'subscribe' ? 'join' : part === 'leave' ? 'leave' : readRequest(mail.subject === '' ? (mail.text ?? '').slice(0, 200) : mail.subject)
  const sorted: Sorted = { state: 'done', became: { kind: 'list', id: list.id }, forumId: list.forumId }
  const { list: write } = services.letters
  if (wish === 'help' && asked !== undefined) {
    const asking = await askToTake(services, arrival, list, asked)
    if (asking !== undefined) return asking
  }
  if (wish === 'join') return settleWith(services, arrival, sorted, (tx, now) => askToJoin(tx, PUBLIC, { listId: list.id, mail: from, name: mail.from?.name === '' ? null : (mail.from?.name ?? null), language: list.language, delivery: 'at-once', cameBy: 'mail', write }, now))
  if (wish === 'leave') return settleWith(services, arrival, sorted, (tx, now) => askToLeave(tx, { listId: list.id, mail: from, write }, now))
  return settleWith(services, arrival, sorted, async (tx, now) => {
    await sendHelp(tx, { list, to: from, write }, now)
    return {}
  })
}

async function sortToList(services: MailServices, arrival: Arrival, list: List): Promise<Sorted> {
  const { mail, checks } = arrival
  const forum = await findForumById(services.db, list.forumId)
  if (forum === undefined) return { state: 'kept', reason: 'nobody' }
  const from = mail.from?.address ?? ''
  const member = from === '' ? undefined : await findSubscriptionOf(services.db, list.id, from)
  const judged = judgePost(list, member, { automatic: arrival.envelopeFrom === '' && mail.automatic === 'no' ? 'reply' : mail.automatic, isLoop: hasBeenHere(mail.headers, list, services.mailDomain), isForged: isForged(checks) })
  if (judged.fate === 'drop') return { state: 'refused', reason: judged.because, forumId: list.forumId }
  const { list: write } = services.letters
  // An answer to an address that its own domain says was forged would reach somebody who never wrote.
  const isAnswered = splitAddress(from) !== undefined && !isForged(checks)
  const refuse = (because: 'strangers' | 'closed' | 'too-large' | 'empty'): Promise<Sorted> =>
    settleWith(services, arrival, { state: 'answered', reason: because, forumId: list.forumId }, async (tx, now) => {
      if (isAnswered && (await mayBeWrittenTo(tx, services, arrival, list))) await refusePost(tx, { list, to: from, subject: mail.subject, because, write }, now)
      return {}
    })
  if (judged.fate === 'refuse') return refuse(judged.because)
  const post = await toPost(services.files, mail, { bytes: arrival.raw, sha256: arrival.sha256 })
  if (post.text.length > list.sizeLimit) return refuse('too-large')
  if (post.text === '' && post.html === null && post.attachments.length === 0) return refuse('empty')
  const input = { list, post, heldFor: judged.fate === 'hold' ? judged.because : null, cameBy: 'mail' as const, isAuthorTold: isAnswered && mail.automatic === 'no', authentication: checks === null ? null : writeResults(checks, services.mailDomain, arrival.envelopeFrom), write }
  const now = services.clock()
  const taken = await transact(services.db, async (tx) => {
    // Members are told as often as they write; a stranger's address may be anybody's.
    const isAuthorTold = input.isAuthorTold && (judged.fate === 'publish' || member !== undefined || (await mayBeWrittenTo(tx, services, arrival, list)))
    const outcome = await takePost(tx, PUBLIC, { ...input, isAuthorTold }, now)
    if (!isRefusal(outcome)) await arrival.settle(tx, { state: 'done', became: { kind: 'post', id: outcome.postId }, forumId: list.forumId })
    return outcome
  })
  return isRefusal(taken) ? { state: 'refused', reason: taken.refusal, forumId: list.forumId } : { state: 'done', became: { kind: 'post', id: taken.postId }, forumId: list.forumId }
}
