import { rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import { openInstallation, type Installation } from '../../src/cli/installation.ts'
import { flatten } from '../../src/drafts/model.ts'
import { loadLiveText } from '../../src/drafts/live/queries.ts'
import { loadWorkingText } from '../../src/drafts/queries.ts'
import { buildDocument } from '../../src/drafts/testing.ts'
import { toTree } from '../../src/drafts/tree/model.ts'
import { buildForum } from '../../src/forums/testing.ts'
import { buildLogin } from '../../src/people/testing.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { createLog } from '../../src/platform/log.ts'
import type { Id } from '../../src/shared/ids.ts'
import { LOGIN_COOKIE } from '../../src/web/page.tsx'
import { openLiveClient, standingOf, type LiveClient } from './live-client.ts'
import { freshDataFolder, startServer } from './server.ts'

const WRITERS = 10

/**
 * Kills the server with its database while ten people type in one text, starts it again, and lets them go on with what they have:
 * nothing that was acknowledged is lost, nothing is there twice, all have the same text, and its rows say the same. Answers how many
 * words were typed.
 */
export async function surviveKillsWhileTyping(rounds: number): Promise<number> {
  const data = freshDataFolder()
  let server = await startServer({ data, env: { CONVOKE_SAMPLE: 'none' } })
  const clients: LiveClient[] = []
  let count = 0
  try {
    const scene = await within({ CONVOKE_DATA: data }, setScene)
    for (let writer = 0; writer < WRITERS; writer++) clients.push(await openLiveClient(server.url, scene.path, scene.cookie))
    for (let round = 0; round < rounds; round++) {
      const typed = new AbortController()
      const typing = clients.map(async (client, writer) => {
        while (!typed.signal.aborted) {
          count += 1
          client.type(1 + ((writer + count) % 5), `«${count}»`)
          await sleep(10 + (count % 7) * 5)
        }
      })
      await sleep(300 + (round % 5) * 150)
      await server.kill9()
      await sleep(60)
      typed.abort()
      await Promise.all(typing)
      server = await startServer({ data, env: { CONVOKE_SAMPLE: 'none' } })
      for (const client of clients) client.moveTo(server.url)
      await settle(clients)
      await within({ CONVOKE_DATA: data }, (installation) => expectAll(installation, scene.documentId, clients, count))
    }
    return count
  } finally {
    for (const client of clients) client.stop()
    await server.stop()
    rmSync(data, { recursive: true, force: true })
  }
}

/**
 * Lets four people type in one text, two at each of two servers on one database: each hears what is typed at the other from its own,
 * and in the end all have the same text, which its rows have too.
 */
export async function writeAtTwoServers(servers: readonly [string, string], place: Readonly<Record<string, string>>): Promise<void> {
  const scene = await within(place, setScene)
  const clients: LiveClient[] = []
  try {
    for (const url of [...servers, ...servers]) clients.push(await openLiveClient(url, scene.path, scene.cookie))
    await Promise.all(clients.map((client) => client.listen()))
    let count = 0
    for (let turn = 0; turn < 15; turn++) {
      for (const client of clients) {
        count += 1
        client.type(1 + (count % 5), `«${count}»`)
        await sleep(count % 4)
      }
    }
    const versions = (): number[] => clients.map((client) => (standingOf(client).waiting === 0 ? standingOf(client).version : 0))
    // A word typed is a step; nobody asks for what others did, all of it is told.
    await expect.poll(versions).toEqual([60, 60, 60, 60])
    await within(place, (installation) => expectAll(installation, scene.documentId, clients, count))
  } finally {
    for (const client of clients) client.stop()
  }
}

async function setScene({ db }: Installation) {
  const now = systemClock()
  const { forum, cycle } = await buildForum(db, 'killed', now)
  const { documentId } = await buildDocument(db, cycle, ['One.\n\nTwo.\n\nThree.\n\nFour.\n\nFive.'], now)
  const { token } = await buildLogin(db, 'editor', forum.id, now)
  return { documentId, cookie: `${LOGIN_COOKIE}=${token}`, path: `/desk/${forum.slug}/${cycle.slug}/documents/output/live` }
}

/** Until every client has its answers and what the others did. */
async function settle(clients: readonly LiveClient[]): Promise<void> {
  for (let turn = 0; turn < 300; turn++) {
    const latest = Math.max(...clients.map((client) => standingOf(client).version))
    if (clients.every((client) => standingOf(client).waiting === 0 && standingOf(client).version === latest)) return
    for (const client of clients) {
      client.driver.retry()
      if (standingOf(client).waiting === 0 && standingOf(client).version < latest) await client.catchUp()
    }
    await sleep(50)
  }
}

async function expectAll({ db }: Installation, documentId: Id, clients: readonly LiveClient[], count: number): Promise<void> {
  const live = await loadLiveText(db, documentId)
  const text = await loadWorkingText(db, documentId)
  expect(toTree(text, documentId).toJSON()).toEqual(live?.doc.toJSON())
  const words = flatten(text).map((paragraph) => paragraph.text).join('\n')
  const found = Array.from(words.matchAll(/«(\d+)»/gu), ([, number]) => Number(number)).sort((a, b) => a - b)
  expect(found).toEqual(Array.from({ length: count }, (_, at) => at + 1))
  for (const client of clients) expect(client.state().doc.toJSON()).toEqual(live?.doc.toJSON())
}

async function within<T>(place: Readonly<Record<string, string>>, work: (installation: Installation) => Promise<T>): Promise<T> {
  const installation = await openInstallation(place, createLog(systemClock, () => undefined))
  if ('problem' in installation) throw new Error(installation.problem)
  try {
    return await work(installation)
  } finally {
    await installation.close()
  }
}
