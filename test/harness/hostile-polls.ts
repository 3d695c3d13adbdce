import type { Cycle, Forum } from '../../src/forums/model.ts'
import { closePoll } from '../../src/meetings/polls/commands.ts'
import { findPollById, listAsked } from '../../src/meetings/polls/queries.ts'
import type { SlotTime } from '../../src/meetings/polls/model.ts'
import { castVote } from '../../src/meetings/votes/commands.ts'
import { transact } from '../../src/platform/database.ts'
import { newId } from '../../src/platform/new-id.ts'
import { openAskedPoll } from '../../src/procedures/open-asked-poll.ts'
import { PUBLIC, SYSTEM } from '../../src/record/model.ts'
import { addMilliseconds, type PlainDate, type PlainTime } from '../../src/shared/time.ts'
import { askedAddress, voterAddress } from '../../src/web/meetings/polls/data.ts'
import type { TestApplication } from './application.ts'

const letter = () => ({ subject: 'A letter', body: 'A letter' })

/** A poll that is open, with two who were asked the day before yesterday and one who voted; and one that is closed. Answers the addresses behind secret links. */
export async function buildHostilePolls(app: TestApplication, { forum, cycle }: { forum: Forum; cycle: Cycle }): Promise<string[]> {
  const { db } = app
  const then = addMilliseconds(app.now, -2 * 86_400_000)
  const slots = ['2026-12-01', '2026-12-02'].map((date): SlotTime => ({ date: date as PlainDate, time: '15:00' as PlainTime, isLater: false }))
  const open = async (people: readonly string[]) => {
    const asked = people.map((mail) => ({ mail, name: null }))
    const input = { forumId: forum.id, cycleId: cycle.id, title: 'A date', words: null, zone: 'UTC', minutes: 60, names: 'public' as const, slots, deadline: null, isSoft: false, formKey: null, people: asked, write: letter }
    const opened = await transact(db, (tx) => openAskedPoll(tx, SYSTEM, input, then))
    const poll = 'refusal' in opened ? undefined : await findPollById(db, opened.pollId)
    if (poll === undefined) throw new Error('The poll that was built is not there')
    return poll
  }
  const [poll, closed] = [await open(['kept-silent@example.org', 'will-answer@example.org']), await open([])]
  const input = { pollId: poll.id, askedId: null, formKey: newId(), name: 'Ama', mail: null, regionalGroup: null, zone: 'UTC', language: 'en', answers: new Map(), write: letter }
  const cast = await transact(db, (tx) => castVote(tx, PUBLIC, input, then))
  if ('refusal' in cast) throw new Error(cast.refusal)
  await transact(db, (tx) => closePoll(tx, SYSTEM, { pollId: closed.id }, then))
  const [, asked] = await listAsked(db, poll.id)
  return [
    voterAddress(app.services, { forum, poll }, cast.voterId),
    askedAddress(app.services, { forum, poll }, asked?.id ?? poll.id),
    `/desk/${forum.slug}/polls/${poll.number}`,
    `/desk/${forum.slug}/polls/${closed.number}`,
    `/${forum.slug}/polls/${poll.number}`,
  ]
}
