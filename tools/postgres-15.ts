import { chownSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { choosePostgresAccount } from '../src/platform/postgres-account.ts'
import { startSupervised } from '../src/platform/supervised-process.ts'
import type { Step } from './steps.ts'
import type { FileTime } from './vitest-step.ts'
import { vitestStep } from './vitest-step.ts'

/** The oldest PostgreSQL that `DATABASE_URL` may name, where Debian and its kin install it. */
const BINARIES = '/usr/lib/postgresql/15/bin'
/** What tests the private PostgreSQL itself, what reads and writes files, and what is made of several commands: the same statements stand in the tests of commands and queries. */
const NOT_HERE = ['src/platform/postgres*.test.ts', 'src/platform/lifecycle*.test.ts', 'src/cli/**', 'src/procedures/**', 'test/commands/{import,export,folder,check,forum}*.test.ts']

/** The PostgreSQL tests once more, on PostgreSQL 15 where this machine has it; counted as skipped where it has not. */
export function postgres15Step(times: FileTime[]): Step {
  const name = 'postgresql 15'
  if (!existsSync(join(BINARIES, 'postgres'))) {
    return { name, run: async () => ({ passed: 0, failed: 0, skipped: 1, output: '', remark: `skipped: this machine has no ${BINARIES}` }) }
  }
  return {
    name,
    run: async () => {
      const server = await startServer()
      try {
        return await vitestStep(name, ['database'], times, { exclude: NOT_HERE, env: { TEST_DATABASE_URL: server.url } }).run()
      } finally {
        await server.stop()
      }
    },
  }
}

/** A server on a folder of its own, reached through a socket there, that ends when we end. */
async function startServer(): Promise<{ url: string; stop: () => Promise<void> }> {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'cvk15-'))
  const program = join(BINARIES, 'postgres')
  const data = join(folder, 'data')
  mkdirSync(data, { mode: 0o700 })
  const account = choosePostgresAccount(realpathSync(tmpdir()), program)
  if ('problem' in account) throw new Error(account.problem)
  chownSync(folder, account.owner.uid, account.owner.gid)
  chownSync(data, account.owner.uid, account.owner.gid)
  const lines: string[] = []
  const supervise = (command: readonly string[], onLine: (line: string) => void) =>
    startSupervised({ command: [...account.prefix, ...command], ...account.switchTo, env: { PATH: process.env.PATH ?? '', LC_ALL: 'C.UTF-8' }, onLine, whenAbandoned: 'kill' })
  const initdb = supervise([join(BINARIES, 'initdb'), '-D', data, '--username=convoke', '--auth=trust', '--encoding=UTF8', '--no-sync'], (line) => lines.push(line))
  if ((await initdb.ended) !== 0) throw new Error(`PostgreSQL 15 could not be set up:\n${lines.join('\n')}`)
  const ready = Promise.withResolvers<boolean>()
  const settings = ['-c', 'listen_addresses=', '-c', `unix_socket_directories=${data}`, '-c', 'fsync=off']
  const server = supervise([program, '-D', data, ...settings], (line) => {
    lines.push(line)
    if (line.includes('ready to accept connections')) ready.resolve(true)
  })
  if (!(await Promise.race([ready.promise, server.ended.then(() => false)]))) throw new Error(`PostgreSQL 15 did not start:\n${lines.join('\n')}`)
  const stop = async (): Promise<void> => {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  return { url: `postgresql://convoke@localhost/postgres?host=${encodeURIComponent(data)}`, stop }
}
