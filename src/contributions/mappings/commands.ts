import type { Tx } from '../../platform/database.ts'
import { sha256 } from '../../platform/digest.ts'
import { newId } from '../../platform/new-id.ts'
import { canonicalJson, type Json } from '../../shared/canonical-json.ts'
import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import { headerSignature } from '../columns/model.ts'
import { inParts } from '../../shared/folder.ts'
import type { Mapping } from './model.ts'
import type { FolderMapping } from './schema.ts'

/** Keeps how a file was read, in place of how one of the same make was read before: a part of the import that took it, with the import's own act. */
export async function rememberMapping(tx: Tx, forumId: Id<'forum'>, { header, map }: Mapping, now: Instant): Promise<void> {
  const kept = { header: header.join('\n'), map: canonicalJson(JSON.parse(JSON.stringify(map)) as Json), used_at: now }
  await tx
    .insertInto('contributions_mapping')
    .values({ id: newId(), forum_id: forumId, signature: sha256(headerSignature(header)), ...kept })
    .onConflict((conflict) => conflict.columns(['forum_id', 'signature']).doUpdateSet(kept))
    .execute()
}

/** Takes the mappings of a forum as its folder has them. */
export async function insertMappings(tx: Tx, forumId: Id, mappings: readonly FolderMapping[]): Promise<void> {
  const rows = mappings.map(({ id, header, map, usedAt }) => ({ id, forum_id: forumId, signature: sha256(headerSignature(header.split('\n'))), header, map, used_at: usedAt }))
  for (const part of inParts(rows)) await tx.insertInto('contributions_mapping').values(part).execute()
}
