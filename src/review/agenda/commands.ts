import { lockCycleForInput } from '../../forums/queries.ts'
import { findMeetingSlug, lockMeetingOfCycle } from '../../meetings/queries.ts'
import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { appendAct } from '../../record/commands.ts'
import type { Actor, CommittedText } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import { formatRef } from '../../shared/refs.ts'
import type { Refusal } from '../../shared/result.ts'
import type { Instant } from '../../shared/time.ts'
import type { AgendaItem } from './model.ts'
import type { AgendaAct } from './acts.ts'

interface OfComment {
  readonly cycleId: Id<'cycle'>
  readonly cycleSlug: string
  readonly commentId: Id
}

interface OfItem extends OfComment {
  readonly itemId: Id
  /** Of the entry that was on the screen. */
  readonly revision: number
}

/**
 * Puts a comment on the agenda of a meeting of its cycle. `why`, where it is said, is public. Refuses: no-such-comment in this cycle,
 * comment-withdrawn, no-such-meeting (none of the cycle's), on-agenda-already.
 */
export async function putOnAgenda(
  tx: Tx,
  actor: Actor,
  input: OfComment & { readonly meetingId: Id; readonly why: string | undefined },
  now: Instant,
): Promise<{ itemId: AgendaItem['id'] } | Refusal<'no-such-comment' | 'comment-withdrawn' | 'no-such-meeting' | 'on-agenda-already'>> {
  const comment = await holdComment(tx, input)
  if (comment === undefined) return { refusal: 'no-such-comment' }
  if (comment.isWithdrawn) return { refusal: 'comment-withdrawn' }
  const meeting = await lockMeetingOfCycle(tx, input.cycleId, input.meetingId)
  if (meeting === undefined) return { refusal: 'no-such-meeting' }
  const itemId = newId<'agenda-item'>()
  const put = await tx
    .insertInto('review_agenda')
    .values({ id: itemId, comment_id: comment.id, meeting_id: input.meetingId, why: input.why ?? null, put_by: personOf(actor), put_at: now, said: null, said_by: null, said_at: null, taken_off_by: null, taken_off_at: null })
    .onConflict((conflict) => conflict.columns(['comment_id', 'meeting_id']).where('taken_off_at', 'is', null).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (put === undefined) return { refusal: 'on-agenda-already' }
  await record(tx, actor, comment, { act: 'comment-put-on-agenda', meeting, texts: input.why === undefined ? {} : { why: input.why } }, now)
  return { itemId }
}

/**
 * Takes a comment off an agenda; that it was there stays in the history. Refuses: no-such-comment in this cycle, not-on-agenda (any more),
 * changed-meanwhile when somebody entered what was said since the page was opened.
 */
export async function takeOffAgenda(tx: Tx, actor: Actor, input: OfItem, now: Instant): Promise<{ takenOff: true } | Refusal<'no-such-comment' | 'not-on-agenda' | 'changed-meanwhile'>> {
  const comment = await holdComment(tx, input)
  if (comment === undefined) return { refusal: 'no-such-comment' }
  const meeting = await change(tx, input, { taken_off_by: personOf(actor), taken_off_at: now })
  if ('refusal' in meeting) return meeting
  await record(tx, actor, comment, { act: 'comment-taken-off-agenda', meeting: meeting.slug, texts: {} }, now)
  return { takenOff: true }
}

/**
 * Enters what was said of a comment at a meeting, or enters it anew; the record keeps what was entered before. `said` is in the forum's
 * language. Refuses: no-such-comment in this cycle, comment-withdrawn, not-on-agenda (any more), changed-meanwhile when somebody entered
 * it since the page was opened.
 */
export async function enterWhatWasSaid(
  tx: Tx,
  actor: Actor,
  input: OfItem & { readonly said: string },
  now: Instant,
): Promise<{ entered: true } | Refusal<'no-such-comment' | 'comment-withdrawn' | 'not-on-agenda' | 'changed-meanwhile'>> {
  const comment = await holdComment(tx, input)
  if (comment === undefined) return { refusal: 'no-such-comment' }
  if (comment.isWithdrawn) return { refusal: 'comment-withdrawn' }
  const meeting = await change(tx, input, { said: input.said, said_by: personOf(actor), said_at: now })
  if ('refusal' in meeting) return meeting
  await record(tx, actor, comment, { act: 'comment-spoken-of', meeting: meeting.slug, texts: { said: input.said } }, now)
  return { entered: true }
}

interface Held {
  readonly id: Id
  readonly forumId: Id<'forum'>
  readonly cycleId: Id<'cycle'>
  readonly ref: string
  readonly isWithdrawn: boolean
}

/** The comment, held until the transaction ends, so that it is not withdrawn or moved meanwhile. */
async function holdComment(tx: Tx, { cycleId, cycleSlug, commentId }: OfComment): Promise<Held | undefined> {
  await lockCycleForInput(tx, cycleId)
  const row = await tx.selectFrom('review_comment').select(['id', 'forum_id', 'number', 'withdrawn_at']).where('id', '=', commentId).where('cycle_id', '=', cycleId).forUpdate().executeTakeFirst()
  if (row === undefined) return undefined
  return { id: row.id, forumId: row.forum_id as Id<'forum'>, cycleId, ref: formatRef(cycleSlug, 'R', row.number), isWithdrawn: row.withdrawn_at !== null }
}

interface Changed {
  readonly said?: string
  readonly said_by?: Id | null
  readonly said_at?: Instant
  readonly taken_off_by?: Id | null
  readonly taken_off_at?: Instant
}

/** Changes what stands on an agenda as of the revision that was seen; answers the meeting's slug. */
async function change(tx: Tx, { itemId, commentId, revision }: OfItem, values: Changed): Promise<{ slug: string } | Refusal<'not-on-agenda' | 'changed-meanwhile'>> {
  const changed = await tx
    .updateTable('review_agenda')
    .set((eb) => ({ ...values, revision: eb('revision', '+', 1) }))
    .where('id', '=', itemId)
    .where('comment_id', '=', commentId)
    .where('taken_off_at', 'is', null)
    .where('revision', '=', revision)
    .returning('meeting_id')
    .executeTakeFirst()
  if (changed !== undefined) return { slug: (await findMeetingSlug(tx, changed.meeting_id)) ?? '' }
  const standing = await tx.selectFrom('review_agenda').select('id').where('id', '=', itemId).where('comment_id', '=', commentId).where('taken_off_at', 'is', null).executeTakeFirst()
  return { refusal: standing === undefined ? 'not-on-agenda' : 'changed-meanwhile' }
}

async function record(tx: Tx, actor: Actor, comment: Held, done: { readonly act: AgendaAct; readonly meeting: string; readonly texts: Readonly<Record<string, string>> }, now: Instant): Promise<void> {
  const { forumId, cycleId, ref } = comment
  // As the words of the comment itself: where it is withdrawn later, nothing of what was said of it stays open in the record.
  const texts: Record<string, CommittedText> = Object.fromEntries(Object.entries(done.texts).map(([name, text]) => [name, { text, isPublic: false }]))
  await appendAct(tx, actor, { forumId, cycleId, act: done.act, subject: { kind: 'comment', id: comment.id }, detail: { ref, meeting: done.meeting }, texts }, now)
}

function personOf(actor: Actor): Id | null {
  return actor.kind === 'person' ? actor.id : null
}
