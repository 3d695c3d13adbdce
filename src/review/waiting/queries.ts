import type { Selectable } from 'kysely'
import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { WaitingRow } from '../tables.ts'
import type { WaitingComment } from './model.ts'
import { saidSchema } from './schema.ts'

/** One that waits, or was set aside before it was taken. */
export async function findWaiting(db: Reader, id: Id): Promise<WaitingComment | undefined> {
  const row = await db.selectFrom('review_waiting').selectAll().where('id', '=', id).executeTakeFirst()
  return row === undefined ? undefined : toWaiting(row)
}

/** What waits in a cycle, the oldest first: one page of it, and how many there are in all. */
export async function listWaiting(
  db: Reader,
  cycleId: Id,
  state: WaitingComment['state'] | undefined,
  page: { limit: number; offset: number },
): Promise<{ waiting: WaitingComment[]; total: number }> {
  const rows = await db
    .selectFrom('review_waiting')
    .selectAll()
    .select((eb) => eb.fn.countAll<number>().over().as('total'))
    .where('cycle_id', '=', cycleId)
    .$if(state !== undefined, (query) => query.where('state', '=', state ?? 'held'))
    .orderBy('received_at')
    .orderBy('id')
    .limit(page.limit)
    .offset(page.offset)
    .execute()
  return { waiting: rows.map(toWaiting), total: rows[0]?.total ?? 0 }
}

/** How many comments of a cycle wait for the desk, for their senders, or were set aside before they were taken. */
export async function countWaiting(db: Reader, cycleId: Id): Promise<Readonly<Record<WaitingComment['state'], number>>> {
  const rows = await db.selectFrom('review_waiting').select(['state', (eb) => eb.fn.countAll<number>().as('count')]).where('cycle_id', '=', cycleId).groupBy('state').execute()
  return { unconfirmed: 0, held: 0, declined: 0, ...Object.fromEntries(rows.map(({ state, count }) => [state, count])) }
}

export function toWaiting(row: Selectable<WaitingRow>): WaitingComment {
  return {
    id: row.id as Id<'comment'>,
    forumId: row.forum_id as Id<'forum'>,
    cycleId: row.cycle_id as Id<'cycle'>,
    reviewId: row.review_id as Id<'review'>,
    state: row.state,
    said: saidSchema.parse(row.said),
    mail: row.mail,
    receivedAt: row.received_at,
    formKey: row.form_key,
    declinedFor: row.declined_for,
    declinedNote: row.declined_note,
    declinedAt: row.declined_at,
  }
}
