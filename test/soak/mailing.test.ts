import { rmSync } from 'node:fs'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { systemClock } from '../../src/platform/clock.ts'
import { seeded } from '../../tools/bench/measure.ts'
import { startSink } from '../../tools/bench/sink.ts'
import { enqueueCopies, surviveKillsWhileSending } from '../harness/mail-kills.ts'
import { withInstallation } from '../harness/installation.ts'
import { freshDataFolder, startServer } from '../harness/server.ts'

test.each([3, 8])('20,000 copies leave the product, which is killed with its PostgreSQL ten times at moments drawn from seed %i: each reader has one', async (seed) => {
  const data = freshDataFolder()
  const sink = await startSink()
  const env = { CONVOKE_SAMPLE: 'none', SMTP_URL: sink.url, MAIL_DOMAIN: 'forum.example.org' }
  const start = () => startServer({ data, env })
  const began = performance.now()
  try {
    const first = await start()
    await first.stop()
    await withInstallation(data, ({ db }) => enqueueCopies(db, 20_000, systemClock()))
    const isDone = () => withInstallation(data, async ({ db }) => (await sql`select from record_outbox where sent_at is null limit 1`.execute(db)).rows.length === 0)
    const twice = await surviveKillsWhileSending({ copies: 20_000, kills: 10, random: seeded(seed), sink, start, isDone })
    process.stdout.write(`seed ${seed}: ${twice} copies sent twice in ten kills, ${Math.round((performance.now() - began) / 1_000)} s\n`)
    expect(twice).toBeLessThanOrEqual(10)
  } finally {
    sink.close()
    rmSync(data, { recursive: true, force: true })
  }
})
