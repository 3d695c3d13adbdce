import { expect, test } from 'vitest'
import { testDatabase, uniqueSlug } from '../../test/harness/postgres.ts'
import { buildForum } from '../forums/testing.ts'
import { transact } from '../platform/database.ts'
import { SYSTEM } from '../record/model.ts'
import { parseInstant, type Instant, type PlainDate, type PlainTime } from '../shared/time.ts'
import { holdMeeting, reviseMeeting, setParticipants } from './commands.ts'
import type { Sitting } from './model.ts'
import { findMeeting, listMeetings } from './queries.ts'
import { addLink } from './recordings/commands.ts'
import { writeReport } from './report/commands.ts'
import { buildMeeting, meetingInput } from './testing.ts'

const db = await testDatabase()
const now = parseInstant('2026-11-02T10:00:00Z') as Instant
const room6: Sitting = { date: '2016-12-05' as PlainDate, starts: '16:30' as PlainTime, ends: '18:00' as PlainTime, zone: 'America/Mexico_City', place: 'Workshop Room #6' }

async function forumWithMeeting(sittings: readonly Sitting[]) {
  const { forum, cycle } = await buildForum(db, uniqueSlug(), now)
  const meeting = await buildMeeting(db, forum.id, 'one', now, { cycleIds: [cycle.id], sittings })
  const at = (revision: number) => ({ forumId: forum.id, meetingId: meeting.id, revision })
  const read = () => findMeeting(db, forum.id, 'one')
  return { forum, cycle, meeting, at, read }
}

test('a meeting is refused under a slug that is taken, and when it ends before it starts', async () => {
  const { forum } = await forumWithMeeting([room6])
  const hold = (slug: string, sitting: Sitting) => transact(db, (tx) => holdMeeting(tx, SYSTEM, { ...meetingInput({ sittings: [room6, sitting] }), forumId: forum.id, slug }, now))
  expect(await hold('one', room6)).toEqual({ refusal: 'slug-taken' })
  expect(await hold('two', { ...room6, ends: '16:00' as PlainTime })).toEqual({ refusal: 'ends-before-it-starts', sitting: 1 })
  expect(await listMeetings(db, forum.id)).toHaveLength(1)
})

test('a room that changes is kept as history, with a reason', async () => {
  const { cycle, at, read } = await forumWithMeeting([room6])
  const revise = (reason: string | null, revision: number) =>
    transact(db, (tx) => reviseMeeting(tx, SYSTEM, { ...meetingInput({ cycleIds: [cycle.id], sittings: [{ ...room6, place: 'Room 10' }] }), ...at(revision), reason }, now))
  expect(await revise(null, 1)).toEqual({ refusal: 'reason-missing' })
  expect(await revise('Moved', 7)).toEqual({ refusal: 'changed-meanwhile' })
  expect((await read())?.sittings[0]?.place).toBe('Workshop Room #6')
  expect(await revise('Moved', 1)).toEqual({ changes: 1 })
  expect(await read()).toMatchObject({ sittings: [{ place: 'Room 10' }], changes: [{ what: 'place', earlier: 'Workshop Room #6', reason: 'Moved' }] })
})

test('an hour that was not recorded is added without a reason', async () => {
  const unknown = { ...room6, starts: null, ends: null, zone: null, place: null }
  const { cycle, at, read } = await forumWithMeeting([unknown])
  const revised = await transact(db, (tx) => reviseMeeting(tx, SYSTEM, { ...meetingInput({ cycleIds: [cycle.id], sittings: [room6, unknown] }), ...at(1), reason: null }, now))
  expect(revised).toEqual({ changes: 0 })
  expect(await read()).toMatchObject({ changes: [], sittings: [{ starts: '16:30' }, { starts: null }] })
})

test('participants, links and the report are refused when the meeting was changed meanwhile', async () => {
  const { at, read } = await forumWithMeeting([room6])
  const participants = [{ name: 'Ada', organisation: null, part: 'facilitator' }, { name: 'Bo', organisation: 'Org', part: 'participant' }]
  expect(await transact(db, (tx) => setParticipants(tx, SYSTEM, { ...at(1), participants }, now))).toEqual({ set: 2 })
  const link = { kind: 'recording', title: null, url: 'https://example.org/r', passcode: '@D?Aj771' } as const
  const report = { paragraphs: [], footnotes: [], annexes: [], reportDate: null }
  expect(await transact(db, (tx) => setParticipants(tx, SYSTEM, { ...at(1), participants: [] }, now))).toEqual({ refusal: 'changed-meanwhile' })
  expect(await transact(db, (tx) => addLink(tx, SYSTEM, { ...at(1), ...link }, now))).toEqual({ refusal: 'changed-meanwhile' })
  expect(await transact(db, (tx) => writeReport(tx, SYSTEM, { ...at(1), ...report }, now))).toEqual({ refusal: 'changed-meanwhile' })
  expect(await transact(db, (tx) => addLink(tx, SYSTEM, { ...at(2), ...link }, now))).toHaveProperty('linkId')
  expect(await read()).toMatchObject({ participants, links: [{ passcode: '@D?Aj771' }] })
})

test('a rewritten report keeps the identity of its paragraphs', async () => {
  const { at, read } = await forumWithMeeting([room6])
  const paragraph = (number: number | null, text: string) => ({ number, heading: null, text })
  const annexes = [{ title: 'Annex II', asOf: '2017-10-27' as PlainDate, text: '27 contributions' }]
  const write = (revision: number, paragraphs: ReturnType<typeof paragraph>[]) =>
    transact(db, (tx) => writeReport(tx, SYSTEM, { ...at(revision), paragraphs, footnotes: [{ mark: '1', text: 'Note' }], annexes, reportDate: '2017-10-11' as PlainDate }, now))
  await write(1, [paragraph(1, 'One'), paragraph(2, 'Two'), paragraph(null, 'End')])
  const before = await read()
  await write(2, [paragraph(1, 'One'), paragraph(3, 'New'), paragraph(2, 'Two, better'), paragraph(null, 'End')])
  const after = await read()
  const ids = new Map(before?.paragraphs.map((each) => [each.number, each.id]))
  expect(after?.paragraphs.map((each) => each.text)).toEqual(['One', 'New', 'Two, better', 'End'])
  expect(after?.paragraphs.map((each) => ids.get(each.number) === each.id)).toEqual([true, false, true, true])
  expect(after).toMatchObject({ reportDate: '2017-10-11', annexes, hasReport: true })
})

test('a meeting may belong to two cycles, and is listed in both', async () => {
  const { forum, cycle } = await buildForum(db, uniqueSlug(), now)
  const other = await buildForum(db, uniqueSlug(), now)
  await buildMeeting(db, forum.id, 'informal', now, { kind: 'informal', cycleIds: [cycle.id, other.cycle.id] })
  expect(await listMeetings(db, forum.id, cycle.id)).toHaveLength(1)
  expect(await listMeetings(db, forum.id, other.cycle.id)).toHaveLength(1)
})
