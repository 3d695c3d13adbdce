import type { WriteVersionMail } from '../drafts/following/model.ts'
import { tellOfVersion } from '../drafts/releases/commands.ts'
import { freezeDraft, type VersionToFreeze } from '../drafts/versions/commands.ts'
import { findDocumentById } from '../drafts/queries.ts'
import type { Tx } from '../platform/database.ts'
import type { Actor } from '../record/model.ts'
import { openReview } from '../review/commands.ts'
import type { Id } from '../shared/ids.ts'
import type { Refusal } from '../shared/result.ts'
import { dateInZone, type Instant, type PlainDate } from '../shared/time.ts'
import { carryComments } from '../review/anchors/commands.ts'
import { freezeLinks } from '../trace/commands.ts'

export interface VersionToOpen extends VersionToFreeze {
  /** Open to comment at once. */
  readonly review?: { readonly title: string; readonly introduction: string; readonly closesOn: PlainDate | undefined } | undefined
  /** Who follows the document is told, where mails can be written. */
  readonly write?: WriteVersionMail | undefined
}

export type FreezeRefusal = Refusal<'document-not-found' | 'nothing-to-freeze' | 'closes-in-the-past' | 'release-in-the-past'>

/**
 * Freezes a version of a document: its text with its numbers, and what each paragraph rests on; opens it to comment and tells who
 * follows the document, where asked. The same form sent twice freezes once. Refuses `document-not-found`, `nothing-to-freeze`,
 * `closes-in-the-past`, `release-in-the-past`. Comments on earlier versions are carried to it.
 */
export async function freezeVersion(tx: Tx, actor: Actor, input: VersionToOpen, now: Instant): Promise<{ versionId: Id<'version'>; number: number } | FreezeRefusal> {
  if (input.releaseOn !== undefined && input.releaseOn < dateInZone(now, 'UTC')) return { refusal: 'release-in-the-past' }
  const frozen = await freezeDraft(tx, actor, input, now)
  if ('refusal' in frozen) return frozen
  const { versionId, number } = frozen
  if (!frozen.isNew) return { versionId, number }
  await freezeLinks(tx, { versionId, paragraphIds: frozen.paragraphIds })
  await carryComments(tx, actor, { documentId: input.documentId, versionId }, now)
  const document = input.review === undefined ? undefined : await findDocumentById(tx, input.documentId)
  if (input.review !== undefined && document !== undefined) {
    const { forumId, cycleId } = document
    const opened = await openReview(tx, actor, { forumId, cycleId, versionId, ...input.review }, now)
    if ('refusal' in opened) {
      if (opened.refusal === 'closes-in-the-past') return { refusal: 'closes-in-the-past' }
      throw new Error(`A version that was just frozen cannot be opened to comment: ${opened.refusal}`)
    }
  }
  if (input.write !== undefined) await tellOfVersion(tx, { versionId, write: input.write }, now)
  return { versionId, number }
}
