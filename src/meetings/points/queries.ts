import type { Selectable } from 'kysely'
import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { Point, Strength } from './model.ts'
import type { PointRow } from './tables.ts'

/** The points of a meeting, by number. */
export async function listPoints(db: Reader, meetingId: Id): Promise<Point[]> {
  return toPoints(db, await db.selectFrom('meetings_point').selectAll().where('meeting_id', '=', meetingId).orderBy('number').execute())
}

/** All points of a forum, by number. */
export async function listPointsOfForum(db: Reader, forumId: Id): Promise<Point[]> {
  return toPoints(db, await db.selectFrom('meetings_point').selectAll().where('forum_id', '=', forumId).orderBy('number').execute())
}

async function toPoints(db: Reader, rows: readonly Selectable<PointRow>[]): Promise<Point[]> {
  if (rows.length === 0) return []
  const answers = await db
    .selectFrom('meetings_point_answer')
    .select(['point_id', 'stance'])
    .select((select) => select.fn.countAll<string>().as('count'))
    .where('point_id', 'in', rows.map(({ id }) => id))
    .where('withdrawn_at', 'is', null)
    .groupBy(['point_id', 'stance'])
    .execute()
  const countOf = (id: string, stance: string): number => Number(answers.find((answer) => answer.point_id === id && answer.stance === stance)?.count ?? 0)
  return rows.map((row) => ({
    id: row.id as Id<'point'>,
    forumId: row.forum_id as Id<'forum'>,
    meetingId: row.meeting_id as Id<'meeting'> | null,
    itemId: row.item_id,
    number: row.number,
    text: row.text,
    strength: row.strength as Strength,
    putAt: row.put_at,
    putBy: row.put_by as Id<'person'> | null,
    confirmUntil: row.confirm_until,
    confirmedAt: row.confirmed_at,
    asked: row.asked,
    objections: countOf(row.id, 'objects'),
    agreements: countOf(row.id, 'agrees'),
    revision: row.revision,
  }))
}
