import type { Selectable } from 'kysely'
import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { ParticipantRow } from '../tables.ts'
import type { AttendanceChannel, Attendee, Shown } from './model.ts'

export interface Attendance {
  readonly shown: Shown
  readonly isCheckInOpen: boolean
  /** All who came, names for the desk among them: whoever shows them asks `namesFor` first. */
  readonly attendees: readonly Attendee[]
}

/** Who came to a meeting, in the order entered. */
export async function findAttendance(db: Reader, meetingId: Id): Promise<Attendance> {
  const meeting = await db.selectFrom('meetings_meeting').select(['attendance_shown', 'check_in_open']).where('id', '=', meetingId).executeTakeFirstOrThrow()
  const rows = await db.selectFrom('meetings_participant').selectAll().where('meeting_id', '=', meetingId).orderBy('position').orderBy('id').execute()
  return { shown: meeting.attendance_shown as Shown, isCheckInOpen: meeting.check_in_open, attendees: rows.map(toAttendee) }
}

/** Who came to each meeting of a cycle. */
export async function listAttendance(db: Reader, cycleId: Id): Promise<Map<Id, Attendee[]>> {
  const rows = await db
    .selectFrom('meetings_participant')
    .innerJoin('meetings_cycle', 'meetings_cycle.meeting_id', 'meetings_participant.meeting_id')
    .selectAll('meetings_participant')
    .where('cycle_id', '=', cycleId)
    .orderBy('meetings_participant.position')
    .execute()
  return new Map([...Map.groupBy(rows, (row) => row.meeting_id)].map(([id, own]) => [id, own.map(toAttendee)]))
}

function toAttendee(row: Selectable<ParticipantRow>): Attendee {
  return {
    id: row.id as Attendee['id'],
    name: row.name,
    organisation: row.organisation,
    part: row.part,
    stakeholderGroup: row.stakeholder_group,
    regionalGroup: row.regional_group,
    country: row.country,
    shown: row.shown as Shown,
    channel: row.channel as AttendanceChannel,
    minutes: row.minutes,
    mail: row.mail,
  }
}
