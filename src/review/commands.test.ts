import { beforeAll, describe, expect, test } from 'vitest'
import { buildForum } from '../forums/testing.ts'
import type { Cycle } from '../forums/model.ts'
import { transact } from '../platform/database.ts'
import { newId } from '../platform/new-id.ts'
import { SYSTEM } from '../record/model.ts'
import { findChain, listEntriesOf, verifyChain } from '../record/queries.ts'
import type { Instant, PlainDate } from '../shared/time.ts'
import { testDatabase, uniqueSlug } from '../../test/harness/postgres.ts'
import { closeReview, openReview, reopenReview, type ReviewToOpen } from './commands.ts'
import { findReview, findReviewById } from './queries.ts'
import { buildReview, buildVersion, type BuiltVersion } from './testing.ts'

const db = await testDatabase()
const now = '2026-11-02T10:00:00.000Z' as Instant
let cycle: Cycle
let version: BuiltVersion

beforeAll(async () => {
  cycle = (await buildForum(db, uniqueSlug(), now)).cycle
})

async function freshVersion(): Promise<BuiltVersion> {
  version = await buildVersion(db, cycle, ['First.', 'Second.'], now)
  return version
}

function toOpen(over: Partial<ReviewToOpen> = {}): ReviewToOpen {
  return { forumId: cycle.forumId, cycleId: cycle.id, versionId: version.versionId, title: 'Draft 1', introduction: '', closesOn: undefined, ...over }
}

const open = (over: Partial<ReviewToOpen> = {}) => transact(db, (tx) => openReview(tx, SYSTEM, toOpen(over), now))

describe('opening a review', () => {
  test('of a version that is not of this cycle is refused', async () => {
    await freshVersion()
    expect(await open({ versionId: newId() })).toEqual({ refusal: 'no-such-version' })
    const other = (await buildForum(db, uniqueSlug(), now)).cycle
    expect(await open({ forumId: other.forumId, cycleId: other.id })).toEqual({ refusal: 'no-such-version' })
  })

  test('until a day that is over everywhere on earth is refused; one that still lasts somewhere is not', async () => {
    await freshVersion()
    expect(await open({ closesOn: '2026-10-31' as PlainDate })).toEqual({ refusal: 'closes-in-the-past' })
    expect(await open({ closesOn: '2026-11-01' as PlainDate })).toHaveProperty('number')
  })

  test('twice is refused, also at the same moment', async () => {
    await freshVersion()
    const outcomes = await Promise.all([open(), open(), open()])
    expect(outcomes.filter((outcome) => 'reviewId' in outcome)).toHaveLength(1)
    expect(outcomes.filter((outcome) => 'refusal' in outcome && outcome.refusal === 'already-under-review')).toHaveLength(2)
  })

  test('gives the next number of the cycle and is recorded', async () => {
    await freshVersion()
    const first = await buildReview(db, cycle, version.versionId, now)
    await freshVersion()
    const second = await buildReview(db, cycle, version.versionId, now, { closesOn: '2026-11-20' as PlainDate })
    expect(second.number).toBe(first.number + 1)
    expect(await findReview(db, cycle.id, second.number)).toEqual(second)
    expect(second).toMatchObject({ openedAt: now, closesOn: '2026-11-20', closedAt: null })
    expect((await listEntriesOf(db, second.id)).map(({ act, detail }) => ({ act, detail }))).toEqual([
      { act: 'review-opened', detail: { review: second.number, closesOn: '2026-11-20' } },
    ])
  })
})

describe('closing and reopening', () => {
  test('what is closed is not closed again, what is open is not reopened, and each act is recorded once', async () => {
    await freshVersion()
    const review = await buildReview(db, cycle, version.versionId, now)
    const close = () => transact(db, (tx) => closeReview(tx, SYSTEM, { reviewId: review.id }, now))
    const reopen = () => transact(db, (tx) => reopenReview(tx, SYSTEM, { reviewId: review.id }, now))
    expect(await reopen()).toEqual({ refusal: 'not-closed' })
    const closings = await Promise.all([close(), close()])
    expect(closings.filter((outcome) => 'refusal' in outcome)).toEqual([{ refusal: 'already-closed' }])
    expect((await findReviewById(db, review.id))?.closedAt).toBe(now)
    expect(await reopen()).toEqual({ reopened: true })
    expect((await findReviewById(db, review.id))?.closedAt).toBeNull()
    expect((await listEntriesOf(db, review.id)).map(({ act }) => act)).toEqual(['review-opened', 'review-closed', 'review-reopened'])
  })

  test('is refused while another review of the version is open', async () => {
    await freshVersion()
    const first = await buildReview(db, cycle, version.versionId, now)
    await transact(db, (tx) => closeReview(tx, SYSTEM, { reviewId: first.id }, now))
    await buildReview(db, cycle, version.versionId, now)
    expect(await transact(db, (tx) => reopenReview(tx, SYSTEM, { reviewId: first.id }, now))).toEqual({ refusal: 'already-under-review' })
  })
})

test('the record of it all holds', async () => {
  const chain = await findChain(db, cycle.forumId)
  expect(chain === undefined ? undefined : await verifyChain(db, chain)).toMatchObject({ ok: true })
})
