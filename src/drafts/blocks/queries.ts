import { sql } from 'kysely'
import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'

/** Whether a picture stands in a document, in its working text or in any version: its media type, undefined where it does not. */
export async function findPicture(db: Reader, documentId: Id, sha256: string): Promise<string | undefined> {
  const found = await sql<{ media_type: string }>`
    select body->'source'->>'mediaType' as media_type from drafts_paragraph
    where document_id = ${documentId} and body->'source'->>'sha256' = ${sha256}
    union all
    select frozen.body->'source'->>'mediaType' from drafts_version_paragraph frozen
    join drafts_version version on version.id = frozen.version_id
    where version.document_id = ${documentId} and frozen.body->'source'->>'sha256' = ${sha256}
    limit 1`.execute(db)
  return found.rows[0]?.media_type
}
