import { startBackground, type Background } from '../../platform/background.ts'
import type { Clock } from '../../platform/clock.ts'
import { transact, type Db } from '../../platform/database.ts'
import type { Log } from '../../platform/log.ts'
import { recordQuietStretches } from './commands.ts'

const EVERY_MS = 30_000

/** Puts what was written live into the record once its writers pause. */
export function startRecordingStretches(db: Db, clock: Clock, log: Log): Background {
  return startBackground({ what: 'writing', every: EVERY_MS, log, turn: () => transact(db, (tx) => recordQuietStretches(tx, clock())) })
}
