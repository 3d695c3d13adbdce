import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { testDatabase, uniqueSlug } from '../../../test/harness/postgres.ts'
import { buildCall } from '../../calls/testing.ts'
import { buildForum } from '../../forums/testing.ts'
import { transact } from '../../platform/database.ts'
import { PUBLIC, SYSTEM } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Instant, PlainDate } from '../../shared/time.ts'
import { enterContribution, sendContribution, withdrawContribution } from '../commands.ts'
import { importContributions, reserveNumbers, type ImportedRow } from '../import/commands.ts'
import { countChosen } from '../queries.ts'
import { aContribution, buildContribution } from '../testing.ts'

const db = await testDatabase()
const now = '2026-03-02T10:00:00.000Z' as Instant

async function seed() {
  const { cycle } = await buildForum(db, uniqueSlug(), now)
  return buildCall(db, cycle, now)
}

/** Tallies of a cycle, and what they have to be: counted anew from the rows. */
async function compare(cycleId: Id) {
  const columns = sql`call_id, received_by, is_bound, withdrawn_on, declined_on, stakeholder_group, regional_group, capacity`
  const kept = await sql<object>`select ${columns}, count from contributions_tally where cycle_id = ${cycleId} and count > 0 order by ${columns}`.execute(db)
  const rows = await sql<object>`
    select ${columns}, count(*)::integer as count from (
      select *, received_at is null as is_bound, (withdrawn_at at time zone 'UTC')::date as withdrawn_on, (declined_at at time zone 'UTC')::date as declined_on from contributions_contribution where cycle_id = ${cycleId}
    ) each group by ${columns} order by ${columns}`.execute(db)
  const months = await sql<object>`
    select month, is_bound, ended_month, stakeholder_group, regional_group, capacity, count from contributions_tally_month where cycle_id = ${cycleId} and count > 0 order by 1, 2, 3, 4, 5, 6`.execute(db)
  const byMonth = await sql<object>`
    select date_trunc('month', received_by)::date as month, is_bound, date_trunc('month', least(withdrawn_on, declined_on))::date as ended_month, stakeholder_group, regional_group, capacity, sum(count)::integer as count
    from contributions_tally where cycle_id = ${cycleId} and count > 0 group by 1, 2, 3, 4, 5, 6 order by 1, 2, 3, 4, 5, 6`.execute(db)
  expect(months.rows).toEqual(byMonth.rows)
  return { kept: kept.rows, rows: rows.rows }
}

function imported(place: number, over: Partial<ImportedRow> = {}): ImportedRow {
  const nobody = { contributor: null, organisation: null, capacity: null, country: null, stakeholderGroup: null, regionalGroup: null, language: null, mail: null, label: null, receivedAt: null }
  return { ...nobody, key: `row-${place}`, digest: `digest-${place}`, consent: 'full', channel: 'import', receivedBy: '2026-03-01' as PlainDate, answers: [], attachments: [], ...over }
}

async function* inBatches(rows: readonly ImportedRow[]) {
  for (let from = 0; from < rows.length; from += 3) yield rows.slice(from, from + 3)
}

