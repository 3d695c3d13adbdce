import type { Tx } from '../../platform/database.ts'
import { inParts } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { insertPapers } from '../report-folder/commands.ts'
import { toMade } from '../report-folder/schema.ts'
import { insertPlan } from '../plan-folder/commands.ts'
import type { FolderMeeting } from './schema.ts'

/** Takes a meeting as its file has it: every list in the order of the file. */
export async function insertMeeting(tx: Tx, forumId: Id, meeting: FolderMeeting): Promise<void> {
  const { id, file } = meeting
  await tx
    .insertInto('meetings_meeting')
    .values({
      id,
      forum_id: forumId,
      slug: meeting.slug,
      title: file.title,
      kind: file.kind,
      ordinal: file.ordinal ?? null,
      report_date: file.report?.date ?? null,
      note: file.note ?? null,
      source: file.source ?? null,
      revision: file.revision ?? 1,
      attendance_shown: file.attendanceShown ?? 'public',
      check_in_open: file.checkInOpen ?? false,
    })
    .execute()
  const cycles = meeting.cycleIds.map((cycleId, place) => ({ meeting_id: id, cycle_id: cycleId, position: place + 1 }))
  for (const part of inParts(cycles)) await tx.insertInto('meetings_cycle').values(part).execute()
  const sittings = meeting.sittings.map((item, place) => ({
    id: item.id,
    meeting_id: id,
    position: place + 1,
    date: item.date,
    starts: item.starts ?? null,
    ends: item.ends ?? null,
    zone: item.zone ?? null,
    place: item.place ?? null,
    is_later_reading: item.laterReading ?? false,
  }))
  for (const part of inParts(sittings)) await tx.insertInto('meetings_sitting').values(part).execute()
  const changes = file.changes.map(({ what, earlier, reason }, index) => ({ meeting_id: id, sequence: index + 1, what, earlier, reason }))
  for (const part of inParts(changes)) await tx.insertInto('meetings_change').values(part).execute()
  await insertPeopleAndLinks(tx, meeting)
  await insertReport(tx, meeting)
  await insertPlan(tx, forumId, id, meeting.plan)
  await insertPapers(tx, forumId, id, meeting.papers)
}

async function insertPeopleAndLinks(tx: Tx, { id, participants, links }: FolderMeeting): Promise<void> {
  const people = participants.map((item, place) => ({ id: item.id, meeting_id: id, position: place + 1, name: item.name ?? '', organisation: item.organisation ?? null, part: item.part,
    stakeholder_group: item.stakeholderGroup ?? null, regional_group: item.regionalGroup ?? null, country: item.country ?? null, shown: item.shown ?? 'public',
    channel: item.channel ?? 'desk', minutes: item.minutes ?? null, mail: item.mail ?? null }))
  for (const part of inParts(people)) await tx.insertInto('meetings_participant').values(part).execute()
  const rows = links.map((item, place) => ({ id: item.id, meeting_id: id, position: place + 1, kind: item.kind, title: item.title ?? null, url: item.url, passcode: item.passcode ?? null, visibility: item.visibility ?? 'public', passcode_visibility: item.passcodeVisibility ?? 'roles', language: item.language ?? null }))
  for (const part of inParts(rows)) await tx.insertInto('meetings_link').values(part).execute()
}

async function insertReport(tx: Tx, { id, paragraphs, footnotes, annexes }: FolderMeeting): Promise<void> {
  const texts = paragraphs.map((item, place) => ({ id: item.id, meeting_id: id, position: place + 1, number: item.number ?? null, heading: item.heading ?? null, text: item.text }))
  for (const part of inParts(texts)) await tx.insertInto('meetings_paragraph').values(part).execute()
  const notes = footnotes.map((item, place) => ({ id: item.id, meeting_id: id, position: place + 1, mark: item.mark, text: item.text }))
  for (const part of inParts(notes)) await tx.insertInto('meetings_footnote').values(part).execute()
  const rows = annexes.map((item, place) => ({ id: item.id, meeting_id: id, position: place + 1, title: item.title, as_of: item.asOf ?? null, text: item.text ?? '', block: item.block ?? 'text', frozen: item.frozen === undefined ? null : JSON.stringify(toMade(item.frozen)) }))
  for (const part of inParts(rows)) await tx.insertInto('meetings_annex').values(part).execute()
}
