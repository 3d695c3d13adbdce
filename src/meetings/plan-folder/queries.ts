import { sql } from 'kysely'
import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import { listItems } from '../items/queries.ts'
import { listStatus } from '../status/queries.ts'

/** What is planned of a meeting, as its file has it. A public folder has nothing of who was told, nor of ways in that are not for everybody. */
export async function findPlanForFolder(db: Reader, meeting: { readonly id: Id; readonly attendance_shown: string; readonly check_in_open: boolean }, isPublic: boolean) {
  const of = meeting.id
  const items = await listItems(db, of)
  const links = Map.groupBy(items.length === 0 ? [] : await db.selectFrom('meetings_item_link').selectAll().where('item_id', 'in', items.map((item) => item.id)).orderBy('position').execute(), (row) => row.item_id)
  const circulated = await db.selectFrom('meetings_circulation').selectAll().where('meeting_id', '=', of).orderBy('number').execute()
  const actions = await db.selectFrom('meetings_action').selectAll().where('meeting_id', '=', of).orderBy('number').execute()
  const joining = await db.selectFrom('meetings_joining').selectAll().where('meeting_id', '=', of).orderBy('position').execute()
  const told = isPublic ? [] : await db.selectFrom('meetings_told').selectAll().where('meeting_id', '=', of).orderBy(sql`mail collate "C"`).execute()
  return {
    attendanceShown: meeting.attendance_shown === 'public' ? null : meeting.attendance_shown,
    checkInOpen: meeting.check_in_open,
    log: await listStatus(db, of),
    agenda: items.map(({ id, title, about, minutes, presenter, revision }) => ({ id, title, about, minutes, presenter, revision, links: (links.get(id) ?? []).map((link) => ({ id: link.id, title: link.title, url: link.url })) })),
    circulated: circulated.map(({ sent_at: sentAt, text, people }) => ({ sentAt, text, people })),
    actions: actions.map((row) => ({
      id: row.id,
      number: row.number,
      item: row.item_id === null ? null : items.findIndex((item) => item.id === row.item_id) + 1,
      text: row.text,
      owner: row.owner,
      due: row.due,
      state: row.state === 'open' ? null : row.state,
      outcome: row.outcome,
      settledAt: row.settled_at,
      revision: row.revision,
    })),
    joining: joining
      .filter(({ visibility }) => !isPublic || visibility === 'public')
      .map(({ id, sitting, kind, label, value, visibility, expires_at: expiresAt }) => ({ id, sitting, kind, label, value, visibility, expiresAt })),
    session: await findSessionForFolder(db, of, isPublic),
    told: told.map(({ mail, language }) => ({ mail, language })),
  }
}

/** Who was thought of and has not said yes is nobody's business outside of the desk. */
async function findSessionForFolder(db: Reader, meetingId: Id, isPublic: boolean) {
  const row = await db.selectFrom('meetings_session').leftJoin('meetings_event', 'meetings_event.id', 'event_id').select(['meetings_event.slug as event', 'form', 'organiser', 'description']).where('meeting_id', '=', meetingId).executeTakeFirst()
  if (row === undefined) return null
  const panellists = await db.selectFrom('meetings_panellist').selectAll().where('meeting_id', '=', meetingId).orderBy('position').execute()
  // An empty one is still a session.
  return { event: row.event, form: row.form, organiser: row.organiser, description: row.description, panellists: panellists.filter(({ state }) => !isPublic || state === 'confirmed').map(({ id, name, organisation, part, state }) => ({ id, name, organisation, part, state })) }
}

/** Annual meetings, what agendas begin with, and who is told of meetings, as their file has them. */
export async function findMeetingsForFolder(db: Reader, forumId: Id, isPublic: boolean) {
  const template = await db.selectFrom('meetings_template').select(['text', 'revision']).where('forum_id', '=', forumId).executeTakeFirst()
  const events = await db.selectFrom('meetings_event').selectAll().where('forum_id', '=', forumId).orderBy('first_day').orderBy(sql`slug collate "C"`).execute()
  const followers = isPublic ? [] : await db.selectFrom('meetings_follower').selectAll().where('forum_id', '=', forumId).orderBy('asked_at').orderBy('id').execute()
  return {
    // What was written and emptied again has a revision and no text.
    agendaTemplate: template === undefined || template.text === '' ? null : template,
    events: events.map((row) => ({
      id: row.id,
      slug: row.slug,
      title: row.title,
      place: row.place,
      zone: row.zone,
      firstDay: row.first_day,
      lastDay: row.last_day,
      daysBefore: row.days_before === 0 ? null : row.days_before,
      note: row.note,
      source: row.source,
      revision: row.revision,
    })),
    followers: followers.map(({ id, mail, language, asked_at: askedAt, confirmed_at: confirmedAt, left_at: leftAt }) => ({ id, mail, language, askedAt, confirmedAt, leftAt })),
  }
}
