import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { StrawPoll } from './model.ts'

/** The straw polls of a meeting in order, with their counts: live while open, as they closed afterwards. Who voted is in none of it. */
export async function listStrawPolls(db: Reader, meetingId: Id): Promise<StrawPoll[]> {
  const polls = await db.selectFrom('meetings_straw_poll').selectAll().where('meeting_id', '=', meetingId).orderBy('position').execute()
  if (polls.length === 0) return []
  const ids = polls.map(({ id }) => id)
  const options = Map.groupBy(await db.selectFrom('meetings_straw_option').selectAll().where('poll_id', 'in', ids).orderBy('position').execute(), (row) => row.poll_id)
  const counts = await db.selectFrom('meetings_straw_vote').select('option_id').select((select) => select.fn.countAll<string>().as('count')).where('poll_id', 'in', ids).groupBy('option_id').execute()
  const counted = new Map(counts.map((row) => [row.option_id, Number(row.count)]))
  return polls.map((row) => ({
    id: row.id as Id<'straw-poll'>,
    meetingId: row.meeting_id as Id<'meeting'>,
    itemId: row.item_id,
    number: row.position,
    question: row.question,
    openedAt: row.opened_at,
    closedAt: row.closed_at,
    options: (options.get(row.id) ?? []).map(({ id, text, votes }) => ({ id, text, votes: votes ?? counted.get(id) ?? 0 })),
  }))
}
