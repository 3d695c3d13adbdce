import { randomBytes } from 'node:crypto'
import { spawn } from 'node:child_process'
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { openFileStore } from '../../src/platform/files.ts'
import { parseInstant, type Instant } from '../../src/shared/time.ts'
import { freshDataFolder, startServer } from '../harness/server.ts'
import { isThorough } from '../harness/strange-input.ts'

const convoke = join(import.meta.dirname, '..', '..', 'dist', 'convoke.js')
const made: string[] = []
afterAll(() => made.forEach((folder) => rmSync(folder, { recursive: true, force: true })))

function ownFolder(): string {
  const folder = freshDataFolder()
  made.push(folder)
  return folder
}

function run(data: string, words: readonly string[]) {
  const child = spawn(process.execPath, [convoke, ...words, '--json'], { cwd: '/', env: { PATH: process.env['PATH'] ?? '', CONVOKE_DATA: data }, stdio: ['ignore', 'pipe', 'pipe'] })
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (printed += chunk.toString()))
  return { child, ended: new Promise<{ code: number | null; printed: string }>((resolve) => child.once('close', (code) => resolve({ code, printed }))) }
}

// A minute of killing: in the soak.
test.skipIf(!isThorough)('a backup that is killed leaves nothing under its name, the next one is whole and comes back', async () => {
  const data = ownFolder()
  const server = await startServer({ data, env: { CONVOKE_SAMPLE: 'none' } })
  const out = ownFolder()
  try {
    const files = await openFileStore(join(data, 'files'), parseInstant('2026-11-02T10:00:00.000Z') as Instant)
    const stored = await files.store(Readable.from([randomBytes(30_000_000)]), 1e9)
    const path = join(out, 'backup.tar.gz')

    const killed = run(data, ['backup', path])
    const written = () => readdirSync(out).some((name) => name.startsWith('backup.tar.gz.partial-') && statSync(join(out, name)).size > 1_000_000)
    for (let waited = 0; !written() && waited < 400; waited++) await sleep(25)
    expect(written()).toBe(true)
    killed.child.kill('SIGKILL')
    expect(await killed.ended).toMatchObject({ code: null })
    expect(existsSync(path)).toBe(false)

    const whole = await run(data, ['backup', path]).ended
    expect(whole).toMatchObject({ code: 0 })
    expect(JSON.parse(whole.printed)).toMatchObject({ file: path, files: 1, refused: [] })
    expect((await fetch(`${server.url}/`)).status).toBe(200)

    const elsewhere = ownFolder()
    const restored = await run(elsewhere, ['restore', path]).ended
    expect(restored).toMatchObject({ code: 0 })
    expect(await run(elsewhere, ['record', 'verify']).ended).toMatchObject({ code: 0 })
    expect(existsSync(join(elsewhere, 'files', (stored?.sha256 ?? '').slice(0, 2), stored?.sha256 ?? ''))).toBe(true)
    const again = await startServer({ data: elsewhere, env: { CONVOKE_SAMPLE: 'none' } })
    expect(await again.stop()).toBe(0)
  } finally {
    await server.stop()
  }
})
