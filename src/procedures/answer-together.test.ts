import { beforeEach, describe, expect, test } from 'vitest'
import { testDatabase, uniqueSlug } from '../../test/harness/postgres.ts'
import type { Cycle } from '../forums/model.ts'
import { buildForum } from '../forums/testing.ts'
import { buildLogin } from '../people/testing.ts'
import { transact } from '../platform/database.ts'
import { newId } from '../platform/new-id.ts'
import { SYSTEM, type Actor } from '../record/model.ts'
import { findChain, listEntriesOf, unscopedListOutbox, verifyChain } from '../record/queries.ts'
import { withdrawComment } from '../review/comments/commands.ts'
import { findComment, listCommentsOfReview } from '../review/comments/queries.ts'
import { assignComments, dropProposal, setReviewDesk, strikeCommentNote, writeCommentNote } from '../review/desk/commands.ts'
import { countSatisfaction, findDeskSetting, listAssignments, listCommentNotes, listObjections, listProposals } from '../review/desk/queries.ts'
import { listAlike } from '../review/likeness/queries.ts'
import type { Review } from '../review/model.ts'
import { countQueue, listQueue } from '../review/queue/queries.ts'
import { saySatisfied } from '../review/responses/commands.ts'
import { buildComment, buildManyComments, buildReview, buildVersion, type BuiltVersion } from '../review/testing.ts'
import type { Id } from '../shared/ids.ts'
import type { Instant, PlainDate } from '../shared/time.ts'
import { listLinksFrom } from '../trace/queries.ts'
import { answerTogether, type AnswerTogether } from './answer-together.ts'
import { confirmAnswers } from './confirm-answers.ts'

const db = await testDatabase()
const now = '2026-11-02T10:00:00.000Z' as Instant
let cycle: Cycle
let version: BuiltVersion
let review: Review
let ids: Id<'comment'>[]
let editor: Actor & { readonly kind: 'person' }
let other: Actor & { readonly kind: 'person' }

beforeEach(async () => {
  cycle = (await buildForum(db, uniqueSlug(), now)).cycle
  version = await buildVersion(db, cycle, ['First.', 'Second.', 'Third.'], now)
  review = await buildReview(db, cycle, version.versionId, now)
  ids = []
  for (const text of ['Moorings cost too much for small boats.', 'Small boats pay too much for moorings.', 'Who publishes the rules of the harbour?']) ids.push((await buildComment(db, review, now, { text, mail: `${newId()}@example.org` })).commentId)
  editor = { kind: 'person', id: (await buildLogin(db, 'editor', cycle.forumId, now)).personId }
  other = { kind: 'person', id: (await buildLogin(db, 'lead-expert', cycle.forumId, now)).personId }
})

function toAnswer(over: Partial<AnswerTogether> = {}): AnswerTogether {
  return {
    cycleId: cycle.id, cycleSlug: '2026', documentId: version.documentId, disposition: 'accepted', reason: 'Moorings are cheaper now.', changedIn: 'working', changed: [2], duplicateOf: '',
    comments: ids.map((commentId) => ({ commentId, revision: 0, proposal: 0, own: '' })), isProposal: false, ...over,
  }
}

const tell = ({ number, reason }: { number: number; reason: string }) => ({ subject: `R-${number}`, body: reason })
const answer = (over: Partial<AnswerTogether> = {}, actor: Actor = editor) => transact(db, (tx) => answerTogether(tx, actor, toAnswer(over), now))
const confirm = (actor: Actor, revision = 1) => transact(db, (tx) => confirmAnswers(tx, actor, { cycleId: cycle.id, cycleSlug: '2026', proposals: ids.map((commentId) => ({ commentId, revision })), tell }, now))
const byTwo = (over: { judgedUntil?: PlainDate; revision?: number } = {}) => transact(db, (tx) => setReviewDesk(tx, editor, { reviewId: review.id, needsConfirmation: true, judgedUntil: over.judgedUntil, revision: over.revision ?? 0 }, now))
const answered = async () => (await listCommentsOfReview(db, review.id)).filter(({ response }) => response !== null)

