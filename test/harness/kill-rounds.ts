import { readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import { buildCall } from '../../src/calls/testing.ts'
import type { Installation } from '../../src/cli/installation.ts'
import { listAnswers } from '../../src/contributions/queries.ts'
import type { Cycle, Forum } from '../../src/forums/model.ts'
import { buildForum } from '../../src/forums/testing.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { newId } from '../../src/platform/new-id.ts'
import { listChains, verifyChain } from '../../src/record/queries.ts'
import { listComments } from '../../src/review/comments/queries.ts'
import { buildReview, buildVersion } from '../../src/review/testing.ts'
import { withInstallation } from './installation.ts'
import { freshDataFolder, startServer, type TestServer } from './server.ts'

const STREAMS = 4

/** A form as somebody sends it: with its key, so that it may be sent again by whoever got no answer. */
interface Sent {
  readonly address: string
  readonly fields: Readonly<Record<string, string>>
  /** Words that no other one has. */
  readonly mark: string
  /** The reference on its receipt; undefined while no receipt has come. */
  ref: string | undefined
}

interface Scene {
  readonly forum: Forum
  readonly cycle: Cycle
  /** Makes the next form, a comment or a contribution in turn. */
  next(): Sent
}

/**
 * Kills the server with its database at a random moment of a stream of contributions and comments, starts it again, sends anew what
 * got no receipt, and checks: what was acknowledged is there under its reference, nothing is there twice, the record verifies.
 * The same seed kills at the same moments. Afterwards no process is left. Answers how many receipts were given.
 */
export async function surviveKills(rounds: number, seed: number): Promise<number> {
  const data = freshDataFolder()
  const random = seededNumbers(seed)
  const all: Sent[] = []
  let server = await startServer({ data, env: { CONVOKE_SAMPLE: 'none' } })
  try {
    const scene = await withInstallation(data, setScene)
    for (let round = 0; round < rounds; round++) {
      const streams = Array.from({ length: STREAMS }, () => stream(server, scene, all))
      await sleep(150 + random() * 900)
      await server.kill9()
      await Promise.all(streams)
      server = await startServer({ data, env: { CONVOKE_SAMPLE: 'none' } })
      const unanswered = all.filter(({ ref }) => ref === undefined)
      for (const sent of unanswered) await send(server, sent)
      expect(unanswered.filter(({ ref }) => ref === undefined)).toEqual([])
      await withInstallation(data, (installation) => expectAllOnce(installation, scene, all))
      await expectReadable(server, scene, all.slice(-40))
    }
    return all.length
  } finally {
    await server.stop()
    await expectNobodyLeft(data)
    rmSync(data, { recursive: true, force: true })
  }
}

async function setScene({ db }: Installation): Promise<Scene> {
  const now = systemClock()
  const { forum, cycle } = await buildForum(db, 'killed', now)
  const version = await buildVersion(db, cycle, ['First.', 'Second.', 'Third.'], now)
  const review = await buildReview(db, cycle, version.versionId, now)
  const call = await buildCall(db, cycle, now)
  const question = call.questions[0]?.id ?? ''
  let count = 0
  return {
    forum,
    cycle,
    next: () => {
      count += 1
      const mark = `mark-${count}-end`
      const who = { formKey: newId(), consent: 'without-name', language: 'en' }
      if (count % 2 === 0) return { mark, ref: undefined, address: `/${forum.slug}/${cycle.slug}/reviews/${review.number}/comment`, fields: { ...who, target: 'paragraphs', paragraphs: '1, 3', type: 'general', text: mark } }
      return { mark, ref: undefined, address: `/${forum.slug}/${cycle.slug}/calls/${call.slug}/contribute`, fields: { ...who, revision: String(call.revision), [`answer-${question}`]: mark } }
    },
  }
}

/** Sends one form after the other until the server is gone. */
async function stream(server: TestServer, scene: Scene, all: Sent[]): Promise<void> {
  for (let isThere = true; isThere; ) {
    const sent = scene.next()
    all.push(sent)
    isThere = await send(server, sent).then(
      () => true,
      () => false,
    )
  }
}

async function send(server: TestServer, sent: Sent): Promise<void> {
  const response = await fetch(`${server.url}${sent.address}`, { method: 'POST', body: new URLSearchParams(sent.fields), redirect: 'manual' })
  if (response.status !== 303) throw new Error(`${sent.address} answered ${response.status}: ${await response.text()}`)
  sent.ref = /[CR]-\d+/u.exec(response.headers.get('location') ?? '')?.[0]
}

async function expectAllOnce({ db }: Installation, scene: Scene, all: readonly Sent[]): Promise<void> {
  const comments = (await listComments(db, scene.cycle.id)).map(({ number, text }) => `R-${number} ${text}`)
  const answers = (await listAnswers(db, scene.cycle.id)).map(({ contributionNumber, text }) => `C-${contributionNumber} ${text}`)
  expect([...comments, ...answers].sort((a, b) => a.localeCompare(b))).toEqual(all.map(({ ref, mark }) => `${ref ?? 'no receipt'} ${mark}`).sort((a, b) => a.localeCompare(b)))
  for (const chain of await listChains(db)) expect(await verifyChain(db, chain)).toMatchObject({ ok: true, length: chain.length })
}

/** The pages have them too, each at the address of its receipt. */
async function expectReadable(server: TestServer, scene: Scene, some: readonly Sent[]): Promise<void> {
  for (const { ref, mark } of some) {
    const place = ref?.startsWith('R') === true ? 'comments' : 'contributions'
    const response = await fetch(`${server.url}/${scene.forum.slug}/${scene.cycle.slug}/${place}/${ref ?? ''}.json`)
    expect(await response.text()).toContain(mark)
  }
}

/** No process works in this data folder any more; one that is ending is given two seconds. */
async function expectNobodyLeft(data: string): Promise<void> {
  const isIn = (pid: string): boolean => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(data) || readlinkSync(`/proc/${pid}/cwd`).startsWith(data)
    } catch {
      return false
    }
  }
  const left = () => (process.platform === 'linux' ? readdirSync('/proc').filter((name) => /^\d+$/u.test(name) && isIn(name)) : [])
  for (let waited = 0; left().length > 0 && waited < 40; waited++) await sleep(50)
  expect(left()).toEqual([])
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function seededNumbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
