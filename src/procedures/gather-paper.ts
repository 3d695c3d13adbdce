import { findContributions } from '../contributions/queries.ts'
import { findDocumentVoices, listBlocks } from '../contributions/documents/queries.ts'
import { maskBlocks } from '../contributions/redaction/model.ts'
import { findRedactions } from '../contributions/redaction/queries.ts'
import { plainBody, TABLE_ROWS, type Body, type Cell } from '../drafts/blocks/model.ts'
import type { NewBlock, NewSection } from '../drafts/contents/model.ts'
import type { Tx } from '../platform/database.ts'
import { newId } from '../platform/new-id.ts'
import type { PlacedBlock } from '../shared/extraction.ts'
import type { Id } from '../shared/ids.ts'
import type { Refusal } from '../shared/result.ts'
import { listPassagesOf, lockPassagesForResting } from '../synthesis/queries.ts'
import type { Thing } from '../trace/model.ts'
import type { Gathered } from './gather-breakdown.ts'

/**
 * A paper that came with a contribution as the text of a draft. Each paragraph rests on the passages that are marked in it, and on the
 * paper itself where the library lists it. Words that were redacted stay black. Refuses `paper-not-found`: also where its contributor
 * did not agree to publication, or withdrew.
 */
export async function gatherPaper(tx: Tx, cycleId: Id, attachmentId: Id): Promise<Gathered | Refusal<'paper-not-found'>> {
  const [voice] = await findDocumentVoices(tx, [attachmentId])
  if (voice === undefined || voice.cycleId !== cycleId || voice.standing !== 'stands' || voice.consent === 'not-at-all') return { refusal: 'paper-not-found' }
  const redactions = (await findRedactions(tx, [attachmentId])).get(attachmentId) ?? []
  const blocks = maskBlocks(await listBlocks(tx, attachmentId), redactions)
  if (blocks.length === 0) return { refusal: 'paper-not-found' }
  const [contribution] = await findContributions(tx, [voice.contributionId])
  const marked = await listPassagesOf(tx, [attachmentId])
  const held = new Set<Id>(await lockPassagesForResting(tx, cycleId, marked.map(({ id }) => id)))
  const passages = marked.filter((passage) => held.has(passage.id) && passage.detachedAt === null)
  const listed: Thing[] = contribution?.referenceId == null ? [] : [{ kind: 'reference', id: contribution.referenceId }]
  const carried: { paragraphId: Id<'paragraph'>; to: Thing[] }[] = []
  const sections: { title: string; level: number; isAnnex: boolean; blocks: NewBlock[] }[] = []
  for (const run of runsOf(blocks)) {
    const [first, last] = [run[0], run.at(-1)]
    if (first === undefined || last === undefined) continue
    if (first.kind === 'heading') {
      sections.push({ title: Array.from(first.text.replace(/\s+/gu, ' ')).slice(0, 300).join(''), level: Math.min(4, first.level ?? 1), isAnnex: false, blocks: [] })
      continue
    }
    if (sections.length === 0) sections.push({ title: '', level: 1, isAnnex: false, blocks: [] })
    const paragraphId = newId<'paragraph'>()
    sections.at(-1)?.blocks.push({ id: paragraphId, body: toBody(run) })
    const inside = passages.filter((passage) => passage.start < last.end && first.start < passage.end)
    carried.push({ paragraphId, to: [...inside.map(({ id }): Thing => ({ kind: 'passage', id })), ...listed] })
  }
  return { source: `C-${voice.contributionNumber}`, sections: sections satisfies readonly NewSection[], carried }
}

/** Blocks one by one, but for the rows of a table, which are together; a page's end is none. */
function runsOf(blocks: readonly PlacedBlock[]): PlacedBlock[][] {
  const runs: PlacedBlock[][] = []
  for (const block of blocks) {
    const last = runs.at(-1)
    if (block.kind === 'page-break') continue
    if (block.kind === 'row' && last?.at(-1)?.kind === 'row' && last.length < TABLE_ROWS) last.push(block)
    else runs.push([block])
  }
  return runs
}

function toBody(run: readonly PlacedBlock[]): Body {
  const text = run.map((block) => block.text).join('\n')
  switch (run[0]?.kind) {
    case 'row':
      return { kind: 'table', rows: run.map((row): Cell[] => row.text.split('\t').slice(0, 30).map((words) => ({ content: plainBody(words).content }))), content: [] }
    case 'item':
      return { kind: 'item', list: 'bullet', depth: Math.min(4, run[0].level ?? 1), content: plainBody(text).content }
    case 'quote':
      return { kind: 'quotation', content: plainBody(text).content }
    default:
      return plainBody(text)
  }
}
