import { startBackground, type Background } from '../../platform/background.ts'
import type { Clock } from '../../platform/clock.ts'
import { transact, type Db } from '../../platform/database.ts'
import type { Log } from '../../platform/log.ts'
import { handOutCopies } from './commands.ts'
import type { WriteAnnouncement } from './model.ts'

/** Hands the copies of announcements to the queue, part by part, until none waits. Answers how many there were. */
export async function handOutAnnouncements(db: Db, write: WriteAnnouncement, clock: Clock, signal?: AbortSignal): Promise<number> {
  for (let copies = 0; ; ) {
    const handed = signal?.aborted === true ? 0 : await transact(db, (tx) => handOutCopies(tx, write, clock()))
    if (handed === 0) return copies
    copies += handed
  }
}

const INTERVAL = 1_000

/** Hands out what was announced until it is stopped; stopping waits for the part at hand. */
export function startAnnouncing(db: Db, write: WriteAnnouncement, clock: Clock, log: Log): Background {
  return startBackground({ what: 'announcements', every: INTERVAL, turn: async (signal) => (await handOutAnnouncements(db, write, clock, signal)) > 0, log })
}
