import { ROOM_MOVED } from '../../../meetings/room/model.ts'
import type { Db } from '../../../platform/database.ts'
import { hear } from '../../../platform/notices.ts'
import type { Id } from '../../../shared/ids.ts'
import { writeFragment } from '../../answer.ts'
import type { View } from '../../context.ts'
import type { Audience, RoomPlace } from '../blocks/data.ts'
import { blocksOf } from '../blocks/pages.tsx'
import { asPublic, loadContent } from '../room/data.ts'

type Send = (chunk: Uint8Array) => void

/** All who see the same: one language, one audience. What they see is rendered once for all of them. */
interface Crowd {
  readonly view: View
  readonly place: RoomPlace
  readonly audience: Audience
  readonly members: Set<Send>
  version: number
  blocks: ReadonlyMap<string, string>
  /** Under way for those who have just come: three hundred who come in one moment ask once. */
  loading: Promise<void> | undefined
}

interface Channel {
  readonly meetingId: Id
  readonly crowds: Map<string, Crowd>
  isRunning: boolean
  isDue: boolean
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
/** What changes in the same moment, as votes do, goes out as one: a change waits for others at most this long. */
const GATHER_MS = 40

function feedOf(db: Db): Feed {
  const feed = feeds.get(db) ?? { db, channels: new Map<Id, Channel>(), stop: undefined }
  feeds.set(db, feed)
  return feed
}

/** Every process hears of a change from the database, whichever of them it came through. */
function start(feed: Feed): void {
  const stop = hear(feed.db, ROOM_MOVED, (meetingId) => {
    for (const channel of feed.channels.values()) if (meetingId === undefined || channel.meetingId === (meetingId as Id)) moved(feed, channel)
  })
  const beat = setInterval(() => {
    for (const { crowds } of feed.channels.values()) for (const { members } of crowds.values()) for (const send of members) send(HEARTBEAT)
  }, HEARTBEAT_MS).unref()
  feed.stop = () => {
    stop()
    clearInterval(beat)
    feed.stop = undefined
  }
}

function moved(feed: Feed, channel: Channel): void {
  channel.isDue = true
  if (channel.isRunning) return
  channel.isRunning = true
  setTimeout(() => {
    channel.isDue = false
    void spread(feed, channel)
      // A database that does not answer just now is asked again with the next change, and by whoever comes back.
      .catch(() => undefined)
      .finally(() => {
        channel.isRunning = false
        if (channel.isDue && feed.channels.has(channel.meetingId)) moved(feed, channel)
      })
  }, GATHER_MS)
}

/** Renders what there is for each crowd, and sends it the blocks that changed: the same bytes to all of it. */
async function spread(feed: Feed, channel: Channel): Promise<void> {
  const content = await loadContent(feed.db, channel.meetingId)
  for (const crowd of channel.crowds.values()) {
    const now = await render(crowd, content)
    // Two may render at the same time, when somebody comes: the older of them has nothing to say.
    if (content.room.version < crowd.version) continue
    const changed = [...now].filter(([id, html]) => crowd.blocks.get(id) !== html)
    crowd.blocks = now
    crowd.version = content.room.version
    if (changed.length === 0) continue
    const chunk = eventOf(content.room.version, changed)
    for (const send of crowd.members) send(chunk)
  }
}

async function render({ view, place, audience }: Crowd, content: Awaited<ReturnType<typeof loadContent>>): Promise<Map<string, string>> {
  const shown = audience === 'desk' ? content : asPublic(content)
  const blocks = new Map<string, string>()
  for (const { id, node } of blocksOf({ view, place, content: shown, audience })) blocks.set(id, await writeFragment(node))
  return blocks
}

function eventOf(version: number, blocks: Iterable<readonly [string, string]>): Uint8Array {
  return encoder.encode(`event: blocks\ndata: ${JSON.stringify({ version, blocks: Object.fromEntries(blocks) })}\n\n`)
}

async function load(db: Db, meetingId: Id, crowd: Crowd): Promise<void> {
  const content = await loadContent(db, meetingId)
  const blocks = await render(crowd, content)
  if (content.room.version < crowd.version) return
  crowd.blocks = blocks
  crowd.version = content.room.version
}

/**
 * Follows a room from the version that a page shows. Answers how to stop; `send` is called at once with all blocks where the page is
 * behind, and with those that change from then on.
 */
export async function followRoom(db: Db, meetingId: Id, who: { readonly view: View; readonly place: RoomPlace; readonly audience: Audience }, since: number, send: Send): Promise<() => void> {
  const feed = feedOf(db)
  if (feed.stop === undefined) start(feed)
  const channel: Channel = feed.channels.get(meetingId) ?? { meetingId, crowds: new Map<string, Crowd>(), isRunning: false, isDue: false }
  feed.channels.set(meetingId, channel)
  const key = `${who.view.lang} ${who.audience}`
  // For all alike: nothing in it is of the one who came first.
  const view: View = { ...who.view, person: undefined, query: {}, path: '' }
  const crowd: Crowd = channel.crowds.get(key) ?? { ...who, view, members: new Set<Send>(), version: -1, blocks: new Map<string, string>(), loading: undefined }
  channel.crowds.set(key, crowd)
  crowd.members.add(send)
  if (crowd.members.size === 1 || crowd.version < since) {
    crowd.loading ??= load(db, meetingId, crowd).finally(() => (crowd.loading = undefined))
    await crowd.loading
  }
  if (crowd.version !== since) send(eventOf(crowd.version, crowd.blocks))
  return () => {
    crowd.members.delete(send)
    if (crowd.members.size === 0) channel.crowds.delete(key)
    if (channel.crowds.size === 0) feed.channels.delete(meetingId)
    if (feed.channels.size === 0) feed.stop?.()
  }
}
