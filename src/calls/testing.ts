import { transact, type Db } from '../platform/database.ts'
import type { Cycle } from '../forums/model.ts'
import { SYSTEM } from '../record/model.ts'
import type { Instant, PlainDate } from '../shared/time.ts'
import { openCall } from './commands.ts'
import type { Call } from './model.ts'
import { findCallById } from './queries.ts'
import { openCallSchema, type CallToOpen } from './schema.ts'

/** An open call with two questions and a soft deadline on 15 November 2026. */
export async function buildCall(db: Db, cycle: Cycle, now: Instant, over: Partial<CallToOpen> = {}): Promise<Call> {
  const parsed = openCallSchema.parse({
    slug: 'main',
    title: 'Call for contributions',
    introduction: 'Tell us what works.',
    isSoft: true,
    questions: [{ text: 'What works?' }, { text: 'What does not?', guidance: 'Name an example.' }],
  })
  const input = { ...parsed, deadline: '2026-11-15' as PlainDate, ...over, forumId: cycle.forumId, cycleId: cycle.id }
  const opened = await transact(db, (tx) => openCall(tx, SYSTEM, input, now))
  if ('refusal' in opened) throw new Error(opened.refusal)
  const call = await findCallById(db, opened.callId)
  if (call === undefined) throw new Error('The call that was built is not there')
  return call
}
