import type { Selectable } from 'kysely'
import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { Remark, Unsent, UnsentFile } from './model.ts'
import type { UnsentFileRow, UnsentRow } from './tables.ts'

/** What is being written, with its files in the order in which they were added; undefined once it is sent, discarded or over. */
export async function findUnsent(db: Reader, id: Id): Promise<Unsent | undefined> {
  const row = await db.selectFrom('contributions_unsent').selectAll().where('id', '=', id).executeTakeFirst()
  return row === undefined ? undefined : toUnsent(row, await listUnsentFiles(db, id))
}

export async function listUnsentFiles(db: Reader, id: Id): Promise<UnsentFile[]> {
  const rows = await db.selectFrom('contributions_unsent_file').selectAll().where('unsent_id', '=', id).orderBy('position').execute()
  return rows.map(toFile)
}

/** What was said by those who clear it, oldest first: by the id of what is being written, or of the contribution that it became. */
export async function listRemarks(db: Reader, id: Id): Promise<Remark[]> {
  const rows = await db
    .selectFrom('contributions_remark')
    .selectAll()
    .where((where) => where.or([where('unsent_id', '=', id), where('contribution_id', '=', id)]))
    .orderBy('made_at')
    .orderBy('id')
    .execute()
  return rows.map((row) => ({ id: row.id, madeAt: row.made_at, name: row.name, text: row.text, isCleared: row.is_cleared }))
}

export function toUnsent(row: Selectable<UnsentRow>, files: readonly UnsentFile[]): Unsent {
  return {
    id: row.id as Id<'unsent'>,
    forumId: row.forum_id as Id<'forum'>,
    cycleId: row.cycle_id as Id<'cycle'>,
    callId: row.call_id as Id<'call'>,
    invitationId: row.invitation_id as Id<'invitation'> | null,
    fields: row.fields,
    revision: row.revision,
    savedFrom: row.saved_from,
    changedAt: row.changed_at,
    files,
  }
}

function toFile(row: Selectable<UnsentFileRow>): UnsentFile {
  return { id: row.id, name: row.name, mediaType: row.media_type, size: row.size, sha256: row.sha256, position: row.position }
}
