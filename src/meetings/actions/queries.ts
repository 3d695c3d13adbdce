import type { Selectable } from 'kysely'
import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { Action, ActionState } from './model.ts'
import type { ActionRow } from './tables.ts'

/** What was taken on at a meeting, by number. */
export async function listActionsOfMeeting(db: Reader, meetingId: Id): Promise<Action[]> {
  return (await db.selectFrom('meetings_action').selectAll().where('meeting_id', '=', meetingId).orderBy('number').execute()).map(toAction)
}

/** What was taken on in a forum, or at the meetings of one of its cycles, by number; of one state where it is given. */
export async function listActions(db: Reader, forumId: Id, only: { readonly cycleId?: Id; readonly state?: ActionState } = {}): Promise<Action[]> {
  let query = db.selectFrom('meetings_action').selectAll().where('forum_id', '=', forumId)
  const { cycleId, state } = only
  if (cycleId !== undefined) query = query.where('meeting_id', 'in', (where) => where.selectFrom('meetings_cycle').select('meeting_id').where('cycle_id', '=', cycleId))
  if (state !== undefined) query = query.where('state', '=', state)
  return (await query.orderBy('number').execute()).map(toAction)
}

/** One action by its number. */
export async function findAction(db: Reader, forumId: Id, number: number): Promise<Action | undefined> {
  const row = await db.selectFrom('meetings_action').selectAll().where('forum_id', '=', forumId).where('number', '=', number).executeTakeFirst()
  return row === undefined ? undefined : toAction(row)
}

export function toAction(row: Selectable<ActionRow>): Action {
  return {
    id: row.id as Action['id'],
    forumId: row.forum_id as Action['forumId'],
    meetingId: row.meeting_id as Action['meetingId'],
    itemId: row.item_id as Action['itemId'],
    number: row.number,
    text: row.text,
    owner: row.owner,
    due: row.due,
    state: row.state as ActionState,
    outcome: row.outcome,
    settledAt: row.settled_at,
    revision: row.revision,
  }
}
