import type { Tx } from '../../platform/database.ts'
import { inParts } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import type { FolderNamesFile } from './schema.ts'

/** Takes what was said of names as its folder has it: the names first, then what each is known as. */
export async function insertNames(tx: Tx, forumId: Id, file: FolderNamesFile, now: Instant): Promise<void> {
  const names = file.names.map(({ id, kind, name }) => ({ id, forum_id: forumId, kind, name, merged_into: null, merged_at: null }))
  for (const part of inParts(names)) await tx.insertInto('people_name').values(part).execute()
  for (const { id, mergedInto, mergedAt } of file.names) {
    if (mergedInto !== null) await tx.updateTable('people_name').set({ merged_into: mergedInto, merged_at: mergedAt ?? now }).where('id', '=', id).execute()
  }
  const apart = file.apart.map(({ id, kind, one, other, saidAt }) => ({ id, forum_id: forumId, kind, one, other, said_at: saidAt ?? now }))
  for (const part of inParts(apart)) await tx.insertInto('people_apart').values(part).execute()
  if (file.unitWords !== undefined) await tx.insertInto('people_unit_words').values({ forum_id: forumId, words: file.unitWords.words.join('\n'), revision: file.unitWords.revision }).execute()
}
