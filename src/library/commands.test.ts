import { expect, it } from 'vitest'
import { testDatabase, uniqueSlug } from '../../test/harness/postgres.ts'
import { buildForum } from '../forums/testing.ts'
import { transact } from '../platform/database.ts'
import { SYSTEM } from '../record/model.ts'
import type { Instant, PlainDate } from '../shared/time.ts'
import { addReference } from './commands.ts'
import { findReferencesByNumber, listReferences } from './queries.ts'

const db = await testDatabase()
const NOW = '2026-11-02T10:00:00.000Z' as Instant

async function aLibrary() {
  const { forum, cycle } = await buildForum(db, uniqueSlug(), NOW)
  const add = (title: string, over: { url?: string; published?: PlainDate } = {}) =>
    transact(db, (tx) => addReference(tx, SYSTEM, { forumId: forum.id, cycleId: cycle.id, title, ...over }, NOW))
  return { cycle, add }
}

it('refuses the same work at the same address, and names the number it has', async () => {
  const { add } = await aLibrary()
  await add('Harbour light')
  await add('Harbour noise', { url: 'https://example.org/noise' })
  expect(await add('Harbour noise', { url: 'https://example.org/noise' })).toEqual({ refusal: 'already-listed', number: 2 })
  expect(await add('Harbour light')).toEqual({ refusal: 'already-listed', number: 1 })
  expect(await add('Harbour noise')).toMatchObject({ number: 3 })
})

it('numbers works one after the other though they come at once', async () => {
  const { cycle, add } = await aLibrary()
  await Promise.all(Array.from({ length: 8 }, (_, index) => add(`Work ${index}`, { published: '2025-02-03' as PlainDate })))
  expect((await listReferences(db, cycle.id)).map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  expect(await listReferences(db, cycle.id, { after: 6, limit: 1 })).toMatchObject([{ number: 7, published: '2025-02-03', url: null }])
  expect((await findReferencesByNumber(db, cycle.id, [2, 99])).map(({ number }) => number)).toEqual([2])
})
