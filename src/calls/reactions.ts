import { findCycleById, findForumById, listMilestones } from '../forums/queries.ts'
import { startBackground, type Background } from '../platform/background.ts'
import type { Clock } from '../platform/clock.ts'
import { transact, type Db, type Tx } from '../platform/database.ts'
import type { Log } from '../platform/log.ts'
import { appendAct } from '../record/commands.ts'
import { SYSTEM } from '../record/model.ts'
import type { Id } from '../shared/ids.ts'
import { addDays, addMilliseconds, dateInZone, endOfDay, toMilliseconds, type Instant, type PlainDate } from '../shared/time.ts'
import { closeCall } from './commands.ts'
import { deadlineEnd, type Call } from './model.ts'
import { enqueueNotices } from './notices/commands.ts'
import { REMINDER_DAYS, type Occasion, type WriteNotice } from './notices/model.ts'
import { listRecipients } from './notices/queries.ts'
import { findCallById } from './queries.ts'
import { listTranslations } from './translations/queries.ts'

const INTERVAL = 60_000
const DAY = 86_400_000

/**
 * Does what time brings for all calls, each in a transaction of its own that is guarded in its write, so that several processes do it
 * once: closes those whose milestone has come, tells of openings, reminds of deadlines. Answers how many calls were touched.
 */
export async function runCallClock(db: Db, now: Instant, write: WriteNotice): Promise<number> {
  let touched = 0
  for (const id of await listWaiting(db, now)) {
    const call = await findCallById(db, id)
    if (call === undefined) continue
    if (await closeWithMilestone(db, call, now)) touched++
    else if (await transact(db, (tx) => tellOpening(tx, call, write, now))) touched++
    else if (await transact(db, (tx) => remind(tx, call, write, now))) touched++
  }
  return touched
}

/** Open calls with something to wait for. */
async function listWaiting(db: Db, now: Instant): Promise<Id[]> {
  const today = dateInZone(now, '+14:00')
  const rows = await db
    .selectFrom('calls_call')
    .select('id')
    .where('is_open', '=', true)
    .where((where) =>
      where.or([
        where('closes_with', 'is not', null),
        where.and([where('opening_told_at', 'is', null), where('is_draft', '=', false)]),
        where.and([where('deadline', '>=', addDays(today, -3)), where('deadline', '<=', addDays(today, REMINDER_DAYS + 1))]),
      ]),
    )
    .where((where) => where.or([where('closes_with', 'is not', null), where.exists(where.selectFrom('calls_notice').select('calls_notice.id').whereRef('calls_notice.call_id', '=', 'calls_call.id').where('confirmed_at', 'is not', null))]))
    .execute()
  return rows.map((row) => row.id)
}

/**
 * Whether the day of a milestone has begun everywhere on earth. What is only approximate or waits for something else is for a person
 * to see: the desk is offered to close.
 */
export function hasComeEverywhere(day: PlainDate, now: Instant): boolean {
  return toMilliseconds(now) > toMilliseconds(endOfDay(addDays(day, -1)))
}

async function closeWithMilestone(db: Db, call: Call, now: Instant): Promise<boolean> {
  if (call.closesWith === null) return false
  const milestone = (await listMilestones(db, call.cycleId)).find(({ id }) => id === call.closesWith)
  if (milestone === undefined || !('on' in milestone.date) || !hasComeEverywhere(milestone.date.on, now)) return false
  const closed = await transact(db, (tx) => closeCall(tx, SYSTEM, { callId: call.id, reason: milestone.title }, now))
  return !('refusal' in closed)
}

async function tellOpening(tx: Tx, call: Call, write: WriteNotice, now: Instant): Promise<boolean> {
  if (call.isDraft || (call.opensOn !== null && dateInZone(now, 'UTC') < call.opensOn)) return false
  const recipients = await listRecipients(tx, call.id, { isOpening: true })
  if (recipients.length === 0) return false
  const guarded = await tx
    .updateTable('calls_call')
    .set({ opening_told_at: now })
    .where('id', '=', call.id)
    .where('opening_told_at', 'is', null)
    .where('is_open', '=', true)
    .where('is_draft', '=', false)
    .returning('id')
    .executeTakeFirst()
  return guarded !== undefined && tell(tx, call, { occasion: 'opened', recipients, write }, now)
}

async function remind(tx: Tx, call: Call, write: WriteNotice, now: Instant): Promise<boolean> {
  const end = deadlineEnd(call)
  if (end === undefined || call.isDraft) return false
  if (toMilliseconds(now) > toMilliseconds(end) || toMilliseconds(now) < toMilliseconds(addMilliseconds(end, -REMINDER_DAYS * DAY))) return false
  const recipients = await listRecipients(tx, call.id)
  if (recipients.length === 0) return false
  const guarded = await tx
    .updateTable('calls_call')
    .set({ reminded_for: call.deadline })
    .where('id', '=', call.id)
    .where('deadline', '=', call.deadline)
    .where('reminded_for', 'is distinct from', call.deadline)
    .where('is_open', '=', true)
    .returning('id')
    .executeTakeFirst()
  return guarded !== undefined && tell(tx, call, { occasion: 'reminder', recipients, write }, now)
}

async function tell(tx: Tx, call: Call, what: { occasion: Occasion; recipients: Awaited<ReturnType<typeof listRecipients>>; write: WriteNotice }, now: Instant): Promise<boolean> {
  const [forum, cycle] = await Promise.all([findForumById(tx, call.forumId), findCycleById(tx, call.cycleId)])
  if (forum === undefined || cycle === undefined) return false
  const mails = await enqueueNotices(tx, { forum, cycle, call, translations: await listTranslations(tx, call.id), occasion: what.occasion }, what.recipients, what.write, now)
  const detail = { call: call.slug, occasion: what.occasion, mails }
  await appendAct(tx, SYSTEM, { forumId: call.forumId, cycleId: call.cycleId, act: 'call-told', subject: { kind: 'call', id: call.id }, detail }, now)
  return true
}

/** Looks after the calls, once a minute, until it is stopped. */
export function startCallClock(db: Db, clock: Clock, write: WriteNotice, log: Log): Background {
  const turn = async (): Promise<boolean> => {
    await runCallClock(db, clock(), write)
    return false
  }
  return startBackground({ what: 'calls', every: INTERVAL, turn, log })
}
