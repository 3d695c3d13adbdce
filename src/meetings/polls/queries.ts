import type { Selectable } from 'kysely'
import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { Instant, PlainTime } from '../../shared/time.ts'
import type { Extension, Names, Poll, Slot } from './model.ts'
import type { PollExtensionRow, PollRow, SlotRow } from './tables.ts'

/** The poll of a number, with its slots; undefined where the forum has none such. */
export async function findPoll(db: Reader, forumId: Id, number: number): Promise<Poll | undefined> {
  const row = await db.selectFrom('meetings_poll').selectAll().where('forum_id', '=', forumId).where('number', '=', number).executeTakeFirst()
  return row === undefined ? undefined : (await complete(db, [row]))[0]
}

export async function findPollById(db: Reader, id: Id): Promise<Poll | undefined> {
  const row = await db.selectFrom('meetings_poll').selectAll().where('id', '=', id).executeTakeFirst()
  return row === undefined ? undefined : (await complete(db, [row]))[0]
}

/** The polls of a forum, the latest first; of one of its cycles, where that is given. */
export async function listPolls(db: Reader, forumId: Id, cycleId?: Id): Promise<Poll[]> {
  let query = db.selectFrom('meetings_poll').selectAll().where('forum_id', '=', forumId)
  if (cycleId !== undefined) query = query.where('cycle_id', '=', cycleId)
  return complete(db, await query.orderBy('number', 'desc').execute())
}

/** The poll that a meeting's date was found by; undefined where there was none. */
export async function findPollOfMeeting(db: Reader, meetingId: Id): Promise<{ number: number; title: string } | undefined> {
  return db.selectFrom('meetings_poll').select(['number', 'title']).where('meeting_id', '=', meetingId).executeTakeFirst()
}

async function complete(db: Reader, rows: readonly Selectable<PollRow>[]): Promise<Poll[]> {
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  const slots = Map.groupBy(await db.selectFrom('meetings_slot').selectAll().where('poll_id', 'in', ids).orderBy('date').orderBy('time').orderBy('is_later').execute(), (slot) => slot.poll_id)
  const extensions = Map.groupBy(await db.selectFrom('meetings_poll_extension').selectAll().where('poll_id', 'in', ids).orderBy('sequence').execute(), (each) => each.poll_id)
  return rows.map((row) => toPoll(row, slots.get(row.id) ?? [], extensions.get(row.id) ?? []))
}

function toPoll(row: Selectable<PollRow>, slots: readonly Selectable<SlotRow>[], extensions: readonly Selectable<PollExtensionRow>[]): Poll {
  const { deadline_date: date, deadline_time: time, deadline_zone: zone } = row
  return {
    id: row.id as Id<'poll'>,
    forumId: row.forum_id as Id<'forum'>,
    cycleId: row.cycle_id as Id<'cycle'> | null,
    number: row.number,
    title: row.title,
    words: row.words,
    zone: row.zone,
    minutes: row.minutes,
    names: row.names as Names,
    deadline: date === null || time === null || zone === null ? null : { date, time: time as PlainTime, zone },
    isSoft: row.is_soft,
    openedAt: row.opened_at,
    closedAt: row.closed_at,
    remindedAt: row.reminded_at,
    finalisedAt: row.finalised_at,
    meetingId: row.meeting_id as Id<'meeting'> | null,
    revision: row.revision,
    slots: slots.map((slot): Slot => ({ id: slot.id as Id<'slot'>, number: slot.number, date: slot.date, time: slot.time as PlainTime, isLater: slot.is_later, removedAt: slot.removed_at })),
    extensions: extensions.map((each): Extension => ({ earlier: { date: each.earlier_date, time: each.earlier_time as PlainTime, zone: each.earlier_zone }, reason: each.reason, extendedAt: each.extended_at })),
  }
}

/** Somebody who was asked by mail. For the desk alone. */
export interface Asked {
  readonly id: Id<'asked'>
  readonly mail: string
  readonly name: string | null
  readonly askedAt: Instant
  readonly remindedAt: Instant | null
  /** Whether they voted, by the link that was mailed or under the same address. */
  readonly hasVoted: boolean
}

/** Who was asked, in the order in which they were, and whether they have answered. */
export async function listAsked(db: Reader, pollId: Id): Promise<Asked[]> {
  const rows = await db
    .selectFrom('meetings_asked')
    .select((select) => [
      'id',
      'mail',
      'name',
      'asked_at',
      'reminded_at',
      select
        .exists(
          select
            .selectFrom('meetings_voter')
            .select('meetings_voter.id')
            .whereRef('meetings_voter.poll_id', '=', 'meetings_asked.poll_id')
            .where((where) => where.or([where('meetings_voter.asked_id', '=', where.ref('meetings_asked.id')), where(where.fn('lower', ['meetings_voter.mail']), '=', where.fn('lower', ['meetings_asked.mail']))])),
        )
        .as('has_voted'),
    ])
    .where('poll_id', '=', pollId)
    .orderBy('asked_at')
    .orderBy('id')
    .execute()
  return rows.map((row) => ({ id: row.id as Id<'asked'>, mail: row.mail, name: row.name, askedAt: row.asked_at, remindedAt: row.reminded_at, hasVoted: row.has_voted === true }))
}

/** Somebody asked, by their link. `voterId`: as whom they have voted by it. */
export async function findAsked(db: Reader, pollId: Id, id: Id): Promise<{ id: Id<'asked'>; mail: string; name: string | null; voterId: Id<'voter'> | null } | undefined> {
  const row = await db
    .selectFrom('meetings_asked')
    .leftJoin('meetings_voter', 'meetings_voter.asked_id', 'meetings_asked.id')
    .select(['meetings_asked.id', 'meetings_asked.mail', 'meetings_asked.name', 'meetings_voter.id as voter_id'])
    .where('meetings_asked.id', '=', id)
    .where('meetings_asked.poll_id', '=', pollId)
    .executeTakeFirst()
  return row === undefined ? undefined : { id: row.id as Id<'asked'>, mail: row.mail, name: row.name, voterId: row.voter_id as Id<'voter'> | null }
}

/** The poll of somebody who was asked, or who voted. */
export async function findPollIdOf(db: Reader, by: 'asked' | 'voter', id: Id): Promise<Id<'poll'> | undefined> {
  const row = await db.selectFrom(by === 'asked' ? 'meetings_asked' : 'meetings_voter').select('poll_id').where('id', '=', id).executeTakeFirst()
  return row?.poll_id as Id<'poll'> | undefined
}
