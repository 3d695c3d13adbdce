import { describe, expect, test } from 'vitest'
import { testDatabase, uniqueSlug } from '../../../test/harness/postgres.ts'
import { buildForum } from '../../forums/testing.ts'
import { transact } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { SYSTEM, type Actor } from '../../record/model.ts'
import { listEntriesOf } from '../../record/queries.ts'
import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import { listAssignments, listPastAssignments } from '../assignments/queries.ts'
import { addTheme, signOffTheme } from '../codebook/commands.ts'
import { followMerges } from '../codebook/model.ts'
import { setThemes } from '../passages/commands.ts'
import { decideProposal, proposeApplication } from '../proposals/commands.ts'
import { findProposal, listOpenProposals } from '../proposals/queries.ts'
import { listPassages, listThemes } from '../queries.ts'
import { buildPassage, buildTheme } from '../testing.ts'
import { mergeThemes, removeTheme, splitTheme, undoChange, type SplitTarget } from './commands.ts'
import { canUndo } from './model.ts'
import { listChanges, listLineage, searchPassages } from './queries.ts'

const db = await testDatabase()
const now = '2026-05-01T10:00:00.000Z' as Instant
const later = '2026-05-02T10:00:00.000Z' as Instant
const coder: Actor = { kind: 'person', id: newId() }
const TEXT = 'Rules help. Night is quiet. قواعد واضحة. 规则有用。'

async function seed() {
  const { cycle } = await buildForum(db, uniqueSlug(), now)
  const place = { forumId: cycle.forumId, cycleId: cycle.id }
  const [a, b] = [await buildTheme(db, cycle, 'A theme', now), await buildTheme(db, cycle, 'B theme', now)]
  const a1 = await buildTheme(db, cycle, 'A one', now, a)
  const source = { id: newId(), text: TEXT }
  const [one, two, both] = [await buildPassage(db, cycle, source, 'Rules help', now, [a]), await buildPassage(db, cycle, source, 'قواعد واضحة', now, [a]), await buildPassage(db, cycle, source, '规则有用', now, [a, b])]
  const titles = async () => (await listThemes(db, cycle.id)).map((theme) => `${'-'.repeat(theme.depth)}${theme.title}`)
  const about = async (id: Id) => (await listPassages(db, cycle.id)).find((passage) => passage.id === id)?.themeIds
  const merge = (themeId: Id, intoId: Id) => transact(db, (tx) => mergeThemes(tx, coder, { ...place, themeId, intoId }, later))
  const split = (target: SplitTarget, moved: readonly Id[], keep: readonly Id[] = []) => transact(db, (tx) => splitTheme(tx, coder, { ...place, themeId: a, target, moves: { moved, both: keep } }, later))
  const remove = (themeId: Id) => transact(db, (tx) => removeTheme(tx, coder, { ...place, themeId }, later))
  const undo = (number: number) => transact(db, (tx) => undoChange(tx, coder, { ...place, number }, later))
  return { cycle, place, a, b, a1, one: one.passageId, two: two.passageId, both: both.passageId, titles, about, merge, split, remove, undo }
}

describe('themes are merged', () => {
  test('not into themselves, into what stands below them, or into what is not there', async () => {
    const { a, a1, b, merge, titles } = await seed()
    expect(await merge(a, a)).toEqual({ refusal: 'same-theme' })
    expect(await merge(a, a1)).toEqual({ refusal: 'below-itself' })
    expect(await merge(a, newId())).toEqual({ refusal: 'theme-not-found' })
    await merge(b, a)
    expect(await merge(a, b)).toEqual({ refusal: 'theme-not-found' })
    expect(await titles()).toEqual(['A theme', '-A one'])
  })

  test('and passages, themes below and the old address follow; each passage says what it was about until when', async () => {
    const { cycle, a, b, one, both, about, merge, titles } = await seed()
    expect(await merge(a, b)).toMatchObject({ number: 1, passages: 3 })
    expect(await titles()).toEqual(['B theme', '-A one'])
    expect([await about(one), await about(both)]).toEqual([[b], [b]])
    expect(await listPastAssignments(db, one)).toMatchObject([{ themeId: a, endedBy: coder.kind === 'person' ? coder.id : '', endedAt: later, kind: 'merge', intoId: b }])
    expect(followMerges(await listLineage(db, cycle.id), a)?.slug).toBe('b-theme')
    expect((await listAssignments(db, [one])).get(one)).toMatchObject([{ themeId: b, assignedAt: now }])
    expect((await listEntriesOf(db, a)).at(-1)).toMatchObject({ act: 'themes-merged', detail: { slug: 'a-theme', into: 'b-theme', passages: 3 } })
  })

  test('and taken apart again exactly, unless a person has said otherwise of a passage since', async () => {
    const { place, a, b, one, two, both, about, merge, undo, titles } = await seed()
    await merge(a, b)
    await transact(db, (tx) => setThemes(tx, coder, { ...place, passageId: two, themeIds: [] }, later))
    expect(await undo(1)).toEqual({ undone: true })
    expect(await undo(1)).toEqual({ refusal: 'change-not-found' })
    expect(await titles()).toEqual(['A theme', '-A one', 'B theme'])
    expect([await about(one), await about(two), await about(both)]).toEqual([[a], [], [a, b]])
  })

  test('a later change of one of them is taken back first', async () => {
    const { cycle, a, b, merge, remove, undo } = await seed()
    await merge(a, b)
    await remove(b)
    const changes = await listChanges(db, cycle.id)
    expect(changes.map((change) => canUndo(change, changes))).toEqual([true, false])
    expect(await undo(1)).toEqual({ refusal: 'changed-since' })
    expect([await undo(2), await undo(1)]).toEqual([{ undone: true }, { undone: true }])
  })

  test('by two people at once: one of them is told', async () => {
    const { a, b, merge } = await seed()
    const done = await Promise.all([merge(a, b), merge(b, a)])
    expect(done.filter((each) => 'refusal' in each)).toEqual([{ refusal: 'theme-not-found' }])
  })

  test('while somebody marks with one of them: no passage is left with a theme that is no more', async () => {
    const { cycle, place, a, b, one, merge, about } = await seed()
    const set = transact(db, (tx) => setThemes(tx, coder, { ...place, passageId: one, themeIds: [a, b] }, later))
    await Promise.all([set, merge(a, b)])
    const there = (await listThemes(db, cycle.id)).map((theme) => theme.id as Id)
    expect((await about(one))?.filter((id) => !there.includes(id))).toEqual([])
  })
})

