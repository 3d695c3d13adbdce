import { sql } from 'kysely'
import type { Tx } from '../../platform/database.ts'
import { findCycleById, lockCycleForInput } from '../../forums/queries.ts'
import { appendAct } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import { PASSING_REASONS, placeBlocks, type Block, type Extraction } from '../../shared/extraction.ts'
import { inParts } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { formatRef } from '../../shared/refs.ts'
import type { Refusal } from '../../shared/result.ts'
import { addMilliseconds, type Instant } from '../../shared/time.ts'
import { countCodePoints } from '../../shared/text.ts'
import { MOST_ATTEMPTS, NEEDS_PERSON, type Outcome } from './model.ts'

/** The pause after the reader broke down over a file, longer each time. */
const PAUSE_MS = 30_000

/**
 * Keeps what came of reading a file, once: only of one that waits. A reader that broke down is tried again, until it has three times:
 * then the file is given up. Answers the outcome kept, `waiting` where it is to be tried again; undefined where it no longer waited.
 */
export async function recordReading(tx: Tx, actor: Actor, input: { readonly attachmentId: Id; readonly attempts: number; readonly extraction: Extraction }, now: Instant): Promise<Outcome | undefined> {
  const { attachmentId, attempts, extraction } = input
  const isPassing = extraction.outcome === 'refused' && PASSING_REASONS.has(extraction.reason)
  if (isPassing && attempts < MOST_ATTEMPTS) {
    await tx
      .updateTable('contributions_document')
      .set({ not_before: addMilliseconds(now, PAUSE_MS * attempts), reason: extraction.reason })
      .where('attachment_id', '=', attachmentId)
      .where('outcome', '=', 'waiting')
      .execute()
    return 'waiting'
  }
  const outcome = isPassing ? 'failed' : extraction.outcome
  const written = await tx
    .updateTable('contributions_document')
    .set({ outcome, ...columnsOf(extraction), read_at: now, not_before: null, revision: sql`revision + 1` })
    .where('attachment_id', '=', attachmentId)
    .where('outcome', '=', 'waiting')
    .returning('attachment_id')
    .executeTakeFirst()
  if (written === undefined) return undefined
  if (extraction.outcome === 'extracted') await insertBlocks(tx, attachmentId, extraction.blocks)
  const place = await findPlace(tx, attachmentId)
  const { pages, characters } = extraction.outcome === 'refused' ? { pages: null, characters: 0 } : extraction
  const detail = { ref: place.ref, file: place.file, outcome, pages: pages ?? 0, characters }
  await appendAct(tx, actor, { ...place.at, act: 'document-read', subject: { kind: 'document', id: attachmentId }, detail }, now)
  return outcome
}

interface AtDesk {
  readonly cycleId: Id<'cycle'>
  readonly attachmentId: Id
  readonly revision: number
}

/** Has a file read again that could not be. Refuses `changed-meanwhile`: it is being read, has been, or was typed in. */
export async function sendAgain(tx: Tx, actor: Actor, input: AtDesk, now: Instant): Promise<{ sent: true } | Refusal<'changed-meanwhile'>> {
  const sent = await tx
    .updateTable('contributions_document')
    .set({ outcome: 'waiting', reason: null, attempts: 0, not_before: null, revision: sql`revision + 1` })
    .where('attachment_id', '=', input.attachmentId)
    .where('revision', '=', input.revision)
    .where('outcome', 'in', [...NEEDS_PERSON])
    .returning('attachment_id')
    .executeTakeFirst()
  if (sent === undefined) return { refusal: 'changed-meanwhile' }
  const place = await findPlace(tx, input.attachmentId)
  await appendAct(tx, actor, { ...place.at, act: 'document-sent-again', subject: { kind: 'document', id: input.attachmentId }, detail: { ref: place.ref, file: place.file } }, now)
  return { sent: true }
}

/**
 * Keeps the text of a document as the desk typed it: `blocks` are all of it, `page` (null: it has none) is what was typed just now. Taken of
 * what has no text, or was typed in before; with no block left it has none again. The procedure sees to it that cited words stay.
 * Refuses `changed-meanwhile`.
 */
export async function typeIn(tx: Tx, actor: Actor, input: AtDesk & { readonly blocks: readonly Block[]; readonly page: number | null }, now: Instant): Promise<{ typed: true } | Refusal<'changed-meanwhile'>> {
  await lockCycleForInput(tx, input.cycleId)
  const { attachmentId, blocks } = input
  const characters = blocks.reduce((sum, block) => sum + countCodePoints(block.text), 0)
  const lastPage = Math.max(0, ...blocks.map((block) => block.page ?? 0))
  const typed = await tx
    .updateTable('contributions_document')
    .set({ outcome: blocks.length === 0 ? 'no-text' : 'typed-in', reason: null, characters, read_at: now, pages: lastPage === 0 ? sql`pages` : sql`greatest(pages, ${lastPage})`, revision: sql`revision + 1` })
    .where('attachment_id', '=', attachmentId)
    .where('revision', '=', input.revision)
    .where('outcome', 'in', [...NEEDS_PERSON, 'typed-in'])
    .returning('attachment_id')
    .executeTakeFirst()
  if (typed === undefined) return { refusal: 'changed-meanwhile' }
  await tx.deleteFrom('contributions_document_block').where('attachment_id', '=', attachmentId).execute()
  await insertBlocks(tx, attachmentId, blocks)
  const place = await findPlace(tx, attachmentId)
  const detail = { ref: place.ref, file: place.file, page: input.page ?? 0, characters }
  await appendAct(tx, actor, { ...place.at, act: 'document-typed-in', subject: { kind: 'document', id: attachmentId }, detail }, now)
  return { typed: true }
}

/** As JSON, so that a statement of a thousand blocks is as small as one of a single block. */
export async function insertBlocks(tx: Tx, attachmentId: Id, blocks: readonly Block[]): Promise<void> {
  const rows = placeBlocks(blocks).map(({ start, end, ...block }) => ({ attachment_id: attachmentId, ...block, range_start: start, range_end: end }))
  for (const part of inParts(rows)) {
    await sql`insert into contributions_document_block select * from json_populate_recordset(null::contributions_document_block, ${JSON.stringify(part)}::json)`.execute(tx)
  }
}

function columnsOf(extraction: Extraction) {
  if (extraction.outcome === 'refused') return { reason: extraction.reason, format: extraction.format }
  const { format, pages, language, title, author, characters, warnings } = extraction
  return { reason: null, format, pages, language, title, author, characters, warnings: JSON.stringify(warnings) }
}

async function findPlace(tx: Tx, attachmentId: Id) {
  const row = await tx
    .selectFrom('contributions_attachment')
    .innerJoin('contributions_contribution', 'contributions_contribution.id', 'contribution_id')
    .select(['forum_id', 'cycle_id', 'number', 'position'])
    .where('contributions_attachment.id', '=', attachmentId)
    .executeTakeFirstOrThrow()
  const cycle = await findCycleById(tx, row.cycle_id)
  return { at: { forumId: row.forum_id as Id<'forum'>, cycleId: row.cycle_id as Id<'cycle'> }, ref: formatRef(cycle?.slug ?? '', 'C', row.number), file: row.position }
}
