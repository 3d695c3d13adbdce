import { beforeEach, describe, expect, test } from 'vitest'
import { buildForum } from '../../forums/testing.ts'
import type { Cycle } from '../../forums/model.ts'
import { transact } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { PUBLIC, SYSTEM } from '../../record/model.ts'
import { findChain, listEntriesOf, listTexts, unscopedListOutbox, verifyChain } from '../../record/queries.ts'
import type { Instant, PlainDate } from '../../shared/time.ts'
import { testDatabase, uniqueSlug } from '../../../test/harness/postgres.ts'
import { closeReview } from '../commands.ts'
import type { Review } from '../model.ts'
import { countCommentsByReview } from '../queries.ts'
import { buildComment, buildReview, buildVersion, commentInput, type BuiltVersion } from '../testing.ts'
import type { CommentInput } from '../taking/commands.ts'
import { enterComment, sendComment, sendComments, withdrawComment, type SentComment } from './commands.ts'
import { countOpenComments, countVoices, findComment, findComments, listAnchors, listComments, listCommentsByChoice, listCommentsOfReview } from './queries.ts'

const db = await testDatabase()
const now = '2026-11-02T10:00:00.000Z' as Instant
let cycle: Cycle
let version: BuiltVersion
let review: Review

beforeEach(async () => {
  cycle = (await buildForum(db, uniqueSlug(), now)).cycle
  version = await buildVersion(db, cycle, ['First.', 'Second.', 'Third.', 'Fourth.', 'Fifth.', 'Sixth.'], now)
  review = await buildReview(db, cycle, version.versionId, now, { closesOn: '2026-11-10' as PlainDate })
})

const send = (over: Partial<CommentInput> = {}, at: Instant = now) => transact(db, (tx) => sendComment(tx, PUBLIC, commentInput(review, over), at))
const close = (at: Instant) => transact(db, (tx) => closeReview(tx, SYSTEM, { reviewId: review.id }, at))
const enter = (over: Partial<Parameters<typeof enterComment>[2]>, at: Instant = now) =>
  transact(db, (tx) => enterComment(tx, SYSTEM, { ...commentInput(review), channel: 'mail', receivedBy: '2026-11-01' as PlainDate, ...over }, at))

describe('comments that come at the same time', () => {
  const together = (...sent: (Partial<CommentInput> & { readonly limits?: SentComment['limits'] })[]) =>
    transact(db, (tx) => sendComments(tx, PUBLIC, sent.map(({ limits = [], ...over }) => ({ input: commentInput(review, over), limits, now }))))

  test('are refused each for its own reason, and leave no gap between the numbers of the others', async () => {
    const [first, second] = [newId(), newId()]
    const limits = [{ key: uniqueSlug('limit'), most: 1, every: 60_000 }]
    const outcomes = await together(
      { formKey: first, paragraphs: [1], limits },
      { paragraphs: [9] },
      { paragraphs: [2], inReplyTo: newId() },
      { paragraphs: [3], limits },
      { paragraphs: [3], quote: { words: 'not there' } },
      { formKey: first, paragraphs: [1], limits },
      { formKey: second, paragraphs: [4], quote: { words: 'Fourth' } },
    )
    expect(outcomes).toEqual([
      { commentId: expect.any(String), number: 1, isRepeat: false },
      { refusal: 'no-such-paragraph', numbers: '9' },
      { refusal: 'no-such-comment' },
      { refusal: 'too-many', until: '2026-11-02T10:01:00.000Z' },
      { refusal: 'quote-not-found' },
      { commentId: outcomes[0] !== undefined && 'commentId' in outcomes[0] ? outcomes[0].commentId : '', number: 1, isRepeat: true },
      { commentId: expect.any(String), number: 2, isRepeat: false },
    ])
    expect((await listComments(db, cycle.id)).map(({ number, paragraphIds }) => [number, ...paragraphIds])).toEqual([[1, version.paragraphIds[0]], [2, version.paragraphIds[3]]])
    const chain = await findChain(db, cycle.forumId)
    expect(chain === undefined ? undefined : await verifyChain(db, chain)).toMatchObject({ ok: true })
  })

  test('once the review is closed are refused all', async () => {
    await close(now)
    expect(await together({}, {})).toEqual([{ refusal: 'review-closed', closedAt: now }, { refusal: 'review-closed', closedAt: now }])
  })
})

