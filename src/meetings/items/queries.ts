import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { Item } from './model.ts'

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
