import { beforeAll, describe, expect, test } from 'vitest'
import { testDatabase, uniqueSlug } from '../../../test/harness/postgres.ts'
import type { Call } from '../../calls/model.ts'
import { buildCall } from '../../calls/testing.ts'
import { amendContribution } from '../../contributions/amendments/commands.ts'
import { withdrawContribution } from '../../contributions/commands.ts'
import { declineContribution } from '../../contributions/moderation/commands.ts'
import { findContribution, listAnswers } from '../../contributions/queries.ts'
import { redactAnswer } from '../../contributions/redaction/commands.ts'
import { aContribution, buildContribution } from '../../contributions/testing.ts'
import type { Cycle } from '../../forums/model.ts'
import { buildForum } from '../../forums/testing.ts'
import { transact } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { SYSTEM } from '../../record/model.ts'
import { listEntriesOf } from '../../record/queries.ts'
import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import { joinCampaign, leaveCampaign, setCountingRule, splitCampaign, uniteCampaigns } from './commands.ts'
import { findCampaign, findCampaignOf, findCountingRule, listApart, listCampaigns, listMembers } from './queries.ts'
import { placeWhatCame } from './reactions.ts'

const db = await testDatabase()
const now = '2026-03-02T10:00:00.000Z' as Instant
const clock = (): Instant => now
const LETTER = 'The harbour belongs to all who live by it. No rule of the night may close it to the boats that feed this town. We ask you to keep the quay lit and open until the last boat is home.'
const OTHER = 'Noise after ten in the evening has made the streets behind the quay unfit for families. We ask for a rule that lets people sleep, and for somebody who sees to it that the rule is kept.'

let cycle: Cycle
let call: Call

async function send(text: string): Promise<Id<'contribution'>> {
  const question = call.questions[0]
  if (question === undefined) throw new Error('The call has no question')
  const { number } = await buildContribution(db, call, now, { answers: [{ questionId: question.id, text }] })
  const found = await findContribution(db, cycle.id, number)
  if (found === undefined) throw new Error('It was not received')
  return found.id
}

async function place(): Promise<void> {
  while (await placeWhatCame(db, clock));
}

const at = () => ({ forumId: cycle.forumId, cycleId: cycle.id })
const sizes = async () => (await listCampaigns(db, cycle.id)).map(({ number, members }) => [number, members])
const campaignOf = async (id: Id) => (await findCampaignOf(db, id))?.number

beforeAll(async () => {
  ;({ cycle } = await buildForum(db, uniqueSlug(), now))
  call = await buildCall(db, cycle, now)
})

describe('as they arrive', () => {
  test('one text alone is no campaign; a second one like it makes one, a third joins, another text does not', async () => {
    const first = await send(LETTER)
    await place()
    expect(await sizes()).toEqual([])
    const second = await send(`Good people of the town hall,\n${LETTER}\nNaledi of the ferry`)
    const other = await send(OTHER)
    await place()
    expect(await sizes()).toEqual([[1, 2]])
    const third = await send(`${LETTER} My boat is the last one.`)
    await place()
    expect(await sizes()).toEqual([[1, 3]])
    expect(await Promise.all([first, second, third, other].map(campaignOf))).toEqual([1, 1, 1, undefined])
  })

  test('placing again what was placed changes nothing and records nothing', async () => {
    const before = await listEntriesOf(db, cycle.id)
    await place()
    expect(await listEntriesOf(db, cycle.id)).toHaveLength(before.length)
    expect(before.filter(({ act }) => act === 'campaigns-placed').map(({ detail }) => detail['placed'])).toEqual([2, 1])
  })

  test('one that is withdrawn leaves its campaign', async () => {
    const gone = await send(`${LETTER} Twice.`)
    await place()
    expect(await campaignOf(gone)).toBe(1)
    await transact(db, (tx) => withdrawContribution(tx, SYSTEM, { contributionId: gone, cycleId: cycle.id }, now))
    await place()
    expect(await campaignOf(gone)).toBeUndefined()
    expect(await sizes()).toEqual([[1, 3]])
  })

  test('two processes that place at once place each once', async () => {
    const more = await Promise.all([send(`${OTHER} Kofi`), send(`${OTHER} Ines`)])
    await Promise.all([place(), place(), place()])
    await place()
    expect(await sizes()).toEqual([[1, 3], [2, 3]])
    expect(await Promise.all(more.map(campaignOf))).toEqual([2, 2])
  })
})

