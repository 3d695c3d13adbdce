import { findParagraphs } from '../drafts/paragraphs/queries.ts'
import { lockDocument } from '../drafts/queries.ts'
import type { Tx } from '../platform/database.ts'
import type { Actor } from '../record/model.ts'
import type { Instant } from '../shared/time.ts'
import { settleContest as settle, type SettleRefusal } from '../synthesis/corrections/commands.ts'
import { findCorrection } from '../synthesis/corrections/queries.ts'

/**
 * Answers a contest. Where a paragraph of a draft was contested, its document is held meanwhile, so that "it was changed" is true of what
 * it says then. Refuses as `settleContest` of the corrections.
 */
export async function settleContest(tx: Tx, actor: Actor, input: Omit<Parameters<typeof settle>[2], 'paragraph'>, now: Instant): Promise<{ settled: true } | SettleRefusal> {
  const correction = await findCorrection(tx, input.cycleId, input.correctionId)
  return settle(tx, actor, { ...input, paragraph: correction?.subject.kind === 'paragraph' ? await readParagraph(tx, correction.subject.id) : null }, now)
}

async function readParagraph(tx: Tx, id: Parameters<typeof findParagraphs>[1][number]): Promise<string | null> {
  const [paragraph] = await findParagraphs(tx, [id])
  if (paragraph === undefined) return null
  await lockDocument(tx, paragraph.documentId)
  return (await findParagraphs(tx, [id]))[0]?.text ?? null
}
