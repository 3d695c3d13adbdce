import type { Selectable } from 'kysely'
import type { Reader, Tx } from '../platform/database.ts'
import type { Id } from '../shared/ids.ts'
import type { PlainTime } from '../shared/time.ts'
import type { Visibility } from './joining/model.ts'
import type { Annex, AnnexBlock, Meeting, MeetingKind, MeetingSummary, Sitting } from './model.ts'
import type { MadeBlock } from './report-blocks/model.ts'
import type { MeetingRow, SittingRow } from './tables.ts'

/** Meetings of a forum, or of one of its cycles, in the order in which they were held. */
export async function listMeetings(db: Reader, forumId: Id, cycleId?: Id): Promise<MeetingSummary[]> {
  let query = db.selectFrom('meetings_meeting').selectAll().where('forum_id', '=', forumId)
  if (cycleId !== undefined) {
    query = query.where((where) => where.exists(where.selectFrom('meetings_cycle').select('meeting_id').whereRef('meeting_id', '=', 'meetings_meeting.id').where('cycle_id', '=', cycleId)))
  }
  const summaries = await toSummaries(db, await query.execute())
  return summaries.sort((a, b) => compareText(firstDate(a), firstDate(b)) || compareText(a.slug, b.slug))
}

/** True when a forum, or one of its cycles, has any meeting. */
export async function hasMeetings(db: Reader, forumId: Id, cycleId?: Id): Promise<boolean> {
  const found =
    cycleId === undefined
      ? await db.selectFrom('meetings_meeting').select('id').where('forum_id', '=', forumId).executeTakeFirst()
      : await db.selectFrom('meetings_cycle').select('meeting_id').where('cycle_id', '=', cycleId).executeTakeFirst()
  if (found !== undefined) return true
  // A poll is how the first meeting is found.
  const polls = db.selectFrom('meetings_poll').select('id').where('forum_id', '=', forumId)
  return (await (cycleId === undefined ? polls : polls.where('cycle_id', '=', cycleId)).executeTakeFirst()) !== undefined
}

/** The slug of a meeting, which is in its address. */
export async function findMeetingSlug(db: Reader, id: Id): Promise<string | undefined> {
  return (await db.selectFrom('meetings_meeting').select('slug').where('id', '=', id).executeTakeFirst())?.slug
}

/** A meeting of a cycle, held as it is until the transaction ends: its slug; undefined when the cycle has no such meeting. */
export async function lockMeetingOfCycle(tx: Tx, cycleId: Id, meetingId: Id): Promise<string | undefined> {
  const row = await tx
    .selectFrom('meetings_cycle')
    .innerJoin('meetings_meeting', 'meetings_meeting.id', 'meeting_id')
    .select('slug')
    .where('cycle_id', '=', cycleId)
    .where('meeting_id', '=', meetingId)
    .forShare()
    .executeTakeFirst()
  return row?.slug
}

/** A meeting with all that it left. Links that are not for everybody and passcodes are in it: whoever shows it asks `linksFor` first. */
export async function findMeeting(db: Reader, forumId: Id, slug: string): Promise<Meeting | undefined> {
  const row = await db.selectFrom('meetings_meeting').selectAll().where('forum_id', '=', forumId).where('slug', '=', slug).executeTakeFirst()
  const [summary] = row === undefined ? [] : await toSummaries(db, [row])
  if (row === undefined || summary === undefined) return undefined
  const of = row.id
  const changes = await db.selectFrom('meetings_change').selectAll().where('meeting_id', '=', of).orderBy('sequence').execute()
  const participants = await db.selectFrom('meetings_participant').selectAll().where('meeting_id', '=', of).orderBy('position').execute()
  const links = await db.selectFrom('meetings_link').selectAll().where('meeting_id', '=', of).orderBy('position').execute()
  const paragraphs = await db.selectFrom('meetings_paragraph').selectAll().where('meeting_id', '=', of).orderBy('position').execute()
  const footnotes = await db.selectFrom('meetings_footnote').selectAll().where('meeting_id', '=', of).orderBy('position').execute()
  const annexes = await listAnnexes(db, of)
  return {
    ...summary,
    reportDate: row.report_date,
    note: row.note,
    source: row.source,
    changes: changes.map(({ what, earlier, reason }) => ({ what, earlier, reason })),
    participants: participants.map(({ name, organisation, part }) => ({ name, organisation, part })),
    links: links.map(({ id, kind, title, url, passcode, visibility, passcode_visibility: passcodeVisibility, language }) => ({ id, kind, title, url, passcode, visibility: visibility as Visibility, passcodeVisibility: passcodeVisibility as Visibility, language })),
    paragraphs: paragraphs.map(({ id, number, heading, text }) => ({ id, number, heading, text })),
    footnotes: footnotes.map(({ mark, text }) => ({ mark, text })),
    annexes,
  }
}

