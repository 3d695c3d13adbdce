import type { Tx } from '../../platform/database.ts'
import { inParts } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import type { Shortcoming } from './model.ts'

/** Keeps with an edition what did not agree when it was published; recorded with its publication, whose caller holds the cycle. */
export async function storeShortcomings(tx: Tx, editionId: Id, shortcomings: readonly Shortcoming[]): Promise<void> {
  const rows = shortcomings.map((shortcoming, position) => ({
    edition_id: editionId,
    position,
    kind: shortcoming.kind,
    paragraph: shortcoming.kind === 'check' ? shortcoming.paragraph : null,
    subject: shortcoming.kind === 'contest' ? shortcoming.subject : null,
    source: shortcoming.kind === 'contest' ? shortcoming.source : null,
    words: shortcoming.kind === 'check' ? shortcoming.words : null,
    detail: shortcoming.kind === 'check' ? JSON.stringify(shortcoming.problem) : null,
  }))
  for (const part of inParts(rows)) await tx.insertInto('publication_shortcoming').values(part).execute()
}
