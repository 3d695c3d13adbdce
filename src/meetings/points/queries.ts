import type { Selectable } from 'kysely'
import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { Point, PointAnswer, PointStance, Strength } from './model.ts'
import type { PointAnswerRow, PointRow } from './tables.ts'

/** The points of a meeting, by number. */
export async function listPoints(db: Reader, meetingId: Id): Promise<Point[]> {
  return toPoints(db, await db.selectFrom('meetings_point').selectAll().where('meeting_id', '=', meetingId).orderBy('number').execute())
}

/** All points of a forum, by number. */
export async function listPointsOfForum(db: Reader, forumId: Id): Promise<Point[]> {
  return toPoints(db, await db.selectFrom('meetings_point').selectAll().where('forum_id', '=', forumId).orderBy('number').execute())
}

/** Some of a forum's points by their ids. */
export async function findPoints(db: Reader, ids: readonly Id[]): Promise<Point[]> {
  return ids.length === 0 ? [] : toPoints(db, await db.selectFrom('meetings_point').selectAll().where('id', 'in', ids).orderBy('number').execute())
}

/** A point by its number. */
export async function findPoint(db: Reader, forumId: Id, number: number): Promise<Point | undefined> {
  return (await toPoints(db, await db.selectFrom('meetings_point').selectAll().where('forum_id', '=', forumId).where('number', '=', number).execute()))[0]
}

/** What was answered to a point, in order, with all names: for the desk, or through `asPublicAnswer`. */
export async function listPointAnswers(db: Reader, pointId: Id): Promise<PointAnswer[]> {
  return (await db.selectFrom('meetings_point_answer').selectAll().where('point_id', '=', pointId).orderBy('number').execute()).map(toAnswer)
}

/** Somebody who was asked by mail: the point, and what they answered if they did. */
export async function findAsked(db: Reader, askedId: Id): Promise<{ readonly pointId: Id; readonly answer: PointAnswer | undefined } | undefined> {
  const row = await db.selectFrom('meetings_point_asked').select('point_id').where('id', '=', askedId).executeTakeFirst()
  if (row === undefined) return undefined
  const answer = await db.selectFrom('meetings_point_answer').selectAll().where('asked_id', '=', askedId).executeTakeFirst()
  return { pointId: row.point_id, answer: answer === undefined ? undefined : toAnswer(answer) }
}

function toAnswer(row: Selectable<PointAnswerRow>): PointAnswer {
  return {
    id: row.id as Id<'point-answer'>,
    pointId: row.point_id as Id<'point'>,
    number: row.number,
    stance: row.stance as PointStance,
    text: row.text,
    language: row.language,
    name: row.name,
    isNamed: row.is_named,
    madeAt: row.made_at,
    withdrawnAt: row.withdrawn_at,
    revision: row.revision,
  }
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
