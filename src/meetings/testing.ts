import { transact, type Db } from '../platform/database.ts'
import { SYSTEM } from '../record/model.ts'
import type { Id } from '../shared/ids.ts'
import type { Instant, PlainDate } from '../shared/time.ts'
import { holdMeeting, type MeetingInput } from './commands.ts'
import { findMeeting } from './queries.ts'
import type { Meeting } from './model.ts'

/** What a meeting needs, for tests that change one thing of it. */
export function meetingInput(over: Partial<MeetingInput> = {}): MeetingInput {
  const sittings = [{ date: '2017-10-11' as PlainDate, starts: null, ends: null, zone: null, place: null }]
  return { title: 'Fifth virtual meeting', kind: 'virtual', ordinal: 5, cycleIds: [], sittings, note: null, source: null, ...over }
}

/** A meeting, entered by a command. */
export async function buildMeeting(db: Db, forumId: Id<'forum'>, slug: string, now: Instant, over: Partial<MeetingInput> = {}): Promise<Meeting> {
  const held = await transact(db, (tx) => holdMeeting(tx, SYSTEM, { ...meetingInput(over), forumId, slug }, now))
  if ('refusal' in held) throw new Error(held.refusal)
  const meeting = await findMeeting(db, forumId, slug)
  if (meeting === undefined) throw new Error('The meeting that was built is not there')
  return meeting
}