describe('sending a comment', () => {
  test('to no review is refused', async () => {
    expect(await send({ reviewId: newId() })).toEqual({ refusal: 'no-such-review' })
  })

  test('on paragraphs that the version does not have is refused, naming them, and leaves nothing', async () => {
    expect(await send({ paragraphs: [2, 7, 8, 9] })).toEqual({ refusal: 'no-such-paragraph', numbers: '7–9' })
    expect(await listComments(db, cycle.id)).toEqual([])
  })

  test('once the desk has closed the review is refused, saying when', async () => {
    await close('2026-11-11T08:00:00.000Z' as Instant)
    expect(await send({}, '2026-11-11T09:00:00.000Z' as Instant)).toEqual({ refusal: 'review-closed', closedAt: '2026-11-11T08:00:00.000Z' })
  })

  test('is taken with its reference, its paragraphs by identity, and a record entry that names nobody', async () => {
    const taken = await send({ paragraphs: [5, 2], proposal: 'Better.' })
    expect(taken).toMatchObject({ number: 1, isRepeat: false })
    const comment = await findComment(db, cycle.id, 1)
    expect(comment).toMatchObject({
      target: 'paragraphs',
      paragraphIds: [version.paragraphIds[4], version.paragraphIds[1]],
      text: 'The second sentence is not clear.',
      proposal: 'Better.',
      isLate: false,
      receivedAt: now,
      receivedBy: '2026-11-02',
      response: null,
    })
    const [entry] = await listEntriesOf(db, comment?.id ?? newId())
    expect(entry).toMatchObject({ act: 'comment-sent', actorKind: 'public', detail: { ref: '2026/R-1', review: 1, target: 'paragraphs', paragraphs: '2, 5', channel: 'web', late: 'no' } })
    expect(JSON.stringify(entry)).not.toContain('Somebody')
    const chain = await findChain(db, cycle.forumId)
    expect(chain === undefined ? undefined : await listTexts(db, chain.id, 0, 99, { all: false })).not.toContainEqual(expect.objectContaining({ text: 'Somebody' }))
  })

  test('after the soft deadline is taken and marked late', async () => {
    await send({}, '2026-11-11T11:59:00.000Z' as Instant)
    await send({}, '2026-11-11T12:00:00.000Z' as Instant)
    expect((await listComments(db, cycle.id)).map(({ isLate }) => isLate)).toEqual([false, true])
  })

  test('twice with one form is taken once, also at the same moment and after the review was closed', async () => {
    const formKey = newId()
    const outcomes = await Promise.all([send({ formKey }), send({ formKey }), send({ formKey })])
    await close(now)
    outcomes.push(await send({ formKey }))
    expect(new Set(outcomes.map((outcome) => 'commentId' in outcome && outcome.commentId)).size).toBe(1)
    expect(outcomes.filter((outcome) => 'isRepeat' in outcome && !outcome.isRepeat)).toHaveLength(1)
    expect(await listComments(db, cycle.id)).toHaveLength(1)
  })

  test('at the same moment as others gets a number of its own, without gaps', async () => {
    await Promise.all(Array.from({ length: 12 }, () => send()))
    expect((await listComments(db, cycle.id)).map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
    const chain = await findChain(db, cycle.forumId)
    expect(chain === undefined ? undefined : await verifyChain(db, chain)).toMatchObject({ ok: true })
  })

  test('with a mail address puts one receipt into the outbox, however often it is sent', async () => {
    const mail = `${uniqueSlug('someone')}@example.org`
    const input = { ...commentInput(review, { mail }), receipt: (_id: string, number: number) => ({ subject: `R-${number}`, body: 'Thank you.' }) }
    await transact(db, (tx) => sendComment(tx, PUBLIC, input, now))
    await transact(db, (tx) => sendComment(tx, PUBLIC, input, now))
    expect((await unscopedListOutbox(db, 100)).filter(({ recipient }) => recipient === mail)).toMatchObject([{ subject: 'R-1', body: 'Thank you.' }])
  })
})

describe('entering a comment that came otherwise', () => {
  test('dated in the future is refused', async () => {
    expect(await enter({ receivedBy: '2026-11-04' as PlainDate })).toEqual({ refusal: 'date-in-future' })
  })

  test('that came after the closing is refused, that came before it is taken', async () => {
    await close('2026-11-05T08:00:00.000Z' as Instant)
    const later = '2026-11-08T08:00:00.000Z' as Instant
    expect(await enter({ receivedBy: '2026-11-06' as PlainDate }, later)).toMatchObject({ refusal: 'review-closed' })
    expect(await enter({ receivedBy: '2026-11-04' as PlainDate, channel: 'paper' }, later)).toMatchObject({ number: 1 })
    expect(await findComment(db, cycle.id, 1)).toMatchObject({ channel: 'paper', receivedAt: null, receivedBy: '2026-11-04', isLate: false })
  })

  test('is late by the day it came, and taken once by one form', async () => {
    const formKey = newId()
    const later = '2026-11-12T08:00:00.000Z' as Instant
    await enter({ formKey, receivedBy: '2026-11-11' as PlainDate }, later)
    expect(await enter({ formKey, receivedBy: '2026-11-11' as PlainDate }, later)).toMatchObject({ number: 1, isRepeat: true })
    expect((await listComments(db, cycle.id)).map(({ isLate }) => isLate)).toEqual([true])
  })
})

describe('withdrawing', () => {
  const withdraw = (commentId: never) => transact(db, (tx) => withdrawComment(tx, PUBLIC, { commentId, cycleSlug: '2026', reason: 'Sent by mistake' }, now))

  test('what is not there, or has been withdrawn, is refused', async () => {
    expect(await withdraw(newId() as never)).toEqual({ refusal: 'no-such-comment' })
    const { commentId } = await buildComment(db, review, now)
    const outcomes = await Promise.all([withdraw(commentId as never), withdraw(commentId as never)])
    expect(outcomes.filter((outcome) => 'refusal' in outcome)).toEqual([{ refusal: 'already-withdrawn' }])
  })

  test('keeps the reference, and nothing waits for a response any more', async () => {
    const { commentId } = await buildComment(db, review, now)
    expect(await countOpenComments(db, cycle.id)).toBe(1)
    await withdraw(commentId as never)
    expect(await countOpenComments(db, cycle.id)).toBe(0)
    expect(await findComment(db, cycle.id, 1)).toMatchObject({ withdrawnAt: now, withdrawnReason: 'Sent by mistake' })
    expect(await send()).toMatchObject({ number: 2 })
    expect(await countVoices(db, review.id)).toMatchObject([{ comments: 1, answered: 0 }])
  })
})

test('comments are found by review, by id, and by the identity of a paragraph', async () => {
  const one = await buildComment(db, review, now, { paragraphs: [1, 2], stakeholderGroup: 'Government' })
  const two = await buildComment(db, review, now, { paragraphs: [2] })
  const three = await buildComment(db, review, now, { target: 'missing', paragraphs: [], missingWhere: 'at the end', text: 'Ten chars.' })
  const [first, second] = version.paragraphIds
  expect((await listCommentsOfReview(db, review.id)).map(({ id }) => id)).toEqual([one.commentId, two.commentId, three.commentId])
  expect((await findComments(db, [three.commentId, one.commentId, newId()])).map(({ number }) => number)).toEqual([1, 3])
  expect((await listCommentsByChoice(db, cycle.id, { paragraphId: second }, { limit: 9, offset: 0 })).comments.map(({ number }) => number)).toEqual([1, 2])
  expect(await listAnchors(db, version.paragraphIds)).toEqual(new Map([[first, [one.commentId]], [second, [one.commentId, two.commentId]]]))
  expect(await countVoices(db, review.id)).toHaveLength(4)
  expect(await countVoices(db, review.id)).toContainEqual({ target: 'missing', paragraphId: null, stakeholderGroup: 'Civil Society', comments: 1, answered: 0, first: 1, firstAnswered: 0, firstRemarks: 0, weight: 10 })
  expect((await countVoices(db, review.id)).reduce((sum, voice) => sum + voice.first, 0)).toBe(3)
  expect((await countCommentsByReview(db, cycle.id)).get(review.id)).toEqual({ reviewId: review.id, comments: 3, open: 3 })
})
