import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { appendAct } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import { inParts } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import type { Instant } from '../../shared/time.ts'
import { isPlain, textOf } from '../blocks/model.ts'
import { actOf } from '../commands.ts'
import { lockDocument } from '../queries.ts'
import { BLOCKS_LIMIT, type Beginning, type NewSection } from './model.ts'

export interface ContentsToWrite {
  readonly documentId: Id
  readonly from: Beginning
  /** The reference or the name of what it begins with. */
  readonly source: string
  readonly sections: readonly NewSection[]
}

/**
 * Writes the first text of a document that has none yet: sections and blocks as they come. Answers the ids of the blocks, in order.
 * Refuses `document-not-found`, `not-empty`, `too-long` (more blocks than one document has).
 */
export async function writeContents(
  tx: Tx,
  actor: Actor,
  input: ContentsToWrite,
  now: Instant,
): Promise<{ paragraphIds: Id<'paragraph'>[] } | Refusal<'document-not-found' | 'not-empty' | 'too-long'>> {
  const document = await lockDocument(tx, input.documentId)
  if (document === undefined) return { refusal: 'document-not-found' }
  if (input.sections.reduce((sum, { blocks }) => sum + blocks.length, 0) > BLOCKS_LIMIT) return { refusal: 'too-long' }
  // The row of the document is held: nobody else begins it meanwhile.
  const standing = await tx.selectFrom('drafts_section').select('id').where('document_id', '=', document.id).limit(1).executeTakeFirst()
  if (standing !== undefined) return { refusal: 'not-empty' }
  const sections = input.sections.map((section) => ({ ...section, id: section.id ?? newId<'section'>() }))
  const rows = sections.map(({ id, title, level, isAnnex }, place) => ({ id, document_id: document.id, position: place + 1, title, level, is_annex: isAnnex, removed_at: null }))
  for (const part of inParts(rows)) await tx.insertInto('drafts_section').values(part).execute()
  const paragraphs = sections.flatMap((section) =>
    section.blocks.map(({ id, body, isOwnVoice }, place) => ({
      id: id ?? newId<'paragraph'>(),
      document_id: document.id,
      section_id: section.id,
      position: place + 1,
      text: textOf(body),
      body: isPlain(body) ? null : JSON.stringify(body),
      own_voice: isOwnVoice === true,
      removed_at: null,
    })),
  )
  for (const part of inParts(paragraphs)) await tx.insertInto('drafts_paragraph').values(part).execute()
  const detail = { document: document.slug, from: input.from, source: input.source, count: paragraphs.length }
  await appendAct(tx, actor, { ...actOf(document), act: 'document-begun', detail }, now)
  return { paragraphIds: paragraphs.map(({ id }) => id) }
}
