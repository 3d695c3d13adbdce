import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { PlainDate } from '../../shared/time.ts'
import type { Circulation, Item } from './model.ts'

/** The agenda of a meeting, in order, with what its items point to. */
export async function listItems(db: Reader, meetingId: Id): Promise<Item[]> {
  const rows = await db.selectFrom('meetings_item').selectAll().where('meeting_id', '=', meetingId).orderBy('position').orderBy('id').execute()
  if (rows.length === 0) return []
  const links = Map.groupBy(await db.selectFrom('meetings_item_link').selectAll().where('item_id', 'in', rows.map(({ id }) => id)).orderBy('position').execute(), (row) => row.item_id)
  return rows.map(({ id, title, about, minutes, presenter, revision }) => ({
    id: id as Item['id'],
    title,
    about,
    minutes,
    presenter,
    revision,
    links: (links.get(id) ?? []).map((link) => ({ title: link.title, url: link.url })),
  }))
}

/** The times that an agenda was sent round, latest first. */
export async function listCirculations(db: Reader, meetingId: Id): Promise<Circulation[]> {
  const rows = await db.selectFrom('meetings_circulation').selectAll().where('meeting_id', '=', meetingId).orderBy('number', 'desc').execute()
  return rows.map(({ number, sent_at: sentAt, text, people }) => ({ number, sentAt, text, people }))
}

/** What agendas of a forum begin with; revision 0 where nothing was written. */
export async function findTemplate(db: Reader, forumId: Id): Promise<{ text: string; revision: number }> {
  return (await db.selectFrom('meetings_template').select(['text', 'revision']).where('forum_id', '=', forumId).executeTakeFirst()) ?? { text: '', revision: 0 }
}

/** The meeting of the same series before this one that has an agenda, with it; undefined where there is none. */
export async function findEarlierAgenda(db: Reader, meeting: { readonly id: Id; readonly forumId: Id; readonly kind: string; readonly firstDay: PlainDate }): Promise<{ slug: string; title: string; items: Item[] } | undefined> {
  const row = await db
    .selectFrom('meetings_meeting as meeting')
    .innerJoin('meetings_sitting as sitting', 'sitting.meeting_id', 'meeting.id')
    .select(['meeting.id', 'slug', 'title'])
    .where('forum_id', '=', meeting.forumId)
    .where('kind', '=', meeting.kind)
    .where('meeting.id', '!=', meeting.id)
    .where('sitting.date', '<=', meeting.firstDay)
    .where((where) => where.exists(where.selectFrom('meetings_item').select('meetings_item.id').whereRef('meetings_item.meeting_id', '=', 'meeting.id')))
    .orderBy('sitting.date', 'desc')
    .orderBy('meeting.id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row === undefined ? undefined : { slug: row.slug, title: row.title, items: await listItems(db, row.id) }
}
