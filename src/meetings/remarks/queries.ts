import type { Selectable } from 'kysely'
import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import { asPublicRemark, type Remark } from './model.ts'
import type { RemarkRow } from './tables.ts'

/** The remarks of a meeting as everybody may read them: names only where the speaker agreed. */
export async function listRemarks(db: Reader, meetingId: Id): Promise<Remark[]> {
  return (await listRemarksWithNames(db, meetingId)).map(asPublicRemark)
}

/** The remarks of a meeting with all names: for the desk alone. */
export async function listRemarksWithNames(db: Reader, meetingId: Id): Promise<Remark[]> {
  const rows = await db.selectFrom('meetings_remark').selectAll().where('meeting_id', '=', meetingId).orderBy('position').execute()
  return rows.map(toRemark)
}

function toRemark(row: Selectable<RemarkRow>): Remark {
  return {
    id: row.id as Id<'remark'>,
    meetingId: row.meeting_id as Id<'meeting'>,
    itemId: row.item_id,
    position: row.position,
    text: row.text,
    language: row.language,
    speaker: row.speaker,
    organisation: row.organisation,
    isNamed: row.is_named,
    saidAt: row.said_at,
    revision: row.revision,
  }
}
