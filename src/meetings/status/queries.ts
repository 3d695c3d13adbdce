import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { PlainDate, PlainTime } from '../../shared/time.ts'
import type { Sitting, Status } from '../model.ts'
import type { StatusEntry } from './model.ts'

/** The log of a meeting, oldest first. */
export async function listStatus(db: Reader, meetingId: Id): Promise<StatusEntry[]> {
  const rows = await db.selectFrom('meetings_status').selectAll().where('meeting_id', '=', meetingId).orderBy('sequence').execute()
  return rows.map((row) => ({
    status: row.status as Status,
    saidAt: row.said_at,
    sitting: row.sitting,
    earlier: toSitting(row.earlier_date, row.earlier_starts, row.earlier_ends, row.earlier_zone, row.earlier_place),
    later: toSitting(row.later_date, row.later_starts, row.later_ends, row.later_zone, row.later_place),
    reason: row.reason,
  }))
}

/** How a meeting stands: the latest of announced, cancelled and held; null where none was said. */
export async function findStanding(db: Reader, meetingId: Id): Promise<Exclude<Status, 'moved'> | null> {
  const row = await db.selectFrom('meetings_status').select('status').where('meeting_id', '=', meetingId).where('status', '!=', 'moved').orderBy('sequence', 'desc').limit(1).executeTakeFirst()
  return (row?.status ?? null) as Exclude<Status, 'moved'> | null
}

function toSitting(date: PlainDate | null, starts: string | null, ends: string | null, zone: string | null, place: string | null): Sitting | null {
  return date === null ? null : { date, starts: starts as PlainTime | null, ends: ends as PlainTime | null, zone, place }
}
