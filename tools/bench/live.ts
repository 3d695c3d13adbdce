/** Live editing: how long an edit takes to another writer, a hundred writers in one draft, a thousand readers of a rolling draft. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { addSection, startDocument } from '../../src/drafts/commands.ts'
import { addParagraphs } from '../../src/drafts/paragraphs/commands.ts'
import { setRolling } from '../../src/drafts/rolling/commands.ts'
import { createForum, openCycle } from '../../src/forums/commands.ts'
import { makeLoginLink, makeSureInstallationSecretariat } from '../../src/people/commands.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { transact, type Db } from '../../src/platform/database.ts'
import { SYSTEM } from '../../src/record/model.ts'
import type { Refusal } from '../../src/shared/result.ts'
import type { Order } from './live-writers.ts'
import { quantile, watchMemory, type Bench, type Figure, type Installation } from './measure.ts'

const PARAGRAPHS = 150

export const liveBench: Bench = {
  title: 'Live editing: one draft of 150 paragraphs',
  run: async (installation) => {
    const scene = await build(installation)
    const figures: Figure[] = []
    const calm = await measure(installation, scene, { writers: 2, seconds: 8, roundTrip: 0, every: 100 })
    figures.push({ what: 'Two writers: sent until the other hears, median', value: quantile(calm.taken, 0.5), unit: 'ms', promised: 10 }, { what: '… 99 of 100', value: quantile(calm.taken, 0.99), unit: 'ms', promised: 30 })
    const many = await measure(installation, scene, { writers: 100, seconds: 12, roundTrip: 0, every: 1000 })
    figures.push({ what: 'A hundred writers, each once a second, median', value: quantile(many.taken, 0.5), unit: 'ms' }, { what: '… 99 of 100', value: quantile(many.taken, 0.99), unit: 'ms', promised: 50 })
    figures.push({ what: '… processor time of the server for each edit', value: many.cpu, unit: 'ms' })
    const far = await measure(installation, scene, { writers: 100, seconds: 12, roundTrip: 40, every: 1000 })
    figures.push({ what: 'The same with a round trip of 40 ms, 99 of 100', value: quantile(far.taken, 0.99), unit: 'ms', promised: 100 })
    figures.push(...(await measureFollowers(installation, scene)))
    const edits = [calm, many, far].map(({ sent, lost }) => `${sent} sent, ${lost} not taken`).join('; ')
    return {
      figures,
      remarks: [
        'Server and PostgreSQL (fsync on) in this process and its child; the writers in a process of their own on the same two cores, each following the stream of events. A writer types one short word at its own place.',
        `Of the three rounds: ${edits}.`,
        'Processor time is this process’s (PostgreSQL’s own is not in it), answers and the stream to a hundred writers included.',
      ],
    }
  },
}

interface Scene {
  readonly path: string
  readonly page: string
  readonly cookie: string
}

function taken<T>(outcome: T): Exclude<T, Refusal> {
  if (typeof outcome === 'object' && outcome !== null && 'refusal' in outcome) throw new Error(`Refused: ${JSON.stringify(outcome)}`)
  return outcome as Exclude<T, Refusal>
}

async function build({ db, url }: Installation): Promise<Scene> {
  const now = systemClock()
  const names = { slug: 'live', title: 'Live', mandate: 'To be measured.', conveningBody: null, language: 'en', website: null }
  const { forumId } = taken(await transact(db, (tx) => createForum(tx, SYSTEM, names, now)))
  const { cycleId } = taken(await transact(db, (tx) => openCycle(tx, SYSTEM, { forumId, slug: '2026', title: 'Cycle 2026', focus: 'Speed', note: null }, now)))
  await transact(db, async (tx) => {
    const { documentId } = taken(await startDocument(tx, SYSTEM, { forumId, cycleId, slug: 'draft', kind: 'draft-output', title: 'Draft', language: 'en' }, now))
    const { sectionId } = taken(await addSection(tx, SYSTEM, { documentId, title: 'Section' }, now))
    const text = Array.from({ length: PARAGRAPHS }, (_, at) => `Paragraph ${at + 1}. ${'Words that stand in a draft of ordinary length. '.repeat(12)}`).join('\n\n')
    taken(await addParagraphs(tx, SYSTEM, { documentId, sectionId, after: 'end', text }, now))
    taken(await setRolling(tx, SYSTEM, { documentId, isOpen: true }, now))
  })
  return { path: '/desk/live/2026/documents/draft/live', page: '/live/2026/documents/draft/rolling', cookie: await signIn(db, url) }
}

async function signIn(db: Db, url: string): Promise<string> {
  const now = systemClock()
  const { token } = await transact(db, async (tx) => makeLoginLink(tx, SYSTEM, { personId: await makeSureInstallationSecretariat(tx, now) }, now))
  const response = await fetch(`${url}/login/${token}`, { method: 'POST', body: new URLSearchParams(), redirect: 'manual' })
  return response.headers.get('set-cookie')?.split(';')[0] ?? ''
}

interface Round {
  readonly taken: readonly number[]
  readonly lost: number
  readonly sent: number
  readonly cpu: number
}

async function measure({ url }: Installation, { path, cookie }: Scene, order: Pick<Order, 'writers' | 'seconds' | 'roundTrip' | 'every'>): Promise<Round> {
  const before = process.cpuUsage()
  const child = spawn(process.execPath, [join(process.cwd(), 'tools', 'bench', 'live-writers.ts'), JSON.stringify({ url, path, cookie, ...order })], { stdio: ['ignore', 'pipe', 'inherit'] })
  let printed = ''
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()))
  await new Promise((resolve) => child.once('close', resolve))
  const { user, system } = process.cpuUsage(before)
  const round = JSON.parse(printed) as Omit<Round, 'cpu'>
  return { ...round, cpu: (user + system) / 1000 / round.sent }
}

const FOLLOWERS = 1000

/** A thousand open pages that are told of one edit, and all of which then ask for the page. */
async function measureFollowers(installation: Installation, scene: Scene): Promise<Figure[]> {
  const { url } = installation
  const memory = watchMemory()
  const leaving = new AbortController()
  const told: number[] = []
  let start = Number.POSITIVE_INFINITY
  for (let count = 0; count < FOLLOWERS; count++) {
    const response = await installation.handle(`${scene.page}/events`, {})
    void (async () => {
      for await (const chunk of response.body as ReadableStream<Uint8Array>) {
        if (leaving.signal.aborted) return
        if (start !== Number.POSITIVE_INFINITY && Buffer.from(chunk).toString().includes('event: moved')) told.push(performance.now() - start)
      }
    })().catch(() => undefined)
  }
  await new Promise((resolve) => setTimeout(resolve, 1500))
  const { version } = (await (await fetch(`${url}${scene.path}`, { headers: { cookie: scene.cookie } })).json()) as { version: number }
  start = performance.now()
  const step = { stepType: 'replace', from: 1, to: 1, slice: { content: [{ type: 'text', text: 'A' }] } }
  await fetch(`${url}${scene.path}/steps`, { method: 'POST', headers: { cookie: scene.cookie, 'content-type': 'application/json' }, body: JSON.stringify({ client: crypto.randomUUID(), seq: 1, version, steps: [{ step, seen: version, undo: 0 }] }) })
  while (told.length < FOLLOWERS && performance.now() - start < 10_000) await new Promise((resolve) => setTimeout(resolve, 20))
  const before = process.cpuUsage()
  for (let count = 0; count < FOLLOWERS; count++) await (await installation.handle(scene.page, { 'accept-encoding': 'br' })).arrayBuffer()
  const { user, system } = process.cpuUsage(before)
  leaving.abort()
  memory.stop()
  if (told.length < FOLLOWERS) throw new Error(`Only ${told.length} of ${FOLLOWERS} readers were told`)
  return [
    { what: `${FOLLOWERS} readers told that the text moved, the last of them`, value: Math.max(...told), unit: 'ms' },
    { what: '… the page they then ask for, processor time each', value: (user + system) / 1000 / FOLLOWERS, unit: 'ms' },
    { what: '… memory that a thousand open pages take', value: memory.grown(), unit: 'MB' },
  ]
}
