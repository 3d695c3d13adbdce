import { setTimeout as pause } from 'node:timers/promises'
import type { Clock } from '../../platform/clock.ts'
import { transact, type Db } from '../../platform/database.ts'
import type { Log } from '../../platform/log.ts'
import { addMilliseconds } from '../../shared/time.ts'
import { dropOldUnsent } from './commands.ts'
import { KEPT_DAYS } from './model.ts'

const INTERVAL = 3_600_000

/** Drops what was not changed for so long that it is kept no more, now and every hour, until it is stopped. */
export function startDroppingUnsent(db: Db, clock: Clock, log: Log): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const running = (async () => {
    while (!stopping.signal.aborted) {
      try {
        const dropped = await transact(db, (tx) => dropOldUnsent(tx, addMilliseconds(clock(), -KEPT_DAYS * 86_400_000)))
        if (dropped > 0) log.info('Dropped what was not sent and not changed for long', { dropped })
      } catch (error) {
        log.error('What was not sent could not be looked through', { error: error instanceof Error ? error.message : String(error) })
      }
      await pause(INTERVAL, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  })()
  return {
    stop: async () => {
      stopping.abort()
      await running
    },
  }
}
