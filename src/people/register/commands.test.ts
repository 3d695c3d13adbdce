import { describe, expect, test } from 'vitest'
import { testDatabase, uniqueSlug } from '../../../test/harness/postgres.ts'
import { buildForum } from '../../forums/testing.ts'
import { transact } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { SYSTEM } from '../../record/model.ts'
import { findChain, listLatestEntries } from '../../record/queries.ts'
import type { Instant } from '../../shared/time.ts'
import { forgetApart, mergeNames, partName, setUnitWords, tellApart } from './commands.ts'
import { DEFAULT_UNIT_WORDS, readRegister } from './model.ts'
import { apartAmong, findUnitWords, listApart, listRegisteredNames } from './queries.ts'

const db = await testDatabase()
const now = '2026-11-02T10:00:00.000Z' as Instant

async function seed() {
  const { forum } = await buildForum(db, uniqueSlug(), now)
  const pair = (from: string, into: string) => ({ forumId: forum.id, kind: 'organisation' as const, from, into })
  return {
    forum,
    merge: (from: string, into: string) => transact(db, (tx) => mergeNames(tx, SYSTEM, pair(from, into), now)),
    apart: (from: string, into: string) => transact(db, (tx) => tellApart(tx, SYSTEM, pair(from, into), now)),
    part: async (name: string) => {
      const rows = await listRegisteredNames(db, forum.id)
      const row = rows.find((each) => each.name === name)
      return transact(db, (tx) => partName(tx, SYSTEM, { forumId: forum.id, nameId: row?.id ?? newId(), mergedInto: row?.mergedInto ?? newId() }, now))
    },
    known: async (...names: string[]) => {
      const register = readRegister(await listRegisteredNames(db, forum.id))
      return names.map((name) => register.knownAs('organisation', name))
    },
    acts: async () => {
      const chain = await findChain(db, forum.id)
      return chain === undefined ? [] : listLatestEntries(db, chain.id, { limit: 50 })
    },
  }
}

describe('what is refused', () => {
  test('a name with itself, a second merge, a circle of two and of three, names said to be apart', async () => {
    const { merge, apart, known } = await seed()
    expect(await merge('A', 'A')).toEqual({ refusal: 'same-name' })
    await merge('A', 'B')
    expect(await merge('A', 'C')).toEqual({ refusal: 'already-merged' })
    expect(await merge('B', 'A')).toEqual({ refusal: 'in-a-circle' })
    await merge('B', 'C')
    expect(await merge('C', 'A')).toEqual({ refusal: 'in-a-circle' })
    await apart('C', 'D')
    expect([await merge('C', 'D'), await merge('D', 'C'), await apart('D', 'C'), await apart('D', 'D')]).toEqual([{ refusal: 'said-apart' }, { refusal: 'said-apart' }, { refusal: 'said-apart' }, { refusal: 'same-name' }])
    expect(await known('A', 'B', 'C', 'D')).toEqual(['C', 'C', 'C', 'D'])
  })

  test('merges at once never close a circle', async () => {
    const { merge, known } = await seed()
    const outcomes = await Promise.all([merge('A', 'B'), merge('B', 'C'), merge('C', 'A'), merge('B', 'A')])
    expect(outcomes.filter((outcome) => 'nameId' in outcome)).toHaveLength(2)
    expect(new Set(await known('A', 'B', 'C')).size).toBe(1)
  })

  test('to part what is not merged, or was merged into another meanwhile; to forget what nobody said', async () => {
    const { forum, merge, part } = await seed()
    await merge('A', 'B')
    expect(await transact(db, (tx) => partName(tx, SYSTEM, { forumId: newId(), nameId: newId(), mergedInto: newId() }, now))).toEqual({ refusal: 'not-merged' })
    expect(await part('A')).toEqual({ parted: true })
    expect(await part('A')).toEqual({ refusal: 'not-merged' })
    expect(await transact(db, (tx) => forgetApart(tx, SYSTEM, { forumId: forum.id, apartId: newId() }, now))).toEqual({ refusal: 'not-apart' })
  })
})

describe('a merge', () => {
  test('is undone exactly, in a chain and after what was merged later', async () => {
    const { merge, part, known } = await seed()
    await merge('A', 'B')
    await merge('B', 'C')
    await merge('D', 'A')
    expect(await known('A', 'B', 'C', 'D')).toEqual(['C', 'C', 'C', 'C'])
    await part('A')
    // What had been merged into A stays with A; B stays with C.
    expect(await known('A', 'B', 'C', 'D')).toEqual(['A', 'C', 'C', 'A'])
    await merge('A', 'B')
    await part('B')
    expect(await known('A', 'B', 'C', 'D')).toEqual(['B', 'B', 'C', 'B'])
  })

  test('is told in the record without the names', async () => {
    const { merge, part, acts } = await seed()
    await merge('Secret Society', 'SecSoc')
    await part('Secret Society')
    const entries = await acts()
    expect(entries.map(({ act }) => act).slice(0, 2)).toEqual(['name-parted', 'names-merged'])
    expect(JSON.stringify(entries)).not.toContain('Secret')
  })
})

test('names said to be apart are remembered in either order, until that is forgotten', async () => {
  const { forum, apart } = await seed()
  await apart('B', 'A')
  const [pair] = await listApart(db, forum.id)
  const isApart = apartAmong(await listApart(db, forum.id))
  expect([isApart('organisation', 'A', 'B'), isApart('organisation', 'B', 'A'), isApart('person', 'A', 'B')]).toEqual([true, true, false])
  expect(await transact(db, (tx) => forgetApart(tx, SYSTEM, { forumId: forum.id, apartId: pair?.id ?? newId() }, now))).toEqual({ forgotten: true })
  expect(await listApart(db, forum.id)).toEqual([])
})

test('a forum has its own words of units once it sets them; the older of two edits is refused', async () => {
  const { forum } = await seed()
  expect(await findUnitWords(db, forum.id)).toEqual({ words: DEFAULT_UNIT_WORDS, revision: 0 })
  const set = (words: string[], revision: number) => transact(db, (tx) => setUnitWords(tx, SYSTEM, { forumId: forum.id, words, revision }, now))
  expect([await set(['circle'], 0), await set(['lodge'], 0), await set(['lodge'], 1), await set(['circle'], 1)]).toEqual([{ revision: 1 }, { refusal: 'changed-meanwhile' }, { revision: 2 }, { refusal: 'changed-meanwhile' }])
  expect(await findUnitWords(db, forum.id)).toEqual({ words: ['lodge'], revision: 2 })
})
