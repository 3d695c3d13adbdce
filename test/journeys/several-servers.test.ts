import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { writeAtTwoServers } from '../harness/live-rounds.ts'
import { freshDatabaseUrl } from '../harness/postgres.ts'
import { startServer, type TestServer } from '../harness/server.ts'

const program = join(import.meta.dirname, '..', '..', 'dist', 'main.js')

/** Signs in at a server by a one-time link, whichever server printed it. Answers the cookie; undefined when the link is no good. */
async function signIn(server: TestServer, link: string): Promise<string | undefined> {
  const response = await fetch(`${server.url}${new URL(link).pathname}`, { method: 'POST', body: new URLSearchParams(), redirect: 'manual' })
  return response.status === 303 ? response.headers.get('set-cookie')?.split(';')[0] : undefined
}

async function seesDesk(server: TestServer, cookie: string): Promise<number> {
  return (await fetch(`${server.url}/desk/outbox`, { headers: { cookie }, redirect: 'manual' })).status
}

test('two servers, each with a data folder, serve one database side by side, with one text that is written at both, and start again', async () => {
  const DATABASE_URL = await freshDatabaseUrl()
  const first = await startServer({ env: { DATABASE_URL, CONVOKE_SAMPLE: 'none' } })
  try {
    const second = await startServer({ env: { DATABASE_URL, CONVOKE_SAMPLE: 'none' } })
    try {
      const cookie = await signIn(first, await second.secretariatLink())
      expect(await seesDesk(second, cookie ?? '')).toBe(200)
      expect(await seesDesk(second, '')).not.toBe(200)
      expect(await signIn(first, await second.secretariatLink())).toBeUndefined()
      await writeAtTwoServers([first.url, second.url], { DATABASE_URL, CONVOKE_DATA: first.dataFolder })
    } finally {
      expect(await second.stop()).toBe(0)
    }
    expect((await fetch(`${first.url}/`)).status).toBe(200)
  } finally {
    expect(await first.stop()).toBe(0)
  }
  const again = await startServer({ env: { DATABASE_URL, CONVOKE_SAMPLE: 'none' } })
  expect(again.output()).not.toContain('Tables made or changed')
  expect(await again.stop()).toBe(0)
})

test('a second server on one data folder is refused with a sentence, also on a database elsewhere', async () => {
  const DATABASE_URL = await freshDatabaseUrl()
  const first = await startServer({ env: { DATABASE_URL, CONVOKE_SAMPLE: 'none' } })
  try {
    const child = spawn(process.execPath, [program], {
      env: { PATH: process.env['PATH'] ?? '', PORT: '0', CONVOKE_SAMPLE: 'none', DATABASE_URL, CONVOKE_DATA: first.dataFolder },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let printed = ''
    child.stderr.on('data', (chunk: Buffer) => (printed += chunk.toString()))
    expect(await new Promise((resolve) => child.once('close', resolve))).toBe(1)
    expect(printed).toMatch(/^Another Convoke is at work on the data folder [^\n]+\n$/)
  } finally {
    await first.stop()
  }
})
