import { describe, expect, test } from 'vitest'
import { testDatabase, uniqueSlug } from '../../test/harness/postgres.ts'
import { buildCall } from '../calls/testing.ts'
import { withdrawContribution } from '../contributions/commands.ts'
import { listAnswersAsSent } from '../contributions/queries.ts'
import { buildContribution } from '../contributions/testing.ts'
import { buildForum } from '../forums/testing.ts'
import { transact } from '../platform/database.ts'
import { newId } from '../platform/new-id.ts'
import { SYSTEM } from '../record/model.ts'
import { findChain, listEntriesOf, listTexts } from '../record/queries.ts'
import { buildComment, buildReview, buildVersion } from '../review/testing.ts'
import type { Instant } from '../shared/time.ts'
import type { Consent } from '../shared/vocabularies.ts'
import type { Marking } from '../synthesis/model.ts'
import { listPassages, listPassagesOf, listPassagesWithThemes } from '../synthesis/queries.ts'
import { setThemes } from '../synthesis/passages/commands.ts'
import { buildTheme } from '../synthesis/testing.ts'
import { markPassage } from './mark-passage.ts'
import { unmarkPassage } from './unmark-passage.ts'

const db = await testDatabase()
const now = '2026-11-02T10:00:00.000Z' as Instant
const TEXT = 'Berth rules help. 😀 Berth rules are 规则. القواعد واضحة.'

async function seed(consent: Consent = 'full') {
  const { cycle } = await buildForum(db, uniqueSlug(), now)
  const call = await buildCall(db, cycle, now)
  const question = call.questions[0]?.id ?? newId()
  const sent = await buildContribution(db, call, now, { consent, answers: [{ questionId: question, text: TEXT }] })
  const answer = (await listAnswersAsSent(db, sent.contributionId))[0]?.id ?? newId()
  const place = { forumId: cycle.forumId, cycleId: cycle.id }
  const mark = (marking: Marking, over: object = {}) =>
    transact(db, (tx) => markPassage(tx, SYSTEM, { ...place, sourceKind: 'answer', sourceId: answer, marking, themeIds: [], ...over }, now))
  return { cycle, place, answer, mark, sent }
}

