import { describe, expect, test } from 'vitest'
import { testDatabase, uniqueSlug } from '../../../test/harness/postgres.ts'
import { buildForum } from '../../forums/testing.ts'
import { transact } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { SYSTEM } from '../../record/model.ts'
import { listEntriesOf } from '../../record/queries.ts'
import type { Instant, PlainDate } from '../../shared/time.ts'
import { correctFigure, enterFigure, removeFigure } from './commands.ts'
import { listPublishedFigures } from './queries.ts'

const db = await testDatabase()
const now = '2017-11-01T10:00:00.000Z' as Instant

async function seed() {
  const { forum, cycle } = await buildForum(db, uniqueSlug(), now)
  const place = { forumId: forum.id, cycleId: cycle.id }
  const figure = { ...place, asOf: '2017-10-11' as PlainDate, dimension: 'regionalGroup' as const, key: 'WEOG', published: 4, source: 'Report, annex III' }
  const entered = await transact(db, (tx) => enterFigure(tx, SYSTEM, figure, now))
  if ('refusal' in entered) throw new Error(entered.refusal)
  return { place, figure, figureId: entered.figureId }
}

describe('published figures', () => {
  test('are entered once for each document, key and day', async () => {
    const { place, figure } = await seed()
    expect(await transact(db, (tx) => enterFigure(tx, SYSTEM, { ...figure, published: 5 }, now))).toEqual({ refusal: 'already-entered' })
    await transact(db, (tx) => enterFigure(tx, SYSTEM, { ...figure, source: 'Another report' }, now))
    const listed = await listPublishedFigures(db, place.cycleId)
    expect(listed.map((each) => [each.source, each.published])).toEqual([['Report, annex III', 4], ['Another report', 4]])
  })

  test('are corrected by whoever saw them last, once', async () => {
    const { place, figureId } = await seed()
    const correct = (revision: number, published: number) =>
      transact(db, (tx) => correctFigure(tx, SYSTEM, { ...place, figureId, revision, published, source: 'Report, annex III' }, now))
    expect(await Promise.all([correct(1, 5), correct(1, 6)])).toContainEqual({ refusal: 'changed-meanwhile' })
    expect(await correct(2, 7)).toEqual({ corrected: true })
    expect(await listPublishedFigures(db, place.cycleId)).toMatchObject([{ published: 7, revision: 3 }])
    const acts = await listEntriesOf(db, figureId)
    expect(acts.map((entry) => entry.act)).toEqual(['figure-entered', 'figure-corrected', 'figure-corrected'])
    expect(acts[1]?.detail).toMatchObject({ earlier: 4 })
  })

  test('are not corrected into another one, nor from another cycle', async () => {
    const { place, figure, figureId } = await seed()
    await transact(db, (tx) => enterFigure(tx, SYSTEM, { ...figure, source: 'Another report' }, now))
    const into = (cycleId: typeof place.cycleId, source: string) => transact(db, (tx) => correctFigure(tx, SYSTEM, { ...place, cycleId, figureId, revision: 1, published: 4, source }, now))
    expect(await into(place.cycleId, 'Another report')).toEqual({ refusal: 'already-entered' })
    expect(await into(newId<'cycle'>(), 'Third')).toEqual({ refusal: 'changed-meanwhile' })
  })

  test('are removed once', async () => {
    const { place, figureId } = await seed()
    const remove = () => transact(db, (tx) => removeFigure(tx, SYSTEM, { ...place, figureId, revision: 1 }, now))
    expect(await remove()).toEqual({ removed: true })
    expect(await remove()).toEqual({ refusal: 'changed-meanwhile' })
    expect(await listPublishedFigures(db, place.cycleId)).toEqual([])
  })
})