describe('one answer for many is refused as a whole', () => {
  test.each([
    ['for none', { comments: [] }, { refusal: 'nothing-chosen' }],
    ['with a paragraph that is not there', { changed: [9] }, { refusal: 'no-such-paragraph', numbers: '9' }],
    ['with paragraphs of no document', { documentId: undefined }, { refusal: 'no-such-version' }],
    ['as a duplicate of one of them', { disposition: 'duplicate' as const, duplicateOf: 'R-2', changed: [] }, { refusal: 'duplicate-of-duplicate', ref: 'R-1' }],
  ])('%s', async (_what, over, refusal) => {
    expect(await answer(over)).toEqual(refusal)
    expect(await answered()).toEqual([])
  })

  test('when one of them was answered or withdrawn meanwhile, or is of another cycle', async () => {
    await answer({ comments: [{ commentId: ids[1] ?? newId<'comment'>(), revision: 0, proposal: 0, own: '' }] })
    expect(await answer()).toEqual({ refusal: 'changed-meanwhile', ref: 'R-2' })
    await transact(db, (tx) => withdrawComment(tx, SYSTEM, { commentId: ids[2] ?? newId<'comment'>(), cycleSlug: '2026', reason: undefined }, now))
    expect(await answer()).toEqual({ refusal: 'comment-withdrawn', ref: 'R-3' })
    expect(await answer({ cycleId: (await buildForum(db, uniqueSlug(), now)).cycle.id, changed: [] })).toEqual({ refusal: 'no-such-comment', ref: '' })
    expect((await answered()).map(({ number }) => number)).toEqual([2])
  })

  test('by two at the same moment: one of them gets through', async () => {
    const outcomes = await Promise.all([answer({ reason: 'One.' }), answer({ reason: 'Two.' }, other)])
    expect(outcomes.filter((outcome) => 'refusal' in outcome)).toMatchObject([{ refusal: 'changed-meanwhile' }])
    expect(new Set((await answered()).map(({ response }) => response?.reason)).size).toBe(1)
  })
})

test('one answer for many: each with its own words before it, linked to what changed, told by mail once, on the record of each', async () => {
  expect(await answer({ comments: ids.map((commentId, place) => ({ commentId, revision: 0, proposal: 0, own: place === 1 ? 'Thank you for the figures.' : '' })), tell })).toEqual({ answered: 3 })
  expect((await answered()).map(({ response }) => response?.reason)).toEqual(['Moorings are cheaper now.', 'Thank you for the figures.\n\nMoorings are cheaper now.', 'Moorings are cheaper now.'])
  expect((await listLinksFrom(db, ids, 'changed')).map(({ to }) => to.id)).toEqual([1, 1, 1].map((at) => version.paragraphIds[at]))
  const mails = (await unscopedListOutbox(db, 50)).filter(({ forumId }) => forumId === cycle.forumId)
  expect(mails.map(({ subject }) => subject).sort()).toEqual(['R-1', 'R-2', 'R-3'])
  for (const id of ids) expect((await listEntriesOf(db, id)).map(({ act }) => act)).toEqual(['comment-sent', 'comment-answered', 'links-changed'])
  const chain = await findChain(db, cycle.forumId)
  expect(chain === undefined ? undefined : await verifyChain(db, chain)).toMatchObject({ ok: true })
})

