/** The room of a meeting: how long a change takes until three hundred who follow have it on their pages. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createForum, openCycle } from '../../src/forums/commands.ts'
import { holdMeeting } from '../../src/meetings/commands.ts'
import { writeNotes } from '../../src/meetings/notes/commands.ts'
import { takeRemark } from '../../src/meetings/remarks/commands.ts'
import { openRoom } from '../../src/meetings/room/commands.ts'
import { makeLoginLink, makeSureInstallationSecretariat } from '../../src/people/commands.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { transact, type Db } from '../../src/platform/database.ts'
import { SYSTEM } from '../../src/record/model.ts'
import type { Refusal } from '../../src/shared/result.ts'
import type { PlainDate } from '../../src/shared/time.ts'
import { quantile, type Bench, type Installation } from './measure.ts'
import type { Order } from './room-readers.ts'

const READERS = 300
const CHANGES = 20
const EVERY_MS = 250
/** The first lines that a process ever sends are of its start, not of the room. */
const WARM_UP = 3

export const roomBench: Bench = {
  title: 'The room of a meeting: 300 people on the page',
  run: async (installation) => {
    const { path, cookie } = await build(installation)
    const order: Order = { url: installation.url, path: `${path}/events?version=1`, readers: READERS, changes: CHANGES + WARM_UP }
    const child = spawn(process.execPath, [join(process.cwd(), 'tools', 'bench', 'room-readers.ts'), JSON.stringify(order)], { stdio: ['ignore', 'pipe', 'inherit'] })
    let printed = ''
    const isReady = new Promise<void>((resolve) => child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString()
      if (printed.startsWith('ready\n')) resolve()
    }))
    const isOver = new Promise((resolve) => child.once('close', resolve))
    await isReady
    const before = process.cpuUsage()
    for (let count = 0; count < CHANGES + WARM_UP; count++) {
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS))
      const text = `A line of ordinary length, sent at ${performance.timeOrigin + performance.now()}`
      const response = await fetch(`${installation.url}/desk${path}/notes`, { method: 'POST', headers: { cookie }, body: new URLSearchParams({ item: '', text }), redirect: 'manual' })
      if (response.status !== 303) throw new Error(`A line was answered ${response.status}`)
    }
    await isOver
    const { user, system } = process.cpuUsage(before)
    const changes = JSON.parse(printed.slice('ready\n'.length)) as number[][]
    const all = changes.slice(WARM_UP).flat()
    if (all.length < READERS * CHANGES) throw new Error(`Of ${READERS * CHANGES} only ${all.length} changes were heard`)
    return {
      figures: [
        { what: 'A line sent until a reader has it, median', value: quantile(all, 0.5), unit: 'ms' },
        { what: '… until all 300 have it, median of 20 lines', value: quantile(changes.slice(WARM_UP).map((each) => Math.max(...each)), 0.5), unit: 'ms' },
        { what: '… the slowest reader of the slowest line', value: Math.max(...all), unit: 'ms', promised: 500 },
        { what: '… processor time of the server for one line and 300 readers', value: (user + system) / 1000 / (CHANGES + WARM_UP), unit: 'ms' },
      ],
      remarks: ['A line every 250 ms in a room with 60 lines and 40 remarks; from before the form is sent (signed in, by HTTP, to the disk) until the reader has all of the event. Server and PostgreSQL (fsync on) on this machine, readers in a process of their own beside them.'],
    }
  },
}

function taken<T>(outcome: T): Exclude<T, Refusal> {
  if (typeof outcome === 'object' && outcome !== null && 'refusal' in outcome) throw new Error(`Refused: ${JSON.stringify(outcome)}`)
  return outcome as Exclude<T, Refusal>
}

async function build({ db, url }: Installation): Promise<{ path: string; cookie: string }> {
  const now = systemClock()
  const { forumId } = taken(await transact(db, (tx) => createForum(tx, SYSTEM, { slug: 'room', title: 'Room', mandate: 'To be measured.', conveningBody: null, language: 'en', website: null }, now)))
  const { cycleId } = taken(await transact(db, (tx) => openCycle(tx, SYSTEM, { forumId, slug: '2026', title: 'Cycle 2026', focus: 'Speed', note: null }, now)))
  await transact(db, async (tx) => {
    const sittings = [{ date: '2026-01-01' as PlainDate, starts: null, ends: null, zone: null, place: null }]
    const { meetingId } = taken(await holdMeeting(tx, SYSTEM, { forumId, slug: 'first', title: 'First', kind: 'virtual', ordinal: 1, cycleIds: [cycleId], sittings, note: null, source: null }, now))
    taken(await openRoom(tx, SYSTEM, { meetingId }, now))
    taken(await writeNotes(tx, SYSTEM, { meetingId, itemId: null, lines: Array.from({ length: 60 }, (_, at) => `Line ${at + 1} of what was noted, of ordinary length.`) }, now))
    for (let count = 0; count < 40; count++) taken(await takeRemark(tx, SYSTEM, { meetingId, itemId: null, text: 'What somebody said, in a sentence or two. '.repeat(3), language: 'en', speaker: null, organisation: null, isNamed: false, saidAt: now }, now))
  })
  return { path: '/room/meetings/first/room', cookie: await signIn(db, url) }
}

async function signIn(db: Db, url: string): Promise<string> {
  const now = systemClock()
  const { token } = await transact(db, async (tx) => makeLoginLink(tx, SYSTEM, { personId: await makeSureInstallationSecretariat(tx, now) }, now))
  const response = await fetch(`${url}/login/${token}`, { method: 'POST', body: new URLSearchParams(), redirect: 'manual' })
  return response.headers.get('set-cookie')?.split(';')[0] ?? ''
}
