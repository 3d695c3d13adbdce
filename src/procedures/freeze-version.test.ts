import { expect, it } from 'vitest'
import { testDatabase, uniqueSlug } from '../../test/harness/postgres.ts'
import { flatten } from '../drafts/model.ts'
import { loadWorkingText } from '../drafts/queries.ts'
import { buildDocument } from '../drafts/testing.ts'
import { listVersions, loadFrozenText } from '../drafts/versions/queries.ts'
import { buildForum } from '../forums/testing.ts'
import { transact } from '../platform/database.ts'
import { newId } from '../platform/new-id.ts'
import { SYSTEM } from '../record/model.ts'
import type { Id } from '../shared/ids.ts'
import type { Instant, PlainDate } from '../shared/time.ts'
import { setLinks } from '../trace/commands.ts'
import type { Thing } from '../trace/model.ts'
import { listLinksFrom } from '../trace/queries.ts'
import { freezeVersion } from './freeze-version.ts'
import { mergeParagraphs } from './merge-paragraphs.ts'
import { reviseParagraph } from './revise-paragraph.ts'

const db = await testDatabase()
const NOW = '2026-11-02T10:00:00.000Z' as Instant

async function aDocument(...sections: readonly string[]) {
  const { cycle } = await buildForum(db, uniqueSlug(), NOW)
  const link = (from: Thing, to: readonly Thing[]) =>
    transact(db, (tx) => setLinks(tx, SYSTEM, { forumId: cycle.forumId, cycleId: cycle.id, relation: 'rests-on', from, fromRef: 'a thing', to }, NOW))
  return { link, ...(await buildDocument(db, cycle, sections, NOW)) }
}

const thing = (kind: Thing['kind'], id: Id = newId()): Thing => ({ kind, id })
const targets = async (from: Id, versionId: Id | null = null) => (await listLinksFrom(db, [from], 'rests-on', versionId)).map((link) => link.to)
const freeze = (documentId: Id, versionId = newId<'version'>()) =>
  transact(db, (tx) => freezeVersion(tx, SYSTEM, { documentId, title: 'Draft', note: 'First.', cutOff: '2026-10-11' as PlainDate, versionId }, NOW))

it('refuses a text without paragraphs and leaves no version behind', async () => {
  const { documentId } = await aDocument('')
  expect(await freeze(documentId)).toEqual({ refusal: 'nothing-to-freeze' })
  expect(await listVersions(db, documentId)).toEqual([])
  expect(await freeze(newId())).toEqual({ refusal: 'document-not-found' })
})

it('freezes text, numbers and what everything rests on, which later changes leave alone', async () => {
  const { documentId, paragraphs, link } = await aDocument('One.', 'Two.')
  const [first, second] = paragraphs
  if (first === undefined || second === undefined) throw new Error('two paragraphs were built')
  const [finding, passage, other] = [thing('finding'), thing('passage'), thing('passage')]
  await link(finding, [passage])
  await link(thing('paragraph', second.id), [finding])
  const frozen = await freeze(documentId)
  if ('refusal' in frozen) throw new Error(frozen.refusal)
  await link(finding, [other])
  await link(thing('paragraph', second.id), [])
  await transact(db, (tx) => reviseParagraph(tx, SYSTEM, { documentId, paragraphId: first.id, revision: 1, text: 'Quite other.' }, NOW))
  const text = flatten(await loadFrozenText(db, frozen.versionId))
  expect(text.map(({ id, number, text: words }) => [id, number, words])).toEqual([[first.id, 1, 'One.'], [second.id, 2, 'Two.']])
  expect(await targets(second.id, frozen.versionId)).toEqual([finding])
  expect(await targets(finding.id, frozen.versionId)).toEqual([passage])
  expect(await targets(finding.id)).toEqual([other])
})

it('takes the same form once, and numbers versions one after the other when two come at once', async () => {
  const { documentId } = await aDocument('One.')
  const versionId = newId<'version'>()
  await Promise.all([freeze(documentId, versionId), freeze(documentId, versionId), freeze(documentId)])
  expect((await listVersions(db, documentId)).map(({ number }) => number)).toEqual([2, 1])
})

it('leaves what is split off resting on what the whole rested on, and what is merged on what both did', async () => {
  const { documentId, paragraphs, link } = await aDocument('One. Two.\n\nThree.')
  const [whole, third] = paragraphs
  if (whole === undefined || third === undefined) throw new Error('two paragraphs were built')
  const [a, b] = [thing('passage'), thing('comment')]
  await link(thing('paragraph', whole.id), [a])
  await link(thing('paragraph', third.id), [b, a])
  const revised = await transact(db, (tx) => reviseParagraph(tx, SYSTEM, { documentId, paragraphId: whole.id, revision: 1, text: 'One.\n\nTwo.' }, NOW))
  const part = 'refusal' in revised ? undefined : revised.splitOff[0]
  if (part === undefined) throw new Error('nothing was split off')
  expect(await targets(part)).toEqual([a])
  await transact(db, (tx) => mergeParagraphs(tx, SYSTEM, { documentId, paragraphId: part, revision: 1, nextRevision: 1 }, NOW))
  expect(await targets(part)).toEqual([a, b])
  expect(flatten(await loadWorkingText(db, documentId)).map(({ text }) => text)).toEqual(['One.', 'Two. Three.'])
})
