import { describe, expect, it } from 'vitest'
import { testDatabase, uniqueSlug } from '../../test/harness/postgres.ts'
import { buildForum } from '../forums/testing.ts'
import { transact } from '../platform/database.ts'
import { newId } from '../platform/new-id.ts'
import { SYSTEM } from '../record/model.ts'
import type { Instant } from '../shared/time.ts'
import { addSection, moveSection, removeSection, renameSection, reviseDocument, startDocument } from './commands.ts'
import { findDocument, loadWorkingText } from './queries.ts'
import { buildDocument } from './testing.ts'

const db = await testDatabase()
const NOW = '2026-11-02T10:00:00.000Z' as Instant

async function aDocument(sections: readonly string[]) {
  const { cycle } = await buildForum(db, uniqueSlug(), NOW)
  return { cycle, ...(await buildDocument(db, cycle, sections, NOW)) }
}

describe('documents', () => {
  it('refuses an address that is taken, in the same cycle only', async () => {
    const { cycle } = await aDocument([])
    const again = { forumId: cycle.forumId, cycleId: cycle.id, slug: 'output', kind: 'outline' as const, title: 'Outline', language: 'en' }
    expect(await transact(db, (tx) => startDocument(tx, SYSTEM, again, NOW))).toEqual({ refusal: 'slug-taken' })
    const other = await buildForum(db, uniqueSlug(), NOW)
    expect(await transact(db, (tx) => startDocument(tx, SYSTEM, { ...again, forumId: other.forum.id, cycleId: other.cycle.id }, NOW))).toHaveProperty('documentId')
  })

  it('refuses a new title from a stale form, and takes it from a fresh one', async () => {
    const { cycle, documentId } = await aDocument([])
    expect(await transact(db, (tx) => reviseDocument(tx, SYSTEM, { documentId, revision: 7, title: 'Late' }, NOW))).toEqual({ refusal: 'changed-meanwhile' })
    expect(await transact(db, (tx) => reviseDocument(tx, SYSTEM, { documentId: newId(), revision: 1, title: 'None' }, NOW))).toEqual({ refusal: 'document-not-found' })
    expect(await transact(db, (tx) => reviseDocument(tx, SYSTEM, { documentId, revision: 1, title: 'Quiet water' }, NOW))).toEqual({ revised: true })
    expect((await findDocument(db, cycle.id, 'output'))?.title).toBe('Quiet water')
  })
})

describe('sections', () => {
  it('takes a section twice sent once', async () => {
    const { documentId } = await aDocument([])
    const sectionId = newId<'section'>()
    const sent = [1, 2].map(() => transact(db, (tx) => addSection(tx, SYSTEM, { documentId, title: 'Why', sectionId }, NOW)))
    expect(await Promise.all(sent)).toEqual([{ sectionId }, { sectionId }])
    expect(await loadWorkingText(db, documentId)).toHaveLength(1)
  })

  it('refuses to remove one that holds a paragraph, and removes an empty one', async () => {
    const { documentId, sectionIds } = await aDocument(['A paragraph.', ''])
    const [full, empty] = sectionIds
    if (full === undefined || empty === undefined) throw new Error('two sections were built')
    expect(await transact(db, (tx) => removeSection(tx, SYSTEM, { documentId, sectionId: full }, NOW))).toEqual({ refusal: 'section-not-empty' })
    expect(await transact(db, (tx) => removeSection(tx, SYSTEM, { documentId, sectionId: empty }, NOW))).toEqual({ removed: true })
    expect((await loadWorkingText(db, documentId)).map(({ id }) => id)).toEqual([full])
  })

  it('refuses to move past the edge, and moves with what it holds', async () => {
    const { documentId, sectionIds } = await aDocument(['One.', 'Two.'])
    const [first, second] = sectionIds
    if (first === undefined || second === undefined) throw new Error('two sections were built')
    expect(await transact(db, (tx) => moveSection(tx, SYSTEM, { documentId, sectionId: first, direction: 'up' }, NOW))).toEqual({ refusal: 'at-the-edge' })
    expect(await transact(db, (tx) => moveSection(tx, SYSTEM, { documentId, sectionId: newId(), direction: 'up' }, NOW))).toEqual({ refusal: 'section-not-found' })
    expect(await transact(db, (tx) => moveSection(tx, SYSTEM, { documentId, sectionId: second, direction: 'up' }, NOW))).toEqual({ moved: true })
    const text = await loadWorkingText(db, documentId)
    expect(text.map(({ paragraphs }) => paragraphs.map((paragraph) => `${paragraph.number} ${paragraph.text}`))).toEqual([['1 Two.'], ['2 One.']])
  })

  it('refuses a new title when the one read is no longer there', async () => {
    const { documentId, sectionIds } = await aDocument([''])
    const sectionId = sectionIds[0]
    if (sectionId === undefined) throw new Error('a section was built')
    const rename = (before: string, title: string) => transact(db, (tx) => renameSection(tx, SYSTEM, { documentId, sectionId, before, title }, NOW))
    expect(await rename('Section 1', 'Why harbours')).toEqual({ renamed: true })
    expect(await rename('Section 1', 'Why water')).toEqual({ refusal: 'changed-meanwhile' })
    expect((await loadWorkingText(db, documentId))[0]?.title).toBe('Why harbours')
  })
})
