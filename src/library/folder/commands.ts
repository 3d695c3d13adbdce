import type { Tx } from '../../platform/database.ts'
import { inParts } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import type { FolderReference } from './schema.ts'

/** Takes the references of a cycle as its folder has them. */
export async function insertReferences(tx: Tx, forumId: Id, cycleId: Id, references: readonly FolderReference[]): Promise<void> {
  const rows = references.map((item) => ({
    id: item.id,
    forum_id: forumId,
    cycle_id: cycleId,
    number: item.number,
    title: item.title,
    author: item.author ?? null,
    publisher: item.publisher ?? null,
    published: item.published ?? null,
    url: item.url ?? null,
    note: item.note ?? null,
  }))
  for (const part of inParts(rows)) await tx.insertInto('library_reference').values(part).execute()
}
