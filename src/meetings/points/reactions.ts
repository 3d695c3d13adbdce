import { startBackground, type Background } from '../../platform/background.ts'
import type { Clock } from '../../platform/clock.ts'
import { transact, type Db } from '../../platform/database.ts'
import type { Log } from '../../platform/log.ts'
import { SYSTEM } from '../../record/model.ts'
import { ANYWHERE_ON_EARTH, dateInZone, type Instant } from '../../shared/time.ts'
import { settlePoint } from './commands.ts'

const INTERVAL = 60_000

/** Settles the points whose last day is over anywhere on earth, each in a transaction of its own that is guarded in its write. Answers how many there were. */
export async function settleDuePoints(db: Db, now: Instant): Promise<number> {
  const due = await db.selectFrom('meetings_point').select('id').where('confirmed_at', 'is', null).where('confirm_until', '<', dateInZone(now, ANYWHERE_ON_EARTH)).orderBy('confirm_until').execute()
  let settled = 0
  for (const { id } of due) if (!('refusal' in (await transact(db, (tx) => settlePoint(tx, SYSTEM, { pointId: id }, now))))) settled += 1
  return settled
}

/** Looks after points before the list, once a minute, until it is stopped. */
export function startPointClock(db: Db, clock: Clock, log: Log): Background {
  const turn = async (): Promise<boolean> => {
    await settleDuePoints(db, clock())
    return false
  }
  return startBackground({ what: 'points', every: INTERVAL, turn, log })
}
