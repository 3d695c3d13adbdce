import { MOVED } from '../../../drafts/live/acts.ts'
import type { Presence, TakenBatch } from '../../../drafts/live/model.ts'
import { listBatches, readVersion } from '../../../drafts/live/queries.ts'
import type { Db } from '../../../platform/database.ts'
import { hear, say } from '../../../platform/notices.ts'
import type { Id } from '../../../shared/ids.ts'
import { parsePresent, type Present } from '../presence/data.ts'

/** One open answer that goes on until its reader leaves. */
interface Follower {
  /** Writers get every step and who is where; readers only that the text moved. */
  readonly kind: 'writer' | 'reader'
  at: number
  readonly send: (chunk: Uint8Array) => void
}

interface Channel {
  readonly documentId: Id
  readonly followers: Set<Follower>
  version: number
  isRunning: boolean
  isDue: boolean
  readonly present: Map<Id, Present & { readonly heardAt: number }>
  readonly changedPresence: Set<Id>
}

interface Feed {
  readonly db: Db
  readonly channels: Map<Id, Channel>
  stop: (() => void) | undefined
}

const feeds = new WeakMap<Db, Feed>()
const encoder = new TextEncoder()
const HEARTBEAT = encoder.encode(': here\n\n')
const HEARTBEAT_MS = 20_000
const PRESENCE_MS = 200
/** Who has said nothing for this long is no longer shown; clients say where they are more often. */
const PRESENT_FOR_MS = 45_000
/** Readers are told at most this often that the text moved. */
const READERS_MS = 1_000

function feedOf(db: Db): Feed {
  const feed = feeds.get(db) ?? { db, channels: new Map<Id, Channel>(), stop: undefined }
  feeds.set(db, feed)
  return feed
}

/** Where writers say to every process where they are, and where a process that does not know asks them. */
export const PRESENCE = 'convoke_presence'
const WHERE = 'convoke_where'

function start(feed: Feed): void {
  const stops = [
    hear(feed.db, MOVED, (payload) => {
      const [id] = payload?.split(' ') ?? []
      for (const channel of feed.channels.values()) if (id === undefined || channel.documentId === (id as Id)) moved(feed, channel)
    }),
    // Heard before presence is, so that who asks hears the question too.
    hear(feed.db, WHERE, (documentId) => {
      const asked = documentId === undefined ? undefined : feed.channels.get(documentId as Id)
      for (const { kind, send: tell } of asked?.followers ?? []) if (kind === 'writer') tell(eventOf('where', {}))
    }),
    hear(feed.db, PRESENCE, (payload) => {
      if (payload !== undefined) return heardPresence(feed, payload)
      for (const channel of feed.channels.values()) askWhere(feed, channel)
    }),
  ]
  const beat = setInterval(() => {
    for (const { followers } of feed.channels.values()) for (const { send } of followers) send(HEARTBEAT)
  }, HEARTBEAT_MS)
  const tellPresence = setInterval(() => sendPresence(feed), PRESENCE_MS)
  feed.stop = () => {
    for (const stop of stops) stop()
    clearInterval(beat)
    clearInterval(tellPresence)
    feed.stop = undefined
  }
}

function eventOf(name: string, data: unknown, id?: number): Uint8Array {
  return encoder.encode(`${id === undefined ? '' : `id: ${id}\n`}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`)
}

/** Soon: at once while few follow, a moment later while many do, so that what comes in the same moment goes out as one. */
function moved(feed: Feed, channel: Channel): void {
  channel.isDue = true
  if (channel.isRunning) return
  channel.isRunning = true
  const writers = [...channel.followers].filter(({ kind }) => kind === 'writer').length
  const wait = writers === 0 ? READERS_MS : Math.min(20, Math.floor(writers / 8))
  const go = (): void => {
    void spread(feed, channel).finally(() => {
      channel.isRunning = false
      if (channel.isDue && feed.channels.has(channel.documentId)) moved(feed, channel)
    })
  }
  if (wait === 0) go()
  else setTimeout(go, wait)
}

