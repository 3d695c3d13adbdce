import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { testDatabase, uniqueSlug } from '../../../test/harness/postgres.ts'
import { buildCall } from '../../calls/testing.ts'
import { buildForum } from '../../forums/testing.ts'
import { transact } from '../../platform/database.ts'
import { SYSTEM } from '../../record/model.ts'
import { listEntriesOf, unscopedListOutbox } from '../../record/queries.ts'
import type { Instant, PlainDate } from '../../shared/time.ts'
import { withdrawContribution } from '../commands.ts'
import { asPublished, counts, standingOf } from '../model.ts'
import { countCohorts } from '../overview/queries.ts'
import { countChosen, findContribution, listAnswers, listUnits } from '../queries.ts'
import { buildContribution } from '../testing.ts'
import { declineContribution, holdContribution, releaseContribution, type WriteLetter } from './commands.ts'

const db = await testDatabase()
const now = '2026-11-02T10:00:00.000Z' as Instant
const later = '2026-11-05T10:00:00.000Z' as Instant
const write: WriteLetter = ({ ref }) => ({ subject: `About ${ref}`, body: 'Words to the sender.' })

async function seed() {
  const { cycle } = await buildForum(db, uniqueSlug(), now)
  const call = await buildCall(db, cycle, now)
  const mail = `${uniqueSlug()}@example.org`
  const { contributionId } = await buildContribution(db, call, now, { mail })
  const at = { cycleId: cycle.id, contributionId }
  return {
    cycle, call, mail, at,
    hold: () => transact(db, (tx) => holdContribution(tx, SYSTEM, { ...at, reason: 'identity', note: 'Who is this?', write }, later)),
    decline: () => transact(db, (tx) => declineContribution(tx, SYSTEM, { ...at, reason: 'out-of-scope', note: 'It is about boats.', write }, later)),
    release: () => transact(db, (tx) => releaseContribution(tx, SYSTEM, { ...at, reason: 'Cleared by telephone', write }, later)),
    withdraw: () => transact(db, (tx) => withdrawContribution(tx, SYSTEM, at, later)),
    letters: async () => (await unscopedListOutbox(db, 500)).filter((item) => item.recipient === mail && item.subject.startsWith('About')).length,
    contribution: async () => {
      const found = await findContribution(db, cycle.id, 1)
      if (found === undefined) throw new Error('The contribution that was built is not there')
      return found
    },
    counted: async (day: string) => (await countCohorts(db, cycle.id, [day as PlainDate])).reduce((sum, cohort) => sum + (cohort.counted[0] ?? 0), 0),
    /** The tallies are what the rows say. */
    talliesHold: async () => {
      const { rows } = await sql<{ day: string; kept: number; rows: number }>`
        select d as day, (select coalesce(sum(count), 0) from contributions_tally where cycle_id = ${cycle.id} and declined_on is not distinct from d)::integer as kept,
          (select count(*) from contributions_contribution where cycle_id = ${cycle.id} and (declined_at at time zone 'UTC')::date is not distinct from d)::integer as rows
        from (values (null::date), (date '2026-11-05')) as days (d)`.execute(db)
      return rows.every((row) => row.kept === row.rows)
    },
  }
}

describe('what cannot be decided', () => {
  test('is refused: twice, after a withdrawal, undone twice; nobody is written to for nothing', async () => {
    const { hold, decline, release, withdraw, letters } = await seed()
    expect(await release()).toEqual({ refusal: 'nothing-to-undo' })
    expect(await hold()).toEqual({ held: true })
    expect(await hold()).toEqual({ refusal: 'already-decided' })
    expect(await decline()).toEqual({ declined: true })
    expect(await decline()).toEqual({ refusal: 'already-decided' })
    expect(await hold()).toEqual({ refusal: 'already-decided' })
    expect(await release()).toEqual({ released: true })
    expect(await release()).toEqual({ refusal: 'nothing-to-undo' })
    await withdraw()
    expect([await hold(), await decline(), await release()]).toEqual([{ refusal: 'already-decided' }, { refusal: 'already-decided' }, { refusal: 'nothing-to-undo' }])
    // Held, declined and released in one instant of the clock: three letters of three kinds.
    expect(await letters()).toBe(3)
  })

  test('by two at once is decided once', async () => {
    const { decline, letters, talliesHold } = await seed()
    const outcomes = await Promise.all([decline(), decline(), decline()])
    expect(outcomes.filter((outcome) => 'declined' in outcome)).toHaveLength(1)
    expect([await letters(), await talliesHold()]).toEqual([1, true])
  })
})

describe('a held contribution', () => {
  test('is counted and shows neither words nor names; its note is not public', async () => {
    const { cycle, at, hold, contribution } = await seed()
    await hold()
    const held = await contribution()
    expect([standingOf(held), counts(held), held.moderatedFor]).toEqual(['held', true, 'identity'])
    expect(asPublished(held)).toMatchObject({ contributor: null, organisation: null, country: null, stakeholderGroup: 'Civil Society' })
    expect((await listAnswers(db, cycle.id)).map(({ text, contributor }) => [text, contributor])).toEqual([['', null], ['', null]])
    expect(await countChosen(db, cycle.id, {})).toEqual({ counted: 1, unlisted: 0, withdrawn: 0, declined: 0 })
    const entry = (await listEntriesOf(db, at.contributionId)).at(-1)
    expect(entry).toMatchObject({ act: 'contribution-held', detail: { ref: '2026/C-1', reason: 'identity' } })
    expect(JSON.stringify(entry)).not.toContain('Who is this')
  })
})

describe('a declined contribution', () => {
  test('is not counted from that day on, keeps its number, and its units say for what kind of reason', async () => {
    const { cycle, decline, contribution, counted, talliesHold } = await seed()
    await decline()
    const declined = await contribution()
    expect([standingOf(declined), counts(declined)]).toEqual(['declined', false])
    expect(asPublished(declined)).toMatchObject({ contributor: null, stakeholderGroup: null, regionalGroup: null, moderatedFor: 'out-of-scope', number: 1 })
    expect((await listUnits(db, cycle.id)).map(({ declinedFor, withdrawn }) => [declinedFor, withdrawn])).toEqual([['out-of-scope', false], ['out-of-scope', false]])
    expect(await countChosen(db, cycle.id, {})).toEqual({ counted: 0, unlisted: 0, withdrawn: 0, declined: 1 })
    expect([await counted('2026-11-04'), await counted('2026-11-05'), await talliesHold()]).toEqual([1, 0, true])
  })

  test('released is as if nothing had been decided, and may be withdrawn while it is declined', async () => {
    const { cycle, decline, release, withdraw, contribution, counted, talliesHold } = await seed()
    const before = await contribution()
    await decline()
    await release()
    expect(await contribution()).toEqual(before)
    expect([await counted('2026-11-05'), await talliesHold()]).toEqual([1, true])
    await decline()
    expect(await withdraw()).toEqual({ withdrawnAt: later })
    expect(standingOf(await contribution())).toBe('withdrawn')
    expect(await countChosen(db, cycle.id, {})).toEqual({ counted: 0, unlisted: 0, withdrawn: 1, declined: 0 })
    expect(await talliesHold()).toBe(true)
  })
})
