import { readFile } from 'node:fs/promises'
import { findTakenFrom, listTaken } from '../../lists/taken/queries.ts'
import { readMailToken } from '../../platform/mail-tokens.ts'
import type { Sorted } from '../../record/inbox/model.ts'
import { findInboxMail, findMailSent, type MailSent } from '../../record/inbox/queries.ts'
import type { About, Occasion } from '../../record/occasions/model.ts'
import type { Comment } from '../../review/model.ts'
import { findReviewById, listReviews } from '../../review/queries.ts'
import { findComments, findCommentsByFormKeys } from '../../review/comments/queries.ts'
import { findWaiting } from '../../review/waiting/queries.ts'
import { findForumById } from '../../forums/queries.ts'
import { findVersionById } from '../../drafts/versions/queries.ts'
import { findDocumentById } from '../../drafts/queries.ts'
import type { Arrival, MailServices } from '../context.ts'
import type { Id } from '../../shared/ids.ts'
import { readMail } from '../../platform/mail-reading.ts'
import { isEncrypted } from '../../platform/mail-wrappings.ts'
import { findInvitation } from '../../meetings/invitations/queries.ts'
import { answerInvitation, calendarsOf } from './answer-invitation.ts'
import { checkSentences } from './check-sentences.ts'
import { follow } from './follow.ts'
import { answerAgreement } from './answer-agreement.ts'
import { answerAnnouncement } from './answer-announcement.ts'
import { answerPapers } from '../papers/answer-papers.ts'
import { answerPoint } from './answer-point.ts'
import { answerSuggestion } from './answer-suggestion.ts'
import { answerWaiting } from './answer-waiting.ts'
import { comment, MOST_REMARKS, placeOf } from './comment.ts'
import { contribute } from './contribute.ts'
import { judge } from './judge.ts'
import { keepUnclear } from './keep-unclear.ts'
import { PARAGRAPH_LABELS, splitByNumbers } from './numbers.ts'
import { endKind } from './end-kind.ts'
import { forDesk, formKeyOf, isUnclear, readReply, unclear, type Handled, type Handler, type Reply } from './reply.ts'
import { takePost } from './take-post.ts'
import { vote } from './vote.ts'
import { withdrawComments } from './withdraw-comment.ts'
import { withdrawContribution } from './withdraw-contribution.ts'
import { readIntent } from './words.ts'

/** By what the mail that was answered is about. What has no line here is news of something: what is said to it is said to people. */
const HANDLERS: Readonly<Partial<Record<About['kind'], Handler>>> = {
  agreement: answerAgreement,
  announcement: answerAnnouncement,
  call: contribute,
  version: commentOnVersion,
  comment: answerComment,
  contribution: withdrawContribution,
  'poll-asked': vote,
  'poll-voter': vote,
  'point-asked': answerPoint,
  'inbox-mail': answerSeveral,
  invitation: answerInvitation,
  'correction-digest': checkSentences,
  suggestion: answerSuggestion,
  post: takePost,
  'paper-suggestion': answerPapers,
}

