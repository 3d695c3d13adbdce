import { expect, it } from 'vitest'
import { testDatabase, uniqueSlug } from '../../test/harness/postgres.ts'
import { pinFigure } from '../contributions/pins/commands.ts'
import { buildForum } from '../forums/testing.ts'
import { addReference } from '../library/commands.ts'
import { transact } from '../platform/database.ts'
import { newId } from '../platform/new-id.ts'
import { SYSTEM } from '../record/model.ts'
import type { Instant, PlainDate } from '../shared/time.ts'
import { listLinksFrom } from '../trace/queries.ts'
import { citeParagraph } from './cite-paragraph.ts'
import { buildCitedChain } from './testing.ts'
import { unmarkPassage } from './unmark-passage.ts'

const db = await testDatabase()
const NOW = '2026-11-02T10:00:00.000Z' as Instant

async function aParagraph() {
  const { forum, cycle } = await buildForum(db, uniqueSlug(), NOW)
  const { documentId, paragraphIds } = await buildCitedChain(db, cycle, NOW)
  await transact(db, (tx) => addReference(tx, SYSTEM, { forumId: forum.id, cycleId: cycle.id, title: 'Harbour light' }, NOW))
  const paragraphId = paragraphIds[1] ?? newId()
  const cite = (refs: string, over = {}) => transact(db, (tx) => citeParagraph(tx, SYSTEM, { documentId, paragraphId, refs, ...over }, NOW))
  const kinds = async () => (await listLinksFrom(db, [paragraphId], 'rests-on')).map((link) => link.to.kind)
  return { forum, cycle, cite, kinds, paragraphId }
}

it('refuses references that name nothing here, names them, and leaves what was cited', async () => {
  const { cite, kinds } = await aParagraph()
  await cite('F-1')
  expect(await cite('F-1, P-99 R-1; nonsense')).toEqual({ refusal: 'unknown-references', refs: ['P-99', 'R-1', 'nonsense'] })
  expect(await cite('F-1', { paragraphId: newId() })).toEqual({ refusal: 'paragraph-not-found' })
  expect(await cite('F-1', { documentId: newId() })).toEqual({ refusal: 'document-not-found' })
  expect(await kinds()).toEqual(['finding'])
})

it('reads references as people write them, each once, in their order', async () => {
  const { cite, kinds } = await aParagraph()
  expect(await cite(' l-1;2026/P-2، f-1\nP-2 ')).toEqual({ added: 3, removed: 0 })
  expect(await kinds()).toEqual(['reference', 'passage', 'finding'])
  expect(await cite('')).toEqual({ added: 0, removed: 3 })
})

it('holds what it cites: a passage that a paragraph rests on is not taken back', async () => {
  const { forum, cycle, cite, paragraphId } = await aParagraph()
  await cite('P-1')
  const [link] = await listLinksFrom(db, [paragraphId], 'rests-on')
  const passageId = (link?.to.id ?? newId())
  expect(await transact(db, (tx) => unmarkPassage(tx, SYSTEM, { forumId: forum.id, cycleId: cycle.id, passageId }, NOW))).toEqual({ refusal: 'rested-on' })
})

it('cites a pinned figure, which carries a paragraph as a work of the library does', async () => {
  const { forum, cycle, cite, kinds } = await aParagraph()
  expect(await cite('N-1')).toEqual({ refusal: 'unknown-references', refs: ['N-1'] })
  const figure = { forumId: forum.id, cycleId: cycle.id, title: 'All', cutOff: null, asOf: '2026-11-01' as PlainDate, rowsBy: null, columnsBy: null, filter: {}, lists: forum }
  expect(await transact(db, (tx) => pinFigure(tx, SYSTEM, figure, NOW))).toMatchObject({ number: 1 })
  expect(await cite('n-1')).toEqual({ added: 1, removed: 0 })
  expect(await kinds()).toEqual(['figure'])
})
