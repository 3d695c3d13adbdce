import { keepsQuotes, withPage } from '../contributions/documents/model.ts'
import { typeIn } from '../contributions/documents/commands.ts'
import { listBlocks, lockDocument, readText } from '../contributions/documents/queries.ts'
import { findRedactions } from '../contributions/redaction/queries.ts'
import type { Tx } from '../platform/database.ts'
import type { Actor } from '../record/model.ts'
import { flatten } from '../shared/extraction.ts'
import type { Id } from '../shared/ids.ts'
import type { Refusal } from '../shared/result.ts'
import { sliceCodePoints } from '../shared/text.ts'
import type { Instant } from '../shared/time.ts'
import { listPassagesOf } from '../synthesis/queries.ts'

/**
 * Types in one page of a document that could not be read (null: of a document without pages, all of it); an empty text takes the page back.
 * Refuses `passages-marked` where words that are marked would no longer stand where they are cited, `words-redacted` where redacted words would, and `changed-meanwhile`.
 */
export async function typeInDocument(
  tx: Tx,
  actor: Actor,
  input: { readonly cycleId: Id<'cycle'>; readonly attachmentId: Id; readonly revision: number; readonly page: number | null; readonly text: string },
  now: Instant,
): Promise<{ typed: true } | Refusal<'passages-marked' | 'words-redacted' | 'changed-meanwhile'>> {
  const { cycleId, attachmentId, revision, page, text } = input
  await lockDocument(tx, attachmentId)
  const blocks = withPage(await listBlocks(tx, attachmentId), page, text)
  const [before, after] = [await readText(tx, attachmentId), flatten(blocks)]
  if (!keepsQuotes(after, (await listPassagesOf(tx, [attachmentId])).map(({ start, end }) => ({ start, end, quote: sliceCodePoints(before, start, end) })))) return { refusal: 'passages-marked' }
  const redacted = (await findRedactions(tx, [attachmentId])).get(attachmentId) ?? []
  if (!keepsQuotes(after, redacted.map(({ start, end }) => ({ start, end, quote: sliceCodePoints(before, start, end) })))) return { refusal: 'words-redacted' }
  return typeIn(tx, actor, { cycleId, attachmentId, revision, page, blocks }, now)
}
