import { sql } from 'kysely'
import type { Tx } from '../platform/database.ts'
import { newId } from '../platform/new-id.ts'
import { appendAct } from '../record/commands.ts'
import type { Actor } from '../record/model.ts'
import type { Id } from '../shared/ids.ts'
import type { Refusal } from '../shared/result.ts'
import type { Instant, PlainDate } from '../shared/time.ts'
import { tellOfMeeting } from './following/commands.ts'
import type { WriteMeetingMail } from './following/model.ts'
import { listTold } from './following/queries.ts'
import { tellInvited } from './invitations/commands.ts'
import type { Inviting } from './invitations/model.ts'
import { listSittings } from './queries.ts'
import { appendStatus } from './status-log/commands.ts'
import { movesBetween, type Move } from './status/model.ts'
import { findStanding } from './status/queries.ts'
import { problemOfSitting, type Change, type MeetingKind, type Participant, type Sitting, type SittingProblem } from './model.ts'

export interface MeetingInput {
  readonly title: string
  readonly kind: MeetingKind
  readonly ordinal: number | null
  /** One or two cycles of the forum. */
  readonly cycleIds: readonly Id<'cycle'>[]
  /** At least one. */
  readonly sittings: readonly Sitting[]
  readonly note: string | null
  readonly source: string | null
}

type SittingRefusal = Refusal<SittingProblem> & { readonly sitting: number }