/** Answers to mails of ours, each bound by the token of its address to one of them, to what that was about and to whom it had gone to. */
export async function sortReply(services: MailServices, arrival: Arrival): Promise<Sorted | undefined> {
  if (arrival.recipient.kind !== 'reply') return undefined
  const id = readMailToken(services.secret, 'reply', arrival.recipient.token)
  const sent = id === undefined ? undefined : ((await findMailSent(services.db, id)) ?? (await findInvited(services, id)))
  if (sent === undefined) return { state: 'kept', reason: 'unknown-mail' }
  // What a program answers is answered by no program.
  if ((arrival.mail.automatic === 'reply' || arrival.envelopeFrom === '') && calendarsOf(arrival.mail).length === 0) return { state: 'refused', reason: 'automatic', forumId: sent.forumId }
  const traced = await traceBack(services, sent)
  if (traced === undefined) return keepUnclear(services, readReply(arrival, { ...sent, about: NOTHING(sent) }, undefined), undefined)
  // Where a mail does not say its language, its words were those of the forum.
  const language = sent.language ?? (sent.forumId === null ? undefined : (await findForumById(services.db, sent.forumId))?.language) ?? null
  const reply = readReply(arrival, { ...traced.sent, language }, traced.earlier)
  if (isEncrypted(arrival.mail)) return keepUnclear(services, reply, unclear(reply, 'mailroom.missing.encrypted'))
  const handler = HANDLERS[reply.about.kind]
  const ended = (await follow(services, reply)) ?? (FOR_PEOPLE.has(sent.occasion ?? '') || handler === undefined ? await endKind(services, reply) : undefined)
  const handled = ended ?? (await (handler === undefined || FOR_PEOPLE.has(sent.occasion ?? '') ? passOn(reply) : handler(services, reply)))
  return isUnclear(handled) ? keepUnclear(services, reply, handled) : handled
}

/** News of what has ended: a vote after the date was found would be lost in a closed poll. */
const FOR_PEOPLE: ReadonlySet<string> = new Set<Occasion>(['poll-finalised'])

function passOn(reply: Reply): Promise<Handled> {
  return Promise.resolve(reply.own === '' && reply.attachments.length === 0 ? unclear(reply, 'mailroom.missing.nothing-said') : forDesk())
}

/** Calendars answer to an address that stands for an invitation, for what they are sent is made before the mail that brings it. */
async function findInvited(services: MailServices, id: Id): Promise<MailSent | undefined> {
  const invitation = await findInvitation(services.db, id)
  if (invitation === undefined) return undefined
  const { mail, language, forumId } = invitation
  return { id: id as MailSent['id'], forumId, recipient: mail, subject: '', body: '', occasion: 'invitation', about: { kind: 'invitation', id }, language, createdAt: services.clock() }
}

const NOTHING = (sent: MailSent) => ({ kind: 'inbox-mail', id: sent.id })

/** An answer to "not understood yet" completes the mail that was not: it is about what that one was about. */
async function traceBack(services: MailServices, sent: MailSent): Promise<{ sent: Reply['sent']; earlier?: Parameters<typeof readReply>[2] } | undefined> {
  const { about } = sent
  if (about === null) return undefined
  if (sent.occasion !== 'reply-unclear') return { sent: { ...sent, about } }
  const kept = await findInboxMail(services.db, about.id)
  const token = kept === undefined ? undefined : /\+([a-z2-7]{52})@/u.exec(kept.recipient)?.[1]
  const id = token === undefined ? undefined : readMailToken(services.secret, 'reply', token)
  const first = id === undefined ? undefined : await findMailSent(services.db, id)
  if (kept === undefined || first === undefined || first.recipient !== sent.recipient) return undefined
  // One that was not understood several times leads back to the first.
  const before = await traceBack(services, first)
  if (before === undefined) return undefined
  const mail = kept.state === 'kept' ? await readMail(await readFile(services.files.path(kept.sha256))) : undefined
  return { sent: before.sent, ...(mail === undefined ? {} : { earlier: { id: kept.id, mail } }) }
}

/** A version is open to comment while a review of it is: the latest of its document, where a later version came since. */
async function commentOnVersion(services: MailServices, reply: Reply): Promise<Handled> {
  const version = await findVersionById(services.db, reply.about.id)
  const document = version === undefined ? undefined : await findDocumentById(services.db, version.documentId)
  const reviews = document === undefined ? [] : await listReviews(services.db, document.cycleId)
  const review = reviews.find(({ versionId, closedAt }) => versionId === version?.id && closedAt === null) ?? reviews.find(({ versionId }) => versionId === version?.id)
  const on = review === undefined ? undefined : await placeOf(services, review)
  return on === undefined ? unclear(reply, 'mailroom.missing.no-review') : comment(services, reply, on)
}

