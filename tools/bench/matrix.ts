import { loadavg } from 'node:os'
import { sql } from 'kysely'
import type { Db } from '../../src/platform/database.ts'
import { newId } from '../../src/platform/new-id.ts'
import type { Id } from '../../src/shared/ids.ts'
import { DEFAULT_REGIONAL_GROUPS, DEFAULT_STAKEHOLDER_GROUPS } from '../../src/shared/vocabularies.ts'
import { countMatrix } from '../../src/synthesis/matrix/queries.ts'
import { listThemes } from '../../src/synthesis/queries.ts'
import type { Bench } from './measure.ts'
import { workEach } from './processor.ts'

const PASSAGES = 50_000
const ROUNDS = 21

/** The matrix of themes by groups over 50,000 passages: 60 themes in two levels, 10,000 contributions of five passages each. */
export const matrixBench: Bench = {
  title: 'Matrix of themes by groups over 50,000 passages',
  run: async ({ db }) => {
    const cycleId = await fill(db)
    const themes = await listThemes(db, cycleId)
    const counted = await workEach(db, async () => {
      if ((await countMatrix(db, cycleId, themes)).cells.length === 0) throw new Error('The matrix that was timed counted nothing')
    }, ROUNDS)
    return {
      figures: [
        { what: 'contributions and passages by theme, stakeholder group and region, median', value: counted.median, unit: 'ms', promised: 100 },
        { what: 'the same, dearest of 21', value: counted.most, unit: 'ms' },
      ],
      remarks: [`${PASSAGES.toLocaleString('en')} passages, each with one of 60 themes, counted from the rows with no aggregate kept; a theme counts with those below it. Processor time of this process and of PostgreSQL’s together. Load of the machine while measured: ${loadavg()[0]?.toFixed(1) ?? ''}.`],
    }
  },
}

async function fill(db: Db): Promise<Id> {
  const [forumId, cycleId, callId, questionId] = [newId(), newId(), newId(), newId()]
  const groups = DEFAULT_STAKEHOLDER_GROUPS.map((group) => group.key)
  const regions = [...DEFAULT_REGIONAL_GROUPS.map((group) => group.key), 'none']
  await sql`insert into forums_forum (id, slug, title, mandate, is_demonstration, language, stakeholder_groups, regional_groups, created_at)
    values (${forumId}, ${`bench-${forumId}`}, 'Bench', '', false, 'en', ${JSON.stringify(DEFAULT_STAKEHOLDER_GROUPS)}, ${JSON.stringify(DEFAULT_REGIONAL_GROUPS)}, now())`.execute(db)
  await sql`insert into forums_cycle (id, forum_id, slug, title, focus) values (${cycleId}, ${forumId}, '2026', '2026', '')`.execute(db)
  await sql`insert into calls_call (id, forum_id, cycle_id, slug, title, introduction, is_soft, is_open) values (${callId}, ${forumId}, ${cycleId}, 'call', '', '', true, true)`.execute(db)
  await sql`insert into calls_question (id, call_id, number, text) values (${questionId}, ${callId}, 1, 'What works?')`.execute(db)
  await sql`insert into contributions_contribution (id, forum_id, cycle_id, call_id, number, stakeholder_group, regional_group, channel, consent, received_by, is_late)
    select gen_random_uuid(), ${forumId}, ${cycleId}, ${callId}, n, (${groups}::text[])[1 + abs(hashint4(n)) % ${groups.length}::int], (${regions}::text[])[1 + abs(hashint4(n + 7)) % ${regions.length}::int], 'web', 'full', '2026-01-01', false
    from generate_series(1, 10000) n`.execute(db)
  await sql`insert into contributions_answer (id, contribution_id, question_id, number, text)
    select gen_random_uuid(), id, ${questionId}, 1, 'An answer of some words that nobody has to read.' from contributions_contribution where cycle_id = ${cycleId}`.execute(db)
  await sql`insert into synthesis_theme (id, forum_id, cycle_id, position, parent_id, slug, title) select gen_random_uuid(), ${forumId}, ${cycleId}, n, null, 'theme-' || n, 'Theme ' || n from generate_series(1, 10) n`.execute(db)
  await sql`insert into synthesis_theme (id, forum_id, cycle_id, position, parent_id, slug, title)
    select gen_random_uuid(), ${forumId}, ${cycleId}, n, t.id, t.slug || '-' || n, 'Below ' || n from synthesis_theme t, generate_series(1, 5) n where t.cycle_id = ${cycleId}`.execute(db)
  await sql`insert into synthesis_passage (id, forum_id, cycle_id, number, source_kind, source_id, contribution_number, range_start, range_end, quote, marked_at)
    select gen_random_uuid(), ${forumId}, ${cycleId}, row_number() over (), 'answer', a.id, c.number, n, n + 5, 'words', now()
    from contributions_answer a join contributions_contribution c on c.id = a.contribution_id, generate_series(1, ${PASSAGES / 10_000}::int) n where c.cycle_id = ${cycleId}`.execute(db)
  await sql`insert into synthesis_passage_theme (passage_id, theme_id)
    select p.id, t.id from synthesis_passage p join (select id, row_number() over (order by slug) - 1 as place from synthesis_theme where cycle_id = ${cycleId}) t on t.place = abs(hashint4(p.number)) % 60 where p.cycle_id = ${cycleId}`.execute(db)
  await sql`vacuum analyze`.execute(db)
  return cycleId
}
