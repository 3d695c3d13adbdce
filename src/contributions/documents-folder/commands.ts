import type { Tx } from '../../platform/database.ts'
import type { Instant } from '../../shared/time.ts'
import { countCodePoints } from '../../shared/text.ts'
import { insertBlocks } from '../documents/commands.ts'
import type { FolderDocument } from './schema.ts'

/** Takes what came of reading attached files, as their folder has it. */
export async function insertContributedDocuments(tx: Tx, documents: readonly FolderDocument[], now: Instant): Promise<void> {
  for (const { attachmentId, contributionId, item, blocks } of documents) {
    const row = {
      attachment_id: attachmentId,
      contribution_id: contributionId,
      outcome: item.outcome,
      reason: item.reason ?? null,
      format: item.format ?? null,
      pages: item.pages ?? null,
      language: item.language ?? null,
      title: item.title ?? null,
      author: item.author ?? null,
      characters: blocks.reduce((sum, { text }) => sum + countCodePoints(text), 0),
      warnings: JSON.stringify(item.warnings),
      read_at: item.readAt ?? now,
      revision: item.revision ?? 1,
      not_before: null,
    }
    await tx.insertInto('contributions_document').values(row).execute()
    await insertBlocks(tx, attachmentId, blocks)
  }
}
