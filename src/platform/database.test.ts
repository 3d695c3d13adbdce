import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { testDatabase } from '../../test/harness/postgres.ts'
import { transact } from './database.ts'

const db = await testDatabase()

test('a connection that breaks between two queries of a transaction fails it, and nothing else', async () => {
  const broken = transact(db, async (tx) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx)
    await sql`select pg_terminate_backend(${rows[0]?.pid ?? 0})`.execute(db)
    // The end of the connection is told now, while no query waits for it.
    await new Promise((resolve) => setTimeout(resolve, 100))
    await sql`select 1`.execute(tx)
    return 'went on'
  })
  await expect(broken).rejects.toThrow(/terminat|queryable|connection/iu)
  expect((await sql<{ one: number }>`select 1 as one`.execute(db)).rows).toEqual([{ one: 1 }])
})
