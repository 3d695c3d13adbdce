/**
 * Many who write in one text, in a process of their own, so that what the server takes can be told apart. Each knows its place in
 * the text and no more: it types a short word there about once a second, and follows what the others do by the stream. Prints one line of JSON: how
 * long it took, in milliseconds, from each sending until the next writer heard of it.
 */
import type { StepMap } from 'prosemirror-transform'
import { readStep, type TakenBatch } from '../../src/drafts/live/model.ts'
import { newId } from '../../src/platform/new-id.ts'
import { seeded } from './measure.ts'

export interface Order {
  readonly url: string
  /** Of the `live` door. */
  readonly path: string
  readonly cookie: string
  readonly writers: number
  readonly seconds: number
  /** Milliseconds there and back that are added to what the machine takes. */
  readonly roundTrip: number
  /** How often each types, in milliseconds. */
  readonly every: number
}

const order = JSON.parse(process.argv[2] ?? '{}') as Order
const random = seeded(order.writers + order.roundTrip)
const sentAt = new Map<string, number>()
const taken: number[] = []
let lost = 0

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** What each version did to positions, read once for all writers. */
const maps = new Map<number, StepMap>()

function remember(batches: readonly TakenBatch[]): void {
  for (const { began, steps } of batches) {
    for (const [at, json] of steps.entries()) {
      if (maps.has(began + at + 1)) continue
      const map = readStep(json)?.getMap()
      if (map !== undefined) maps.set(began + at + 1, map)
    }
  }
}

interface Writer {
  readonly client: string
  readonly previous: string | undefined
  version: number
  place: number
  seq: number
}

function follow(writer: Writer, version: number): void {
  for (; writer.version < version; writer.version++) writer.place = maps.get(writer.version + 1)?.map(writer.place, -1) ?? writer.place
}

async function listen(writer: Writer): Promise<void> {
  const response = await fetch(`${order.url}${order.path}/events?since=${writer.version}`, { headers: { cookie: order.cookie } })
  let text = ''
  for await (const chunk of response.body as ReadableStream<Uint8Array>) {
    text += Buffer.from(chunk).toString()
    const events = text.split('\n\n')
    text = events.pop() ?? ''
    for (const event of events) {
      const data = /^data: (.*)$/mu.exec(event)?.[1]
      if (!event.includes('event: taken') || data === undefined) continue
      const heardAt = performance.now() + order.roundTrip / 2
      if (order.roundTrip > 0) setTimeout(() => hear(writer, data, heardAt), order.roundTrip / 2)
      else hear(writer, data, heardAt)
    }
  }
}

const parsed = new Map<string, readonly TakenBatch[]>()

function hear(writer: Writer, data: string, heardAt: number): void {
  const batches = parsed.get(data) ?? (JSON.parse(data) as readonly TakenBatch[])
  parsed.set(data, batches)
  if (parsed.size > 400) parsed.delete(parsed.keys().next().value ?? '')
  remember(batches)
  for (const { client, seq } of batches) {
    if (client === null || client !== writer.previous) continue
    const began = sentAt.get(`${client} ${seq ?? 0}`)
    if (began !== undefined) taken.push(heardAt - began)
    sentAt.delete(`${client} ${seq ?? 0}`)
  }
  const last = batches.at(-1)
  if (last !== undefined && !busy.has(writer)) follow(writer, last.version)
}

const busy = new Set<Writer>()

async function write(writer: Writer): Promise<void> {
  writer.seq += 1
  busy.add(writer)
  const step = { stepType: 'replace', from: writer.place, to: writer.place, slice: { content: [{ type: 'text', text: 'word ' }] } }
  const body = JSON.stringify({ client: writer.client, seq: writer.seq, version: writer.version, steps: [{ step, seen: writer.version, undo: 0 }] })
  sentAt.set(`${writer.client} ${writer.seq}`, performance.now())
  if (order.roundTrip > 0) await pause(order.roundTrip / 2)
  const response = await fetch(`${order.url}${order.path}/steps`, { method: 'POST', body, headers: { cookie: order.cookie, 'content-type': 'application/json' } })
  const { answer } = (await response.json()) as { answer?: { missed: TakenBatch[]; began: number; version: number; fates: string[]; steps: object[] } }
  if (order.roundTrip > 0) await pause(order.roundTrip / 2)
  busy.delete(writer)
  if (answer === undefined || answer.fates[0] !== 'kept') {
    lost += 1
    return
  }
  remember(answer.missed)
  remember([{ ...answer, client: null, seq: null, person: null, swallowed: [] }])
  follow(writer, answer.version)
}

const opened = (await (await fetch(`${order.url}${order.path}`, { headers: { cookie: order.cookie } })).json()) as { version: number; tree: { content: { type: string; content?: { text: string }[] }[] } }
const places: number[] = []
let pos = 0
for (const { type, content } of opened.tree.content) {
  const size = (content ?? []).reduce((sum, { text }) => sum + text.length, 0) + 2
  if (type === 'paragraph') places.push(pos + 1)
  pos += size
}
const writers: Writer[] = []
for (let count = 0; count < order.writers; count++) {
  writers.push({ client: newId(), previous: writers.at(-1)?.client, version: opened.version, place: places[Math.floor((count * places.length) / order.writers)] ?? 1, seq: 0 })
}
for (const writer of writers) listen(writer).catch(() => undefined)
await pause(400)
const end = performance.now() + order.seconds * 1000
await Promise.all(
  writers.map(async (writer) => {
    await pause(random() * order.every)
    while (performance.now() < end) {
      const next = performance.now() + order.every * (0.7 + random() * 0.6)
      await write(writer)
      await pause(Math.max(0, next - performance.now()))
    }
  }),
)
await pause(300)
process.stdout.write(`${JSON.stringify({ taken, lost, sent: writers.reduce((sum, { seq }) => sum + seq, 0) })}\n`, () => process.exit(0))
