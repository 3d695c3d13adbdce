import type { Tx } from '../../platform/database.ts'
import { appendAct } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import type { Instant } from '../../shared/time.ts'
import { actOf } from '../commands.ts'
import { lockDocument } from '../queries.ts'

/** Lets anyone read the working text as it is written, or no longer. Saying what stands already is no mistake and no act. */
export async function setRolling(tx: Tx, actor: Actor, input: { documentId: Id; isOpen: boolean }, now: Instant): Promise<{ isOpen: boolean } | Refusal<'document-not-found'>> {
  const document = await lockDocument(tx, input.documentId)
  if (document === undefined) return { refusal: 'document-not-found' }
  const changed = await tx
    .updateTable('drafts_document')
    .set({ rolling_since: input.isOpen ? now : null })
    .where('id', '=', document.id)
    .where('rolling_since', input.isOpen ? 'is' : 'is not', null)
    .returning('id')
    .executeTakeFirst()
  if (changed !== undefined) await appendAct(tx, actor, { ...actOf(document), act: 'rolling-set', detail: { document: document.slug, open: input.isOpen ? 'yes' : 'no' } }, now)
  return { isOpen: input.isOpen }
}
