import { describe, expect, it } from 'vitest'
import { testDatabase, uniqueSlug } from '../../../test/harness/postgres.ts'
import { buildForum } from '../../forums/testing.ts'
import { transact, type Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { SYSTEM } from '../../record/model.ts'
import { listEntriesOf } from '../../record/queries.ts'
import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import { flatten, type Paragraph } from '../model.ts'
import { listLineage, loadWorkingText } from '../queries.ts'
import { buildDocument } from '../testing.ts'
import { addParagraphs, mergeParagraphs, moveParagraph, removeParagraph, reviseParagraph, setOwnVoice } from './commands.ts'

const db = await testDatabase()
const NOW = '2026-11-02T10:00:00.000Z' as Instant

async function aDocument(...sections: readonly string[]) {
  const { cycle } = await buildForum(db, uniqueSlug(), NOW)
  return { cycle, ...(await buildDocument(db, cycle, sections, NOW)) }
}

function run<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return transact(db, work)
}

function at(paragraphs: readonly Paragraph[], place: number): Paragraph {
  const paragraph = paragraphs[place]
  if (paragraph === undefined) throw new Error(`There is no paragraph ${place}`)
  return paragraph
}

async function texts(documentId: Id): Promise<string[][]> {
  return (await loadWorkingText(db, documentId)).map((section) => section.paragraphs.map(({ number, text }) => `${number} ${text}`))
}

describe('addParagraphs', () => {
  it('refuses a text without words, and a place that is not there', async () => {
    const { documentId, sectionIds, paragraphs } = await aDocument('One.', 'Two.')
    const sectionId = sectionIds[0] ?? newId<'section'>()
    expect(await run((tx) => addParagraphs(tx, SYSTEM, { documentId, sectionId, after: 'end', text: ' \n\n ' }, NOW))).toEqual({ refusal: 'empty' })
    expect(await run((tx) => addParagraphs(tx, SYSTEM, { documentId, sectionId: newId(), after: 'end', text: 'X' }, NOW))).toEqual({ refusal: 'section-not-found' })
    expect(await run((tx) => addParagraphs(tx, SYSTEM, { documentId, sectionId, after: at(paragraphs, 1).id, text: 'X' }, NOW))).toEqual({ refusal: 'paragraph-not-found' })
    expect(await run((tx) => addParagraphs(tx, SYSTEM, { documentId: newId(), sectionId, after: 'end', text: 'X' }, NOW))).toEqual({ refusal: 'document-not-found' })
  })

  it('separates at empty lines, inserts after a given one, and numbers through the text', async () => {
    const { documentId, sectionIds, paragraphs } = await aDocument('One.\n\nTwo.', 'Last.')
    const sectionId = sectionIds[0] ?? newId<'section'>()
    await run((tx) => addParagraphs(tx, SYSTEM, { documentId, sectionId, after: at(paragraphs, 0).id, text: 'A\nB\n \nC' }, NOW))
    await run((tx) => addParagraphs(tx, SYSTEM, { documentId, sectionId, after: 'start', text: 'Nought.' }, NOW))
    expect(await texts(documentId)).toEqual([['1 Nought.', '2 One.', '3 A\nB', '4 C', '5 Two.'], ['6 Last.']])
  })

  it('takes the same form once, though it was sent twice at the same time', async () => {
    const { documentId, sectionIds } = await aDocument('')
    const firstId = newId<'paragraph'>()
    const input = { documentId, sectionId: sectionIds[0] ?? newId<'section'>(), after: 'end' as const, text: 'Once.\n\nAnd once.', firstId }
    await Promise.all([1, 2].map(() => run((tx) => addParagraphs(tx, SYSTEM, input, NOW))))
    expect(await texts(documentId)).toEqual([['1 Once.', '2 And once.']])
  })
})

describe('reviseParagraph', () => {
  it('refuses a stale form with what stands now, and leaves it standing', async () => {
    const { documentId, paragraphs } = await aDocument('One.')
    const { id: paragraphId } = at(paragraphs, 0)
    await run((tx) => reviseParagraph(tx, SYSTEM, { documentId, paragraphId, revision: 1, text: 'One, better.' }, NOW))
    const stale = await run((tx) => reviseParagraph(tx, SYSTEM, { documentId, paragraphId, revision: 1, text: 'One, worse.' }, NOW))
    expect(stale).toMatchObject({ refusal: 'changed-meanwhile', current: { text: 'One, better.', revision: 2 } })
    expect(await run((tx) => reviseParagraph(tx, SYSTEM, { documentId, paragraphId, revision: 2, text: '\n' }, NOW))).toEqual({ refusal: 'empty' })
    expect(await texts(documentId)).toEqual([['1 One, better.']])
  })

  it('lets one of two writers win who read the same', async () => {
    const { documentId, paragraphs } = await aDocument('One.')
    const { id: paragraphId } = at(paragraphs, 0)
    const both = await Promise.all(['A', 'B'].map((text) => run((tx) => reviseParagraph(tx, SYSTEM, { documentId, paragraphId, revision: 1, text }, NOW))))
    expect(both.filter((outcome) => 'refusal' in outcome)).toHaveLength(1)
  })

  it('splits at an empty line: the first part keeps the id, the others have a lineage and keep the voice', async () => {
    const { documentId, paragraphs } = await aDocument('One. Two. Three.\n\nLast.')
    const { id: paragraphId } = at(paragraphs, 0)
    await run((tx) => setOwnVoice(tx, SYSTEM, { documentId, paragraphId, isOwnVoice: true }, NOW))
    await run((tx) => reviseParagraph(tx, SYSTEM, { documentId, paragraphId, revision: 1, text: 'One.\n\nTwo.\n\nThree.' }, NOW))
    const text = flatten(await loadWorkingText(db, documentId))
    expect(text.map((paragraph) => `${paragraph.text} ${String(paragraph.isOwnVoice)}`)).toEqual(['One. true', 'Two. true', 'Three. true', 'Last. false'])
    expect(text[0]?.id).toBe(paragraphId)
    const lineage = (await listLineage(db, documentId)).map(({ from, to, kind }) => [from, to, kind])
    expect(lineage).toHaveLength(2)
    for (const part of text.slice(1, 3)) expect(lineage).toContainEqual([paragraphId, part.id, 'split'])
  })
})

