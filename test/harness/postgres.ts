import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterAll, inject } from 'vitest'
import type { Db } from '../../src/platform/database.ts'
import { openKysely } from '../../src/platform/database.ts'
import { toDatabase } from './run-postgres.ts'
import { recordStatements } from './statements-taken.ts'

recordStatements()

let ofThisFile: Promise<Db> | undefined

/**
 * The database of this test file: a copy of the template, with all migrations applied and no rows, gone when the file is
 * done. Call it at the top of the file, `const db = await testDatabase()`; later calls give the same one. Called first in a
 * hook it would stay for the files that come after. Tests of one file keep apart by a forum of their own: name it with `uniqueSlug()`.
 */
export function testDatabase(): Promise<Db> {
  if (ofThisFile === undefined) {
    ofThisFile = freshDatabase()
    // Files share a process and what it has loaded; the next one begins anew.
    afterAll(() => {
      ofThisFile = undefined
    })
  }
  return ofThisFile
}

/** One more database, for a test that counts all rows or wants an installation without any. */
export async function freshDatabase(): Promise<Db> {
  const { db } = openKysely(await createDatabase())
  afterAll(() => db.destroy())
  return db
}

/** The address of one more database, to be handed to a server as `DATABASE_URL`. */
export async function freshDatabaseUrl(): Promise<string> {
  const { connectionString, host, port, user, password, database } = await createDatabase()
  if (connectionString !== undefined) return connectionString
  const login = [user ?? '', typeof password === 'string' ? password : ''].map(encodeURIComponent).join(':')
  // A socket's folder stands in the query; the name before the path is then not used.
  const query = host === undefined ? '' : `?host=${encodeURIComponent(host)}`
  return `postgresql://${login}@localhost:${port ?? 5432}/${database ?? ''}${query}`
}

/** A slug that no other test has, such as `forum-3f9a1c07de`. */
export function uniqueSlug(word = 'forum'): string {
  return `${word}-${randomBytes(5).toString('hex')}`
}

/** Copies the template. It is dropped with its server or when the file is done, whichever comes first. */
async function createDatabase(): Promise<pg.PoolConfig> {
  const { connection, template, prefix, strategy } = inject('postgres')
  const name = `${prefix}${randomBytes(5).toString('hex')}`
  const run = async (statement: string) => {
    const client = new pg.Client(toDatabase(connection, 'postgres'))
    await client.connect()
    try {
      await client.query(statement)
    } finally {
      await client.end()
    }
  }
  await run(`create database ${name} template ${template} strategy ${strategy}`)
  afterAll(() => run(`drop database if exists ${name} with (force)`))
  return toDatabase(connection, name)
}