describe('marking a passage', () => {
  test('is refused where there is nothing of the kind, and leaves nothing', async () => {
    const { cycle, mark } = await seed()
    const other = await seed()
    expect(await mark({ quote: 'not said' })).toEqual({ refusal: 'quote-not-found' })
    expect(await mark({ start: 0, end: 900 })).toEqual({ refusal: 'range-out-of-text' })
    expect(await mark({ quote: 'help' }, { sourceId: newId() })).toEqual({ refusal: 'source-not-found' })
    expect(await mark({ quote: 'help' }, { sourceId: other.answer })).toEqual({ refusal: 'source-not-found' })
    expect(await mark({ quote: 'help' }, { sourceKind: 'comment' })).toEqual({ refusal: 'source-not-found' })
    expect(await mark({ quote: 'help' }, { themeIds: [newId()] })).toEqual({ refusal: 'theme-not-found' })
    expect(await listPassages(db, cycle.id)).toEqual([])
  })

  test('by words that stand there twice offers both places', async () => {
    const { mark } = await seed()
    expect(await mark({ quote: 'Berth rules' })).toEqual({ refusal: 'quote-not-unique', occurrences: [{ start: 0, end: 11 }, { start: 20, end: 31 }] })
    expect(await mark({ quote: 'Berth rules', occurrence: 2 })).toMatchObject({ number: 1 })
  })

  test('keeps its places in code points, its words and its themes; numbers go on and are not given twice', async () => {
    const { cycle, place, answer, mark } = await seed()
    const theme = await buildTheme(db, cycle, 'Rules', now)
    await mark({ quote: '规则. القواعد' }, { themeIds: [theme] })
    const overlapping = await mark({ start: 20, end: 38 })
    if ('refusal' in overlapping) throw new Error(overlapping.refusal)
    await transact(db, (tx) => unmarkPassage(tx, SYSTEM, { ...place, passageId: overlapping.passageId }, now))
    expect(await Promise.all([mark({ quote: 'help' }), mark({ quote: 'are' })])).toMatchObject([{ number: expect.any(Number) }, { number: expect.any(Number) }])
    const passages = await listPassagesOf(db, [answer])
    expect(passages.map((passage) => passage.number).sort((a, b) => a - b)).toEqual([1, 3, 4])
    expect(passages.find((passage) => passage.number === 1)).toMatchObject({ start: 36, end: 47, quote: '规则. القواعد', themeIds: [theme] })
    expect((await listPassagesWithThemes(db, [theme])).map((passage) => passage.number)).toEqual([1])
  })

  test('of the very same words is done once', async () => {
    const { mark } = await seed()
    const both = await Promise.all([mark({ quote: 'help' }), mark({ quote: 'help' })])
    expect(both).toContainEqual({ refusal: 'already-marked' })
    expect(both).toContainEqual(expect.objectContaining({ number: 1 }))
  })

  test('of a withdrawn contribution is refused', async () => {
    const { cycle, mark, sent } = await seed()
    await transact(db, (tx) => withdrawContribution(tx, SYSTEM, { cycleId: cycle.id, contributionId: sent.contributionId }, now))
    expect(await mark({ quote: 'help' })).toEqual({ refusal: 'withdrawn' })
  })

  test.each(['full', 'not-at-all'] as const)('under consent %s keeps the words out of the public record, for they may be withdrawn', async (consent) => {
    const { cycle, mark } = await seed(consent)
    const marked = await mark({ quote: 'help' })
    if ('refusal' in marked) throw new Error(marked.refusal)
    const [entry] = await listEntriesOf(db, marked.passageId)
    expect(entry).toMatchObject({ act: 'passage-marked', detail: { ref: 'P-1', source: 'C-1/1', start: 12, end: 16, themes: 0 } })
    const chain = await findChain(db, cycle.forumId)
    const texts = await listTexts(db, chain?.id ?? newId(), entry?.sequence ?? 0, entry?.sequence ?? 0, { all: false })
    expect(texts).toEqual([])
  })

  test('works in a comment alike', async () => {
    const { cycle, place } = await seed()
    const version = await buildVersion(db, cycle, ['One paragraph.'], now)
    const review = await buildReview(db, cycle, version.versionId, now)
    const comment = await buildComment(db, review, now, { text: 'Say who pays. Say when.' })
    const marked = await transact(db, (tx) =>
      markPassage(tx, SYSTEM, { ...place, sourceKind: 'comment', sourceId: comment.commentId, marking: { quote: 'Say when.' }, themeIds: [] }, now),
    )
    expect(marked).toMatchObject({ number: 1 })
    expect(await listPassagesOf(db, [comment.commentId])).toMatchObject([{ sourceKind: 'comment', start: 14, end: 23 }])
  })
})

describe('the themes of a passage', () => {
  test('are set anew, from the codebook of its cycle alone, and not once it is taken back', async () => {
    const { cycle, place, mark } = await seed()
    const [one, two] = [await buildTheme(db, cycle, 'One', now), await buildTheme(db, cycle, 'Two', now)]
    const marked = await mark({ quote: 'help' }, { themeIds: [one] })
    if ('refusal' in marked) throw new Error(marked.refusal)
    const set = (themeIds: readonly typeof one[]) => transact(db, (tx) => setThemes(tx, SYSTEM, { ...place, passageId: marked.passageId, themeIds }, now))
    expect(await set([newId()])).toEqual({ refusal: 'theme-not-found' })
    expect((await listPassages(db, cycle.id))[0]?.themeIds).toEqual([one])
    expect(await set([two, two])).toEqual({ themes: 1 })
    expect((await listPassages(db, cycle.id))[0]?.themeIds).toEqual([two])
    expect(await transact(db, (tx) => unmarkPassage(tx, SYSTEM, { ...place, passageId: marked.passageId }, now))).toEqual({ unmarked: true })
    expect(await set([one])).toEqual({ refusal: 'passage-not-found' })
  })
})
