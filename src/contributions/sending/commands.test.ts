import { describe, expect, test } from 'vitest'
import { testDatabase, uniqueSlug } from '../../../test/harness/postgres.ts'
import { buildCall } from '../../calls/testing.ts'
import { buildForum } from '../../forums/testing.ts'
import { transact } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { sendContributions as sendAll } from '../../procedures/send-contributions.ts'
import { listReferences } from '../../library/queries.ts'
import { PUBLIC } from '../../record/model.ts'
import { findChain, verifyChain } from '../../record/queries.ts'
import type { Id } from '../../shared/ids.ts'
import { isRefusal } from '../../shared/result.ts'
import type { Instant } from '../../shared/time.ts'
import { countChosen, findContributions, listAnswers, listContributors } from '../queries.ts'
import { findKnownOrganisation } from '../known/queries.ts'
import { aContribution, buildContribution } from '../testing.ts'
import { sendContributions, type SentByForm } from './commands.ts'

const db = await testDatabase()
const now = '2026-03-01T10:00:00.000Z' as Instant

async function setUp() {
  const { forum, cycle } = await buildForum(db, uniqueSlug(), now)
  const call = await buildCall(db, cycle, now)
  const send = (inputs: readonly SentByForm[]) => transact(db, (tx) => sendContributions(tx, PUBLIC, inputs.map((input) => ({ input, now }))))
  return { forum, cycle, call, send }
}

describe('contributions that come together', () => {
  test('are each taken or refused by themselves, in one transaction, with numbers, tallies and entries in order', async () => {
    const { forum, cycle, call, send } = await setUp()
    const nothing = aContribution(call, { answers: [] })
    const stale = aContribution(call, { revision: 7 })
    const foreign = aContribution(call, { answers: [{ questionId: newId(), text: 'To nothing' }] })
    const twice = aContribution(call)
    const outcomes = await send([aContribution(call), nothing, twice, stale, twice, { ...twice, contributor: 'Other' }, foreign, aContribution(call)])
    expect(outcomes.map((outcome) => (isRefusal(outcome) ? outcome.refusal : outcome.number))).toEqual([1, 'nothing-said', 2, 'call-changed', 2, 'form-used', 'unknown-question', 3])
    expect(await countChosen(db, cycle.id, {})).toMatchObject({ counted: 3 })
    expect(await listAnswers(db, cycle.id)).toHaveLength(6)
    const chain = await findChain(db, forum.id)
    expect(chain === undefined ? undefined : await verifyChain(db, chain)).toMatchObject({ ok: true, length: chain?.length })
    expect(await send([twice])).toEqual([outcomes[2]])
  })

  test('from several processes take numbers without gap or repetition', async () => {
    const { cycle, call, send } = await setUp()
    const outcomes = (await Promise.all([1, 2, 3, 4].map(() => send(Array.from({ length: 5 }, () => aContribution(call)))))).flat()
    const numbers = outcomes.map((outcome) => (isRefusal(outcome) ? 0 : outcome.number))
    expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, place) => place + 1))
    expect(await countChosen(db, cycle.id, {})).toMatchObject({ counted: 20 })
  })
})

describe('a coalition of five', () => {
  const others = ['Bea', 'Cai', 'Dov', 'Eir'].map((name, place) => ({ name, organisation: `House ${place}`, capacity: 'organisation' as const, country: 'KE', stakeholderGroup: 'Civil Society' }))

  test('is one contribution, counted by its lead, shown with all names; sent again with other names it is not taken for the same', async () => {
    const { cycle, call, send } = await setUp()
    const input = aContribution(call, { others, licence: 'CC-BY-4.0' })
    const [received, again, other] = await send([input, input, { ...input, others: others.slice(1) }])
    expect(again).toEqual(received)
    expect(other).toEqual({ refusal: 'form-used' })
    if (received === undefined || isRefusal(received)) throw new Error('not taken')
    expect((await listContributors(db, [received.contributionId])).map(({ position, name }) => [position, name])).toEqual([[2, 'Bea'], [3, 'Cai'], [4, 'Dov'], [5, 'Eir']])
    expect(await countChosen(db, cycle.id, {})).toMatchObject({ counted: 1 })
    expect(await findContributions(db, [received.contributionId])).toMatchObject([{ licence: 'CC-BY-4.0' }])
  })
})

describe('a position paper published elsewhere', () => {
  const elsewhere = { title: 'Ten theses', publisher: 'A house', url: 'https://house.example/theses' }
  const send = (inputs: readonly SentByForm[]) => transact(db, (tx) => sendAll(tx, PUBLIC, inputs.map((input) => ({ input, now }))))

  test('is listed in the library once, by whoever agreed to be named', async () => {
    const { cycle, call } = await setUp()
    const outcomes = await send([aContribution(call, { elsewhere }), aContribution(call, { elsewhere }), aContribution(call, { elsewhere: { title: 'Hidden' }, consent: 'without-name' })])
    const references = await listReferences(db, cycle.id)
    expect(references).toMatchObject([{ title: 'Ten theses', publisher: 'A house', author: 'Ada Example, Example Society' }])
    const ids = outcomes.flatMap((outcome) => (isRefusal(outcome) ? [] : [outcome.contributionId as Id]))
    expect((await findContributions(db, ids)).map(({ referenceId }) => referenceId)).toEqual([references[0]?.id, references[0]?.id, null])
  })
})

describe('what is known of an organisation', () => {
  test('is known from public contributions alone, by its whole name', async () => {
    const { forum, cycle, call } = await setUp()
    await buildContribution(db, call, now, { organisation: 'Hidden House', consent: 'without-name' })
    await buildContribution(db, call, now, { organisation: 'Maison des Îles', stakeholderGroup: 'Government', regionalGroup: 'WEOG', country: 'FR' })
    expect(await findKnownOrganisation(db, forum.id, 'hidden house')).toBeUndefined()
    expect(await findKnownOrganisation(db, forum.id, 'Maison des')).toBeUndefined()
    expect(await findKnownOrganisation(db, forum.id, '  ')).toBeUndefined()
    expect(await findKnownOrganisation(db, forum.id, ' MAISON  des Îles ')).toMatchObject({ stakeholderGroup: 'Government', regionalGroup: 'WEOG', country: 'FR', number: 2, cycleId: cycle.id })
  })
})
