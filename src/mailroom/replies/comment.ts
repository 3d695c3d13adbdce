import type { Cycle, Forum } from '../../forums/model.ts'
import { findCycleById, findForumById } from '../../forums/queries.ts'
import { flatten } from '../../drafts/model.ts'
import { loadFrozenText } from '../../drafts/versions/queries.ts'
import { hmac } from '../../platform/digest.ts'
import type { Tx } from '../../platform/database.ts'
import { PUBLIC } from '../../record/model.ts'
import { sendComments } from '../../review/comments/commands.ts'
import { COMMENT_LIMIT } from '../../review/comments/schema.ts'
import type { Comment, Review } from '../../review/model.ts'
import type { CommentInput, CommentRefusal, TooMany } from '../../review/taking/commands.ts'
import { keepComment } from '../../review/waiting/commands.ts'
import type { Id } from '../../shared/ids.ts'
import { formatRef } from '../../shared/refs.ts'
import { countCodePoints, excerpt } from '../../shared/text.ts'
import { isRefusal } from '../../shared/result.ts'
import type { MailServices } from '../context.ts'
import type { Letter } from '../letters.ts'
import { readDetails } from './details.ts'
import { readMailedRemarks } from './remarks.ts'
import { takeReply, unclear, type Done, type Handled, type Reply } from './reply.ts'

export interface OnReview {
  readonly review: Review
  readonly forum: Forum
  readonly cycle: Cycle
  /** The comment that the mail told of: what names no paragraph is said to it. */
  readonly inReplyTo?: Comment | undefined
}

/** Comments of one mail; what has more is about the whole. */
export const MOST_REMARKS = 60

type Refused = CommentRefusal | TooMany

/** Comments from one address in ten minutes, as of the form. */
const [MOST, EVERY] = [20, 600_000]
const TOLD = 160

export async function placeOf(services: MailServices, review: Review): Promise<OnReview | undefined> {
  const [forum, cycle] = [await findForumById(services.db, review.forumId), await findCycleById(services.db, review.cycleId)]
  return forum === undefined || cycle === undefined ? undefined : { review, forum, cycle }
}

/** Comments by answering a mail that has the numbered text of a version, or news of its review: one for each place, all or none. */
export async function comment(services: MailServices, reply: Reply, on: OnReview): Promise<Handled> {
  const { review, forum, cycle, inReplyTo } = on
  const frozen = flatten(await loadFrozenText(services.db, review.versionId))
  const paragraphs = frozen.map(({ number, text }) => ({ number, text }))
  const repliedTo = frozen.filter(({ id }) => inReplyTo?.paragraphIds.includes(id) === true).map(({ number }) => number)
  const { details } = readDetails(reply.own, forum)
  const blocks = reply.blocks.map((block) => (block.kind === 'own' ? { ...block, text: readDetails(block.text, forum).rest } : block)).filter(({ text }) => text !== '')
  const said = readMailedRemarks(blocks, paragraphs, reply.ofPost?.paragraphs)
  const items = [...said.placed.map(({ numbers, text }) => ({ numbers, text })), ...(said.whole === '' ? [] : [{ numbers: repliedTo as readonly number[], text: said.whole }])]
  if (items.length === 0) return said.lost.length > 0 ? unclear(reply, 'mailroom.missing.no-such-paragraph', { numbers: said.lost.flatMap(({ numbers }) => numbers).join(', ') }) : unclear(reply, 'mailroom.missing.nothing-said')
  if (items.length > MOST_REMARKS) return unclear(reply, 'mailroom.missing.too-many')
  const tooLong = items.map(({ text }) => countCodePoints(text)).find((length) => length > COMMENT_LIMIT)
  if (tooLong !== undefined) return unclear(reply, 'mailroom.missing.too-long-comment', { limit: COMMENT_LIMIT, length: tooLong })
  const name = details.name ?? reply.from.name
  const consent = details.consent === 'without-name' || name === undefined ? 'without-name' : 'full'
  const inputs = items.map(({ numbers, text }, place): CommentInput => ({
    reviewId: review.id, cycleSlug: cycle.slug, target: numbers.length === 0 ? 'whole' : 'paragraphs', paragraphs: numbers, missingWhere: undefined, type: 'general', text, proposal: undefined,
    author: name, organisation: details.organisation, stakeholderGroup: details.group, regionalGroup: undefined, language: undefined, consent, mail: reply.from.address,
    inReplyTo: numbers === repliedTo ? inReplyTo?.id : undefined,
    formKey: reply.keyOf(place),
  }))
  const sorted = await takeReply<Refused>(services, reply, (tx) => (forum.confirmation === 'hold' ? keep(tx, reply, on, inputs) : take(tx, services, reply, on, inputs, said.lost)))
  if (!isRefusal(sorted)) return sorted
  if (sorted.refusal === 'too-many' || sorted.refusal === 'review-closed') return unclear(reply, `mailroom.missing.${sorted.refusal}`)
  return unclear(reply, sorted.refusal === 'no-such-review' ? 'mailroom.missing.no-review' : 'mailroom.missing.changed-meanwhile')
}

