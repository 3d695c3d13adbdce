import { beforeEach, describe, expect, test } from 'vitest'
import { buildForum } from '../forums/testing.ts'
import { moveParagraph } from '../drafts/paragraphs/commands.ts'
import type { Cycle } from '../forums/model.ts'
import { transact } from '../platform/database.ts'
import { newId } from '../platform/new-id.ts'
import { PUBLIC, SYSTEM } from '../record/model.ts'
import { findChain, listEntriesOf, verifyChain } from '../record/queries.ts'
import { withdrawComment } from '../review/comments/commands.ts'
import { countOpenComments, findComment } from '../review/comments/queries.ts'
import type { Review } from '../review/model.ts'
import { saySatisfied } from '../review/responses/commands.ts'
import { listEarlierResponses, listResponses } from '../review/responses/queries.ts'
import { buildComment, buildFrozen, buildReview, buildVersion, type BuiltVersion } from '../review/testing.ts'
import type { Id } from '../shared/ids.ts'
import type { Instant } from '../shared/time.ts'
import { listLinksFrom } from '../trace/queries.ts'
import { testDatabase, uniqueSlug } from '../../test/harness/postgres.ts'
import { answerComment, type Answer } from './answer-comment.ts'

const db = await testDatabase()
const now = '2026-11-02T10:00:00.000Z' as Instant
const later = '2026-11-03T10:00:00.000Z' as Instant
let cycle: Cycle
let version: BuiltVersion
let review: Review
let commentId: Id<'comment'>

beforeEach(async () => {
  cycle = (await buildForum(db, uniqueSlug(), now)).cycle
  version = await buildVersion(db, cycle, ['First.', 'Second.', 'Third.'], now)
  review = await buildReview(db, cycle, version.versionId, now)
  commentId = (await buildComment(db, review, now)).commentId
})

function toAnswer(over: Partial<Answer> = {}): Answer {
  return {
    commentId,
    cycleSlug: '2026',
    documentId: version.documentId,
    disposition: 'accepted',
    reason: 'It was unclear; the sentence is new.',
    revision: 0,
    changedIn: 'working',
    changed: [2],
    duplicateOf: '',
    ...over,
  }
}

const answer = (over: Partial<Answer> = {}, at: Instant = now) => transact(db, (tx) => answerComment(tx, SYSTEM, toAnswer(over), at))
const withdraw = (id: Id<'comment'>) => transact(db, (tx) => withdrawComment(tx, PUBLIC, { commentId: id, cycleSlug: '2026', reason: undefined }, now))
const say = (isSatisfied: boolean, revision: number, id = commentId) => transact(db, (tx) => saySatisfied(tx, PUBLIC, { commentId: id, cycleSlug: '2026', isSatisfied, revision }, later))
const changedParagraphs = async (id: Id) => (await listLinksFrom(db, [id], 'changed')).map(({ to }) => to.id)

describe('answering is refused', () => {
  test.each([
    ['of no comment', () => answer({ commentId: newId() }), { refusal: 'no-such-comment' }],
    ['with paragraphs the working text does not have', () => answer({ changed: [1, 4, 6] }), { refusal: 'no-such-paragraph', numbers: '4, 6' }],
    ['with paragraphs of a version that is not there', () => answer({ changedIn: '7' }), { refusal: 'no-such-version' }],
    ['with a version that is no number', () => answer({ changedIn: 'x' }), { refusal: 'no-such-version' }],
    ['as a duplicate of itself', () => answer({ disposition: 'duplicate', duplicateOf: 'R-1' }), { refusal: 'duplicate-of-itself' }],
    ['as a duplicate of nothing', () => answer({ disposition: 'duplicate', duplicateOf: 'R-9' }), { refusal: 'no-such-duplicate' }],
    ['as a duplicate of what is no reference', () => answer({ disposition: 'duplicate', duplicateOf: 'that one' }), { refusal: 'no-such-duplicate' }],
  ])('%s', async (_what, act, refusal) => {
    expect(await act()).toEqual(refusal)
    expect(await listResponses(db, [commentId])).toEqual(new Map())
    expect(await changedParagraphs(commentId)).toEqual([])
  })

  test('of a withdrawn comment, and as a duplicate of one', async () => {
    const other = await buildComment(db, review, now)
    await withdraw(commentId)
    expect(await answer()).toEqual({ refusal: 'comment-withdrawn' })
    expect(await answer({ commentId: other.commentId, disposition: 'duplicate', duplicateOf: 'R-1' })).toEqual({ refusal: 'no-such-duplicate' })
  })

  test('of what somebody answered meanwhile, also at the same moment', async () => {
    const outcomes = await Promise.all([answer({ reason: 'One' }), answer({ reason: 'Two' })])
    expect(outcomes.filter((outcome) => 'refusal' in outcome)).toEqual([{ refusal: 'changed-meanwhile' }])
    expect(await answer()).toEqual({ refusal: 'changed-meanwhile' })
    expect(await answer({ revision: 5 })).toEqual({ refusal: 'changed-meanwhile' })
    expect(await listEarlierResponses(db, commentId)).toEqual([])
  })

  test('for two comments that would each point to the other, also at the same moment', async () => {
    const other = await buildComment(db, review, now)
    const outcomes = await Promise.all([
      answer({ disposition: 'duplicate', duplicateOf: '2026/R-2', changed: [] }),
      answer({ commentId: other.commentId, disposition: 'duplicate', duplicateOf: 'r-1', changed: [] }),
    ])
    expect(outcomes.filter((outcome) => 'refusal' in outcome)).toEqual([{ refusal: 'duplicate-of-duplicate' }])
  })
})