describe('two pairs of eyes', () => {
  test('are set by revision, and a day that is over is refused', async () => {
    expect(await byTwo({ judgedUntil: '2026-10-31' as PlainDate })).toEqual({ refusal: 'judged-in-the-past' })
    const settings = await Promise.all([byTwo(), byTwo()])
    expect(settings.filter((outcome) => 'refusal' in outcome)).toEqual([{ refusal: 'changed-meanwhile' }])
    expect(await byTwo({ revision: 1, judgedUntil: '2026-12-01' as PlainDate })).toEqual({ revision: 2 })
    expect(await findDeskSetting(db, review.id)).toEqual({ reviewId: review.id, needsConfirmation: true, judgedUntil: '2026-12-01', revision: 2 })
  })

  test('let nobody answer alone, nobody confirm their own proposal, and nobody confirm what has changed', async () => {
    await byTwo()
    expect(await answer()).toEqual({ refusal: 'needs-confirmation', ref: 'R-1' })
    expect(await answer({ isProposal: true }, SYSTEM)).toEqual({ refusal: 'nobody' })
    expect(await answer({ isProposal: true })).toEqual({ answered: 3 })
    expect(await answer({ isProposal: true }, other)).toEqual({ refusal: 'changed-meanwhile', ref: 'R-1' })
    expect(await confirm(editor)).toEqual({ refusal: 'own-proposal', ref: 'R-1' })
    expect(await confirm(other, 2)).toEqual({ refusal: 'changed-meanwhile', ref: 'R-1' })
    expect(await answered()).toEqual([])
    expect(await countQueue(db, cycle.id, undefined)).toEqual({ open: 0, proposed: 3, answered: 0, objected: 0 })
  })

  test('make one response of a proposal, once, with its links and mails', async () => {
    await byTwo()
    await answer({ isProposal: true })
    const outcomes = await Promise.all([confirm(other), confirm(other)])
    expect(outcomes).toContainEqual({ answered: 3 })
    expect(outcomes.filter((outcome) => 'refusal' in outcome)).toMatchObject([{ refusal: 'changed-meanwhile' }])
    expect((await answered()).map(({ response }) => [response?.disposition, response?.revision])).toEqual(Array.from({ length: 3 }, () => ['accepted', 1]))
    expect(await listLinksFrom(db, ids, 'changed')).toHaveLength(3)
    expect(await listProposals(db, ids)).toEqual(new Map())
    expect(await countQueue(db, cycle.id, review.id)).toEqual({ open: 0, proposed: 0, answered: 3, objected: 0 })
  })

  test('a proposal is dropped as it was on the screen, and only then', async () => {
    await answer({ isProposal: true })
    const drop = (revision: number) => transact(db, (tx) => dropProposal(tx, editor, { cycleId: cycle.id, commentId: ids[0] ?? newId(), revision }, now))
    expect(await drop(2)).toEqual({ refusal: 'changed-meanwhile' })
    expect(await drop(1)).toEqual({ dropped: true })
    expect([...(await listProposals(db, ids)).keys()]).toEqual(ids.slice(1))
  })
})

test('comments are given to somebody, found by it and taken back; notes are struck once; nobody else writes', async () => {
  const [first = newId<'comment'>()] = ids
  const assign = (personId: Id | undefined) => transact(db, (tx) => assignComments(tx, editor, { cycleId: cycle.id, commentIds: ids.slice(0, 2), personId }, now))
  expect([await assign(other.id), await assign(other.id)]).toEqual([{ assigned: 2 }, { assigned: 0 }])
  expect((await listQueue(db, cycle.id, { state: 'open', personId: other.id }, { limit: 9, offset: 0 })).ids).toEqual(ids.slice(0, 2))
  expect((await listQueue(db, cycle.id, { state: 'open', personId: 'nobody', words: ['HARBOUR', 'rules'] }, { limit: 9, offset: 0 })).ids).toEqual(ids.slice(2))
  expect((await listQueue(db, cycle.id, { state: 'open', words: ['%'] }, { limit: 9, offset: 0 })).ids).toEqual([])
  expect(await assign(undefined)).toEqual({ assigned: 2 })
  expect(await listAssignments(db, ids)).toEqual(new Map())
  const note = { cycleId: cycle.id, commentId: first, text: 'Ask the port.' }
  expect(await transact(db, (tx) => writeCommentNote(tx, SYSTEM, note, now))).toEqual({ refusal: 'nobody' })
  const written = await transact(db, (tx) => writeCommentNote(tx, editor, note, now))
  const noteId = 'noteId' in written ? written.noteId : newId()
  const strike = () => transact(db, (tx) => strikeCommentNote(tx, other, { cycleId: cycle.id, commentId: first, noteId }, now))
  expect([await strike(), await strike()]).toEqual([{ struck: true }, { refusal: 'already-struck' }])
  expect(await listCommentNotes(db, first)).toEqual([{ id: noteId, authorId: editor.id, text: 'Ask the port.', writtenAt: now, struckAt: now }])
})

