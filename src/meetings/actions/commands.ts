import { sql } from 'kysely'
import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { appendAct } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import type { Instant, PlainDate } from '../../shared/time.ts'
import type { Action, ActionState } from './model.ts'

export interface ActionWords {
  /** In the forum's language, as are the others. */
  readonly text: string
  readonly owner: string | null
  readonly due: PlainDate | null
}

/** Writes down what somebody took on at a meeting; it gets the forum's next number. Refuses `no-such-meeting`, and `no-such-item` of that meeting's agenda. */
export async function takeOnAction(
  tx: Tx,
  actor: Actor,
  input: ActionWords & { readonly forumId: Id<'forum'>; readonly meetingId: Id; readonly itemId: Id | null },
  now: Instant,
): Promise<{ actionId: Action['id']; number: number } | Refusal<'no-such-meeting' | 'no-such-item'>> {
  const { forumId, meetingId, itemId, text, owner, due } = input
  const meeting = await tx.selectFrom('meetings_meeting').select('slug').where('id', '=', meetingId).where('forum_id', '=', forumId).forShare().executeTakeFirst()
  if (meeting === undefined) return { refusal: 'no-such-meeting' }
  if (itemId !== null) {
    const item = await tx.selectFrom('meetings_item').select('id').where('id', '=', itemId).where('meeting_id', '=', meetingId).executeTakeFirst()
    if (item === undefined) return { refusal: 'no-such-item' }
  }
  await sql`select pg_advisory_xact_lock(hashtext(${`action ${forumId}`}))`.execute(tx)
  const last = await tx.selectFrom('meetings_action').select((eb) => eb.fn.max('number').as('number')).where('forum_id', '=', forumId).executeTakeFirst()
  const number = Number(last?.number ?? 0) + 1
  const actionId = newId<'action'>()
  await tx.insertInto('meetings_action').values({ id: actionId, forum_id: forumId, meeting_id: meetingId, item_id: itemId, number, text, owner, due, outcome: null, settled_at: null }).execute()
  await append(tx, actor, { id: actionId, forumId, meetingId }, { act: 'action-taken-on', detail: { action: number, meeting: meeting.slug } }, text, null, now)
  return { actionId, number }
}

interface ToAction {
  readonly forumId: Id<'forum'>
  readonly number: number
  /** Of the action that was on the screen. */
  readonly revision: number
}

/**
 * Words an action anew, gives it another owner or day, says what became of it (done, dropped) or opens it again, as it was sent.
 * `outcome` is a word on what came of it. Refuses `changed-meanwhile`, and `outcome-missing` for one that is dropped without a word.
 */
export async function changeAction(
  tx: Tx,
  actor: Actor,
  input: ToAction & ActionWords & { readonly state: ActionState; readonly outcome: string | null },
  now: Instant,
): Promise<{ changed: ActionState } | Refusal<'changed-meanwhile' | 'outcome-missing'>> {
  const { forumId, number, revision, text, owner, due, state } = input
  if (state === 'dropped' && input.outcome === null) return { refusal: 'outcome-missing' }
  const outcome = state === 'open' ? null : input.outcome
  const standing = tx.selectFrom('meetings_action').select(['id', 'meeting_id', 'state', 'settled_at']).where('forum_id', '=', forumId).where('number', '=', number).where('revision', '=', revision)
  const before = await standing.forUpdate().executeTakeFirst()
  if (before === undefined) return { refusal: 'changed-meanwhile' }
  const settledAt = state === 'open' ? null : before.state === state ? before.settled_at : now
  await tx.updateTable('meetings_action').set({ text, owner, due, state, outcome, settled_at: settledAt, revision: revision + 1 }).where('id', '=', before.id).where('revision', '=', revision).execute()
  const stood = { id: before.id, forumId, meetingId: before.meeting_id }
  const done: Done = before.state === state ? { act: 'action-revised', detail: { action: number } } : { act: 'action-settled', detail: { action: number, state } }
  await append(tx, actor, stood, done, text, outcome, now)
  return { changed: state }
}

interface Stood {
  readonly id: Id
  readonly forumId: Id<'forum'>
  readonly meetingId: Id
}

type Done =
  | { readonly act: 'action-taken-on'; readonly detail: { readonly action: number; readonly meeting: string } }
  | { readonly act: 'action-revised'; readonly detail: { readonly action: number } }
  | { readonly act: 'action-settled'; readonly detail: { readonly action: number; readonly state: string } }

async function append(tx: Tx, actor: Actor, { id, forumId, meetingId }: Stood, done: Done, words: string, outcome: string | null, now: Instant): Promise<void> {
  const cycle = await tx.selectFrom('meetings_cycle').select('cycle_id').where('meeting_id', '=', meetingId).orderBy('position').executeTakeFirst()
  const texts = { text: { text: words, isPublic: true }, ...(outcome === null ? {} : { outcome: { text: outcome, isPublic: true } }) }
  await appendAct(tx, actor, { forumId, cycleId: (cycle?.cycle_id ?? null) as Id<'cycle'> | null, subject: { kind: 'action', id }, ...done, texts }, now)
}
