import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { JoiningKind, Visibility, Way } from './model.ts'

/** All ways into a meeting, secret ones too: whoever shows them asks `waysFor` first. */
export async function listWays(db: Reader, meetingId: Id): Promise<Way[]> {
  const rows = await db.selectFrom('meetings_joining').selectAll().where('meeting_id', '=', meetingId).orderBy('position').execute()
  return rows.map((row) => ({
    id: row.id as Way['id'],
    sitting: row.sitting,
    kind: row.kind as JoiningKind,
    label: row.label,
    value: row.value,
    visibility: row.visibility as Visibility,
    expiresAt: row.expires_at,
  }))
}
