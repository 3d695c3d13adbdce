import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import { systemClock } from '../../platform/clock.ts'
import { openKysely } from '../../platform/database.ts'
import { seeded } from '../../../tools/bench/measure.ts'
import { startSink } from '../../../tools/bench/sink.ts'
import { enqueueCopies, surviveKillsWhileSending, type Killable } from '../../../test/harness/mail-kills.ts'
import { freshDatabaseUrl } from '../../../test/harness/postgres.ts'

const folder = mkdtempSync(join(tmpdir(), 'convoke-test-sending-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('killed while copies of a letter leave, it forgets nobody and sends nobody two', async () => {
  const url = await freshDatabaseUrl()
  const { db } = openKysely({ connectionString: url })
  const sink = await startSink()
  const start = (): Promise<Killable> => {
    const child = spawn(process.execPath, [join(import.meta.dirname, '..', '..', '..', 'test', 'harness', 'mail-sender.ts'), sink.url, folder], { env: { ...process.env, DATABASE_URL: url }, stdio: ['pipe', 'ignore', 'inherit'] })
    const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
    return Promise.resolve({ kill9: () => (child.kill('SIGKILL'), ended) })
  }
  try {
    await enqueueCopies(db, 300, systemClock())
    const isDone = async () => (await sql`select from record_outbox where sent_at is null limit 1`.execute(db)).rows.length === 0
    expect(await surviveKillsWhileSending({ copies: 300, kills: 2, random: seeded(8), sink, start, isDone })).toBeLessThanOrEqual(2)
  } finally {
    sink.close()
    await db.destroy()
  }
})
