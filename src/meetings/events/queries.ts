import type { Selectable } from 'kysely'
import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { Event, Panellist, PanellistState, Session } from './model.ts'
import type { EventRow } from './tables.ts'

/** The annual meetings of a forum, latest first. */
export async function listEvents(db: Reader, forumId: Id): Promise<Event[]> {
  return (await db.selectFrom('meetings_event').selectAll().where('forum_id', '=', forumId).orderBy('first_day', 'desc').orderBy('slug').execute()).map(toEvent)
}

export async function findEvent(db: Reader, forumId: Id, slug: string): Promise<Event | undefined> {
  const row = await db.selectFrom('meetings_event').selectAll().where('forum_id', '=', forumId).where('slug', '=', slug).executeTakeFirst()
  return row === undefined ? undefined : toEvent(row)
}

/** What some meetings have as sessions, by meeting; nothing of those that are none. */
export async function listSessions(db: Reader, meetingIds: readonly Id[]): Promise<Map<Id, Session>> {
  if (meetingIds.length === 0) return new Map()
  const rows = await db.selectFrom('meetings_session').selectAll().where('meeting_id', 'in', [...meetingIds]).execute()
  const panellists = Map.groupBy(await db.selectFrom('meetings_panellist').selectAll().where('meeting_id', 'in', [...meetingIds]).orderBy('position').execute(), (row) => row.meeting_id)
  const ids = new Set([...rows.map((row) => row.meeting_id), ...panellists.keys()])
  return new Map(
    [...ids].map((id) => {
      const row = rows.find((each) => each.meeting_id === id)
      const people = (panellists.get(id) ?? []).map(({ name, organisation, part, state }): Panellist => ({ name, organisation, part, state: state as PanellistState }))
      return [id, { eventId: (row?.event_id ?? null) as Session['eventId'], form: row?.form ?? null, organiser: row?.organiser ?? null, description: row?.description ?? null, panellists: people }]
    }),
  )
}

/** The ids of the meetings that are sessions of an event. */
export async function listSessionIds(db: Reader, eventId: Id): Promise<Id[]> {
  return (await db.selectFrom('meetings_session').select('meeting_id').where('event_id', '=', eventId).execute()).map((row) => row.meeting_id)
}

function toEvent(row: Selectable<EventRow>): Event {
  return {
    id: row.id as Event['id'],
    forumId: row.forum_id as Event['forumId'],
    slug: row.slug,
    title: row.title,
    place: row.place,
    zone: row.zone,
    firstDay: row.first_day,
    lastDay: row.last_day,
    daysBefore: row.days_before,
    note: row.note,
    source: row.source,
    revision: row.revision,
  }
}