async function take(tx: Tx, services: MailServices, reply: Reply, { review, cycle, forum }: OnReview, inputs: readonly CommentInput[], lost: ReturnType<typeof readMailedRemarks>['lost']): Promise<Done | Refused> {
  const limits = [{ key: hmac(services.secret, `limit:comment:token:${reply.from.address.toLowerCase()}`), most: MOST, every: EVERY }]
  const outcomes = await sendComments(tx, PUBLIC, inputs.map((input, place) => ({ input: { ...input, toFollowers: services.letters.placeNews }, limits: place === 0 ? limits : [], channel: reply.channel, now: reply.arrival.receivedAt, cameAt: reply.cameAt })))
  const told: string[] = []
  const items: { id: Id; ref: string }[] = []
  let first: Extract<(typeof outcomes)[number], { commentId: unknown }> | undefined
  for (const [place, outcome] of outcomes.entries()) {
    if (isRefusal(outcome)) return outcome
    first ??= outcome
    const { paragraphs = [], text = '' } = inputs[place] ?? {}
    items.push({ id: outcome.commentId, ref: formatRef(cycle.slug, 'R', outcome.number) })
    told.push(reply.say('mailroom.comment.one', { ref: formatRef(cycle.slug, 'R', outcome.number), place: paragraphs.length === 0 ? 'whole' : 'numbered', numbers: paragraphs.join(', '), words: excerpt(text, TOLD) }))
  }
  if (first === undefined) throw new Error('A comment was neither taken nor refused')
  const ref = formatRef(cycle.slug, 'R', first.number)
  const letter: Letter = {
    subject: reply.say('mailroom.comment.subject', { count: outcomes.length, refs: ref }),
    about: outcomes.length === 1 ? { kind: 'comment', id: first.commentId } : { kind: 'inbox-mail', id: reply.arrival.id },
    parts: [
      reply.ofPost?.heading,
      reply.say('mailroom.comment.body', { title: review.title }),
      told.join('\n'),
      ...lost.map(({ numbers, text }) => reply.say('mailroom.comment.lost', { numbers: numbers.join(', '), words: excerpt(text, TOLD) })),
      outcomes.length === 1 ? reply.say('mailroom.contribution.link', { link: `${services.publicUrl}/${forum.slug}/${cycle.slug}/comments/R-${first.number}/mine/${hmac(services.secret, `comment:${first.commentId}`)}` }) : undefined,
      reply.say(outcomes.length === 1 ? 'mailroom.undo.withdraw' : 'mailroom.undo.withdraw-refs'),
    ],
  }
  return { became: { kind: 'comment', id: first.commentId }, letter, taken: { cycleId: cycle.id, isNamed: inputs[0]?.consent === 'full', items } }
}

/** Where a forum looks at comments before they are shown, those by mail wait for it too. */
async function keep(tx: Tx, reply: Reply, { review, cycle }: OnReview, inputs: readonly CommentInput[]): Promise<Done | Refused> {
  const items: { id: Id; ref: undefined }[] = []
  for (const input of inputs) {
    const kept = await keepComment(tx, PUBLIC, { ...input, waitsFor: 'desk', channel: reply.channel, cameAt: reply.cameAt }, reply.arrival.receivedAt)
    if (isRefusal(kept)) return kept
    items.push({ id: kept.id, ref: undefined })
  }
  const [first] = items
  if (first === undefined) throw new Error('A comment was neither kept nor refused')
  return { became: { kind: 'comment', id: first.id }, taken: { cycleId: cycle.id, isNamed: inputs[0]?.consent === 'full', items }, letter: { subject: reply.say('mailroom.comment.subject', { count: inputs.length, refs: review.title }), about: null, parts: [reply.ofPost?.heading, reply.say('mailroom.comment.body', { title: review.title }), ...inputs.map(({ text }) => excerpt(text, TOLD)), reply.say('mailroom.comment.waits')] } }
}
