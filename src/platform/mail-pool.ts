import { connectTo, NotTaken, type MailConnection, type MailServer } from './mail-connections.ts'

/** Handing one mail over while a connection is ours: `write` is called no sooner, so that what is not yet on its way takes no memory. */
export interface MailPool {
  use<T>(destination: string, findServers: () => Promise<readonly MailServer[]>, work: (connection: MailConnection) => Promise<T>): Promise<T>
  close(): void
}

interface Place {
  /** Connections that nobody uses just now. */
  readonly idle: MailConnection[]
  readonly waiting: (() => void)[]
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
    use: async <T>(destination: string, findServers: () => Promise<readonly MailServer[]>, work: (connection: MailConnection) => Promise<T>): Promise<T> => {
      const place = placeOf(places, destination)
      await enter(place, most)
      let connection: MailConnection | undefined
      try {
        connection = takeIdle(place)
        const isUsed = connection !== undefined
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
        place.usedAt = performance.now()
        if (connection?.isOpen === true) place.idle.push(connection)
        leave(place)
      }
    },
    close: () => {
      clearInterval(timer)
      for (const place of places.values()) for (const connection of place.idle.splice(0)) connection.close()
    },
  }
}

function placeOf(places: Map<string, Place>, destination: string): Place {
  const known = places.get(destination)
  if (known !== undefined) return known
  const place: Place = { idle: [], waiting: [], busy: 0, waits: [], usedAt: performance.now() }
  places.set(destination, place)
  return place
}

/** Waits until another connection to this destination is useful. */
async function enter(place: Place, most: number): Promise<void> {
  while (place.busy >= Math.min(most, Math.max(1, Math.ceil(place.waits.length < WAITS ? 1 : Math.min(...place.waits) / QUICK)))) await new Promise<void>((go) => place.waiting.push(go))
  place.busy++
}

function leave(place: Place): void {
  place.busy--
  // Two, for the server may have become slower: who finds no room waits on.
  for (const go of place.waiting.splice(0, 2)) go()
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
    if (place.usedAt > before || place.busy > 0 || place.waiting.length > 0) continue
    for (const connection of place.idle.splice(0)) connection.close()
    places.delete(destination)
  }
}
