import { transact, type Db } from '../platform/database.ts'
import { SYSTEM } from '../record/model.ts'
import type { Cycle } from '../forums/model.ts'
import type { Id } from '../shared/ids.ts'
import type { Instant } from '../shared/time.ts'
import { addSection, startDocument } from './commands.ts'
import { writeContents } from './contents/commands.ts'
import type { NewSection } from './contents/model.ts'
import { flatten, type Paragraph } from './model.ts'
import { addParagraphs } from './paragraphs/commands.ts'
import { loadWorkingText } from './queries.ts'

/** A document with its sections, each given as the plain text of its paragraphs, for tests that are about something else. */
export async function buildDocument(
  db: Db,
  cycle: Pick<Cycle, 'id' | 'forumId'>,
  sections: readonly string[],
  now: Instant,
  slug = 'output',
): Promise<{ documentId: Id<'document'>; sectionIds: Id<'section'>[]; paragraphs: Paragraph[] }> {
  return transact(db, async (tx) => {
    const started = await startDocument(tx, SYSTEM, { forumId: cycle.forumId, cycleId: cycle.id, slug, kind: 'draft-output', title: `Document ${slug}`, language: 'en' }, now)
    if ('refusal' in started) throw new Error(started.refusal)
    const { documentId } = started
    const sectionIds: Id<'section'>[] = []
    for (const [place, text] of sections.entries()) {
      const section = await addSection(tx, SYSTEM, { documentId, title: `Section ${place + 1}` }, now)
      if ('refusal' in section) throw new Error(section.refusal)
      sectionIds.push(section.sectionId)
      if (text === '') continue
      const added = await addParagraphs(tx, SYSTEM, { documentId, sectionId: section.sectionId, after: 'end', text }, now)
      if ('refusal' in added) throw new Error(added.refusal)
    }
    return { documentId, sectionIds, paragraphs: flatten(await loadWorkingText(tx, documentId)) }
  })
}

/** A document made of whatever blocks, for tests of how they are set, compared and written. */
export async function buildSetDocument(
  db: Db,
  cycle: Pick<Cycle, 'id' | 'forumId'>,
  sections: readonly NewSection[],
  now: Instant,
  over: { readonly slug?: string; readonly language?: string } = {},
): Promise<{ documentId: Id<'document'>; paragraphs: Paragraph[] }> {
  const slug = over.slug ?? 'output'
  return transact(db, async (tx) => {
    const started = await startDocument(tx, SYSTEM, { forumId: cycle.forumId, cycleId: cycle.id, slug, kind: 'draft-output', title: `Document ${slug}`, language: over.language ?? 'en' }, now)
    if ('refusal' in started) throw new Error(started.refusal)
    const written = await writeContents(tx, SYSTEM, { documentId: started.documentId, from: 'file', source: 'docx', sections }, now)
    if ('refusal' in written) throw new Error(written.refusal)
    return { documentId: started.documentId, paragraphs: flatten(await loadWorkingText(tx, started.documentId)) }
  })
}
