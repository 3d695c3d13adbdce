import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { testDatabase, uniqueSlug } from '../../test/harness/postgres.ts'
import { buildForum } from '../forums/testing.ts'
import { transact } from '../platform/database.ts'
import { newId } from '../platform/new-id.ts'
import type { Id } from '../shared/ids.ts'
import type { Instant } from '../shared/time.ts'
import { appendAct } from './commands.ts'
import { SYSTEM, type Verified } from './model.ts'
import { findChain, verifyChain } from './queries.ts'

const db = await testDatabase()
const now = '2026-11-02T10:00:00.000Z' as Instant
let forumId: Id<'forum'>

const verify = async (): Promise<Verified | undefined> => {
  const chain = await findChain(db, forumId)
  return chain === undefined ? undefined : verifyChain(db, chain)
}

beforeEach(async () => {
  const { forum } = await buildForum(db, uniqueSlug(), now)
  forumId = forum.id
  for (const title of ['الأولى', '第二', 'Third', 'Fourth']) {
    const texts = { title: { text: title, isPublic: true } }
    await transact(db, (tx) => appendAct(tx, SYSTEM, { forumId, act: 'section-added', subject: { kind: 'document', id: newId() }, detail: { document: 'مسودة' }, texts }, now))
  }
  expect(await verify()).toMatchObject({ ok: true, length: 5 })
})

const entry = (change: string) => sql.raw(`update record_entry set ${change} where chain_id = '${forumId}' and sequence = 3`)

test.each([
  ['the act', () => entry("act = 'section-removed'"), { sequence: 3, problem: 'hash' }],
  ['a detail', () => entry(`detail = '{"document": "draft"}'`), { sequence: 3, problem: 'hash' }],
  ['the time', () => entry("at = at + interval '1 millisecond'"), { sequence: 3, problem: 'hash' }],
  ['the actor', () => entry("actor_kind = 'public'"), { sequence: 3, problem: 'hash' }],
  ['the subject', () => entry('subject_id = gen_random_uuid()'), { sequence: 3, problem: 'hash' }],
  ['the cycle', () => entry('cycle_id = gen_random_uuid()'), { sequence: 3, problem: 'hash' }],
  ['a commitment', () => entry("commitments = '{}'"), { sequence: 3, problem: 'hash' }],
  ['the hash', () => entry("hash = 'f'"), { sequence: 3, problem: 'hash' }],
  ['the hash before it', () => entry("previous = 'f'"), { sequence: 3, problem: 'previous' }],
  ['a text', () => sql`update record_text set text = '第三' where chain_id = ${forumId} and sequence = 3`, { sequence: 3, problem: 'commitment' }],
  ['a salt', () => sql`update record_text set salt = 'x' where chain_id = ${forumId} and sequence = 3`, { sequence: 3, problem: 'commitment' }],
  ['a text that was never committed to', () => sql`insert into record_text values (${forumId}, 3, 'more', 'salt', 'Foisted.', true)`, { sequence: 3, problem: 'commitment' }],
  ['the head', () => sql`update record_chain set head = 'f' where id = ${forumId}`, { sequence: 5, problem: 'gap' }],
  ['the length', () => sql`update record_chain set length = 6 where id = ${forumId}`, { sequence: 5, problem: 'gap' }],
])('a change to %s is found', async (_what, change, found) => {
  await change().execute(db)
  expect(await verify()).toEqual({ ok: false, ...found })
})

test.each([
  ['the last entry taken out', 5, { sequence: 4, problem: 'gap' }],
  ['an entry taken out of the middle', 3, { sequence: 4, problem: 'gap' }],
])('%s is found', async (_what, sequence, found) => {
  await sql`delete from record_text where chain_id = ${forumId} and sequence = ${sequence}`.execute(db)
  await sql`delete from record_entry where chain_id = ${forumId} and sequence = ${sequence}`.execute(db)
  expect(await verify()).toEqual({ ok: false, ...found })
})

test('the last entry taken out, and the length with it, is found by the head', async () => {
  await sql`delete from record_text where chain_id = ${forumId} and sequence = 5`.execute(db)
  await sql`delete from record_entry where chain_id = ${forumId} and sequence = 5`.execute(db)
  await sql`update record_chain set length = 4 where id = ${forumId}`.execute(db)
  expect(await verify()).toEqual({ ok: false, sequence: 4, problem: 'gap' })
})

test('two entries that changed places are found', async () => {
  await sql`delete from record_text where chain_id = ${forumId} and sequence in (3, 4)`.execute(db)
  for (const [from, to] of [[3, 300], [4, 3], [300, 4]]) await sql`update record_entry set sequence = ${to} where chain_id = ${forumId} and sequence = ${from}`.execute(db)
  expect(await verify()).toEqual({ ok: false, sequence: 3, problem: 'previous' })
})

test('a text that was erased is no tampering', async () => {
  await sql`delete from record_text where chain_id = ${forumId} and sequence = 3`.execute(db)
  expect(await verify()).toMatchObject({ ok: true, length: 5 })
})
