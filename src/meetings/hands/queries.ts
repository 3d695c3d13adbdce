import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { Hand } from './model.ts'

/** The hands of a meeting, up and called, as they were raised. */
export async function listHands(db: Reader, meetingId: Id): Promise<Hand[]> {
  const rows = await db.selectFrom('meetings_hand').selectAll().where('meeting_id', '=', meetingId).orderBy('raised_at').orderBy('id').execute()
  return rows.map((row) => ({
    id: row.id as Id<'hand'>,
    name: row.name,
    organisation: row.organisation,
    stakeholderGroup: row.stakeholder_group,
    isRemote: row.is_remote,
    raisedAt: row.raised_at,
    calledAt: row.called_at,
  }))
}