/** The annexes of a meeting's report, in order. */
export async function listAnnexes(db: Reader, meetingId: Id): Promise<Annex[]> {
  const rows = await db.selectFrom('meetings_annex').selectAll().where('meeting_id', '=', meetingId).orderBy('position').execute()
  return rows.map((annex) => ({ title: annex.title, asOf: annex.as_of, text: annex.text, ...(annex.block === 'text' ? {} : { block: annex.block as AnnexBlock }), ...(annex.frozen === null ? {} : { frozen: annex.frozen as MadeBlock }) }))
}

/** The sittings of a meeting, in order. */
export async function listSittings(db: Reader, meetingId: Id): Promise<Sitting[]> {
  return (await db.selectFrom('meetings_sitting').selectAll().where('meeting_id', '=', meetingId).orderBy('position').execute()).map(toSitting)
}

async function toSummaries(db: Reader, rows: readonly Selectable<MeetingRow>[]): Promise<MeetingSummary[]> {
  if (rows.length === 0) return []
  const ids = rows.map((row) => row.id)
  const cycles = Map.groupBy(await db.selectFrom('meetings_cycle').selectAll().where('meeting_id', 'in', ids).orderBy('position').execute(), (row) => row.meeting_id)
  const sittings = Map.groupBy(await db.selectFrom('meetings_sitting').selectAll().where('meeting_id', 'in', ids).orderBy('position').execute(), (row) => row.meeting_id)
  const log = Map.groupBy(await db.selectFrom('meetings_status').select(['meeting_id', 'status']).where('meeting_id', 'in', ids).where('status', '!=', 'moved').orderBy('sequence').execute(), (row) => row.meeting_id)
  const drafts = db.selectFrom('meetings_report').select('meeting_id').where('state', '=', 'draft')
  const reported = await db.selectFrom('meetings_paragraph').select('meeting_id').distinct().where('meeting_id', 'in', ids).where('meeting_id', 'not in', drafts).execute()
  return rows.map((row) => ({
    id: row.id as Id<'meeting'>,
    forumId: row.forum_id as Id<'forum'>,
    slug: row.slug,
    title: row.title,
    kind: row.kind as MeetingKind,
    ordinal: row.ordinal,
    revision: row.revision,
    cycleIds: (cycles.get(row.id) ?? []).map((cycle) => cycle.cycle_id as Id<'cycle'>),
    sittings: (sittings.get(row.id) ?? []).map(toSitting),
    hasReport: reported.some((report) => report.meeting_id === row.id),
    standing: (log.get(row.id)?.at(-1)?.status ?? null) as MeetingSummary['standing'],
  }))
}

function toSitting(row: Selectable<SittingRow>): Sitting {
  return { date: row.date, starts: row.starts as PlainTime | null, ends: row.ends as PlainTime | null, zone: row.zone, place: row.place, ...(row.is_later_reading ? { isLaterReading: true } : {}) }
}

function firstDate(meeting: MeetingSummary): string {
  return meeting.sittings[0]?.date ?? '9999'
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Names of people and organisations as the participants of a forum's meetings are listed, each once, with how often it stands there. */
export async function listParticipantNames(db: Reader, forumId: Id): Promise<{ kind: 'person' | 'organisation'; name: string; count: number }[]> {
  const people = await db
    .selectFrom('meetings_participant')
    .innerJoin('meetings_meeting', 'meetings_meeting.id', 'meeting_id')
    .select(['name', 'organisation'])
    .where('forum_id', '=', forumId)
    .execute()
  const counts = new Map<string, { kind: 'person' | 'organisation'; name: string; count: number }>()
  for (const { name, organisation } of people) {
    for (const [kind, each] of [['person', name], ['organisation', organisation]] as const) {
      if (each === null) continue
      const known = counts.get(`${kind} ${each}`) ?? { kind, name: each, count: 0 }
      counts.set(`${kind} ${each}`, { ...known, count: known.count + 1 })
    }
  }
  return [...counts.values()]
}
