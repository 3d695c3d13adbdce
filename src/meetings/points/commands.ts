import { sql } from 'kysely'
import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { appendAct, enqueueMails } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import { ANYWHERE_ON_EARTH, dateInZone, type Instant, type PlainDate } from '../../shared/time.ts'
import { moveRoom } from '../moving/commands.ts'
import { isItemOf, lockRoom } from '../room/queries.ts'
import type { Strength } from './model.ts'

export interface PointToPut {
  readonly meetingId: Id
  readonly itemId: Id | null
  readonly text: string
  readonly strength: Strength
}

/** Puts to a meeting what it comes to, under the forum's next number. Refuses `no-such-meeting`, `no-such-item`. */
export async function putPoint(tx: Tx, actor: Actor, input: PointToPut, now: Instant): Promise<{ pointId: Id<'point'>; number: number } | Refusal<'no-such-meeting' | 'no-such-item'>> {
  const room = await lockRoom(tx, input.meetingId)
  if (room === undefined) return { refusal: 'no-such-meeting' }
  if (!(await isItemOf(tx, room.meetingId, input.itemId))) return { refusal: 'no-such-item' }
  await sql`select pg_advisory_xact_lock(hashtext(${`meetings_point ${room.forumId}`}))`.execute(tx)
  const last = await tx.selectFrom('meetings_point').select((select) => select.fn.max('number').as('number')).where('forum_id', '=', room.forumId).executeTakeFirst()
  const number = Number(last?.number ?? 0) + 1
  const pointId = newId<'point'>()
  const { itemId, text, strength } = input
  const putBy = actor.kind === 'person' ? actor.id : null
  await tx
    .insertInto('meetings_point')
    .values({ id: pointId, forum_id: room.forumId, meeting_id: room.meetingId, item_id: itemId, number, text, strength, put_at: now, put_by: putBy, confirm_until: null, confirmed_at: null, asked: null })
    .execute()
  await moveRoom(tx, room.meetingId)
  const act = { forumId: room.forumId, cycleId: room.cycleId, subject: { kind: 'point', id: pointId }, act: 'point-put', detail: { point: number, strength: strength.replaceAll('-', '_') } } as const
  await appendAct(tx, actor, { ...act, texts: { text: { text, isPublic: true } } }, now)
  return { pointId, number }
}

/** Rewords a point, or says how far the room goes along with it, while it is not before the list. Refuses `changed-meanwhile`, which a point before the list always is. */
export async function revisePoint(
  tx: Tx,
  actor: Actor,
  input: { readonly pointId: Id; readonly revision: number; readonly text: string; readonly strength: Strength },
  now: Instant,
): Promise<{ revised: true } | Refusal<'changed-meanwhile'>> {
  const { pointId, revision, text, strength } = input
  const row = await tx
    .updateTable('meetings_point')
    .set({ text, strength, revision: revision + 1 })
    .where('id', '=', pointId)
    .where('revision', '=', revision)
    .where('confirm_until', 'is', null)
    .returning(['forum_id', 'meeting_id', 'number'])
    .executeTakeFirst()
  if (row === undefined) return { refusal: 'changed-meanwhile' }
  if (row.meeting_id !== null) await moveRoom(tx, row.meeting_id)
  const detail = { point: row.number, strength: strength.replaceAll('-', '_') }
  await appendAct(tx, actor, { ...(await actFor(tx, pointId, row)), act: 'point-revised', detail, texts: { text: { text, isPublic: true } } }, now)
  return { revised: true }
}

export interface PointToList {
  readonly pointId: Id
  readonly revision: number
  /** The last day for an answer, anywhere on earth. */
  readonly until: PlainDate
  readonly recipients: readonly { readonly mail: string; readonly language: string }[]
  readonly write: (askedId: Id, language: string) => { readonly subject: string; readonly body: string; readonly language?: string | undefined }
}

/**
 * Puts a point before the list until a day: whoever follows is asked by mail, once, with a link of their own to answer. From here on its
 * words stand. Refuses `changed-meanwhile`, `day-is-past`.
 */
export async function listPoint(tx: Tx, actor: Actor, input: PointToList, now: Instant): Promise<{ asked: number } | Refusal<'changed-meanwhile' | 'day-is-past'>> {
  if (input.until < dateInZone(now, ANYWHERE_ON_EARTH)) return { refusal: 'day-is-past' }
  const recipients = [...new Map(input.recipients.map((recipient) => [recipient.mail.toLowerCase(), recipient])).values()]
  const row = await tx
    .updateTable('meetings_point')
    .set({ confirm_until: input.until, asked: recipients.length, revision: input.revision + 1 })
    .where('id', '=', input.pointId)
    .where('revision', '=', input.revision)
    .where('confirm_until', 'is', null)
    .returning(['forum_id', 'meeting_id', 'number'])
    .executeTakeFirst()
  if (row === undefined) return { refusal: 'changed-meanwhile' }
  const asked = recipients.map(({ mail, language }) => ({ id: newId(), point_id: input.pointId, mail, language, asked_at: now }))
  if (asked.length > 0) await tx.insertInto('meetings_point_asked').values(asked).execute()
  const forumId = row.forum_id as Id<'forum'>
  await enqueueMails(tx, asked.map(({ id, mail, language }) => ({ mail: { forumId, recipient: mail, language, ...input.write(id, language), occasion: 'point-asked', about: { kind: 'point-asked', id }, cause: `point-asked:${id}` }, now })))
  if (row.meeting_id !== null) await moveRoom(tx, row.meeting_id)
  await appendAct(tx, actor, { ...(await actFor(tx, input.pointId, row)), act: 'point-listed', detail: { point: row.number, until: input.until, asked: asked.length } }, now)
  return { asked: asked.length }
}

/** Settles a point whose day is over, with what was answered: silence stays silence. Refuses `not-due`. */
export async function settlePoint(tx: Tx, actor: Actor, input: { readonly pointId: Id }, now: Instant): Promise<{ objections: number; agreements: number } | Refusal<'not-due'>> {
  const row = await tx
    .updateTable('meetings_point')
    .set({ confirmed_at: now })
    .where('id', '=', input.pointId)
    .where('confirmed_at', 'is', null)
    .where('confirm_until', '<', dateInZone(now, ANYWHERE_ON_EARTH))
    .returning(['forum_id', 'meeting_id', 'number', 'asked'])
    .executeTakeFirst()
  if (row === undefined) return { refusal: 'not-due' }
  const answers = await tx.selectFrom('meetings_point_answer').select('stance').where('point_id', '=', input.pointId).where('withdrawn_at', 'is', null).execute()
  const objections = answers.filter(({ stance }) => stance === 'objects').length
  const agreements = answers.length - objections
  if (row.meeting_id !== null) await moveRoom(tx, row.meeting_id)
  await appendAct(tx, actor, { ...(await actFor(tx, input.pointId, row)), act: 'point-settled', detail: { point: row.number, asked: row.asked ?? 0, objections, agreements } }, now)
  return { objections, agreements }
}

/** What the acts of a point have in common. */
export async function actFor(tx: Tx, pointId: Id, row: { readonly forum_id: Id; readonly meeting_id: Id | null }) {
  const cycle = row.meeting_id === null ? undefined : await tx.selectFrom('meetings_cycle').select('cycle_id').where('meeting_id', '=', row.meeting_id).orderBy('position').executeTakeFirst()
  return { forumId: row.forum_id as Id<'forum'>, cycleId: (cycle?.cycle_id ?? null) as Id<'cycle'> | null, subject: { kind: 'point', id: pointId } } as const
}
