import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { freshDatabase, testDatabase } from '../../test/harness/postgres.ts'
import { connectionsOf, transact, type Reader } from './database.ts'

const db = await testDatabase()
const read = (on: Reader, from: string) => sql<{ n: number; word?: string }>`select * from ${sql.table(from)} where n > ${0} order by n`.execute(on)
const prepared = async (on: Reader, word: string) =>
  (await sql<{ statement: string }>`select statement from pg_prepared_statements where statement like ${`%${word}%`}`.execute(on)).rows

test('what is sent again and again is prepared once, and what is sent once is not', async () => {
  await sql`create table often (n integer)`.execute(db)
  await db.connection().execute(async (one) => {
    for (let turn = 0; turn < 5; turn++) await read(one, 'often')
    await sql`select n as seldom from often where n = ${5}`.execute(one)
    expect(await prepared(one, 'from "often"')).toHaveLength(1)
    expect(await prepared(one, 'seldom from')).toHaveLength(0)
  })
})

test('a table that changes under a statement that is prepared: it is read as it is now', async () => {
  await sql`create table changed (n integer)`.execute(db)
  await sql`insert into changed values (1)`.execute(db)
  await db.connection().execute(async (one) => {
    for (let turn = 0; turn < 5; turn++) await read(one, 'changed')
    await sql`alter table changed add word text default 'new'`.execute(one)
    expect((await read(one, 'changed')).rows).toEqual([{ n: 1, word: 'new' }])
  })
})

test('and a transaction that meets it is begun again', async () => {
  // One connection, so that it is the one that knew the table before.
  const alone = await freshDatabase()
  const pool = connectionsOf(alone)
  await sql`create table moved (n integer)`.execute(alone)
  for (let turn = 0; turn < 12; turn++) await read(alone, 'moved')
  await sql`alter table moved add word text default 'new'`.execute(alone)
  const moved = await transact(alone, async (tx) => {
    await sql`insert into moved (n) values (${1})`.execute(tx)
    return (await read(tx, 'moved')).rows
  })
  expect(moved).toEqual([{ n: 1, word: 'new' }])
  expect(pool.totalCount).toBe(1)
})
