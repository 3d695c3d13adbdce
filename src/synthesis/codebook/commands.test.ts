import { describe, expect, test } from 'vitest'
import { testDatabase, uniqueSlug } from '../../../test/harness/postgres.ts'
import { buildForum } from '../../forums/testing.ts'
import { transact } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { SYSTEM } from '../../record/model.ts'
import { listEntriesOf } from '../../record/queries.ts'
import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import { listThemes } from '../queries.ts'
import { buildTheme } from '../testing.ts'
import { addTheme, moveTheme, reviseTheme } from './commands.ts'

const db = await testDatabase()
const now = '2026-05-01T10:00:00.000Z' as Instant

async function seed() {
  const { cycle } = await buildForum(db, uniqueSlug(), now)
  const place = { forumId: cycle.forumId, cycleId: cycle.id }
  const [a, b] = [await buildTheme(db, cycle, 'A theme', now), await buildTheme(db, cycle, 'B theme', now)]
  const a1 = await buildTheme(db, cycle, 'A one', now, a)
  const titles = async () => (await listThemes(db, cycle.id)).map((theme) => `${'-'.repeat(theme.depth)}${theme.title}`)
  const move = (themeId: Id, parentId: Id | null, at: number) => transact(db, (tx) => moveTheme(tx, SYSTEM, { ...place, themeId, parentId, place: at }, now))
  return { cycle, place, a, b, a1, titles, move }
}

describe('the codebook', () => {
  test('refuses a theme below one that is not in it', async () => {
    const { place } = await seed()
    const other = await seed()
    const add = (parentId: Id<'theme'>) => transact(db, (tx) => addTheme(tx, SYSTEM, { ...place, title: 'T', description: null, parentId }, now))
    expect(await add(newId())).toEqual({ refusal: 'parent-not-found' })
    expect(await add(other.a)).toEqual({ refusal: 'parent-not-found' })
  })

  test('is in its own order, themes below themes', async () => {
    const { titles } = await seed()
    expect(await titles()).toEqual(['A theme', '-A one', 'B theme'])
  })

  test('refuses to put a theme below itself, below what is below it, or where nothing is', async () => {
    const { a, a1, titles, move } = await seed()
    expect(await move(a, a, 1)).toEqual({ refusal: 'below-itself' })
    expect(await move(a, a1, 1)).toEqual({ refusal: 'below-itself' })
    expect(await move(a, newId(), 1)).toEqual({ refusal: 'parent-not-found' })
    expect(await move(newId(), null, 1)).toEqual({ refusal: 'theme-not-found' })
    expect(await titles()).toEqual(['A theme', '-A one', 'B theme'])
  })

  test('moves a theme with all below it, before and behind others', async () => {
    const { a, b, a1, titles, move } = await seed()
    await move(a, b, 9)
    expect(await titles()).toEqual(['B theme', '-A theme', '--A one'])
    await move(a1, null, 1)
    expect(await titles()).toEqual(['A one', 'B theme', '-A theme'])
    expect((await listEntriesOf(db, a1)).map((entry) => entry.act)).toEqual(['theme-added', 'theme-moved'])
  })

  test('is reworded by whoever saw it last, and keeps the address', async () => {
    const { cycle, place, a } = await seed()
    const revise = (revision: number, title: string) => transact(db, (tx) => reviseTheme(tx, SYSTEM, { ...place, themeId: a, revision, title, description: 'What it is about' }, now))
    expect(await Promise.all([revise(1, 'Reworded'), revise(1, 'Reworded')])).toContainEqual({ refusal: 'changed-meanwhile' })
    expect((await listThemes(db, cycle.id))[0]).toMatchObject({ slug: 'a-theme', title: 'Reworded', revision: 2 })
  })
})
