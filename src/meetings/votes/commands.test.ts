import { expect, test } from 'vitest'
import { testDatabase, uniqueSlug } from '../../../test/harness/postgres.ts'
import { buildForum } from '../../forums/testing.ts'
import { transact } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { PUBLIC, SYSTEM } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import { addMilliseconds, parseInstant, type Instant } from '../../shared/time.ts'
import { askPeople } from '../asking/commands.ts'
import { closePoll } from '../polls/commands.ts'
import { findPollById, listAsked } from '../polls/queries.ts'
import { buildPoll } from '../polls/testing.ts'
import { recountVotes } from '../votes-counted/commands.ts'
import { castVote, changeVote, voteByMail } from './commands.ts'
import type { Answer } from './model.ts'
import { countVotes, findVoter } from './queries.ts'

const db = await testDatabase()
const now = parseInstant('2026-11-02T10:00:00Z') as Instant
const write = () => ({ subject: 'A letter', body: 'A letter' })

async function pollWithAsked() {
  const { forum } = await buildForum(db, uniqueSlug(), now)
  const poll = await buildPoll(db, forum.id, now)
  await transact(db, (tx) => askPeople(tx, SYSTEM, { pollId: poll.id, people: [{ mail: 'ama@example.org', name: 'Ama' }], write }, now))
  const [asked] = await listAsked(db, poll.id)
  if (asked === undefined) throw new Error('Nobody was asked')
  const answers = (...said: (Answer | undefined)[]) => new Map(poll.slots.flatMap(({ id }, at) => (said[at] === undefined ? [] : [[id, said[at]] as const])))
  const mailed = (by: Parameters<typeof voteByMail>[1]['by'], said: ReadonlyMap<Id<'slot'>, Answer>, at = now) => transact(db, (tx) => voteByMail(tx, { pollId: poll.id, by, answers: said, language: 'fr' }, at))
  return { poll, asked, answers, mailed }
}

test('an answer by mail is refused from nobody known, when it says nothing, and when the poll is closed', async () => {
  const { poll, asked, answers, mailed } = await pollWithAsked()
  const other = await pollWithAsked()
  const by = { kind: 'asked', id: asked.id } as const
  expect(await mailed({ kind: 'asked', id: other.asked.id }, answers('yes'))).toEqual({ refusal: 'nobody-known' })
  expect(await mailed({ kind: 'voter', id: newId<'voter'>() }, answers('yes'))).toEqual({ refusal: 'nobody-known' })
  expect(await mailed(by, new Map())).toEqual({ refusal: 'nothing-said' })
  expect(await mailed(by, other.answers('yes'))).toEqual({ refusal: 'nothing-said' })
  await transact(db, (tx) => closePoll(tx, SYSTEM, { pollId: poll.id }, now))
  expect(await mailed(by, answers('yes'))).toEqual({ refusal: 'poll-closed' })
  expect((await countVotes(db, poll)).turnout.voters).toBe(0)
})

test('an answer by mail is a vote of whoever was asked, and a second one changes what it names', async () => {
  const { poll, asked, answers, mailed } = await pollWithAsked()
  const by = { kind: 'asked', id: asked.id } as const
  const first = await mailed(by, answers('yes', 'no'))
  expect(first).toMatchObject({ answers: 2 })
  const second = await mailed(by, answers(undefined, 'if-need-be', 'no'), addMilliseconds(now, 1000))
  const voterId = 'voterId' in first ? first.voterId : newId<'voter'>()
  expect(second).toEqual({ voterId, answers: 2 })
  const found = await findVoter(db, poll.id, voterId)
  expect(found?.voter).toMatchObject({ name: 'Ama', mail: 'ama@example.org', channel: 'mail', language: 'fr', revision: 2 })
  expect(found?.answers).toEqual(answers('yes', 'if-need-be', 'no'))
  expect((await listAsked(db, poll.id)).map(({ hasVoted }) => hasVoted)).toEqual([true])
})

