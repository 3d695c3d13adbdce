import pg from 'pg'
import { connectionsOf, type Db } from './database.ts'

/** Hears what any process says through the database (`pg_notify`). Undefined: something may have been missed, look for yourself. */
export type Hearer = (payload: string | undefined) => void

interface Listening {
  readonly hearers: Map<string, Set<Hearer>>
  client: pg.Client | undefined
  /** Channels that the connection has been told of. */
  readonly told: Set<string>
  isTelling: boolean
  isConnected: boolean
}

const RETRY_MS = 500
const listening = new WeakMap<Db, Listening>()

/**
 * Listens to a channel for as long as nobody says otherwise: all of a process by one connection, which is there only while somebody
 * listens. When it is lost it is made again, and everybody told that something may have been missed. Answers how to stop.
 */
export function hear(db: Db, channel: string, hearer: Hearer): () => void {
  const one = listening.get(db) ?? { hearers: new Map<string, Set<Hearer>>(), client: undefined, told: new Set<string>(), isTelling: false, isConnected: false }
  listening.set(db, one)
  const hearers = one.hearers.get(channel) ?? new Set<Hearer>()
  one.hearers.set(channel, hearers)
  hearers.add(hearer)
  if (one.client === undefined) connect(db, one)
  else if (one.isConnected) tell(one, one.client)
  return () => {
    hearers.delete(hearer)
    if (hearers.size === 0) one.hearers.delete(channel)
    if (one.hearers.size === 0) disconnect(one)
  }
}

function disconnect(one: Listening): void {
  const { client } = one
  one.client = undefined
  one.isConnected = false
  one.told.clear()
  void client?.end().catch(() => undefined)
}

function connect(db: Db, one: Listening): void {
  const client = new pg.Client(connectionsOf(db).options)
  one.client = client
  one.told.clear()
  one.isTelling = false
  const lost = (): void => {
    if (one.client !== client) return
    disconnect(one)
    setTimeout(() => {
      if (one.client === undefined && one.hearers.size > 0) connect(db, one)
    }, RETRY_MS).unref()
  }
  client.on('error', lost)
  client.on('end', lost)
  client.on('notification', ({ channel, payload }) => {
    for (const hearer of one.hearers.get(channel) ?? []) hearer(payload)
  })
  client.connect().then(() => {
    if (one.client !== client) return
    one.isConnected = true
    tell(one, client)
  }, lost)
}

/** Says which channels are listened to, one after the other; whoever waits for one is told to look once it is so. */
function tell(one: Listening, client: pg.Client): void {
  const next = [...one.hearers.keys()].find((channel) => !one.told.has(channel))
  if (next === undefined || one.isTelling || one.client !== client) return
  one.isTelling = true
  one.told.add(next)
  void listenTo(one, client, next)
}

async function listenTo(one: Listening, client: pg.Client, channel: string): Promise<void> {
  try {
    await client.query(`listen ${pg.escapeIdentifier(channel)}`)
  } catch {
    // The connection is gone, and made again elsewhere.
    return
  } finally {
    one.isTelling = false
  }
  for (const hearer of one.hearers.get(channel) ?? []) hearer(undefined)
  tell(one, client)
}

/** Says something to every process that hears the channel, without waiting for the disk: what is lost with the machine was of the moment. */
export async function say(db: Db, channel: string, payload: string): Promise<void> {
  const client = await connectionsOf(db).connect()
  try {
    await client.query('begin; set local synchronous_commit = off')
    await client.query('select pg_notify($1, $2)', [channel, payload])
    await client.query('commit')
  } finally {
    client.release()
  }
}
