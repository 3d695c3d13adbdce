import type { Selectable } from 'kysely'
import type { Reader } from '../../platform/database.ts'
import type { TakeLinks } from '../../shared/folder-links.ts'
import type { FolderNames } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import type { PlainDate } from '../../shared/time.ts'
import { stricter, type Shown } from '../attendance/model.ts'
import { findCalendarPapers, findWayForFolder } from '../report-folder/queries.ts'
import { findPlanForFolder } from '../plan-folder/queries.ts'
import { findRoomForFolder } from '../room-folder/queries.ts'
import type { LinkRow, ParticipantRow } from '../tables.ts'

/** The slugs of a forum's meetings, sorted, with their ids. */
export async function listMeetingSlugs(db: Reader, forumId: Id): Promise<{ id: Id; slug: string }[]> {
  const rows = await db.selectFrom('meetings_meeting').select(['id', 'slug']).where('forum_id', '=', forumId).execute()
  return rows.sort((a, b) => (a.slug < b.slug ? -1 : 1))
}

/** A meeting as its file has it. */
export async function findMeetingForFolder(db: Reader, meetingId: Id, names: FolderNames, takeLinks: TakeLinks, isPublic: boolean) {
  const meeting = await db.selectFrom('meetings_meeting').selectAll().where('id', '=', meetingId).executeTakeFirstOrThrow()
  const cycles = await db.selectFrom('meetings_cycle').selectAll().where('meeting_id', '=', meetingId).orderBy('position').orderBy('cycle_id').execute()
  const sittings = await db.selectFrom('meetings_sitting').selectAll().where('meeting_id', '=', meetingId).orderBy('position').execute()
  const changes = await db.selectFrom('meetings_change').selectAll().where('meeting_id', '=', meetingId).orderBy('sequence').execute()
  const participants = await db.selectFrom('meetings_participant').selectAll().where('meeting_id', '=', meetingId).orderBy('position').orderBy('id').execute()
  const links = await db.selectFrom('meetings_link').selectAll().where('meeting_id', '=', meetingId).orderBy('position').orderBy('id').execute()
  return {
    id: meeting.id,
    title: meeting.title,
    kind: meeting.kind,
    ordinal: meeting.ordinal,
    cycles: cycles.map((cycle) => names.of(cycle.cycle_id)),
    note: meeting.note,
    source: meeting.source,
    revision: meeting.revision,
    sittings: sittings.map(({ id, date, starts, ends, zone, place, is_later_reading: laterReading }) => ({ id, date, starts, ends, zone, place, laterReading })),
    changes: changes.map(({ what, earlier, reason }) => ({ what, earlier, reason })),
    participants: participants.map((row) => participantForFolder(row, meeting.attendance_shown as Shown, isPublic)),
    links: links.filter(({ visibility }) => !isPublic || visibility === 'public').map((row) => linkForFolder(row, isPublic)),
    ...(await findPlanForFolder(db, meeting, isPublic)),
    room: await findRoomForFolder(db, meetingId, meeting.slug, names, takeLinks, isPublic),
    ...(await findCalendarPapers(db, meetingId, isPublic)),
    report: await findReportForFolder(db, meetingId, meeting.report_date, isPublic),
  }
}

/** A report with how it stands. A draft is the desk's: a public folder has nothing of it. */
async function findReportForFolder(db: Reader, meetingId: Id, date: PlainDate | null, isPublic: boolean) {
  const way = await findWayForFolder(db, meetingId, isPublic)
  if (isPublic && way.state === 'draft') return {}
  const paragraphs = await db.selectFrom('meetings_paragraph').selectAll().where('meeting_id', '=', meetingId).orderBy('position').orderBy('id').execute()
  const footnotes = await db.selectFrom('meetings_footnote').selectAll().where('meeting_id', '=', meetingId).orderBy('position').orderBy('id').execute()
  const annexes = await db.selectFrom('meetings_annex').selectAll().where('meeting_id', '=', meetingId).orderBy('position').orderBy('id').execute()
  return {
    date,
    paragraphs: paragraphs.map(({ id, number, heading, text }) => ({ id, number, heading, text })),
    footnotes: footnotes.map(({ id, mark, text }) => ({ id, mark, text })),
    annexes: annexes.map(({ id, title, as_of: asOf, text, block, frozen }) => ({ id, title, asOf, text, block: block === 'text' ? null : block, frozen })),
    ...way,
  }
}

/** A link. What it has of its own is written; a passcode that is not for everybody stays out of a public folder. */
function linkForFolder({ id, kind, title, url, passcode, visibility, passcode_visibility: of, language }: Selectable<LinkRow>, isPublic: boolean) {
  return { id, kind, title, url, passcode: isPublic && of !== 'public' ? null : passcode, visibility: visibility === 'public' ? null : visibility, passcodeVisibility: of === 'roles' || (isPublic && of !== 'public') ? null : of, language }
}

/** Somebody who came. Whose name is not for everybody has none in a public folder, and is counted there; a mail address never travels in one. */
function participantForFolder(row: Selectable<ParticipantRow>, ofMeeting: Shown, isPublic: boolean) {
  const isNamed = !isPublic || stricter(row.shown as Shown, ofMeeting) === 'public'
  return {
    id: row.id,
    name: isNamed ? row.name : null,
    organisation: isNamed ? row.organisation : null,
    part: row.part,
    stakeholderGroup: row.stakeholder_group,
    regionalGroup: row.regional_group,
    country: row.country,
    shown: row.shown === 'public' ? null : row.shown,
    channel: row.channel === 'desk' ? null : row.channel,
    minutes: row.minutes,
    mail: isPublic ? null : row.mail,
  }
}
