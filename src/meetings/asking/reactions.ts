import { startBackground, type Background } from '../../platform/background.ts'
import type { Clock } from '../../platform/clock.ts'
import { transact, type Db } from '../../platform/database.ts'
import type { Log } from '../../platform/log.ts'
import { SYSTEM } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import { addDays, addMilliseconds, dateInZone, toMilliseconds, type Instant } from '../../shared/time.ts'
import { deadlineAt, REMINDER_HOURS } from '../polls/model.ts'
import { findPollById } from '../polls/queries.ts'
import { remindAsked } from './commands.ts'
import type { WritePollMail } from './model.ts'

const INTERVAL = 60_000
const HOUR = 3_600_000

/**
 * Reminds, as a poll's deadline comes near, those asked who have not answered: once for each deadline, guarded in the write, so that of
 * several processes one does it. Answers how many polls were reminded of.
 */
export async function runPollClock(db: Db, now: Instant, write: WritePollMail): Promise<number> {
  const today = dateInZone(now, 'UTC')
  const rows = await db
    .selectFrom('meetings_poll')
    .select('id')
    .where('closed_at', 'is', null)
    .where('reminded_at', 'is', null)
    // By days, widely enough for every zone; the hour is looked at below.
    .where('deadline_date', '>=', addDays(today, -1))
    .where('deadline_date', '<=', addDays(today, Math.ceil(REMINDER_HOURS / 24) + 1))
    .execute()
  let reminded = 0
  for (const { id } of rows) {
    if (!(await isDue(db, id, now))) continue
    const done = await transact(db, (tx) => remindAsked(tx, SYSTEM, { pollId: id as Id<'poll'>, byItself: true, write }, now))
    if (!('refusal' in done)) reminded++
  }
  return reminded
}

async function isDue(db: Db, id: Id, now: Instant): Promise<boolean> {
  const deadline = (await findPollById(db, id))?.deadline
  if (deadline == null) return false
  const end = deadlineAt(deadline)
  return toMilliseconds(now) <= toMilliseconds(end) && toMilliseconds(now) >= toMilliseconds(addMilliseconds(end, -REMINDER_HOURS * HOUR))
}

/** Looks after the polls, once a minute, until it is stopped. */
export function startPollClock(db: Db, clock: Clock, write: WritePollMail, log: Log): Background {
  const turn = async (): Promise<boolean> => {
    await runPollClock(db, clock(), write)
    return false
  }
  return startBackground({ what: 'polls', every: INTERVAL, turn, log })
}
