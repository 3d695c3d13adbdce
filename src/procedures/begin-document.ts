import { startDocument, type DocumentToStart } from '../drafts/commands.ts'
import { writeContents } from '../drafts/contents/commands.ts'
import { asNew, type ReadSection } from '../drafts/contents/model.ts'
import { findDocumentById, loadWorkingText } from '../drafts/queries.ts'
import { listCycles } from '../forums/queries.ts'
import { listVersionsOfCycle, loadFrozenText } from '../drafts/versions/queries.ts'
import type { Tx } from '../platform/database.ts'
import { newId } from '../platform/new-id.ts'
import type { Actor } from '../record/model.ts'
import type { Id } from '../shared/ids.ts'
import type { Refusal } from '../shared/result.ts'
import type { Instant } from '../shared/time.ts'
import { carryLinks } from '../trace/carrying/commands.ts'
import { gatherBreakdown, type Gathered } from './gather-breakdown.ts'
import { gatherPaper } from './gather-paper.ts'
import { gatherText } from './gather-text.ts'

/** What a document begins with. */
export type ToBeginWith =
  | { readonly from: 'nothing' }
  | { readonly from: 'breakdown'; readonly by: 'question' | 'theme' }
  /** What is being written in another document of the cycle. */
  | { readonly from: 'document' | 'outline'; readonly documentId: Id }
  /** Of the cycle, or one of another cycle of the forum that is public. */
  | { readonly from: 'version'; readonly versionId: Id }
  /** A document that came with a contribution. */
  | { readonly from: 'paper'; readonly attachmentId: Id }
  /** A file, as it was read; `format` for the record. */
  | { readonly from: 'file'; readonly format: string; readonly sections: readonly ReadSection[] }

export type BeginRefusal = Refusal<'slug-taken' | 'source-not-found' | 'paper-not-found' | 'nothing-to-begin-with' | 'too-long'>

/**
 * Starts a document of a cycle, with nothing or with a text, and lets its paragraphs rest on what the text rests on. Refuses
 * `slug-taken`, `source-not-found` (not of this cycle, nor a public version of another cycle of the forum), `paper-not-found`, `nothing-to-begin-with`, `too-long`.
 */
export async function beginDocument(tx: Tx, actor: Actor, input: DocumentToStart & { readonly begin: ToBeginWith }, now: Instant): Promise<{ documentId: Id<'document'> } | BeginRefusal> {
  const started = await startDocument(tx, actor, input, now)
  const { begin, forumId, cycleId, slug } = input
  if ('refusal' in started || begin.from === 'nothing') return started
  const gathered = await gather(tx, { forumId, cycleId }, begin)
  if ('refusal' in gathered) return gathered
  if (gathered.sections.length === 0) return { refusal: 'nothing-to-begin-with' }
  const { documentId } = started
  const written = await writeContents(tx, actor, { documentId, from: begin.from, source: gathered.source, sections: gathered.sections }, now)
  if ('refusal' in written) {
    if (written.refusal === 'too-long') return { refusal: 'too-long' }
    throw new Error(`A document that was just started refuses its text: ${written.refusal}`)
  }
  await carryLinks(tx, actor, { forumId, cycleId, documentId, document: slug, carried: gathered.carried }, now)
  return { documentId }
}

async function gather(tx: Tx, { forumId, cycleId }: { readonly forumId: Id<'forum'>; readonly cycleId: Id }, begin: Exclude<ToBeginWith, { from: 'nothing' }>): Promise<Gathered | Refusal<'source-not-found' | 'paper-not-found'>> {
  switch (begin.from) {
    case 'breakdown':
      return gatherBreakdown(tx, cycleId, begin.by)
    case 'paper':
      return gatherPaper(tx, cycleId, begin.attachmentId)
    case 'file':
      return { source: begin.format, sections: asNew(begin.sections, newId), carried: [] }
    case 'version': {
      const version = (await listVersionsOfCycle(tx, cycleId, { withHeld: true })).find(({ id }) => id === begin.versionId)
      if (version === undefined) return gatherEarlier(tx, { forumId, cycleId }, begin.versionId)
      return gatherText(tx, cycleId, { source: `${version.documentSlug}/${version.number}`, text: await loadFrozenText(tx, version.id), versionId: version.id })
    }
    default: {
      const document = await findDocumentById(tx, begin.documentId)
      if (document === undefined || document.cycleId !== cycleId) return { refusal: 'source-not-found' }
      return gatherText(tx, cycleId, { source: document.slug, text: await loadWorkingText(tx, document.id), versionId: null })
    }
  }
}

/** A version of another cycle: its words alone, for what they rested on is the other cycle's; they are cited anew. */
async function gatherEarlier(tx: Tx, { forumId, cycleId }: { readonly forumId: Id<'forum'>; readonly cycleId: Id }, versionId: Id): Promise<Gathered | Refusal<'source-not-found'>> {
  for (const cycle of await listCycles(tx, forumId)) {
    if (cycle.id === cycleId) continue
    const version = (await listVersionsOfCycle(tx, cycle.id)).find(({ id }) => id === versionId)
    if (version === undefined) continue
    const gathered = await gatherText(tx, cycle.id, { source: `${cycle.slug}/${version.documentSlug}/${version.number}`, text: await loadFrozenText(tx, version.id), versionId: version.id })
    return { ...gathered, carried: [] }
  }
  return { refusal: 'source-not-found' }
}
