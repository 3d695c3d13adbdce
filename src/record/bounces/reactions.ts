import { startBackground, type Background } from '../../platform/background.ts'
import type { Clock } from '../../platform/clock.ts'
import { transact, type Db, type Tx } from '../../platform/database.ts'
import type { Log } from '../../platform/log.ts'
import type { Instant } from '../../shared/time.ts'
import { dropOld, probeNext, weighNext, type Weighed, type WriteTrouble } from './commands.ts'

const INTERVAL = 20_000

/** What else follows, in the same transaction, when an address is paused, reported as spam or good again: its subscriptions of lists. */
export type FollowStanding = (tx: Tx, weighed: Weighed, now: Instant) => Promise<void>

/** Draws what follows from all failures that wait, and looks after the addresses that are paused. Answers how much there was to do. */
export async function weighFailures(db: Db, clock: Clock, write: WriteTrouble, follow: readonly FollowStanding[] = [], signal?: AbortSignal): Promise<number> {
  let done = 0
  for (const step of [weighNext, probeNext]) {
    for (;;) {
      if (signal?.aborted === true) return done
      const weighed = await transact(db, async (tx) => {
        const one = await step(tx, write, clock())
        if (one !== undefined) for (const also of follow) await also(tx, one, clock())
        return one
      })
      if (weighed === undefined) break
      done++
    }
  }
  await transact(db, (tx) => dropOld(tx, clock()))
  return done
}

/** Weighs failures until it is stopped. */
export function startWeighingFailures(db: Db, clock: Clock, write: WriteTrouble, log: Log, ...follow: readonly FollowStanding[]): Background {
  const turn = async (signal: AbortSignal): Promise<boolean> => {
    await weighFailures(db, clock, write, follow, signal)
    return false
  }
  return startBackground({ what: 'mail that came back', every: INTERVAL, turn, log })
}
