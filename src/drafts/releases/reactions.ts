import { startBackground, type Background } from '../../platform/background.ts'
import type { Clock } from '../../platform/clock.ts'
import { transact, type Db } from '../../platform/database.ts'
import type { Log } from '../../platform/log.ts'
import { SYSTEM } from '../../record/model.ts'
import { dateInZone, type Instant } from '../../shared/time.ts'
import type { WriteVersionMail } from '../following/model.ts'
import { releaseVersion } from './commands.ts'

const INTERVAL = 60_000

/** Releases the versions whose day has come, in UTC, each in a transaction of its own that is guarded in its write. Answers how many there were. */
export async function releaseDueVersions(db: Db, now: Instant, write: WriteVersionMail): Promise<number> {
  const due = await db.selectFrom('drafts_version').select('id').where('released_at', 'is', null).where('release_on', '<=', dateInZone(now, 'UTC')).orderBy('release_on').execute()
  let released = 0
  for (const { id } of due) if (!('refusal' in (await transact(db, (tx) => releaseVersion(tx, SYSTEM, { versionId: id, write }, now))))) released += 1
  return released
}

/** Looks after what is to come out, once a minute, until it is stopped. */
export function startReleaseClock(db: Db, clock: Clock, write: WriteVersionMail, log: Log): Background {
  const turn = async (): Promise<boolean> => {
    await releaseDueVersions(db, clock(), write)
    return false
  }
  return startBackground({ what: 'releases', every: INTERVAL, turn, log })
}
