import { sql } from 'kysely'
import { countCohorts, listPublishedFigures } from '../../src/contributions/overview/queries.ts'
import { compareFigures, daysToCount, tally, wrongSums } from '../../src/contributions/overview/model.ts'
import type { Db } from '../../src/platform/database.ts'
import { newId } from '../../src/platform/new-id.ts'
import type { Id } from '../../src/shared/ids.ts'
import type { PlainDate } from '../../src/shared/time.ts'
import { DEFAULT_REGIONAL_GROUPS, DEFAULT_STAKEHOLDER_GROUPS } from '../../src/shared/vocabularies.ts'
import { quantile, type Bench } from './measure.ts'

const CONTRIBUTIONS = 100_000
const ROUNDS = 31

/** The overview of a cycle with 100,000 contributions: its figures worked out from the rows, and its page's data asked for on a day never asked for before. */
export const overviewBench: Bench = {
  title: 'Overview of 100,000 contributions',
  run: async (installation) => {
    const { db } = installation
    const { cycleId, path } = await fill(db, CONTRIBUTIONS)
    const counted = await clockEach(() => count(db, cycleId), ROUNDS)
    const served = await clockEach(async (round) => {
      const response = await installation.handle(`${path}.json?asOf=2026-0${1 + (round % 9)}-${10 + (round % 18)}`)
      const { total } = (await response.json()) as { total: number }
      if (total === 0) throw new Error('The overview that was timed counted nothing')
    }, ROUNDS)
    return {
      figures: [
        { what: 'counted as of three days, beside twelve published figures, median', value: quantile(counted, 0.5), unit: 'ms', promised: 50 },
        { what: 'the same, slowest of 31', value: quantile(counted, 1), unit: 'ms' },
        { what: 'overview.json, never asked for before, median', value: quantile(served, 0.5), unit: 'ms' },
      ],
      remarks: [`${CONTRIBUTIONS.toLocaleString('en')} contributions over a year, one in a hundred withdrawn. Read by: ${await readPlan(db, cycleId)}.`],
    }
  },
}

async function count(db: Db, cycleId: Id): Promise<void> {
  const lists = { stakeholderGroups: DEFAULT_STAKEHOLDER_GROUPS, regionalGroups: DEFAULT_REGIONAL_GROUPS }
  const figures = await listPublishedFigures(db, cycleId)
  const asOf = '2026-06-30' as PlainDate
  const days = daysToCount(asOf, figures)
  const cohorts = await countCohorts(db, cycleId, days)
  tally(cohorts, days.indexOf(asOf), lists)
  wrongSums(compareFigures(figures, cohorts, days), cohorts, days, lists)
}

async function clockEach(call: (round: number) => Promise<void>, rounds: number): Promise<number[]> {
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    const begun = performance.now()
    await call(round)
    times.push(performance.now() - begun)
  }
  return times.sort((a, b) => a - b)
}

async function readPlan(db: Db, cycleId: Id): Promise<string> {
  const { rows } = await sql<{ 'QUERY PLAN': string }>`explain (costs off) select stakeholder_group, regional_group, capacity, count(*) filter (where received_by <= '2026-06-30' and withdrawn_at is null and received_at is null)
    from contributions_contribution where cycle_id = ${cycleId} group by 1, 2, 3`.execute(db)
  return rows.map((row) => row['QUERY PLAN'].replace(/^[\s>-]+/u, '')).find((line) => line.includes('Scan')) ?? ''
}

/** Spreads contributions over a year, all groups and capacities, one in a hundred withdrawn, with two dates of published figures. */
async function fill(db: Db, contributions: number): Promise<{ cycleId: Id; path: string }> {
  const forumId = newId()
  const cycleId = newId()
  const callId = newId()
  const groups = DEFAULT_STAKEHOLDER_GROUPS.map((group) => group.key)
  const regions = [...DEFAULT_REGIONAL_GROUPS.map((group) => group.key), 'none']
  await sql`insert into forums_forum (id, slug, title, mandate, is_demonstration, language, stakeholder_groups, regional_groups, created_at)
    values (${forumId}, ${`bench-${forumId}`}, 'Bench', '', false, 'en', ${JSON.stringify(DEFAULT_STAKEHOLDER_GROUPS)}, ${JSON.stringify(DEFAULT_REGIONAL_GROUPS)}, now())`.execute(db)
  await sql`insert into forums_cycle (id, forum_id, slug, title, focus) values (${cycleId}, ${forumId}, '2026', '2026', '')`.execute(db)
  await sql`insert into calls_call (id, forum_id, cycle_id, slug, title, introduction, is_soft, is_open) values (${callId}, ${forumId}, ${cycleId}, 'call', '', '', true, true)`.execute(db)
  await sql`insert into contributions_contribution
      (id, forum_id, cycle_id, call_id, number, contributor, organisation, country, language, mail, capacity, stakeholder_group, regional_group, channel, consent, received_at, received_by, is_late, withdrawn_at)
    select gen_random_uuid(), ${forumId}, ${cycleId}, ${callId}, n, 'Somebody of the name of number ' || n,
      'Association for the good of harbours and inland waters, branch ' || n % 900, 'NZ', 'en', 'somebody-' || n || '@example.org', (array['organisation', 'individual', 'official'])[1 + n % 3],
      (${groups}::text[])[1 + n % ${groups.length}::int], (${regions}::text[])[1 + (n / 7) % ${regions.length}::int], 'web', 'full',
      '2026-01-01'::timestamptz + n % 365 * interval '1 day', '2026-01-01'::date + n % 365, false, case when n % 100 = 0 then now() end
    from generate_series(1, ${contributions}) n`.execute(db)
  await sql`insert into contributions_published_figure (id, forum_id, cycle_id, position, as_of, dimension, key, published, source)
    select gen_random_uuid(), ${forumId}, ${cycleId}, n, '2026-03-01'::date + n % 2 * 100, 'regionalGroup', (${regions}::text[])[1 + n / 2], 1000, 'Report'
    from generate_series(0, 11) n`.execute(db)
  // As autovacuum does by itself once a table has grown: without it no page is known to be visible to all.
  await sql`vacuum analyze contributions_contribution`.execute(db)
  return { cycleId, path: `/bench-${forumId}/2026/overview` }
}