/** Mails about a comment that went to who had sent it; others went to who follows its place, and can do nothing to it. */
const TO_ITS_SENDER: ReadonlySet<string> = new Set<Occasion>(['comment-receipt', 'comment-waits', 'comment-declined', 'comment-answered', 'comment-set-aside', 'comment-restored', 'reply-taken'])

/** To the receipt of a comment: take it back. To the response to it: satisfied or not. From who follows its place: another comment there. */
async function answerComment(services: MailServices, reply: Reply): Promise<Handled> {
  const [subject] = await findComments(services.db, [reply.about.id])
  const review = subject === undefined ? undefined : await findReviewById(services.db, subject.reviewId)
  const on = review === undefined ? undefined : await placeOf(services, review)
  const waiting = subject === undefined ? await findWaiting(services.db, reply.about.id) : undefined
  if (waiting !== undefined) return answerWaiting(services, reply, waiting)
  if (subject === undefined || on === undefined) return passOn(reply)
  const isOfFollower = !TO_ITS_SENDER.has(reply.sent.occasion ?? '')
  if (isOfFollower && reply.own.length <= 80 && readIntent(reply.own, ['withdraw', 'satisfied', 'not-satisfied', 'yes', 'no']) !== undefined) return unclear(reply, 'mailroom.missing.not-yours')
  if (isOfFollower) return comment(services, reply, { ...on, inReplyTo: subject })
  if (readIntent(reply.own, ['withdraw']) !== undefined) return withdrawComments(services, reply, [subject])
  if (reply.sent.occasion === 'comment-answered' || isJudged(reply)) return judge(services, reply)
  // Words of thanks for a receipt are no comment: here only numbers make one.
  const isNumbered = splitByNumbers(reply.own, PARAGRAPH_LABELS, { allowBare: false, exists: () => true }).parts.length > 0
  if (isNumbered) return comment(services, reply, on)
  return passOn(reply)
}

/** The receipt of a judgement is answered by another one. */
function isJudged(reply: Reply): boolean {
  return reply.sent.occasion === 'reply-taken' && readIntent(reply.own, ['satisfied', 'not-satisfied', 'yes', 'no']) !== undefined
}

/** To the receipt of several comments: those of the references that are named, or all. */
async function answerSeveral(services: MailServices, reply: Reply): Promise<Handled> {
  const said = readIntent(reply.own, ['withdraw'])
  if (said === undefined) return unclear(reply, 'mailroom.missing.withdraw-which')
  const taken = await listTakenFrom(services, reply)
  const named = new Set([...said.rest.matchAll(/\bR-([0-9]{1,7})\b/giu)].map(([, number]) => Number(number)))
  return withdrawComments(services, reply, named.size === 0 ? taken : taken.filter(({ number }) => named.has(number)))
}

/** The comments that one mail became. */
async function listTakenFrom(services: MailServices, reply: Reply): Promise<Comment[]> {
  const row = await findInboxMail(services.db, reply.about.id)
  const ofPost = row?.became === undefined || row.became === null ? undefined : await findTakenFrom(services.db, row.became.id)
  if (ofPost !== undefined) return findComments(services.db, (await listTaken(services.db, [ofPost.postId])).filter(({ targetId }) => targetId === ofPost.targetId).map(({ becameId }) => becameId))
  const token = /\+([a-z2-7]{52})@/u.exec(row?.recipient ?? '')?.[1]
  const sentId = token === undefined ? undefined : readMailToken(services.secret, 'reply', token)
  const mail = row === undefined ? undefined : await readMail(await readFile(services.files.path(row.sha256)))
  if (row === undefined || sentId === undefined || mail === undefined) return []
  return findCommentsByFormKeys(services.db, Array.from({ length: MOST_REMARKS }, (_, place) => formKeyOf(sentId, mail.messageId ?? row.id, place)))
}
