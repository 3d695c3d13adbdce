import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readConfig } from './config.ts'
import type { Config } from './config.ts'
import { openDataFolder } from './data-folder.ts'
import { openDatabase, openDatabaseForCommand } from './database-access.ts'
import type { DatabaseAccess } from './database-access.ts'
import { createLog } from './log.ts'

const log = createLog(
  () => '',
  () => undefined,
)
let above: string

beforeAll(() => {
  above = mkdtempSync(join(tmpdir(), 'convoke-database-'))
  chmodSync(above, 0o711)
})
afterAll(() => rmSync(above, { recursive: true, force: true }))

function configWith(env: Record<string, string>): Config {
  const config = readConfig({ CONVOKE_DATA: join(above, 'data'), ...env })
  if ('problems' in config) throw new Error(config.problems.join(' '))
  return config
}

function expectOpen(opened: DatabaseAccess | { problem: string }): DatabaseAccess {
  if ('problem' in opened) throw new Error(opened.problem)
  return opened
}

async function ask(access: DatabaseAccess, text: string): Promise<unknown> {
  const client = new Client(access.pool)
  await client.connect()
  const { rows } = await client.query<{ answer: unknown }>(text)
  await client.end()
  return rows[0]?.answer
}

test('a command works alone under the lock, then beside a server without it, on the same rows', async () => {
  const config = configWith({})
  const alone = expectOpen(await openDatabaseForCommand(config, log))
  expect(openDataFolder(config.dataFolder)).toMatchObject({ refusal: 'held' })
  await ask(alone, 'create table kept as select 7 as answer')
  await alone.close()

  const folder = openDataFolder(config.dataFolder)
  if ('refusal' in folder) throw new Error(folder.problem)
  // The command comes while the server is still starting.
  const [server, beside] = await Promise.all([openDatabase(config, log), openDatabaseForCommand(config, log)])
  const command = expectOpen(beside)
  expect(await ask(command, 'select answer from kept')).toBe(7)
  await command.close()
  expect(await ask(expectOpen(server), 'select answer from kept')).toBe(7)

  const url = new URL('postgres://convoke@localhost/postgres')
  url.searchParams.set('host', String(expectOpen(server).pool.host))
  const named = expectOpen(await openDatabase(configWith({ DATABASE_URL: url.href }), log))
  expect(await ask(named, 'select answer from kept')).toBe(7)
  await named.close()

  await ask(named, 'create role stranger')
  url.searchParams.set('options', '-c role=stranger')
  expect(await openDatabase(configWith({ DATABASE_URL: url.href }), log)).toEqual({ problem: expect.stringMatching(/^The user that DATABASE_URL names .* may not make tables there\./) })

  await expectOpen(server).close()
  folder.release()
}, 30_000)

test('a server that DATABASE_URL names and nobody answers for is refused without its password', async () => {
  const silent = createServer((socket) => socket.destroy())
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  const address = silent.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const opened = await openDatabase(configWith({ DATABASE_URL: `postgres://convoke:s3cret@127.0.0.1:${port}/convoke` }), log)
  silent.close()
  expect(opened).toEqual({
    problem: expect.stringMatching(
      /^The PostgreSQL that DATABASE_URL names \(postgres:\/\/…@127\.0\.0\.1:\d+\/convoke\) cannot be used: .+\.$/,
    ),
  })
  expect(JSON.stringify(opened)).not.toContain('s3cret')
})

test('a command on a folder that stays held without a database is refused', async () => {
  const config = configWith({ CONVOKE_DATA: join(above, 'held') })
  const folder = openDataFolder(config.dataFolder)
  if ('refusal' in folder) throw new Error(folder.problem)
  expect(await openDatabaseForCommand(config, log, 200)).toEqual({ problem: expect.stringContaining('Another Convoke is at work') })
  folder.release()
})
