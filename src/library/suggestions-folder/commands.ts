import type { Tx } from '../../platform/database.ts'
import { inParts } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import type { FolderPaper } from './schema.ts'

/** Takes suggested papers as their folder has them. What was answered to our mails is of where it was written: each stands by itself here. */
export async function insertSuggestions(tx: Tx, forumId: Id, papers: readonly FolderPaper[]): Promise<void> {
  const rows = papers.map(({ id, cycleId, referenceId, item }) => ({
    id, forum_id: forumId, cycle_id: cycleId, number: item.number ?? null, mail_key: id, title: item.title ?? null, author: item.author ?? null, publisher: item.publisher ?? null, published: item.published ?? null, address: item.address ?? null,
    note: item.note ?? null, name: item.name ?? null, organisation: item.organisation ?? null, consent: item.consent, mail: item.mail ?? null, language: item.language, state: item.state, proof: item.proof ?? null, reason: item.reason ?? null,
    is_withheld: item.withheld, reference_id: referenceId, suggested_at: item.suggestedAt, asked_at: item.askedAt ?? null, confirmed_at: item.confirmedAt ?? null, decided_at: item.decidedAt ?? null,
  }))
  for (const part of inParts(rows)) await tx.insertInto('library_suggestion').values(part).execute()
  const files = papers.flatMap((paper) => paper.files.map(({ id, name, mediaType, size, file }, place) => ({ id, suggestion_id: paper.id, position: place + 1, name, media_type: mediaType, size, sha256: file })))
  for (const part of inParts(files)) await tx.insertInto('library_suggestion_file').values(part).execute()
}
