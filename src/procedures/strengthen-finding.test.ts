import { expect, test } from 'vitest'
import { testDatabase, uniqueSlug } from '../../test/harness/postgres.ts'
import { buildCall } from '../calls/testing.ts'
import { listAnswers } from '../contributions/queries.ts'
import { buildContribution, takeAnswerBack } from '../contributions/testing.ts'
import { buildForum } from '../forums/testing.ts'
import { buildLogin } from '../people/testing.ts'
import { transact } from '../platform/database.ts'
import { newId } from '../platform/new-id.ts'
import { SYSTEM } from '../record/model.ts'
import type { Id } from '../shared/ids.ts'
import type { Instant } from '../shared/time.ts'
import { pickPassages } from '../synthesis/findings/commands.ts'
import { listBasket, listDiscarded, listPassageIds, listThemesOfFindings } from '../synthesis/findings/queries.ts'
import { countMatrix } from '../synthesis/matrix/queries.ts'
import { listFindings, listThemes } from '../synthesis/queries.ts'
import { buildTheme } from '../synthesis/testing.ts'
import { listCitations } from '../trace/citing/queries.ts'
import { readLedger } from '../trace/ledger/queries.ts'
import { listLinksFrom } from '../trace/queries.ts'
import { discardFinding } from './discard-finding.ts'
import { explainAnswers } from './explain-answers.ts'
import { markPassage } from './mark-passage.ts'
import { reviseFinding } from './revise-finding.ts'
import { writeFinding } from './write-finding.ts'

const db = await testDatabase()
const now = '2026-11-02T10:00:00.000Z' as Instant

async function seed() {
  const { forum, cycle } = await buildForum(db, uniqueSlug(), now)
  const call = await buildCall(db, cycle, now)
  const questionId = call.questions[0]?.id as Id<'question'>
  const place = { forumId: forum.id, cycleId: cycle.id }
  const top = await buildTheme(db, cycle, 'Rules', now)
  const below = await buildTheme(db, cycle, 'Night rules', now, top)
  for (const [stakeholderGroup, regionalGroup] of [['Government', 'AFG'], ['Government', 'APG'], ['IGO', 'none']] as const) {
    await buildContribution(db, call, now, { stakeholderGroup, regionalGroup, answers: [{ questionId, text: 'Rules help. Nights are calm.' }] })
  }
  const answers = await listAnswers(db, cycle.id)
  const mark = async (index: number, quote: string, themeIds: readonly Id[]) => {
    const done = await transact(db, (tx) => markPassage(tx, SYSTEM, { ...place, sourceKind: 'answer', sourceId: answers[index]?.id as Id, marking: { quote }, themeIds }, now))
    if ('refusal' in done) throw new Error(done.refusal)
    return done.passageId
  }
  const finding = { ...place, kind: 'agreement' as const, statement: 'They agree.', questionId }
  const write = (passageIds: readonly Id[], over = {}) => transact(db, (tx) => writeFinding(tx, SYSTEM, { ...finding, passageIds, ...over }, now))
  const written = async (passageIds: readonly Id[], over = {}) => {
    const done = await write(passageIds, over)
    if ('refusal' in done) throw new Error(done.refusal)
    return done
  }
  return { forum, cycle, place, top, below, answers, mark, finding, write, written }
}

test('a finding refuses themes and findings of elsewhere, and to stand against itself', async () => {
  const { mark, write, written, finding } = await seed()
  const other = await seed()
  const passage = await mark(0, 'Rules help.', [])
  expect(await write([passage], { themeIds: [other.top] })).toEqual({ refusal: 'theme-not-found' })
  const elsewhere = await other.written([await other.mark(0, 'Rules help.', [])])
  for (const againstId of [newId(), elsewhere.findingId]) expect(await write([passage], { againstId })).toEqual({ refusal: 'against-not-found' })
  const { findingId } = await written([passage])
  const itself = await transact(db, (tx) => reviseFinding(tx, SYSTEM, { ...finding, findingId, revision: 1, passageIds: [passage], againstId: findingId }, now))
  expect(itself).toEqual({ refusal: 'against-not-found' })
})

test('stances, threads and the deep dive are kept; a passage cites its contribution whichever way it stands', async () => {
  const { cycle, top, mark, written } = await seed()
  const [one, two] = [await mark(0, 'Rules help.', [top]), await mark(1, 'Rules help.', [top])]
  const { findingId } = await written([one, two], { stances: new Map([[two, 'opposes']]), themeIds: [top], isDeepDive: true })
  expect((await listLinksFrom(db, [findingId], 'rests-on')).map((link) => link.stance)).toEqual([undefined, 'opposes'])
  expect((await listThemesOfFindings(db, cycle.id)).get(findingId)).toEqual([top])
  expect(await listFindings(db, cycle.id)).toMatchObject([{ isDeepDive: true, againstId: null }])
  expect((await listCitations(db, cycle.id)).map((citation) => citation.contributionNumber)).toEqual([1, 2])
})

