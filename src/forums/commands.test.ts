import { expect, test } from 'vitest'
import { testDatabase, uniqueSlug } from '../../test/harness/postgres.ts'
import { transact } from '../platform/database.ts'
import { SYSTEM } from '../record/model.ts'
import { findChain, listLatestEntries, listTexts, verifyChain } from '../record/queries.ts'
import { parseInstant, type Instant, type PlainDate } from '../shared/time.ts'
import { createForum, openCycle, recordDecision, reviseCycle, reviseForum, type NewForum } from './commands.ts'
import { isSlug } from './model.ts'
import { findCycleById, findForumById, listDecisions, listMilestones, listPhases } from './queries.ts'
import { buildForum } from './testing.ts'
import { addMilestone, moveMilestone, setPhases } from './timeline/commands.ts'

const db = await testDatabase()
const now = parseInstant('2026-11-02T10:00:00Z') as Instant
const day = (text: string) => text as PlainDate
const forumOf = (slug: string): NewForum => ({ slug, title: 'Title', mandate: 'Mandate', conveningBody: null, website: null, language: 'en' })

test('a forum is refused under an address that is taken or the product’s own', async () => {
  const slug = uniqueSlug()
  const make = (wanted: string) => transact(db, (tx) => createForum(tx, SYSTEM, forumOf(wanted), now))
  expect(await make('desk')).toEqual({ refusal: 'slug-reserved' })
  const both = await Promise.all([make(slug), make(slug)])
  expect(both.filter((made) => 'refusal' in made)).toEqual([{ refusal: 'slug-taken' }])
})

test('slugs are of a to z, figures and single hyphens', () => {
  expect(['a', '-a1', 'a--b', 'Ab', 'é1', 'a/b', 'a'.repeat(61)].filter(isSlug)).toEqual([])
  expect(['bpf-cybersecurity', '2017', 'a'.repeat(60)].every(isSlug)).toBe(true)
})

test('a forum changed meanwhile is not overwritten', async () => {
  const { forum } = await buildForum(db, uniqueSlug(), now)
  const revise = (title: string, revision: number) =>
    transact(db, (tx) => reviseForum(tx, SYSTEM, { forumId: forum.id, title, mandate: forum.mandate, conveningBody: null, website: null, revision }, now))
  expect(await revise('Second', forum.revision)).toEqual({ revised: true })
  expect(await revise('Third', forum.revision)).toEqual({ refusal: 'changed-meanwhile' })
  expect((await findForumById(db, forum.id))?.title).toBe('Second')
})

test('a cycle is refused twice under one address, and under those of its neighbours', async () => {
  const { forum, cycle } = await buildForum(db, uniqueSlug(), now)
  const open = (slug: string) => transact(db, (tx) => openCycle(tx, SYSTEM, { forumId: forum.id, slug, title: 'T', focus: 'F', note: null }, now))
  expect(await open(cycle.slug)).toEqual({ refusal: 'slug-taken' })
  expect(await open('meetings')).toEqual({ refusal: 'slug-reserved' })
  expect(await open('2027')).toHaveProperty('cycleId')
  const revise = () => transact(db, (tx) => reviseCycle(tx, SYSTEM, { forumId: forum.id, cycleId: cycle.id, title: 'New', focus: 'F', note: null, revision: cycle.revision }, now))
  expect(await revise()).toEqual({ revised: true })
  expect(await revise()).toEqual({ refusal: 'changed-meanwhile' })
})

test('phases are set as a whole, as of the revision they were read', async () => {
  const { cycle } = await buildForum(db, uniqueSlug(), now)
  const spans = [{ phase: 'call', from: day('2017-08-01'), until: null }, { phase: 'drafting', from: day('2017-10-01'), until: day('2017-11-30') }] as const
  const set = (revision: number) => transact(db, (tx) => setPhases(tx, SYSTEM, { cycle, spans, revision }, now))
  expect(await set(cycle.revision + 1)).toEqual({ refusal: 'changed-meanwhile' })
  expect(await set(cycle.revision)).toEqual({ set: 2 })
  expect(await listPhases(db, cycle.id)).toEqual(spans)
  expect((await findCycleById(db, cycle.id))?.revision).toBe(cycle.revision + 1)
})

test('a milestone keeps every earlier date with the reason', async () => {
  const { forum, cycle } = await buildForum(db, uniqueSlug(), now)
  const add = (title: string) => transact(db, (tx) => addMilestone(tx, SYSTEM, { cycle, title, isSoft: true, date: { on: day('2017-09-15') }, note: null, source: null }, now))
  const [{ milestoneId }] = await Promise.all([add('Deadline'), add('Other')])
  const move = (date: { on: PlainDate } | { when: string }, revision: number) =>
    transact(db, (tx) => moveMilestone(tx, SYSTEM, { cycle, milestoneId, date, reason: 'More were expected', revision }, now))
  expect(await move({ on: day('2017-09-15') }, 1)).toEqual({ refusal: 'same-date' })
  expect(await move({ on: day('2017-09-30') }, 2)).toEqual({ refusal: 'changed-meanwhile' })
  expect(await move({ on: day('2017-09-30') }, 1)).toEqual({ moved: true })
  expect(await move({ when: 'when drafting starts' }, 2)).toEqual({ moved: true })
  const milestones = await listMilestones(db, cycle.id)
  expect(milestones).toHaveLength(2)
  expect(milestones.find((each) => each.id === milestoneId)).toMatchObject({
    date: { when: 'when drafting starts' },
    earlier: [{ date: { on: '2017-09-15' }, changedOn: '2026-11-02', reason: 'More were expected' }, { date: { on: '2017-09-30' } }],
  })
  const chain = await findChain(db, forum.id)
  const entries = chain === undefined ? [] : await listLatestEntries(db, chain.id, { limit: 1 })
  expect(entries[0]).toMatchObject({ act: 'milestone-moved', detail: { earlier: { on: '2017-09-30' }, date: { when: '' } } })
  expect(chain === undefined ? undefined : await verifyChain(db, chain)).toMatchObject({ ok: true })
})

test('decisions stand in order and in the record', async () => {
  const { forum, cycle } = await buildForum(db, uniqueSlug(), now)
  const input = { forumId: forum.id, cycle, body: 'MAG', date: { from: day('2017-03-01'), until: day('2017-03-10'), words: 'early March' }, outcome: 'continue', summary: 'Goes on', source: null }
  await Promise.all([1, 2].map(() => transact(db, (tx) => recordDecision(tx, SYSTEM, input, now))))
  expect(await listDecisions(db, forum.id)).toMatchObject([{ cycleId: cycle.id, outcome: 'continue' }, { body: 'MAG' }])
  const chain = await findChain(db, forum.id)
  const texts = chain === undefined ? [] : await listTexts(db, chain.id, chain.length, chain.length, { all: false })
  expect(texts.map((text) => text.text).sort()).toEqual(['Goes on', 'MAG', 'continue'])
})
