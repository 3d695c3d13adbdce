import { expect, it } from 'vitest'
import { testDatabase, uniqueSlug } from '../../test/harness/postgres.ts'
import { findCall } from '../calls/queries.ts'
import { withdrawContribution } from '../contributions/commands.ts'
import { listUnits } from '../contributions/queries.ts'
import { buildContribution } from '../contributions/testing.ts'
import { addParagraphs, setOwnVoice } from '../drafts/paragraphs/commands.ts'
import { loadWorkingText } from '../drafts/queries.ts'
import { buildForum } from '../forums/testing.ts'
import { transact } from '../platform/database.ts'
import { newId } from '../platform/new-id.ts'
import { findEdition, listEditions, listResidue } from '../publication/queries.ts'
import { SYSTEM } from '../record/model.ts'
import { findChain, listEntries } from '../record/queries.ts'
import type { Id } from '../shared/ids.ts'
import type { Instant } from '../shared/time.ts'
import { giveFate } from '../trace/fates/commands.ts'
import { publishEdition } from './publish-edition.ts'
import { buildCitedChain, buildFrozenVersion } from './testing.ts'

const db = await testDatabase()
const NOW = '2026-11-02T10:00:00.000Z' as Instant

async function aChain() {
  const { forum, cycle } = await buildForum(db, uniqueSlug(), NOW)
  const chain = await buildCitedChain(db, cycle, NOW)
  const scope = { forumId: forum.id, cycleId: cycle.id, cycle: cycle.slug }
  const publish = (versionId: Id, withResidue = false) =>
    transact(db, (tx) => publishEdition(tx, SYSTEM, { forumId: forum.id, cycle, versionId, title: 'Output', summary: 'What came of it.', withResidue }, NOW))
  const give = (unitIds: readonly Id[]) => transact(db, (tx) => giveFate(tx, SYSTEM, { ...scope, unitIds, fate: 'answered', reason: 'Thanks.' }, NOW))
  return { forum, cycle, publish, give, ...chain }
}

it('refuses while input has no outcome, and says how much', async () => {
  const { cycle, publish, versionId } = await aChain()
  expect(await publish(newId())).toEqual({ refusal: 'version-not-found' })
  expect(await publish(versionId)).toEqual({ refusal: 'units-without-fate', count: 2 })
  expect(await listEditions(db, cycle.id)).toEqual([])
})

it('publishes what is left as an annex when told so, and the same version once', async () => {
  const { cycle, publish, versionId } = await aChain()
  const both = await Promise.all([publish(versionId, true), publish(versionId, true)])
  expect(both).toContainEqual({ number: 1 })
  expect(both).toContainEqual({ refusal: 'already-published' })
  const edition = await findEdition(db, cycle.id, 1)
  expect(edition).toMatchObject({ units: 4, accounted: 2, title: 'Output' })
  expect((await listResidue(db, edition?.id ?? newId())).map(({ ref }) => ref)).toEqual(['2026/C-1/2', '2026/C-2/2'])
})

it('refuses paragraphs that rest on nothing and are nobody’s own voice, with their numbers', async () => {
  const { publish, documentId } = await aChain()
  const [section] = await loadWorkingText(db, documentId)
  if (section === undefined) throw new Error('a section was built')
  const added = await transact(db, (tx) => addParagraphs(tx, SYSTEM, { documentId, sectionId: section.id, after: 'start', text: 'Out of the air.\n\nAnd this.' }, NOW))
  const [first] = 'refusal' in added ? [] : added.paragraphIds
  expect(await publish(await buildFrozenVersion(db, documentId, NOW), true)).toEqual({ refusal: 'paragraphs-without-ground', numbers: [1, 2] })
  await transact(db, (tx) => setOwnVoice(tx, SYSTEM, { documentId, paragraphId: first ?? newId(), isOwnVoice: true }, NOW))
  expect(await publish(await buildFrozenVersion(db, documentId, NOW), true)).toEqual({ refusal: 'paragraphs-without-ground', numbers: [2] })
})

it('publishes with full coverage once every input has an outcome; what was withdrawn is not counted', async () => {
  const { cycle, publish, give, versionId, answerIds } = await aChain()
  expect(await give([answerIds[1] ?? newId()])).toEqual({ given: 1 })
  const contributionId = (await listUnits(db, cycle.id)).find(({ id }) => id === answerIds[3])?.contributionId
  await transact(db, (tx) => withdrawContribution(tx, SYSTEM, { contributionId: contributionId ?? newId(), cycleId: cycle.id }, NOW))
  expect(await publish(versionId)).toEqual({ number: 1 })
  expect(await findEdition(db, cycle.id, 1)).toMatchObject({ units: 2, accounted: 2 })
})

it('never prints a wrong count, whatever comes in and is answered while it counts', async () => {
  const { forum, cycle, publish, give, documentId, versionId } = await aChain()
  const call = await findCall(db, cycle.id, 'main')
  if (call === undefined) throw new Error('a call was built')
  const versions = [versionId, ...(await Promise.all([1, 2, 3, 4].map(() => buildFrozenVersion(db, documentId, NOW))))]
  const sends = Array.from({ length: 12 }, async (_, index) => {
    await buildContribution(db, call, NOW, { contributor: `Sender ${index}` })
    const last = (await listUnits(db, cycle.id)).at(-1)
    if (last !== undefined) await give([last.id])
  })
  await Promise.all([...sends, ...versions.map((id) => publish(id, true))])
  const chain = await findChain(db, forum.id)
  const entries = chain === undefined ? [] : await listEntries(db, chain.id, 0, 1000)
  let [units, given, published] = [0, 0, 0]
  for (const entry of entries) {
    if (entry.act === 'contribution-received') units += 2
    if (entry.act === 'fates-given') given += Number(entry.detail['units'])
    if (entry.act !== 'edition-published') continue
    published += 1
    // Two answers are cited by every version; the record's order is that of the transactions.
    expect({ units: entry.detail['units'], accounted: entry.detail['accounted'] }).toEqual({ units, accounted: given + 2 })
    const edition = await findEdition(db, cycle.id, Number(entry.detail['edition']))
    expect(edition).toMatchObject({ units, accounted: given + 2 })
    expect(await listResidue(db, edition?.id ?? newId())).toHaveLength(units - given - 2)
  }
  expect(published).toBe(5)
  expect(units).toBe(28)
})
