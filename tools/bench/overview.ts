import { loadavg } from 'node:os'
import { sql } from 'kysely'
import { countCohorts, listPublishedFigures } from '../../src/contributions/overview/queries.ts'
import { compareFigures, daysToCount, tally, wrongSums } from '../../src/contributions/overview/model.ts'
import type { Db } from '../../src/platform/database.ts'
import { newId } from '../../src/platform/new-id.ts'
import type { Id } from '../../src/shared/ids.ts'
import type { PlainDate } from '../../src/shared/time.ts'
import { DEFAULT_REGIONAL_GROUPS, DEFAULT_STAKEHOLDER_GROUPS } from '../../src/shared/vocabularies.ts'
import type { Bench } from './measure.ts'
import { workEach } from './processor.ts'

const CONTRIBUTIONS = 100_000
const ROUNDS = 31

/** The overview of a cycle with 100,000 contributions: its figures worked out, and its page's data asked for on a day never asked for before. */
export const overviewBench: Bench = {
  title: 'Overview of 100,000 contributions',
  run: async (installation) => {
    const { db } = installation
    const { cycleId, path } = await fill(db, CONTRIBUTIONS)
    const counted = await workEach(db, () => count(db, cycleId), ROUNDS)
    const served = await workEach(db, async (round) => {
      const response = await installation.handle(`${path}.json?asOf=2026-0${1 + (round % 9)}-${10 + (round % 18)}`)
      const { total } = (await response.json()) as { total: number }
      if (total === 0) throw new Error('The overview that was timed counted nothing')
    }, ROUNDS)
    return {
      figures: [
        { what: 'counted as of three days, beside twelve published figures, median', value: counted.median, unit: 'ms', promised: 50 },
        { what: 'the same, dearest of 31', value: counted.most, unit: 'ms' },
        { what: 'overview.json, never asked for before, median', value: served.median, unit: 'ms', promised: 50 },
      ],
      remarks: [`${CONTRIBUTIONS.toLocaleString('en')} contributions over a year, every group, region and capacity on every day, one in a hundred withdrawn: ${(await countCells(db, cycleId)).toLocaleString('en')} cells of the tallies that the commands keep. Processor time of this process and of PostgreSQL’s together. Load of the machine while measured: ${loadavg()[0]?.toFixed(1) ?? ''}.`],
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

async function countCells(db: Db, cycleId: Id): Promise<number> {
  const { rows } = await sql<{ cells: number }>`select count(*) as cells from contributions_tally where cycle_id = ${cycleId}`.execute(db)
  return rows[0]?.cells ?? 0
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
      'Association for the good of harbours and inland waters, branch ' || n % 900, 'NZ', 'en', 'somebody-' || n || '@example.org', (array['organisation', 'individual', 'official'])[1 + abs(hashint4(n)) % 3],
      (${groups}::text[])[1 + abs(hashint4(n + 1000000)) % ${groups.length}::int], (${regions}::text[])[1 + abs(hashint4(n + 2000000)) % ${regions.length}::int], 'web', 'full',
      '2026-01-01'::timestamptz + n % 365 * interval '1 day', '2026-01-01'::date + n % 365, false, case when n % 100 = 0 then '2026-01-01'::timestamptz + n % 365 * interval '1 day' + n % 9 * interval '5 days' end
    from generate_series(1, ${contributions}) n`.execute(db)
  await sql`insert into contributions_published_figure (id, forum_id, cycle_id, position, as_of, dimension, key, published, source)
    select gen_random_uuid(), ${forumId}, ${cycleId}, n, '2026-03-01'::date + n % 2 * 100, 'regionalGroup', (${regions}::text[])[1 + n / 2], 1000, 'Report'
    from generate_series(0, 11) n`.execute(db)
  await sql`insert into contributions_tally (cycle_id, call_id, received_by, is_bound, withdrawn_on, stakeholder_group, regional_group, capacity, count)
    select cycle_id, call_id, received_by, received_at is null, (withdrawn_at at time zone 'UTC')::date, stakeholder_group, regional_group, capacity, count(*)
    from contributions_contribution where cycle_id = ${cycleId} group by 1, 2, 3, 4, 5, 6, 7, 8`.execute(db)
  // What fills a table in one go is cleaned up behind it: that work is not the overview's.
  await sql`vacuum analyze contributions_contribution, contributions_tally, contributions_published_figure`.execute(db)
  await sql`insert into contributions_tally_month (cycle_id, call_id, month, is_bound, ended_month, stakeholder_group, regional_group, capacity, count)
    select cycle_id, call_id, date_trunc('month', received_by)::date, is_bound, date_trunc('month', least(withdrawn_on, declined_on))::date, stakeholder_group, regional_group, capacity, sum(count)
    from contributions_tally where cycle_id = ${cycleId} group by 1, 2, 3, 4, 5, 6, 7, 8`.execute(db)
  return { cycleId, path: `/bench-${forumId}/2026/overview` }
}
