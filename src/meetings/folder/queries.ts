import type { Reader } from '../../platform/database.ts'
import type { TakeLinks } from '../../shared/folder-links.ts'
import type { FolderNames } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { findRoomForFolder } from '../room-folder/queries.ts'

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
    sittings: sittings.map(({ id, date, starts, ends, zone, place }) => ({ id, date, starts, ends, zone, place })),
    changes: changes.map(({ what, earlier, reason }) => ({ what, earlier, reason })),
    participants: participants.map(({ id, name, organisation, part }) => ({ id, name, organisation, part })),
    links: links.map(({ id, kind, title, url, passcode }) => ({ id, kind, title, url, passcode })),
    room: await findRoomForFolder(db, meetingId, meeting.slug, names, takeLinks, isPublic),
    report: { date: meeting.report_date, ...(await findReportForFolder(db, meetingId)) },
  }
}

async function findReportForFolder(db: Reader, meetingId: Id) {
  const paragraphs = await db.selectFrom('meetings_paragraph').selectAll().where('meeting_id', '=', meetingId).orderBy('position').orderBy('id').execute()
  const footnotes = await db.selectFrom('meetings_footnote').selectAll().where('meeting_id', '=', meetingId).orderBy('position').orderBy('id').execute()
  const annexes = await db.selectFrom('meetings_annex').selectAll().where('meeting_id', '=', meetingId).orderBy('position').orderBy('id').execute()
  return {
    paragraphs: paragraphs.map(({ id, number, heading, text }) => ({ id, number, heading, text })),
    footnotes: footnotes.map(({ id, mark, text }) => ({ id, mark, text })),
    annexes: annexes.map(({ id, title, as_of: asOf, text }) => ({ id, title, asOf, text })),
  }
}
