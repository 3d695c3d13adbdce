import { sql } from 'kysely'
import { countCohorts, listPublishedFigures } from '../../src/contributions/overview/queries.ts'
import { compareFigures, daysToCount, tally, wrongSums } from '../../src/contributions/overview/model.ts'
import type { Db } from '../../src/platform/database.ts'
import { newId } from '../../src/platform/new-id.ts'
import type { PlainDate } from '../../src/shared/time.ts'
import { DEFAULT_REGIONAL_GROUPS, DEFAULT_STAKEHOLDER_GROUPS } from '../../src/shared/vocabularies.ts'

/** Milliseconds at the median and at the slowest of the rounds. */
export interface OverviewSpeed {
  readonly contributions: number
  readonly median: number
  readonly slowest: number
  /** How PostgreSQL reads the rows; `Index Only Scan` is meant. */
  readonly plan: string
}

/**
 * Times the overview of one cycle with this many contributions, published figures compared and all, on a database that has the
 * migrations and may be written to. What it writes stays there.
 */
export async function benchOverview(db: Db, contributions = 100_000, rounds = 20): Promise<OverviewSpeed> {
  const cycleId = newId()
  await fill(db, cycleId, contributions)
  const lists = { stakeholderGroups: DEFAULT_STAKEHOLDER_GROUPS, regionalGroups: DEFAULT_REGIONAL_GROUPS }
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    const begun = performance.now()
    const figures = await listPublishedFigures(db, cycleId)
    const asOf = '2026-06-30' as PlainDate
    const days = daysToCount(asOf, figures)
    const cohorts = await countCohorts(db, cycleId, days)
    const overview = tally(cohorts, days.indexOf(asOf), lists)
    wrongSums(compareFigures(figures, cohorts, days), cohorts, days, lists)
    times.push(performance.now() - begun)
    if (overview.total === 0) throw new Error('The overview that was timed counted nothing')
  }
  times.sort((a, b) => a - b)
  const plan = await sql<{ 'QUERY PLAN': string }>`explain select stakeholder_group, regional_group, capacity, received_by, withdrawn_at, received_at
    from contributions_contribution where cycle_id = ${cycleId}`.execute(db)
  return { contributions, median: times[Math.floor(times.length / 2)] ?? 0, slowest: times.at(-1) ?? 0, plan: plan.rows[0]?.['QUERY PLAN'] ?? '' }
}

/** Spreads contributions over a year, all groups and capacities, one in a hundred withdrawn, with two dates of published figures. */
async function fill(db: Db, cycleId: string, contributions: number): Promise<void> {
  const forumId = newId()
  const callId = newId()
  const groups = DEFAULT_STAKEHOLDER_GROUPS.map((group) => group.key)
  const regions = [...DEFAULT_REGIONAL_GROUPS.map((group) => group.key), 'none']
  await sql`insert into forums_forum (id, slug, title, mandate, is_demonstration, language, stakeholder_groups, regional_groups, created_at)
    values (${forumId}, ${`bench-${forumId}`}, 'Bench', '', false, 'en', '[]', '[]', now())`.execute(db)
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
}