test('of a double click one is taken; of a mailed link used twice at once too', async () => {
  const { poll, asked, answers } = await pollWithAsked()
  const vote = (formKey: Id, askedId: Id<'asked'> | null) =>
    transact(db, (tx) => castVote(tx, PUBLIC, { pollId: poll.id, askedId, formKey, name: 'Ama', mail: null, regionalGroup: null, zone: 'UTC', language: 'en', answers: answers('yes'), write }, now))
  const formKey = newId()
  const clicked = await Promise.all([vote(formKey, null), vote(formKey, null), vote(formKey, null)])
  expect(new Set(clicked.map((each) => ('voterId' in each ? each.voterId : ''))).size).toBe(1)
  const linked = await Promise.all([vote(newId(), asked.id), vote(newId(), asked.id)])
  expect(linked.filter((each) => 'refusal' in each)).toEqual([expect.objectContaining({ refusal: 'voted-already' })])
  expect((await countVotes(db, poll)).turnout.voters).toBe(2)
})

test('closing and voting at once: what is counted is what was taken', async () => {
  const { poll, answers } = await pollWithAsked()
  const vote = () => transact(db, (tx) => castVote(tx, PUBLIC, { pollId: poll.id, askedId: null, formKey: newId(), name: 'Bo', mail: null, regionalGroup: null, zone: 'UTC', language: 'en', answers: answers('yes'), write }, now))
  const outcomes = await Promise.all([vote(), vote(), transact(db, (tx) => closePoll(tx, SYSTEM, { pollId: poll.id }, now)), vote(), vote()])
  const taken = outcomes.filter((each) => 'voterId' in each && !('refusal' in each)).length
  expect((await countVotes(db, poll)).turnout.voters).toBe(taken)
  expect(await vote()).toEqual({ refusal: 'poll-closed' })
  expect((await findPollById(db, poll.id))?.closedAt).toBe(now)
})

test('the counts of slots are those of the votes: through changes, slots left out, slots taken off, and many who vote at once', async () => {
  const { poll, asked, answers, mailed } = await pollWithAsked()
  const counted = async () => {
    const rows = await db.selectFrom('meetings_vote').innerJoin('meetings_slot', 'meetings_slot.id', 'slot_id').select((select) => ['slot_id', 'answer', select.fn.countAll<number>().as('count')]).where('poll_id', '=', poll.id).groupBy(['slot_id', 'answer']).execute()
    return rows.map(({ slot_id: slot, answer, count }) => `${slot} ${answer} ${Number(count)}`).toSorted((a, b) => (a < b ? -1 : 1))
  }
  const kept = async () => [...(await countVotes(db, poll)).slots].flatMap(([slot, own]) => (['yes', 'if-need-be', 'no'] as const).flatMap((answer) => (own[answer] === 0 ? [] : [`${slot} ${answer} ${own[answer]}`]))).toSorted((a, b) => (a < b ? -1 : 1))
  const vote = (said: ReturnType<typeof answers>) => transact(db, (tx) => castVote(tx, PUBLIC, { pollId: poll.id, askedId: null, formKey: newId(), name: 'Somebody', mail: null, regionalGroup: null, zone: 'UTC', language: 'en', answers: said, write }, now))
  const all = [answers('yes', 'no', 'if-need-be'), answers('no', 'yes'), answers('if-need-be'), answers(undefined, 'no'), answers('yes', 'yes', 'yes'), answers()]
  const made = await Promise.all([...all, ...all].map(vote))
  await mailed({ kind: 'asked', id: asked.id }, answers('yes', 'no'))
  expect([await kept(), (await kept()).length > 3]).toEqual([await counted(), true])
  for (const [at, said] of [answers('no'), answers(), answers('no', 'no', 'no')].entries()) {
    const voter = made[at]
    if (voter === undefined || 'refusal' in voter) throw new Error('Nobody voted')
    await transact(db, (tx) => changeVote(tx, PUBLIC, { pollId: poll.id, voterId: voter.voterId, revision: 1, name: 'Somebody', mail: null, regionalGroup: null, zone: 'UTC', language: 'en', answers: said, write }, now))
    expect(await kept()).toEqual(await counted())
  }
  await db.updateTable('meetings_slot').set({ said_yes: 99 }).where('poll_id', '=', poll.id).execute()
  await transact(db, async (tx) => { await recountVotes(tx, poll.id); return {} })
  expect(await kept()).toEqual(await counted())
})
