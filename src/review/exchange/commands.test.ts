import { beforeEach, describe, expect, test } from 'vitest'
import { testDatabase, uniqueSlug } from '../../../test/harness/postgres.ts'
import { buildForum } from '../../forums/testing.ts'
import { buildLogin } from '../../people/testing.ts'
import { transact } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { listEntriesOf } from '../../record/queries.ts'
import type { Id } from '../../shared/ids.ts'
import type { Instant, PlainDate } from '../../shared/time.ts'
import { listCommentsOfReview } from '../comments/queries.ts'
import { closeReview } from '../commands.ts'
import { listCommentNotes } from '../desk/queries.ts'
import type { Entry } from '../exchange-entries/model.ts'
import type { Review } from '../model.ts'
import { buildReview, buildVersion } from '../testing.ts'
import { keepFile, takeFile, type FileToTake } from './commands.ts'

const db = await testDatabase()
const NOW = '2026-11-02T10:00:00.000Z' as Instant

let review: Review
let personId: Id<'person'>
let fileId: Id<'review-file'>

const keep = async (arrivedOn = '2026-11-01') => (await transact(db, (tx) => keepFile(tx, { reviewId: review.id, name: 'ta\u0000ble.csv', arrivedOn: arrivedOn as PlainDate, file: { format: 'table', paragraphs: [], remarks: [], named: [], tables: [] }, personId }, NOW))).fileId

beforeEach(async () => {
  const { cycle } = await buildForum(db, uniqueSlug(), NOW)
  const { versionId } = await buildVersion(db, cycle, ['The harbour is open.', 'Nobody pays.'], NOW)
  review = await buildReview(db, cycle, versionId, NOW)
  personId = (await buildLogin(db, 'editor', cycle.forumId, NOW)).personId
  fileId = await keep()
})

const entry = (key: string, over: Partial<Entry> = {}): Entry => ({
  key, mark: `mark of ${key}`, kind: 'row', dated: null, isResolved: false, answers: undefined, target: 'paragraphs', paragraphs: [1], quote: undefined, missingWhere: undefined, type: 'general', text: `Said in ${key}.`,
  proposal: undefined, author: 'Ada', organisation: undefined, stakeholderGroup: undefined, regionalGroup: undefined, language: undefined, receivedBy: undefined, note: undefined, ...over,
})
const take = (over: Partial<FileToTake> = {}, now = NOW) =>
  transact(db, (tx) => takeFile(tx, { kind: 'person', id: personId }, { fileId, reviewId: review.id, cycleSlug: '2026', consent: 'full', entries: [entry('one')], known: 0, aside: 0, ...over }, now))
const texts = async () => (await listCommentsOfReview(db, review.id)).map(({ text }) => text)

describe('a file is taken whole or not at all', () => {
  test.each<[string, Partial<FileToTake>, object]>([
    ['there is no such file', { fileId: newId() }, { refusal: 'no-such-file' }],
    ['it says nothing', { entries: [] }, { refusal: 'nothing-to-take' }],
    ['a paragraph is none', { entries: [entry('one'), entry('two', { paragraphs: [9] })] }, { refusal: 'no-such-paragraph', numbers: '9' }],
    ['words do not stand there', { entries: [entry('one'), entry('two', { quote: { words: 'elsewhere', start: 0 } })] }, { refusal: 'quote-not-found' }],
    ['what it answers is not there', { entries: [entry('one'), entry('two', { answers: { commentId: newId() } })] }, { refusal: 'no-such-comment' }],
  ])('not when %s', async (_, over, refusal) => {
    expect(await take(over)).toEqual(refusal)
    expect(await texts()).toEqual([])
    expect(await take()).toEqual({ taken: 1 })
  })

  test('not when it came after the review was closed; what came before is taken after that', async () => {
    await transact(db, (tx) => closeReview(tx, { kind: 'person', id: personId }, { reviewId: review.id }, NOW))
    const later = '2026-11-20T10:00:00.000Z' as Instant
    expect(await take({ fileId: await keep('2026-11-10') }, later)).toMatchObject({ refusal: 'review-closed' })
    expect(await take({}, later)).toEqual({ taken: 1 })
  })

  test('once, by whoever of two is first', async () => {
    const both = await Promise.all([take(), take()])
    expect(both.map((done) => ('taken' in done ? 'taken' : done.refusal)).sort()).toEqual(['taken', 'taken-already'])
    expect(await texts()).toEqual(['Said in one.'])
  })

  test('without what an earlier copy brought; replies stand below what they answer, what a table observes is a note, and the record has one act for the file', async () => {
    expect(await take()).toEqual({ taken: 1 })
    const again = await keep()
    const entries = [entry('one'), entry('two', { note: 'Noted by the secretariat.', receivedBy: '2026-10-01' as PlainDate }), entry('three', { answers: { key: 'two' } })]
    expect(await take({ fileId: again, entries, aside: 2 })).toEqual({ taken: 2 })
    const made = await listCommentsOfReview(db, review.id)
    expect(made.map(({ text, receivedBy, inReplyTo }) => [text, receivedBy, inReplyTo === made[1]?.id])).toEqual([['Said in one.', '2026-11-01', false], ['Said in two.', '2026-10-01', false], ['Said in three.', '2026-11-01', true]])
    expect((await listCommentNotes(db, made[1]?.id ?? newId())).map(({ text }) => text)).toEqual(['Noted by the secretariat.'])
    const acts = (await listEntriesOf(db, review.id)).filter(({ act }) => act === 'file-taken-in')
    expect(acts.map(({ detail }) => detail)).toEqual([{ review: review.number, format: 'table', comments: 1, known: 0, aside: 0 }, { review: review.number, format: 'table', comments: 2, known: 1, aside: 2 }])
  })
})
