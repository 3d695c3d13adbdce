import type { Call } from '../../src/calls/model.ts'
import { countWaitingTerms } from '../../src/contributions/terms/reactions.ts'
import { buildContribution } from '../../src/contributions/testing.ts'
import type { Cycle, Forum } from '../../src/forums/model.ts'
import { transact } from '../../src/platform/database.ts'
import { buildLogin } from '../../src/people/testing.ts'
import { SYSTEM } from '../../src/record/model.ts'
import { askModel, recordReply, switchModel, takeRequest } from '../../src/synthesis/language-model/commands.ts'
import { listSendable } from '../../src/synthesis/language-model/queries.ts'
import { listPassages } from '../../src/synthesis/queries.ts'
import type { AtDesk } from './hostile-desk.ts'

/** What machines have put forward: groups of answers, unread stretches like those of the theme Night, and a model's reply. Answers addresses. */
export async function buildHostileSuggested({ app, base }: AtDesk, { forum, cycle, call }: { forum: Forum; cycle: Cycle; call: Call }): Promise<string[]> {
  const { db, now } = app
  const place = { forumId: forum.id, cycleId: cycle.id }
  const texts = ['Rules help, and rules bind us all.', 'Our rules help the quiet night.', 'Good rules help at night.', 'Boats pay dues.', 'Dues for boats are high.', 'High dues sink boats.']
  for (const text of texts) await buildContribution(db, call, now, { answers: call.questions.slice(0, 1).map(({ id }) => ({ questionId: id, text })) })
  await countWaitingTerms(db)
  const { personId } = await buildLogin(db, 'editor', forum.id, now)
  await transact(db, (tx) => switchModel(tx, SYSTEM, { ...place, isOn: true }, now))
  const passageIds = (await listPassages(db, cycle.id)).map(({ id }) => id)
  const asked = await transact(db, (tx) => askModel(tx, { kind: 'person', id: personId }, { ...place, kind: 'groups', passageIds }, now))
  if ('refusal' in asked) throw new Error(asked.refusal)
  await transact(db, async (tx) => {
    const taken = await takeRequest(tx, now)
    const sent = await listSendable(tx, passageIds)
    const suggestions = Array.from({ length: 30 }, (_, index) => ({ text: `Group ${index + 1}`, refs: sent.slice(0, 2).map(({ ref }) => ref) }))
    return taken !== undefined && recordReply(tx, SYSTEM, taken, { sent, model: 'a-model', suggestions, reason: null, reply: null }, now)
  })
  return [`/desk${base}/suggested-groups`, `/desk${base}/codebook/night/resembling`, `/desk${base}/language-model/${asked.number}`]
}
