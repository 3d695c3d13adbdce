import { freezeDraft, type VersionToFreeze } from '../drafts/versions/commands.ts'
import type { Tx } from '../platform/database.ts'
import type { Actor } from '../record/model.ts'
import type { Id } from '../shared/ids.ts'
import type { Refusal } from '../shared/result.ts'
import type { Instant } from '../shared/time.ts'
import { carryComments } from '../review/anchors/commands.ts'
import { freezeLinks } from '../trace/commands.ts'

/**
 * Freezes a version of a document: its text with its numbers, and what each paragraph rests on. The same form sent twice freezes
 * once; comments on earlier versions are carried to it. Refuses `document-not-found`, `nothing-to-freeze`.
 */
export async function freezeVersion(
  tx: Tx,
  actor: Actor,
  input: VersionToFreeze,
  now: Instant,
): Promise<{ versionId: Id<'version'>; number: number } | Refusal<'document-not-found' | 'nothing-to-freeze'>> {
  const frozen = await freezeDraft(tx, actor, input, now)
  if ('refusal' in frozen) return frozen
  if (frozen.isNew) {
    await freezeLinks(tx, { versionId: frozen.versionId, paragraphIds: frozen.paragraphIds })
    await carryComments(tx, actor, { documentId: input.documentId, versionId: frozen.versionId }, now)
  }
  return { versionId: frozen.versionId, number: frozen.number }
}
