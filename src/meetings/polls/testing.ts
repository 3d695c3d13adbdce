import { transact, type Db } from '../../platform/database.ts'
import { SYSTEM } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Instant, PlainDate, PlainTime } from '../../shared/time.ts'
import { openPoll } from './commands.ts'
import type { Poll } from './model.ts'
import { findPollById } from './queries.ts'

type Opening = Parameters<typeof openPoll>[2]

/** A poll of three times in December, opened by a command. */
export async function buildPoll(db: Db, forumId: Id<'forum'>, now: Instant, over: Partial<Opening> = {}): Promise<Poll> {
  const slots = ['06:00', '15:00', '22:00'].map((time) => ({ date: '2026-12-01' as PlainDate, time: time as PlainTime, isLater: false }))
  const input = { forumId, cycleId: null, title: 'A date', words: null, zone: 'UTC', minutes: 60, names: 'public' as const, slots, deadline: null, isSoft: false, formKey: null, ...over }
  const opened = await transact(db, (tx) => openPoll(tx, SYSTEM, input, now))
  const poll = 'refusal' in opened ? undefined : await findPollById(db, opened.pollId)
  if (poll === undefined) throw new Error(`The poll was not opened: ${JSON.stringify(opened)}`)
  return poll
}
