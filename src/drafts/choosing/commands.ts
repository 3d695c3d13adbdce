import type { Tx } from '../../platform/database.ts'
import { appendAct } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import type { Instant } from '../../shared/time.ts'
import { actOf } from '../commands.ts'
import { lockDocument } from '../queries.ts'

/** Says that an outline was chosen, why, and which document begins with it. Refuses `not-an-outline`, `chosen-already`. */
export async function chooseOutline(
  tx: Tx,
  actor: Actor,
  input: { readonly cycleId: Id; readonly documentId: Id; readonly reason: string; readonly into: { readonly id: Id; readonly slug: string } },
  now: Instant,
): Promise<{ chosen: true } | Refusal<'not-an-outline' | 'chosen-already'>> {
  const outline = await lockDocument(tx, input.documentId)
  if (outline === undefined || outline.cycleId !== input.cycleId || outline.kind !== 'outline') return { refusal: 'not-an-outline' }
  const chosen = await tx
    .updateTable('drafts_document')
    .set({ chosen_at: now, chosen_for: input.reason, chosen_into: input.into.id })
    .where('id', '=', outline.id)
    .where('chosen_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  if (chosen === undefined) return { refusal: 'chosen-already' }
  const texts = { reason: { text: input.reason, isPublic: true } }
  await appendAct(tx, actor, { ...actOf(outline), act: 'outline-chosen', detail: { document: outline.slug, into: input.into.slug }, texts }, now)
  return { chosen: true }
}
