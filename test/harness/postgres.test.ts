import { sql } from 'kysely'
import pg from 'pg'
import { describe, expect, test } from 'vitest'
import { freshDatabase, freshDatabaseUrl, testDatabase, uniqueSlug } from './postgres.ts'

const db = await testDatabase()
const insert = (key: string) => sql`insert into platform_setting (key, value) values (${key}, 'x')`

describe('the database of a test file', () => {
  test('has the migrations applied and no rows but theirs', async () => {
    const applied = await db.selectFrom('platform_migration').select('name').execute()
    expect(applied.length).toBeGreaterThan(0)
    expect(await db.selectFrom('platform_setting').selectAll().execute()).toEqual([])
  })

  test('is the same for every test of the file, and another for a fresh one', async () => {
    const key = uniqueSlug('setting')
    await insert(key).execute(db)
    const fresh = await freshDatabase()
    expect(await (await testDatabase()).selectFrom('platform_setting').select('key').execute()).toEqual([{ key }])
    expect(await fresh.selectFrom('platform_setting').select('key').execute()).toEqual([])
  })

  test('has an address that a server can be given', async () => {
    const client = new pg.Client({ connectionString: await freshDatabaseUrl() })
    await client.connect()
    const { rows } = await client.query<{ count: string }>('select count(*) from platform_migration')
    await client.end()
    expect(Number(rows[0]?.count)).toBeGreaterThan(0)
  })
})