test('discarding needs a reason, which stays; what stood against it stands against nothing', async () => {
  const { cycle, place, mark, written } = await seed()
  const passage = await mark(0, 'Rules help.', [])
  const first = await written([passage])
  const second = await written([passage], { againstId: first.findingId, kind: 'minority', statement: 'They do not.' })
  const discard = (findingId: Id<'finding'>, reason: string) => transact(db, (tx) => discardFinding(tx, SYSTEM, { ...place, findingId, reason }, now))
  expect(await discard(first.findingId, ' \n')).toEqual({ refusal: 'no-reason' })
  expect(await discard(first.findingId, 'Said twice.')).toEqual({ number: 1 })
  expect(await listDiscarded(db, cycle.id)).toMatchObject([{ number: 1, statement: 'They agree.', reason: 'Said twice.' }])
  expect((await listFindings(db, cycle.id)).map(({ id, againstId }) => [id, againstId])).toEqual([[second.findingId, null]])
})

test('a basket is one person’s, keeps only passages of the cycle, and is emptied by the finding that uses them', async () => {
  const { cycle, forum, mark, finding } = await seed()
  const other = await seed()
  const [one, two] = [await mark(0, 'Rules help.', []), await mark(1, 'Rules help.', [])]
  const { personId } = await buildLogin(db, 'editor', forum.id, now)
  const pick = (passageIds: readonly Id[]) => transact(db, (tx) => pickPassages(tx, { cycleId: cycle.id, personId, passageIds }, now))
  expect(await pick([newId(), await other.mark(0, 'Rules help.', [])])).toEqual({ picked: 0 })
  expect(await pick([one, two, one])).toEqual({ picked: 2 })
  expect(await pick([two])).toEqual({ picked: 0 })
  expect(await listBasket(db, cycle.id, personId)).toEqual([one, two])
  await transact(db, (tx) => writeFinding(tx, { kind: 'person', id: personId }, { ...finding, passageIds: [one] }, now))
  expect(await listBasket(db, cycle.id, personId)).toEqual([two])
})

test('the matrix counts each contribution once under a theme with all below it, and lists what a cell counts', async () => {
  const { cycle, top, below, mark, answers } = await seed()
  const [one, two, three] = [await mark(0, 'Rules help.', [top, below]), await mark(0, 'Nights are calm.', [below]), await mark(2, 'Rules help.', [top])]
  const { cells, totals } = await countMatrix(db, cycle.id, await listThemes(db, cycle.id))
  expect(totals.get(top)).toEqual({ contributions: 2, passages: 3 })
  expect(totals.get(below)).toEqual({ contributions: 1, passages: 2 })
  const cell = (themeId: Id, key: string) => cells.filter((each) => each.themeId === themeId && each.key === key).map(({ contributions, passages }) => [contributions, passages])
  expect([cell(top, 'Government'), cell(top, 'IGO'), cell(top, 'AFG'), cell(top, 'none'), cell(below, 'IGO')]).toEqual([[[1, 2]], [[1, 1]], [[1, 2]], [[1, 1]], []])
  const listed = (key: string) => listPassageIds(db, cycle.id, { themeIds: [top, below], group: { dimension: 'stakeholderGroup', key }, offset: 0, limit: 9 })
  expect([await listed('Government'), await listed('IGO'), await listed('not recorded')]).toEqual([[one, two], [three], []])
  await takeAnswerBack(db, answers[2]?.id as Id, now)
  expect((await countMatrix(db, cycle.id, await listThemes(db, cycle.id))).totals.get(top)).toEqual({ contributions: 1, passages: 2 })
})

test('the ledger lists what no finding rests on, and takes a reason once, for nothing else', async () => {
  const { cycle, place, mark, written, answers } = await seed()
  const [used, unused] = [await mark(0, 'Rules help.', []), await mark(1, 'Rules help.', [])]
  await written([used])
  const ledger = await readLedger(db, cycle)
  expect(ledger).toMatchObject({ units: 3, contributions: 3, contributionsUnused: 2, passagesUnused: [unused] })
  expect(ledger.unused.map(({ ref, passageIds }) => [ref, passageIds])).toEqual([[`${cycle.slug}/C-2/1`, [unused]], [`${cycle.slug}/C-3/1`, []]])
  const explain = (unitIds: readonly Id[]) => transact(db, (tx) => explainAnswers(tx, SYSTEM, { ...place, cycle: cycle.slug, unitIds, reason: 'Noted.' }, now))
  expect(await explain([])).toEqual({ refusal: 'nothing-chosen' })
  expect(await explain([answers[0]?.id as Id])).toEqual({ refusal: 'rested-on' })
  expect(await explain([answers[1]?.id as Id])).toEqual({ given: 1 })
  expect(await explain([answers[1]?.id as Id])).toMatchObject({ refusal: 'has-a-fate' })
})