/** Enters a meeting, held or to be held. Refuses `slug-taken`, `ordinal-taken` where its series has a meeting of that number in that cycle, and what cannot be true of a sitting, naming which (from 0). */
export async function holdMeeting(
  tx: Tx,
  actor: Actor,
  input: MeetingInput & { forumId: Id<'forum'>; slug: string },
  now: Instant,
): Promise<{ meetingId: Id<'meeting'> } | Refusal<'slug-taken' | 'ordinal-taken'> | SittingRefusal> {
  const problem = findProblem(input.sittings)
  if (problem !== undefined) return problem
  if (await isOrdinalTaken(tx, input.forumId, undefined, input)) return { refusal: 'ordinal-taken' }
  const meetingId = newId<'meeting'>()
  const { title, kind, ordinal, note, source } = input
  const made = await tx
    .insertInto('meetings_meeting')
    .values({ id: meetingId, forum_id: input.forumId, slug: input.slug, title, kind, ordinal, note, source, report_date: null })
    .onConflict((conflict) => conflict.columns(['forum_id', 'slug']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (made === undefined) return { refusal: 'slug-taken' }
  await insertCycles(tx, meetingId, input.cycleIds)
  await insertSittings(tx, meetingId, input.sittings)
  const detail = { meeting: input.slug, date: input.sittings[0]?.date ?? ('' as PlainDate) }
  const act = { forumId: input.forumId, cycleId: input.cycleIds[0] ?? null, act: 'meeting-entered', subject: { kind: 'meeting', id: meetingId }, detail } as const
  await appendAct(tx, actor, { ...act, texts: { title: { text: title, isPublic: true } } }, now)
  return { meetingId }
}

/** What a guarded change of a meeting names: which, and as of which revision it was read. */
export interface ToMeeting {
  readonly forumId: Id<'forum'>
  readonly meetingId: Id<'meeting'>
  readonly revision: number
}

/**
 * Changes a meeting. A recorded day, hour or place that becomes another is kept as history with the reason: rooms and days change
 * after they were announced (5 December 2016: Room 10, not #6). Whoever was
 * invited by mail is told at once. Refuses `reason-missing` without one, `ordinal-taken`, `changed-meanwhile`, and what
 * cannot be true of a sitting.
 */
export async function reviseMeeting(
  tx: Tx,
  actor: Actor,
  input: MeetingInput & ToMeeting & { reason: string | null; write?: WriteMeetingMail; inviting?: Inviting },
  now: Instant,
): Promise<{ changes: number } | Refusal<'changed-meanwhile' | 'reason-missing' | 'ordinal-taken'> | SittingRefusal> {
  const problem = findProblem(input.sittings)
  if (problem !== undefined) return problem
  const { title, kind, ordinal, note, source, reason } = input
  if (await isOrdinalTaken(tx, input.forumId, input.meetingId, input)) return { refusal: 'ordinal-taken' }
  const meeting = await touch(tx, input, { title, kind, ordinal, note, source })
  if (meeting === undefined) return { refusal: 'changed-meanwhile' }
  const before = await listSittings(tx, input.meetingId)
  const changes = before.flatMap((earlier, place) => changesOf(earlier, input.sittings[place]))
  // Of an announced meeting the log keeps both times; of any other, what sources said before.
  const moves = (await findStanding(tx, input.meetingId)) === 'announced' ? movesBetween(before, input.sittings) : []
  if (changes.length + moves.length > 0 && reason === null) return { refusal: 'reason-missing' }
  if (moves.length === 0) await insertChanges(tx, input.meetingId, changes.map((change) => ({ ...change, reason: reason ?? '' })))
  await tx.deleteFrom('meetings_cycle').where('meeting_id', '=', input.meetingId).execute()
  await insertCycles(tx, input.meetingId, input.cycleIds)
  await tx.deleteFrom('meetings_sitting').where('meeting_id', '=', input.meetingId).execute()
  await insertSittings(tx, input.meetingId, input.sittings)
  if (moves.length > 0) await tellOfMoves(tx, input, { ...meeting, title }, moves, now)
  const texts = { title: { text: title, isPublic: true }, ...(reason === null ? {} : { reason: { text: reason, isPublic: true } }) }
  const detail = { meeting: meeting.slug, changes: changes.length }
  const act = { forumId: input.forumId, cycleId: input.cycleIds[0] ?? null, act: 'meeting-revised', subject: { kind: 'meeting', id: input.meetingId }, detail, texts } as const
  await appendAct(tx, actor, act, now)
  if (input.inviting !== undefined) await tellInvited(tx, actor, { ...input, inviting: input.inviting }, now)
  return { changes: changes.length }
}

/**
 * Whether another meeting of the kind has this number in one of these cycles. Only what is to be another number is asked about, so that a
 * series that was taken with a number twice can be worked on. Whoever asks holds the forum's numbers until the transaction ends.
 */
async function isOrdinalTaken(tx: Tx, forumId: Id, meetingId: Id | undefined, { kind, ordinal, cycleIds }: Pick<MeetingInput, 'kind' | 'ordinal' | 'cycleIds'>): Promise<boolean> {
  if (ordinal === null || cycleIds.length === 0) return false
  await sql`select pg_advisory_xact_lock(hashtextextended(${`meetings-ordinal:${forumId}`}, 0))`.execute(tx)
  const inSeries = tx.selectFrom('meetings_meeting').innerJoin('meetings_cycle', 'meetings_cycle.meeting_id', 'meetings_meeting.id').select('cycle_id').where('forum_id', '=', forumId).where('kind', '=', kind).where('ordinal', '=', ordinal).where('cycle_id', 'in', [...cycleIds])
  if (meetingId === undefined) return (await inSeries.limit(1).executeTakeFirst()) !== undefined
  const own = new Set((await inSeries.where('meetings_meeting.id', '=', meetingId).execute()).map((row) => row.cycle_id))
  const others = await inSeries.where('meetings_meeting.id', '!=', meetingId).execute()
  return others.some((row) => !own.has(row.cycle_id))
}

/** The log says from where to where, and whoever was told of the meeting is told of that. */
async function tellOfMoves(tx: Tx, input: MeetingInput & ToMeeting & { reason: string | null; write?: WriteMeetingMail }, { slug, title }: MeetingInHand, moves: readonly Move[], now: Instant): Promise<void> {
  const { forumId, meetingId, write, sittings } = input
  const reason = input.reason ?? ''
  const line = await appendStatus(tx, meetingId, moves.map((move) => ({ ...move, status: 'moved', saidAt: now, reason })))
  if (write === undefined) return
  const told = { slug, title, sittings, news: { kind: 'moved', reason } as const }
  await tellOfMeeting(tx, { forumId, meetingId, occasion: `status-${line}`, told, recipients: await listTold(tx, forumId, meetingId), write, isFirst: false }, now)
}

/**
 * Sets who took part, in the order printed, in place of those typed before; whoever checked in or came by a video service's list stays.
 * What else is known of somebody who stays on the list is kept. Refuses `changed-meanwhile`.
 */
export async function setParticipants(
  tx: Tx,
  actor: Actor,
  input: ToMeeting & { participants: readonly Participant[] },
  now: Instant,
): Promise<{ set: number } | Refusal<'changed-meanwhile'>> {
  const meeting = await touch(tx, input, {})
  if (meeting === undefined) return { refusal: 'changed-meanwhile' }
  const typed = await tx.deleteFrom('meetings_participant').where('meeting_id', '=', input.meetingId).where('channel', '=', 'desk').returningAll().execute()
  const rows = input.participants.map(({ name, organisation, part }, place) => {
    const at = typed.findIndex((row) => row.name === name)
    const [before] = at < 0 ? [] : typed.splice(at, 1)
    return { ...(before ?? { id: newId(), meeting_id: input.meetingId }), position: place + 1, name, organisation, part }
  })
  if (rows.length > 0) await tx.insertInto('meetings_participant').values(rows).execute()
  const detail = { meeting: meeting.slug, participants: rows.length }
  await appendAct(tx, actor, { ...actOf(input, meeting), act: 'participants-set', detail, texts: { title: { text: meeting.title, isPublic: true } } }, now)
  return { set: rows.length }
}

export type MeetingInHand = { readonly slug: string; readonly title: string; readonly cycleId: Id<'cycle'> | null }

/** Marks a meeting as changed, if it still stands as it was read: the guard of every change to it. */
export async function touch(
  tx: Tx,
  input: ToMeeting,
  values: Partial<Pick<MeetingInput, 'title' | 'kind' | 'ordinal' | 'note' | 'source'>> & { report_date?: PlainDate | null },
): Promise<MeetingInHand | undefined> {
  const row = await tx
    .updateTable('meetings_meeting')
    .set({ ...values, revision: input.revision + 1 })
    .where('id', '=', input.meetingId)
    .where('forum_id', '=', input.forumId)
    .where('revision', '=', input.revision)
    .returning(['slug', 'title'])
    .executeTakeFirst()
  if (row === undefined) return undefined
  const cycle = await tx.selectFrom('meetings_cycle').select('cycle_id').where('meeting_id', '=', input.meetingId).orderBy('position').executeTakeFirst()
  return { ...row, cycleId: (cycle?.cycle_id ?? null) as Id<'cycle'> | null }
}

/** What the acts of a meeting have in common. */
export function actOf(input: ToMeeting, meeting: MeetingInHand) {
  return { forumId: input.forumId, cycleId: meeting.cycleId, subject: { kind: 'meeting', id: input.meetingId } } as const
}

function findProblem(sittings: readonly Sitting[]): SittingRefusal | undefined {
  for (const [sitting, each] of sittings.entries()) {
    const refusal = problemOfSitting(each)
    if (refusal !== undefined) return { refusal, sitting }
  }
  return undefined
}

/** What was recorded of a sitting and is now something else; what was not recorded before has not changed. */
function changesOf(earlier: Sitting, later: Sitting | undefined): Omit<Change, 'reason'>[] {
  const changes: Omit<Change, 'reason'>[] = []
  if (later?.date !== earlier.date) changes.push({ what: 'date', earlier: earlier.date })
  const clock = (sitting: Sitting): string => [sitting.starts, sitting.ends === null ? null : `– ${sitting.ends}`, sitting.zone].filter((part) => part !== null).join(' ')
  if (earlier.starts !== null && (later === undefined || clock(later) !== clock(earlier))) changes.push({ what: 'time', earlier: clock(earlier) })
  if (earlier.place !== null && later?.place !== earlier.place) changes.push({ what: 'place', earlier: earlier.place })
  return changes
}

async function insertChanges(tx: Tx, meetingId: Id, changes: readonly Change[]): Promise<void> {
  if (changes.length === 0) return
  const last = await tx
    .selectFrom('meetings_change')
    .select((select) => select.fn.max('sequence').as('sequence'))
    .where('meeting_id', '=', meetingId)
    .executeTakeFirst()
  const from = Number(last?.sequence ?? 0) + 1
  await tx.insertInto('meetings_change').values(changes.map((change, place) => ({ meeting_id: meetingId, sequence: from + place, ...change }))).execute()
}

async function insertCycles(tx: Tx, meetingId: Id, cycleIds: readonly Id[]): Promise<void> {
  const rows = [...new Set(cycleIds)].map((cycleId, place) => ({ meeting_id: meetingId, cycle_id: cycleId, position: place + 1 }))
  if (rows.length > 0) await tx.insertInto('meetings_cycle').values(rows).execute()
}

async function insertSittings(tx: Tx, meetingId: Id, sittings: readonly Sitting[]): Promise<void> {
  const rows = sittings.map((sitting, place) => ({ id: newId(), meeting_id: meetingId, position: place + 1, ...rowOf(sitting) }))
  if (rows.length > 0) await tx.insertInto('meetings_sitting').values(rows).execute()
}

function rowOf({ date, starts, ends, zone, place, isLaterReading }: Sitting) {
  return { date, starts, ends, zone, place, is_later_reading: isLaterReading === true }
}