describe('the tallies', () => {
  test('equal the rows after forms, entries at the desk, an import and withdrawals', async () => {
    const call = await seed()
    const groups = ['Civil Society', undefined, 'Government']
    for (const [place, stakeholderGroup] of [...groups, ...groups].entries()) await buildContribution(db, call, now, { stakeholderGroup, capacity: place < 2 ? 'official' : undefined, regionalGroup: place === 4 ? 'none' : undefined })
    const { revision: _revision, writeReceipt: _writeReceipt, ...sent } = aContribution(call)
    const entered = await transact(db, (tx) => enterContribution(tx, SYSTEM, { ...sent, channel: 'paper', receivedBy: '2026-02-28' as PlainDate }, now))
    if ('refusal' in entered) throw new Error(entered.refusal)
    const input = { cycleId: call.cycleId, callId: call.id, refused: 0, batches: () => inBatches(Array.from({ length: 10 }, (_, place) => imported(place, place % 2 === 0 ? { receivedAt: now } : {}))) }
    const { first } = await transact(db, (tx) => reserveNumbers(tx, SYSTEM, { ...input, count: 10 }, now))
    await transact(db, (tx) => importContributions(tx, SYSTEM, { ...input, first }, now))
    const ids = await db.selectFrom('contributions_contribution').select('id').where('cycle_id', '=', call.cycleId).where('number', 'in', [1, 2, 7, 9, 10]).execute()
    for (const { id } of ids) await transact(db, (tx) => withdrawContribution(tx, PUBLIC, { contributionId: id as Id<'contribution'>, cycleId: call.cycleId }, '2026-03-05T23:30:00.000Z' as Instant))
    const { kept, rows } = await compare(call.cycleId)
    expect(kept).toEqual(rows)
    expect(await countChosen(db, call.cycleId, {})).toEqual({ counted: 12, unlisted: 0, withdrawn: 5, declined: 0 })
    expect(await countChosen(db, call.cycleId, { callId: call.id, capacity: 'official' })).toEqual({ counted: 0, unlisted: 0, withdrawn: 2, declined: 0 })
  })

  test('are left as they were when a command is refused', async () => {
    const call = await seed()
    const { contributionId } = await buildContribution(db, call, now)
    const before = await compare(call.cycleId)
    const form = aContribution(call, { answers: [] })
    expect(await transact(db, (tx) => sendContribution(tx, PUBLIC, form, now))).toMatchObject({ refusal: 'nothing-said' })
    const withdraw = () => transact(db, (tx) => withdrawContribution(tx, PUBLIC, { contributionId, cycleId: call.cycleId }, now))
    expect(await compare(call.cycleId)).toEqual(before)
    const outcomes = await Promise.all([withdraw(), withdraw(), withdraw()])
    expect(outcomes.filter((outcome) => 'refusal' in outcome)).toHaveLength(2)
    const { kept, rows } = await compare(call.cycleId)
    expect(kept).toEqual(rows)
  })

  test('equal the rows when many send and withdraw at once', async () => {
    const call = await seed()
    const received = await Promise.all(Array.from({ length: 12 }, () => buildContribution(db, call, now)))
    await Promise.all(received.flatMap(({ contributionId }, place) => [
      buildContribution(db, call, now, { stakeholderGroup: place % 2 === 0 ? 'Government' : undefined }),
      transact(db, (tx) => withdrawContribution(tx, PUBLIC, { contributionId, cycleId: call.cycleId }, now)),
    ]))
    const { kept, rows } = await compare(call.cycleId)
    expect(kept).toEqual(rows)
    expect(await countChosen(db, call.cycleId, {})).toEqual({ counted: 12, unlisted: 0, withdrawn: 12, declined: 0 })
  })
})

describe('an import beside the form', () => {
  test('leaves the form its turn while its rows are written, and no number is given twice', async () => {
    const call = await seed()
    await buildContribution(db, call, now)
    const rows = Array.from({ length: 7 }, (_, place) => imported(place))
    const sent: number[] = []
    const input = { cycleId: call.cycleId, callId: call.id, refused: 0, batches: () => inBatches(rows) }
    const { first } = await transact(db, (tx) => reserveNumbers(tx, SYSTEM, { ...input, count: 7 }, now))
    // Between two batches of the import a form is sent, and taken: were the import in its way, this would wait for ever.
    async function* interrupted() {
      for await (const batch of inBatches(rows)) {
        yield batch
        sent.push((await buildContribution(db, call, now)).number)
      }
    }
    const outcome = await transact(db, (tx) => importContributions(tx, SYSTEM, { ...input, first, batches: interrupted }, now))
    expect(outcome).toEqual({ taken: 7, known: 0 })
    expect(first).toBe(2)
    expect(sent).toEqual([9, 10, 11])
    const again = await transact(db, (tx) => reserveNumbers(tx, SYSTEM, { ...input, count: 0 }, now))
    expect(await transact(db, (tx) => importContributions(tx, SYSTEM, { ...input, ...again }, now))).toEqual({ taken: 0, known: 7 })
    expect((await buildContribution(db, call, now)).number).toBe(12)
    expect((await compare(call.cycleId)).kept).toEqual((await compare(call.cycleId)).rows)
  })

  test('of the same file twice at once takes each row once', async () => {
    const call = await seed()
    const rows = Array.from({ length: 7 }, (_, place) => imported(place))
    const input = { cycleId: call.cycleId, callId: call.id, refused: 0, batches: () => inBatches(rows) }
    const run = async () => {
      const { first } = await transact(db, (tx) => reserveNumbers(tx, SYSTEM, { ...input, count: 7 }, now))
      return transact(db, (tx) => importContributions(tx, SYSTEM, { ...input, first }, now))
    }
    const outcomes = await Promise.all([run(), run()])
    expect(new Set(outcomes.map(({ taken }) => taken))).toEqual(new Set([0, 7]))
    expect(await countChosen(db, call.cycleId, {})).toEqual({ counted: 7, unlisted: 0, withdrawn: 0, declined: 0 })
  })
})
