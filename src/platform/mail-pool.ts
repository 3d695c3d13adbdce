import { connectTo, NotTaken, type MailConnection, type MailServer } from './mail-connections.ts'

/** One mail for one destination. */
export interface PooledWork<P, T> {
  readonly destination: string
  readonly findServers: () => Promise<readonly MailServer[]>
  /** Called shortly before it is this mail's turn, while those before it are on their way: what waits longer takes no memory. */
  readonly prepare: () => Promise<P>
  /** Called while a connection is ours. */
  readonly work: (connection: MailConnection, prepared: P) => Promise<T>
}

export interface MailPool {
  use<P, T>(mail: PooledWork<P, T>): Promise<T>
  close(): void
}

interface Place {
  /** Connections that nobody uses just now. */
  readonly idle: MailConnection[]
  /** Mails that wait to be prepared, and those that are and wait for a connection. */
  readonly waiting: (() => void)[]
  readonly ready: (() => void)[]
  /** Mails being prepared, ready or on their way; and of these those that have a connection. */
  begun: number
  busy: number
  /** Milliseconds that the last mails waited for their server's answers. */
  readonly waits: number[]
  usedAt: number
}

/**
 * A server that answers within this many milliseconds gets one connection; a slower one gets more. It is several times what we need ourselves
 * for a mail, for with more connections a mail waits for our work on the others too, and would go on calling for more.
 */
const QUICK = 12
/** The shortest of so many waits says how quick a server is: the others say how busy this machine is. */
const WAITS = 16
/** So many mails are prepared beyond those that are on their way: signing is done on another processor meanwhile. */
const AHEAD = 2
/** Servers close what is idle for long, and we keep no more than we need. */
const IDLE_MS = 15_000

/**
 * As many connections for each destination as its slowness asks for, `most` at most. One is enough where the server answers at once,
 * and then one mail at a time is on its way: should the process be killed, no more than that one is in doubt.
 */
export function openMailPool(name: string, most: number): MailPool {
  const places = new Map<string, Place>()
  const timer = setInterval(() => dropIdle(places), IDLE_MS)
  timer.unref()
  return {
    use: async ({ destination, findServers, prepare, work }) => {
      const place = placeOf(places, destination)
      while (place.begun >= roomOf(place, most) + AHEAD) await new Promise<void>((go) => place.waiting.push(go))
      place.begun++
      try {
        const prepared = await prepare()
        while (place.busy >= roomOf(place, most)) await new Promise<void>((go) => place.ready.push(go))
        place.busy++
        try {
          return await handOver(place, name, findServers, (connection) => work(connection, prepared))
        } finally {
          place.busy--
          place.usedAt = performance.now()
        }
      } finally {
        place.begun--
        wake(place)
      }
    },
    close: () => {
      clearInterval(timer)
      for (const place of places.values()) for (const connection of place.idle.splice(0)) connection.close()
    },
  }
}

async function handOver<T>(place: Place, name: string, findServers: () => Promise<readonly MailServer[]>, work: (connection: MailConnection) => Promise<T>): Promise<T> {
  let connection = takeIdle(place)
  const isUsed = connection !== undefined
  try {
    connection ??= await connectToFirst(await findServers(), name)
    const start = performance.now()
    let result: T
    try {
      result = await work(connection)
    } catch (error) {
      // The server had closed a connection that was idle: that says nothing about whether it takes mail.
      if (!isUsed || !(error instanceof NotTaken) || !error.isConnectionOver || error.code !== undefined) throw error
      connection = await connectToFirst(await findServers(), name)
      result = await work(connection)
    }
    place.waits.push(performance.now() - start)
    if (place.waits.length > WAITS) place.waits.shift()
    return result
  } finally {
    if (connection?.isOpen === true) place.idle.push(connection)
  }
}

function placeOf(places: Map<string, Place>, destination: string): Place {
  const known = places.get(destination)
  if (known !== undefined) return known
  const place: Place = { idle: [], waiting: [], ready: [], begun: 0, busy: 0, waits: [], usedAt: performance.now() }
  places.set(destination, place)
  return place
}

/** How many connections to this destination are useful now. */
function roomOf({ waits }: Place, most: number): number {
  return Math.min(most, Math.max(1, Math.ceil(waits.length < WAITS ? 1 : Math.min(...waits) / QUICK)))
}

/** Two of each, for the server may have become slower: who finds no room waits on. */
function wake(place: Place): void {
  for (const go of [...place.ready.splice(0, 2), ...place.waiting.splice(0, 2)]) go()
}

function takeIdle(place: Place): MailConnection | undefined {
  for (;;) {
    const connection = place.idle.pop()
    if (connection === undefined || connection.isOpen) return connection
  }
}

/** The first server that lets us in; what the last one said, where none does. */
async function connectToFirst(servers: readonly MailServer[], name: string): Promise<MailConnection> {
  let fault: unknown = new NotTaken('There is no server to go to', 'connection', undefined, true)
  for (const server of servers) {
    try {
      return await connectTo(server, name)
    } catch (error) {
      fault = error
    }
  }
  throw fault
}

function dropIdle(places: Map<string, Place>): void {
  const before = performance.now() - IDLE_MS
  for (const [destination, place] of places) {
    if (place.usedAt > before || place.begun > 0 || place.waiting.length > 0) continue
    for (const connection of place.idle.splice(0)) connection.close()
    places.delete(destination)
  }
}
