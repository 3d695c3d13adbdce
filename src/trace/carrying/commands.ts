import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { appendAct } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import { inParts } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import type { Thing } from '../model.ts'

export interface LinksToCarry {
  readonly forumId: Id<'forum'>
  readonly cycleId: Id<'cycle'>
  readonly documentId: Id<'document'>
  /** The document's address, for the record's sentence. */
  readonly document: string
  /** Paragraphs that rest on nothing yet, each with what it is to rest on, in order. */
  readonly carried: readonly { readonly paragraphId: Id<'paragraph'>; readonly to: readonly Thing[] }[]
}

/** Lets the paragraphs of a text that has just been written rest on what they come from: many at once, in one act. Nothing is recorded where there is nothing. */
export async function carryLinks(tx: Tx, actor: Actor, input: LinksToCarry, now: Instant): Promise<{ links: number }> {
  const { forumId, cycleId } = input
  const resting = input.carried.filter(({ to }) => to.length > 0)
  const rows = resting.flatMap(({ paragraphId, to }) =>
    [...new Map(to.map((thing) => [thing.id, thing])).values()].map(({ kind, id }, position) => ({
      id: newId(), forum_id: forumId, cycle_id: cycleId, relation: 'rests-on', from_kind: 'paragraph', from_id: paragraphId, version_id: null, to_kind: kind, to_id: id, position, linked_at: now, stance: null,
    })),
  )
  if (rows.length === 0) return { links: 0 }
  for (const part of inParts(rows)) await tx.insertInto('trace_link').values(part).execute()
  const detail = { document: input.document, paragraphs: resting.length, links: rows.length }
  await appendAct(tx, actor, { forumId, cycleId, act: 'links-carried', subject: { kind: 'document', id: input.documentId }, detail }, now)
  return { links: rows.length }
}