describe('a theme is split', () => {
  test('only where it has passages, into a theme that is there or new', async () => {
    const { a, split, titles } = await seed()
    expect(await split({ title: 'New', description: null }, [newId()])).toEqual({ refusal: 'no-passages' })
    expect(await split({ intoId: a }, [])).toEqual({ refusal: 'same-theme' })
    expect(await split({ intoId: newId() }, [])).toEqual({ refusal: 'theme-not-found' })
    expect(await titles()).toEqual(['A theme', '-A one', 'B theme'])
  })

  test('passage by passage: some leave, some have both, the rest stay; and back', async () => {
    const { cycle, a, b, one, two, both, about, split, undo, titles } = await seed()
    const done = await split({ title: 'Night', description: null }, [one], [two])
    if ('refusal' in done) throw new Error(done.refusal)
    expect(await titles()).toEqual(['A theme', '-A one', 'B theme', 'Night'])
    expect([await about(one), await about(two), await about(both)]).toEqual([[done.intoId], [a, done.intoId], [a, b]])
    expect((await listLineage(db, cycle.id)).find((theme) => theme.slug === 'night')?.splitFrom).toBe(a)
    await undo(1)
    expect([await about(one), await about(two)]).toEqual([[a], [a]])
    expect(await titles()).toEqual(['A theme', '-A one', 'B theme'])
  })
})

describe('a theme is removed', () => {
  test('its passages lose it, what stood below it moves up, and all of it comes back', async () => {
    const { cycle, a, b, a1, one, both, about, remove, undo, titles } = await seed()
    expect(await remove(newId())).toEqual({ refusal: 'theme-not-found' })
    expect(await remove(a)).toMatchObject({ passages: 3 })
    expect(await titles()).toEqual(['B theme', 'A one'])
    expect([await about(one), await about(both)]).toEqual([[], [b]])
    expect(followMerges(await listLineage(db, cycle.id), a)).toBeUndefined()
    await undo(1)
    expect(await titles()).toEqual(['A theme', '-A one', 'B theme'])
    expect((await listThemes(db, cycle.id)).find((theme) => theme.id === a1)?.parentId).toBe(a)
    expect(await about(both)).toEqual([a, b])
  })
})

describe('a theme for many passages at once', () => {
  test('waits until a person has decided, and until the theme itself is signed off', async () => {
    const { cycle, place, one, two, both, about, undo } = await seed()
    const added = await transact(db, (tx) => addTheme(tx, coder, { ...place, title: 'Calm', description: null, parentId: null, isProposed: true }, now))
    if ('refusal' in added) throw new Error(added.refusal)
    const propose = (passageIds: readonly Id[]) => transact(db, (tx) => proposeApplication(tx, SYSTEM, { ...place, themeId: added.themeId, passageIds, reason: 'alike', machine: 'stand-in' }, now))
    const decide = (accepted: readonly Id[], actor: Actor = coder) => transact(db, (tx) => decideProposal(tx, actor, { ...place, number: 1, accepted }, later))
    expect(await propose([newId()])).toEqual({ refusal: 'no-passages' })
    expect(await propose([one, two, both])).toMatchObject({ number: 1, passages: 3 })
    expect(await about(one)).not.toContain(added.themeId)
    expect(await decide([one], SYSTEM)).toEqual({ refusal: 'nobody' })
    expect(await decide([one])).toEqual({ refusal: 'not-signed-off' })
    const signOff = () => transact(db, (tx) => signOffTheme(tx, coder, { ...place, themeId: added.themeId }, now))
    expect([await signOff(), await signOff()]).toEqual([{ signedOff: true }, { refusal: 'not-proposed' }])
    expect((await Promise.all([decide([one, both]), decide([])])).filter((each) => 'refusal' in each)).toEqual([{ refusal: 'proposal-not-found' }])
    const proposal = await findProposal(db, cycle.id, 1)
    if (proposal?.passages[0]?.isAccepted === false) return
    expect((await listAssignments(db, [one])).get(one)?.find((each) => each.themeId === added.themeId)).toMatchObject({ machine: 'stand-in', signedBy: coder.kind === 'person' ? coder.id : '', assignedBy: null })
    expect(await about(two)).not.toContain(added.themeId)
    await undo(1)
    expect(await about(one)).not.toContain(added.themeId)
    expect(await listOpenProposals(db, cycle.id)).toHaveLength(1)
  })

  test('is looked for by words in any script, and signs of patterns are words', async () => {
    const { cycle, one, both } = await seed()
    const found = async (words: string) => (await searchPassages(db, cycle.id, words, 10)).map(({ id }) => id)
    expect([await found('rules'), await found('有用'), await found('%'), await found(' ')]).toEqual([[one], [both], [], []])
  })
})
