import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely'
import pg from 'pg'
import { isRefusal, type Refusal } from '../shared/result.ts'
import { parseInstant, type Instant, type PlainDate } from '../shared/time.ts'
import { isOutdatedStatement, namingPool } from './named-statements.ts'

/** All tables. Each concept adds its own in its `tables.ts` by declaration merging, and no concept reads another's. */
export interface Database {
  platform_setting: { key: string; value: string }
  platform_migration: { name: string; applied_at: Instant }
}

export type Db = Kysely<Database>
export type Tx = Transaction<Database>
/** The connections beneath `Db`, for engines that speak to PostgreSQL in ways Kysely does not know. */
export type Connections = pg.Pool
/** What queries take: they read the same inside a transaction and outside. */
export type Reader = Db | Tx

const TIMESTAMPTZ = 1184
const DATE = 1082
const INT8 = 20

/** An instant as PostgreSQL writes it in UTC, in which our connections speak: thousands on a page, so the plain ones are not calculated. */
function readInstant(text: string): Instant {
  const plain = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,3}))?\+00$/u.exec(text)
  if (plain !== null) return `${plain[1]}T${plain[2]}.${(plain[3] ?? '').padEnd(3, '0')}Z` as Instant
  return parseInstant(text.replace(' ', 'T')) ?? (text as Instant)
}

/** Opens the pool. Instants come back as ISO strings in UTC, dates as `YYYY-MM-DD`, counts as numbers. */
export function openKysely(pool: pg.PoolConfig): { db: Db; pool: pg.Pool } {
  const types = new pg.TypeOverrides()
  types.setTypeParser(TIMESTAMPTZ, readInstant)
  types.setTypeParser(DATE, (text) => text as PlainDate)
  types.setTypeParser(INT8, Number)
  const opened = new pg.Pool({ max: 10, ...pool, types, options: '-c TimeZone=UTC -c statement_timeout=60000' })
  // A lost connection is an event of the pool, and would end the process if nobody listened; the query that meets it fails by itself.
  opened.on('error', () => undefined)
  // Lent out and between two queries, the connection alone hears of it.
  opened.on('connect', (client) => client.on('error', () => undefined))
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool: namingPool(opened) }) })
  beneath.set(db, opened)
  return { db, pool: opened }
}

const beneath = new WeakMap<Db, pg.Pool>()

/** The connections beneath a database that was opened here. */
export function connectionsOf(db: Db): Connections {
  const pool = beneath.get(db)
  if (pool === undefined) throw new Error('This database was not opened by openKysely')
  return pool
}

class RolledBack extends Error {
  readonly value: Refusal
  constructor(value: Refusal) {
    super(value.refusal)
    this.value = value
  }
}

const RETRIED = new Set(['40001', '40P01'])

/** Whether the same work can be done when it is begun anew. */
function isPassing(error: unknown): boolean {
  return isOutdatedStatement(error) || (error instanceof pg.DatabaseError && RETRIED.has(error.code ?? ''))
}

/**
 * Runs one unit of work in one transaction. A refusal rolls back as a fault does, and is returned. A deadlock or a serialisation
 * failure, and a statement that the connection knew from before a table changed, is tried again, three times at most.
 */
export async function transact<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.transaction().execute(async (tx) => {
        const result = await work(tx)
        if (isRefusal(result)) throw new RolledBack(result)
        return result
      })
    } catch (error) {
      if (error instanceof RolledBack) return error.value as T
      if (attempt >= 3 || !isPassing(error)) throw error
    }
  }
}

/** The name of the unique index that a write ran into; undefined for any other error. */
export function violatedUnique(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError && error.code === '23505' ? error.constraint : undefined
}

/** Held while tables are made: as an advisory lock of the session or of the transaction. */
export const MIGRATION_LOCK = 7261001
export const MIGRATION_TABLE = 'create table if not exists platform_migration (name text primary key, applied_at timestamptz(3) not null default now())'

/** The names of all migrations, in order. */
export async function listMigrations(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
}

export function readMigration(folder: string, name: string): Promise<string> {
  return readFile(join(folder, name), 'utf8')
}

/** The name of the foreign key that kept a row from being removed, or named a row that is gone; undefined for any other error. */
export function violatedForeignKey(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError && error.code === '23503' ? error.constraint : undefined
}

/**
 * Applies the plain SQL files of a folder in the order of their names, each once, each in a transaction, under a lock that keeps
 * two processes apart. Forward only. Returns the names of those applied now.
 */
export async function migrate(db: Db, folder: string): Promise<string[]> {
  const names = await listMigrations(folder)
  return db.connection().execute(async (connection) => {
    await sql`select pg_advisory_lock(${sql.lit(MIGRATION_LOCK)})`.execute(connection)
    try {
      await sql.raw(MIGRATION_TABLE).execute(connection)
      const done = new Set((await connection.selectFrom('platform_migration').select('name').execute()).map((row) => row.name))
      const missing = names.filter((name) => !done.has(name))
      for (const name of missing) {
        const text = await readMigration(folder, name)
        await connection.transaction().execute(async (tx) => {
          await sql.raw(text).execute(tx)
          await sql`insert into platform_migration (name) values (${name})`.execute(tx)
        })
      }
      return missing
    } finally {
      await sql`select pg_advisory_unlock(${sql.lit(MIGRATION_LOCK)})`.execute(connection)
    }
  })
}

/** A setting kept in the database, made once by whoever comes first. */
export async function settingOnce(db: Db, key: string, make: () => string): Promise<string> {
  await sql`insert into platform_setting (key, value) values (${key}, ${make()}) on conflict (key) do nothing`.execute(db)
  const row = await db.selectFrom('platform_setting').select('value').where('key', '=', key).executeTakeFirstOrThrow()
  return row.value
}
