import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { appendAct } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import type { Instant } from '../../shared/time.ts'
import { actOf } from '../commands.ts'
import { editText } from '../editing/commands.ts'
import { idOf, isHeading } from '../nodes/model.ts'
import { lockDocument } from '../queries.ts'
import { headingNode, toNode } from '../tree/model.ts'
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
  const nodes = sections.flatMap(({ id, title, level, isAnnex, blocks }) => [headingNode({ id, title, level, isAnnex }), ...blocks.map(({ id: block, body, isOwnVoice }) => toNode({ id: block ?? newId<'paragraph'>(), isOwnVoice: isOwnVoice === true, body }))])
  const paragraphIds = nodes.filter((node) => !isHeading(node)).map((node) => idOf(node) as Id<'paragraph'>)
  await editText(
    tx,
    actor,
    { document, text: [] },
    (tr) => {
      if (nodes.length > 0) tr.replaceWith(0, tr.doc.content.size, nodes)
      return undefined
    },
    now,
  )
  const detail = { document: document.slug, from: input.from, source: input.source, count: paragraphIds.length }
  await appendAct(tx, actor, { ...actOf(document), act: 'document-begun', detail }, now)
  return { paragraphIds }
}