test('what is said to an answer counts until its day, silence stays silence, and the words of an objection go with a new answer', async () => {
  await byTwo({ judgedUntil: '2026-11-05' as PlainDate })
  await answer({ isProposal: true })
  await confirm(other)
  const say = (at: number, isSatisfied: boolean, when: Instant) => transact(db, (tx) => saySatisfied(tx, SYSTEM, { commentId: ids[at] ?? newId<'comment'>(), cycleSlug: '2026', isSatisfied, words: 'Not for us.', revision: 1 }, when))
  expect(await say(0, false, '2026-11-06T11:59:59.000Z' as Instant)).toEqual({ said: true })
  expect(await say(1, true, now)).toEqual({ said: true })
  expect(await say(2, true, '2026-11-06T12:00:00.000Z' as Instant)).toEqual({ refusal: 'judging-over' })
  expect(await countSatisfaction(db, { cycleId: cycle.id, reviewId: review.id })).toEqual({ answered: 3, satisfied: 1, notSatisfied: 1, silent: 1 })
  expect((await listObjections(db, await listCommentsOfReview(db, review.id))).map(({ comment, words }) => [comment.number, words])).toEqual([[1, 'Not for us.']])
  await answer({ isProposal: true, comments: [{ commentId: ids[0] ?? newId<'comment'>(), revision: 1, proposal: 0, own: '' }] })
  await transact(db, (tx) => confirmAnswers(tx, other, { cycleId: cycle.id, cycleSlug: '2026', proposals: [{ commentId: ids[0] ?? newId<'comment'>(), revision: 1 }] }, now))
  expect(await countSatisfaction(db, { cycleId: cycle.id })).toEqual({ answered: 3, satisfied: 1, notSatisfied: 0, silent: 2 })
})

test('comments that say nearly the same are found by their words, in scripts without spaces as well', async () => {
  await buildComment(db, review, now, { text: '港口应当在夜间公布停泊规则。', language: 'zh' })
  const { number } = await buildComment(db, review, now, { text: '夜间停泊规则应当由港口公布。', language: 'zh' })
  const alike = async (of: number) => {
    const comment = await findComment(db, cycle.id, of)
    return comment === undefined ? undefined : (await listAlike(db, comment, 'en', 5)).map((found) => found.comment.number)
  }
  expect(await alike(1)).toEqual([2])
  expect(await alike(number)).toEqual([4])
})

test('a replay: 1,370 comments to a complete table of dispositions, by two people', async () => {
  await buildManyComments(db, review, Array.from({ length: 1367 }, (_, place) => ({ number: place + 4, text: `Point ${place % 40}: moorings and rules, case ${place}.`, paragraphId: version.paragraphIds[place % 3] ?? newId() })))
  await byTwo()
  const started = performance.now()
  const groups = Map.groupBy((await listCommentsOfReview(db, review.id)).toSorted((a, b) => a.number - b.number), ({ number }) => number % 40)
  const dispositions = ['accepted', 'partly', 'not-accepted', 'noted', 'deferred'] as const
  for (const [place, comments] of groups) {
    const over = { disposition: dispositions[place % 5] ?? 'noted', changed: place % 5 < 2 ? [1] : [], comments: comments.map(({ id }) => ({ commentId: id, revision: 0, proposal: 0, own: `To R.` })), isProposal: true }
    expect(await answer(over)).toEqual({ answered: comments.length })
    const proposals = comments.map(({ id }) => ({ commentId: id, revision: 1 }))
    expect(await transact(db, (tx) => confirmAnswers(tx, other, { cycleId: cycle.id, cycleSlug: '2026', proposals }, now))).toEqual({ answered: comments.length })
  }
  const all = await listCommentsOfReview(db, review.id)
  process.stdout.write(`1,370 comments proposed, confirmed and read back in ${Math.round(performance.now() - started)} ms\n`)
  expect([all.length, all.filter(({ response }) => response === null || response.reason === '').length]).toEqual([1370, 0])
  expect(await countQueue(db, cycle.id, review.id)).toEqual({ open: 0, proposed: 0, answered: 1370, objected: 0 })
  expect(await listLinksFrom(db, all.map(({ id }) => id as Id), 'changed')).toHaveLength(all.filter(({ response }) => response?.disposition === 'accepted' || response?.disposition === 'partly').length)
})