describe('moveParagraph', () => {
  it('refuses at the edges of the text, and a section of another document', async () => {
    const { documentId, paragraphs } = await aDocument('One.')
    const other = await aDocument('')
    const { id: paragraphId } = at(paragraphs, 0)
    for (const to of ['up', 'down'] as const) expect(await run((tx) => moveParagraph(tx, SYSTEM, { documentId, paragraphId, to }, NOW))).toEqual({ refusal: 'at-the-edge' })
    const elsewhere = other.sectionIds[0] ?? newId<'section'>()
    expect(await run((tx) => moveParagraph(tx, SYSTEM, { documentId, paragraphId, to: elsewhere }, NOW))).toEqual({ refusal: 'section-not-found' })
  })

  it('moves past a neighbour, over the end of a section, and to a section', async () => {
    const { documentId, sectionIds, paragraphs } = await aDocument('A\n\nB', 'C')
    const [a, b, c] = [0, 1, 2].map((place) => at(paragraphs, place).id)
    const move = (paragraphId: Id<'paragraph'> | undefined, to: 'up' | 'down' | Id<'section'>) =>
      run((tx) => moveParagraph(tx, SYSTEM, { documentId, paragraphId: paragraphId ?? newId(), to }, NOW))
    expect(await move(a, 'down')).toEqual({ number: 2 })
    expect(await texts(documentId)).toEqual([['1 B', '2 A'], ['3 C']])
    await move(a, 'down')
    expect(await texts(documentId)).toEqual([['1 B'], ['2 A', '3 C']])
    await move(c, 'up')
    await move(c, 'up')
    expect(await texts(documentId)).toEqual([['1 B', '2 C'], ['3 A']])
    await move(b, sectionIds[1] ?? newId<'section'>())
    expect(await texts(documentId)).toEqual([['1 C'], ['2 A', '3 B']])
  })
})

describe('mergeParagraphs and removeParagraph', () => {
  it('refuses without a next one in the section, and when either changed since it was read', async () => {
    const { documentId, paragraphs } = await aDocument('A\n\nB', 'C')
    const merge = (place: number, revision: number, nextRevision: number) =>
      run((tx) => mergeParagraphs(tx, SYSTEM, { documentId, paragraphId: at(paragraphs, place).id, revision, nextRevision }, NOW))
    expect(await merge(1, 1, 1)).toEqual({ refusal: 'nothing-to-merge-with' })
    expect(await merge(0, 2, 1)).toMatchObject({ refusal: 'changed-meanwhile', current: { text: 'A' } })
    expect(await merge(0, 1, 2)).toMatchObject({ refusal: 'changed-meanwhile', current: { text: 'B' } })
    expect(await texts(documentId)).toEqual([['1 A', '2 B'], ['3 C']])
  })

  it('keeps the left id and a lineage, and joins words as their script does', async () => {
    const { documentId, paragraphs } = await aDocument('港口安静。\n\n夜里也是。', 'A.\n\nB.')
    await run((tx) => mergeParagraphs(tx, SYSTEM, { documentId, paragraphId: at(paragraphs, 0).id, revision: 1, nextRevision: 1 }, NOW))
    await run((tx) => mergeParagraphs(tx, SYSTEM, { documentId, paragraphId: at(paragraphs, 2).id, revision: 1, nextRevision: 1 }, NOW))
    expect(await texts(documentId)).toEqual([['1 港口安静。夜里也是。'], ['2 A. B.']])
    expect((await listLineage(db, documentId)).map(({ from, to, kind }) => [from, to, kind])).toEqual([
      [at(paragraphs, 1).id, at(paragraphs, 0).id, 'merge'],
      [at(paragraphs, 3).id, at(paragraphs, 2).id, 'merge'],
    ])
  })

  it('removes from the text once, and refuses the second time and what was changed', async () => {
    const { documentId, paragraphs } = await aDocument('A\n\nB')
    const { id: paragraphId } = at(paragraphs, 0)
    expect(await run((tx) => removeParagraph(tx, SYSTEM, { documentId, paragraphId, revision: 3 }, NOW))).toMatchObject({ refusal: 'changed-meanwhile' })
    expect(await run((tx) => removeParagraph(tx, SYSTEM, { documentId, paragraphId, revision: 1 }, NOW))).toEqual({ removed: true })
    expect(await run((tx) => removeParagraph(tx, SYSTEM, { documentId, paragraphId, revision: 1 }, NOW))).toEqual({ refusal: 'paragraph-not-found' })
    expect(await texts(documentId)).toEqual([['1 B']])
  })
})

it('leaves one act for each change and none for what changed nothing', async () => {
  const { documentId, paragraphs } = await aDocument('A\n\nB')
  const { id: paragraphId } = at(paragraphs, 0)
  for (let time = 0; time < 2; time++) await run((tx) => setOwnVoice(tx, SYSTEM, { documentId, paragraphId, isOwnVoice: true }, NOW))
  const acts = (await listEntriesOf(db, documentId)).map((entry) => entry.act)
  expect(acts).toEqual(['document-started', 'section-added', 'paragraphs-added', 'own-voice-set'])
})