describe('what a person decides', () => {
  const idOf = async (number: number) => {
    const found = await findCampaign(db, cycle.id, number)
    if (found === undefined || 'movedTo' in found) throw new Error(`No campaign ${number}`)
    return found.id
  }

  test('is refused where there is nothing to decide', async () => {
    const campaignId = await idOf(1)
    const members = (await listMembers(db, campaignId, { offset: 0, limit: 9 })).map(({ contributionId }) => contributionId)
    const stranger = newId<'contribution'>()
    const run = (command: typeof leaveCampaign, ids: readonly Id[], id = campaignId) => transact(db, (tx) => command(tx, SYSTEM, { ...at(), campaignId: id, contributionIds: ids }, now))
    expect(await run(leaveCampaign, [])).toEqual({ refusal: 'nothing-chosen' })
    expect(await run(leaveCampaign, members, newId<'campaign'>())).toEqual({ refusal: 'campaign-not-found' })
    expect(await run(leaveCampaign, [members[0] ?? stranger, stranger])).toEqual({ refusal: 'changed-meanwhile' })
    expect(await transact(db, (tx) => splitCampaign(tx, SYSTEM, { ...at(), campaignId, contributionIds: members.slice(0, 1) }, now))).toEqual({ refusal: 'too-few' })
    expect(await transact(db, (tx) => uniteCampaigns(tx, SYSTEM, { ...at(), campaignId, fromId: campaignId }, now))).toEqual({ refusal: 'same-campaign' })
    expect(await sizes()).toEqual([[1, 3], [2, 3]])
  })

  test('stands: what was said to stand apart is not put back, and nothing is placed through it', async () => {
    const campaignId = await idOf(1)
    const apart = await send(`${LETTER} But I mean something else by it.`)
    await place()
    expect(await transact(db, (tx) => leaveCampaign(tx, SYSTEM, { ...at(), campaignId, contributionIds: [apart] }, now))).toEqual({ moved: 1 })
    await send(`${LETTER} One more.`)
    await place()
    expect(await campaignOf(apart)).toBeUndefined()
    expect(await listApart(db, cycle.id)).toEqual([apart])
    expect(await sizes()).toEqual([[1, 4], [2, 3]])
    expect(await transact(db, (tx) => joinCampaign(tx, SYSTEM, { ...at(), campaignId, contributionIds: [apart] }, now))).toEqual({ moved: 1 })
    expect(await campaignOf(apart)).toBe(1)
  })

  test('splits and unites, and every address leads on', async () => {
    const campaignId = await idOf(1)
    const members = (await listMembers(db, campaignId, { offset: 0, limit: 9 })).map(({ contributionId }) => contributionId)
    const split = await transact(db, (tx) => splitCampaign(tx, SYSTEM, { ...at(), campaignId, contributionIds: members.slice(0, 2) }, now))
    expect(split).toEqual({ number: 3 })
    expect(await sizes()).toEqual([[1, 3], [2, 3], [3, 2]])
    expect(await transact(db, async (tx) => uniteCampaigns(tx, SYSTEM, { ...at(), campaignId, fromId: await idOf(3) }, now))).toEqual({ moved: 2 })
    expect(await findCampaign(db, cycle.id, 3)).toEqual({ movedTo: 1 })
    expect(await sizes()).toEqual([[1, 5], [2, 3]])
  })

  test('the rule of counting is chosen once at a time', async () => {
    const set = (rule: 'once' | 'both', revision: number) => transact(db, (tx) => setCountingRule(tx, SYSTEM, { ...at(), rule, revision }, now))
    expect(await Promise.all([set('once', 0), set('both', 0)])).toContainEqual({ refusal: 'changed-meanwhile' })
    expect(await set('both', 1)).toEqual({ set: true })
    expect(await findCountingRule(db, cycle.id)).toEqual({ rule: 'both', revision: 2 })
  })
})

describe('what changes after it was placed', () => {
  const amend = (contributionId: Id<'contribution'>, amendments: number, text: string) =>
    transact(db, async (tx) => amendContribution(tx, SYSTEM, { ...aContribution(call, { answers: [{ questionId: call.questions[0]?.id ?? newId(), text }] }), contributionId, amendments }, now))
  const QUAY = 'Every ferry that ties up at the old quay pays for the lamp above it. Keep that fee as low as it was when the lamp was lit with oil, and publish what becomes of it each year.'

  test('is compared anew: it leaves what it is no longer like, and what it stood for stands for itself', async () => {
    const [stood, like] = [await send(QUAY), await send(QUAY)]
    await place()
    const number = await campaignOf(stood)
    expect([number, await campaignOf(like)]).toEqual([4, 4])
    expect(await amend(stood, 0, `${LETTER} Amended.`)).not.toHaveProperty('refusal')
    await place()
    expect([await campaignOf(stood), await campaignOf(like)]).toEqual([1, undefined])
    const later = await send(QUAY)
    await place()
    expect([await campaignOf(like), await campaignOf(later)]).toEqual([5, 5])
    // The one that the next are compared with goes; the other is found all the same.
    await transact(db, (tx) => withdrawContribution(tx, SYSTEM, { contributionId: like, cycleId: cycle.id }, now))
    await place()
    const last = await send(QUAY)
    await place()
    expect([await campaignOf(later), await campaignOf(last)]).toEqual([6, 6])
  })

  test('stays where a person put it; what is redacted or declined does not come between', async () => {
    const [kept, redacted, declined] = [await send(`${LETTER} Kept.`), await send(`${LETTER} My name is Zoë.`), await send(`${LETTER} Declined.`)]
    await place()
    const found = await findCampaign(db, cycle.id, 1)
    const campaignId = found === undefined || 'movedTo' in found ? newId<'campaign'>() : found.id
    await transact(db, (tx) => joinCampaign(tx, SYSTEM, { ...at(), campaignId, contributionIds: [kept] }, now))
    expect(await amend(kept, 0, 'Nothing like it any more, and said in other words altogether.')).not.toHaveProperty('refusal')
    const answer = (await listAnswers(db, cycle.id)).find(({ contributionId }) => contributionId === redacted)
    expect(await transact(db, (tx) => redactAnswer(tx, SYSTEM, { cycleId: cycle.id, answerId: answer?.id ?? newId(), marking: { quote: 'Zoë' }, reason: 'personal-data' }, now))).not.toHaveProperty('refusal')
    expect(await transact(db, (tx) => declineContribution(tx, SYSTEM, { ...at(), contributionId: declined, reason: 'out-of-scope', write: () => ({ subject: '', body: '' }) }, now))).not.toHaveProperty('refusal')
    await place()
    expect(await Promise.all([kept, redacted, declined].map(campaignOf))).toEqual([1, 1, undefined])
    await transact(db, (tx) => withdrawContribution(tx, SYSTEM, { contributionId: kept, cycleId: cycle.id }, now))
    await place()
    expect(await campaignOf(kept)).toBeUndefined()
  })
})
