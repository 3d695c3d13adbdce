import { chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { migrate, openKysely } from '../src/platform/database.ts'
import { choosePostgresAccount } from '../src/platform/postgres-account.ts'
import { startSupervised } from '../src/platform/supervised-process.ts'
import type { Step } from './steps.ts'
import { root } from './steps.ts'
import type { FileTime } from './vitest-step.ts'
import { vitestStep } from './vitest-step.ts'

/** The oldest PostgreSQL that `DATABASE_URL` may name, where Debian and its kin install it. */
const BINARIES = '/usr/lib/postgresql/15/bin'
/** Where the tests wrote down which statements PostgreSQL took. */
const statementsFolder = join(root, 'test-results', 'statements')
/** What is made on PostgreSQL 15 from beginning to end: connections, transactions, and the chain that all else is written into. */
const MADE_HERE = ['src/platform/database', 'src/record/', 'src/forums/']

/**
 * PostgreSQL 15 where this machine has it: it takes all migrations, reads every kind of statement that was taken elsewhere in this run,
 * and some of the tests are made on it. Counted as skipped where it is not.
 */
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
        const { read, refused } = await readStatements(server.url)
        const made = await vitestStep(name, ['database'], times, { only: MADE_HERE, env: { TEST_DATABASE_URL: server.url } }).run()
        const isRead = read > 0 && refused.length === 0
        const said = refused.map(({ statement, why }) => `PostgreSQL 15 does not take this: ${why}\n  ${statement}\n`).join('')
        return { ...made, passed: made.passed + Number(isRead), failed: made.failed + Number(!isRead), output: `${said}${made.output}`, remark: `${read} statements read` }
      } finally {
        await server.stop()
      }
    },
  }
}

const UNDEFINED_TABLE = '42P01'
/** Statements that look and change, which is what can be prepared; all others are those of migrations and of sessions. */
const PREPARED = /^\s*(?:select|insert|update|delete|with|values|merge)\b/iu

/** Has the server prepare each statement that the tests sent to theirs, in a database with all tables. */
async function readStatements(url: string): Promise<{ read: number; refused: { statement: string; why: string }[] }> {
  const { db } = openKysely({ connectionString: url })
  try {
    await migrate(db, join(root, 'migrations'))
  } finally {
    await db.destroy()
  }
  const files = existsSync(statementsFolder) ? readdirSync(statementsFolder) : []
  const lines = files.flatMap((file) => readFileSync(join(statementsFolder, file), 'utf8').split('\n'))
  const statements = [...new Set(lines)].filter((line) => line !== '').map((line) => JSON.parse(line) as string).filter((statement) => PREPARED.test(statement))
  const refused: { statement: string; why: string }[] = []
  const client = new pg.Client(url)
  await client.connect()
  for (const statement of statements) {
    await client.query(`prepare one as ${statement}`).then(() => client.query('deallocate one'), (error: unknown) => {
      // Tables that a test made for itself are not there; those of the product are, for its migrations made them.
      if (!(error instanceof pg.DatabaseError && error.code === UNDEFINED_TABLE)) refused.push({ statement, why: error instanceof Error ? error.message : String(error) })
    })
  }
  await client.end()
  return { read: statements.length, refused }
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