async function spread(feed: Feed, channel: Channel): Promise<void> {
  channel.isDue = false
  const isWritten = [...channel.followers].some(({ kind }) => kind === 'writer')
  const batches = isWritten ? await listBatches(feed.db, channel.documentId, channel.version).catch((): TakenBatch[] => []) : []
  if (!isWritten) channel.version = await readVersion(feed.db, channel.documentId).catch(() => channel.version)
  const last = batches.at(-1)
  const news = last === undefined ? undefined : eventOf('taken', batches, last.version)
  if (last !== undefined) channel.version = last.version
  // The same bytes for all of them.
  const moving = eventOf('moved', { version: channel.version })
  for (const follower of channel.followers) {
    if (follower.kind === 'reader') follower.send(moving)
    else if (news !== undefined && last !== undefined && follower.at < last.version) {
      follower.send(news)
      follower.at = last.version
    }
  }
}

/** Those who write say where they are when it changes, and else seldom: who comes to know of a text only now asks. */
function askWhere({ db }: Feed, { documentId, followers }: Channel): void {
  if ([...followers].some(({ kind }) => kind === 'writer')) void say(db, WHERE, documentId).catch(() => undefined)
}

function heardPresence(feed: Feed, payload: string): void {
  const heard = parsePresent(payload)
  if (heard === undefined) return
  const channel = feed.channels.get(heard.documentId)
  if (channel === undefined) return
  if (heard.isGone) channel.present.delete(heard.present.client)
  else channel.present.set(heard.present.client, { ...heard.present, heardAt: performance.now() })
  channel.changedPresence.add(heard.present.client)
}

function sendPresence(feed: Feed): void {
  for (const channel of feed.channels.values()) {
    for (const [client, { heardAt }] of channel.present) {
      if (performance.now() - heardAt < PRESENT_FOR_MS) continue
      channel.present.delete(client)
      channel.changedPresence.add(client)
    }
    if (channel.changedPresence.size === 0) continue
    const changed = [...channel.changedPresence].map((client) => asShown(client, channel.present.get(client)))
    channel.changedPresence.clear()
    const chunk = eventOf('presence', changed)
    for (const { kind, send } of channel.followers) if (kind === 'writer') send(chunk)
  }
}

function asShown(client: Id, present: Present | undefined): object {
  return present === undefined ? { client, gone: true } : { client, person: present.person, name: present.name, block: present.block, anchor: present.anchor, head: present.head }
}

/** Follows a text from a version on. Answers how to stop; `send` is called at once with what has happened since, and with who is there. */
export async function follow(db: Db, documentId: Id, kind: Follower['kind'], since: number, send: Follower['send']): Promise<() => void> {
  const feed = feedOf(db)
  if (feed.stop === undefined) start(feed)
  const channel: Channel = feed.channels.get(documentId) ?? { documentId, followers: new Set<Follower>(), version: since, isRunning: false, isDue: false, present: new Map<Id, Present & { readonly heardAt: number }>(), changedPresence: new Set<Id>() }
  feed.channels.set(documentId, channel)
  const isFirst = ![...channel.followers].some((other) => other.kind === 'writer')
  const follower: Follower = { kind, at: since, send }
  channel.followers.add(follower)
  if (isFirst) askWhere(feed, channel)
  if (kind === 'writer') {
    send(eventOf('presence', [...channel.present].map(([client, present]) => asShown(client, present))))
    const missed = await listBatches(db, documentId, since)
    const last = missed.at(-1)
    // What is told twice is passed over; what is told to nobody would be asked for.
    if (last !== undefined) {
      send(eventOf('taken', missed, last.version))
      follower.at = Math.max(follower.at, last.version)
    }
  }
  return () => {
    channel.followers.delete(follower)
    if (channel.followers.size === 0) feed.channels.delete(documentId)
    if (feed.channels.size === 0) feed.stop?.()
  }
}

/** Says to every process where somebody is in a text, or that they have left. */
export async function sayPresence(db: Db, documentId: Id, present: Presence & { readonly name: string }, isGone = false): Promise<void> {
  await say(db, PRESENCE, JSON.stringify({ documentId, isGone, present: { ...present, name: present.name.slice(0, 200) } }))
}