describe('an answer', () => {
  test('stands with its reason, links to the paragraphs that changed by identity, and is recorded', async () => {
    expect(await answer()).toEqual({ revision: 1 })
    expect((await findComment(db, cycle.id, 1))?.response).toEqual({ commentId, disposition: 'accepted', reason: 'It was unclear; the sentence is new.', answeredAt: now, revision: 1 })
    expect(await changedParagraphs(commentId)).toEqual([version.paragraphIds[1]])
    expect(await countOpenComments(db, cycle.id)).toBe(0)
    expect((await listEntriesOf(db, commentId)).find(({ act }) => act === 'comment-answered')).toMatchObject({ detail: { ref: '2026/R-1', disposition: 'accepted', earlier: 'no' } })
  })

  test('can name paragraphs of a version by that version’s numbers', async () => {
    const [, second, third] = version.paragraphIds
    const up = () => transact(db, (tx) => moveParagraph(tx, SYSTEM, { documentId: version.documentId, paragraphId: third ?? newId(), to: 'up' }, now))
    await up()
    await up()
    await buildFrozen(db, version.documentId, now)
    await answer({ changedIn: '2', changed: [1, 3] })
    expect(await changedParagraphs(commentId)).toEqual([third, second])
  })

  test('given anew keeps the earlier one, changes the links, and asks the commenter again', async () => {
    await answer()
    expect(await say(true, 1)).toEqual({ said: true })
    expect(await answer({ revision: 1, disposition: 'noted', reason: 'On reflection, noted.', changed: [] }, later)).toEqual({ revision: 2 })
    expect(await listEarlierResponses(db, commentId)).toEqual([{ commentId, sequence: 1, disposition: 'accepted', reason: 'It was unclear; the sentence is new.', answeredAt: now }])
    expect(await findComment(db, cycle.id, 1)).toMatchObject({ isSatisfied: null, response: { disposition: 'noted', revision: 2, answeredAt: later } })
    expect(await changedParagraphs(commentId)).toEqual([])
  })

  test('as a duplicate links to the other comment, and no longer once it is answered otherwise', async () => {
    const other = await buildComment(db, review, now)
    await answer({ commentId: other.commentId, disposition: 'duplicate', duplicateOf: 'R-1', changed: [] })
    expect((await listLinksFrom(db, [other.commentId], 'duplicate-of')).map(({ to }) => to)).toEqual([{ kind: 'comment', id: commentId }])
    await answer({ commentId: other.commentId, revision: 1, changed: [] })
    expect(await listLinksFrom(db, [other.commentId], 'duplicate-of')).toEqual([])
  })
})

describe('saying whether one is satisfied is refused', () => {
  test('of no comment, of one without a response, of a response that has changed, and of a withdrawn one', async () => {
    expect(await say(true, 1, newId())).toEqual({ refusal: 'no-such-comment' })
    expect(await say(true, 1)).toEqual({ refusal: 'not-answered' })
    await answer()
    expect(await say(true, 2)).toEqual({ refusal: 'changed-meanwhile' })
    await withdraw(commentId)
    expect(await say(true, 1)).toEqual({ refusal: 'comment-withdrawn' })
  })
})

test('silence stays silence until something is said, and it may be said otherwise later', async () => {
  await answer()
  expect(await findComment(db, cycle.id, 1)).toMatchObject({ isSatisfied: null, satisfiedAt: null })
  await say(false, 1)
  expect(await findComment(db, cycle.id, 1)).toMatchObject({ isSatisfied: false, satisfiedAt: later })
  await say(true, 1)
  expect(await findComment(db, cycle.id, 1)).toMatchObject({ isSatisfied: true })
  const judged = (await listEntriesOf(db, commentId)).filter(({ act }) => act === 'response-judged')
  expect(judged.map(({ detail }) => detail['satisfied'])).toEqual(['no', 'yes'])
  const chain = await findChain(db, cycle.forumId)
  expect(chain === undefined ? undefined : await verifyChain(db, chain)).toMatchObject({ ok: true })
})
