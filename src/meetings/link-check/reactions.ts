import { setTimeout as pause } from 'node:timers/promises'
import { startBackground, type Background } from '../../platform/background.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Db } from '../../platform/database.ts'
import type { LinkProbe } from '../../platform/link-probe.ts'
import type { Log } from '../../platform/log.ts'
import { addMilliseconds, type Instant } from '../../shared/time.ts'
import type { Probed } from '../../shared/web-addresses.ts'
import { gatherAddresses, putOff, recordProbe, takeDueAddresses } from './commands.ts'
import type { Address } from './model.ts'
import { findWitness } from './queries.ts'

const INTERVAL = 60_000
const GATHER_EVERY = 3_600_000
const BATCH = 20
/** Between two questions to one place. */
const MANNERS = 2_000
/** Without a network nothing is asked for so long. */
const OFFLINE = 3_600_000

export interface CheckingRoom {
  readonly db: Db
  readonly probe: LinkProbe['probe']
  readonly clock: Clock
  /** Milliseconds between two questions to one place. */
  readonly manners?: number
}

/**
 * Asks a few addresses that are due, one after the other. What is silent is noted only where something else answers: else this machine
 * has no network, and nothing is said of any address. Answers how many were asked.
 */
export async function checkDueLinks({ db, probe, clock, manners = MANNERS }: CheckingRoom, signal?: AbortSignal): Promise<number> {
  const due = await takeDueAddresses(db, BATCH, clock())
  const silent: { address: Address; probed: Probed }[] = []
  let isHeard = false
  let last = ''
  for (const [place, address] of due.entries()) {
    if (signal?.aborted === true) {
      await putOff(db, due.slice(place).map(({ url }) => url), 0, clock())
      return place
    }
    const host = URL.canParse(address.url) ? new URL(address.url).host : ''
    if (host === last) await pause(manners, undefined, signal === undefined ? {} : { signal }).catch(() => undefined)
    last = host
    const probed = await probe(address.url, signal)
    if (probed.outcome === 'unreached' && probed.isSilent) silent.push({ address, probed })
    else {
      isHeard ||= probed.outcome !== 'unchecked'
      await recordProbe(db, address, probed, clock())
    }
  }
  if (silent.length === 0) return due.length
  if (isHeard || (await hasNetwork({ db, probe }, signal))) for (const { address, probed } of silent) await recordProbe(db, address, probed, clock())
  else await putOff(db, silent.map(({ address }) => address.url), OFFLINE, clock())
  return due.length
}

async function hasNetwork({ db, probe }: Pick<CheckingRoom, 'db' | 'probe'>, signal: AbortSignal | undefined): Promise<boolean> {
  const witness = await findWitness(db)
  if (witness === undefined) return false
  const { outcome } = await probe(witness, signal)
  return outcome === 'reached' || outcome === 'later'
}

/** Looks after the links of meetings and reports until it is stopped. */
export function startCheckingLinks(room: CheckingRoom, log: Log): Background {
  let gathered: Instant | undefined
  const turn = async (signal: AbortSignal): Promise<boolean> => {
    const now = room.clock()
    if (gathered === undefined || addMilliseconds(gathered, GATHER_EVERY) <= now) {
      await gatherAddresses(room.db, now)
      gathered = now
    }
    return (await checkDueLinks(room, signal)) === BATCH
  }
  return startBackground({ what: 'links', every: INTERVAL, turn, log })
}
