import { loadavg } from 'node:os'
import { sql } from 'kysely'
import { countWaitingTerms } from '../../src/contributions/terms/reactions.ts'
import type { Db } from '../../src/platform/database.ts'
import { newId } from '../../src/platform/new-id.ts'
import type { Id } from '../../src/shared/ids.ts'
import { DEFAULT_REGIONAL_GROUPS, DEFAULT_STAKEHOLDER_GROUPS } from '../../src/shared/vocabularies.ts'
import { quantile, seeded, timed, type Bench } from './measure.ts'

const CONTRIBUTIONS = 100_000
const WORDS = 60
const VOCABULARY = 30_000
const ROUNDS = 15

/** The words of 100,000 contributions: counted by the job from nothing, and asked for as a page's data, each time in another scope. */
export const termsBench: Bench = {
  title: 'Words of 100,000 contributions',
  run: async (installation) => {
    const { db } = installation
    const path = await fill(db, CONTRIBUTIONS)
    const before = process.memoryUsage().rss
    const counting = await timed(() => countWaitingTerms(db))
    const grown = Math.max(0, process.memoryUsage().rss - before) / 1000
    const times: number[] = []
    const groups = DEFAULT_STAKEHOLDER_GROUPS.map(({ key }) => key)
    for (let round = 0; round < ROUNDS; round++) {
      const scope = round % 3 === 0 ? '' : `&in=${encodeURIComponent(`stakeholderGroup:${groups[round % groups.length] ?? ''}`)}`
      const asked = await timed(async () => installation.handle(`${path}/terms.json?limit=${[25, 50, 100, 200][round % 4] ?? 50}${round % 2 === 0 ? '' : '&show=phrases'}${scope}&round=${round}`))
      const { terms } = (await asked.value.json()) as { terms: unknown[] }
      if (terms.length === 0) throw new Error('The words that were timed are none')
      times.push(asked.ms)
    }
    return {
      figures: [
        { what: 'terms.json in another scope each time, median', value: quantile(times, 0.5), unit: 'ms', promised: 50 },
        { what: 'the same, slowest of 15', value: quantile(times, 1), unit: 'ms' },
        { what: 'counted from nothing by the job, for each contribution', value: counting.ms / CONTRIBUTIONS, unit: 'ms' },
        { what: 'memory grown by meanwhile', value: grown, unit: 'KB' },
      ],
      remarks: [`${CONTRIBUTIONS.toLocaleString('en')} contributions of ${WORDS} words each, drawn from ${VOCABULARY.toLocaleString('en')} by Zipf’s law. Load of the machine while measured: ${loadavg()[0]?.toFixed(1) ?? ''}.`],
    }
  },
}

const PART = 1_000

async function fill(db: Db, contributions: number): Promise<string> {
  const [forumId, cycleId, callId, questionId] = [newId(), newId(), newId(), newId()]
  const lists = [JSON.stringify(DEFAULT_STAKEHOLDER_GROUPS), JSON.stringify(DEFAULT_REGIONAL_GROUPS)] as const
  await sql`insert into forums_forum (id, slug, title, mandate, is_demonstration, language, stakeholder_groups, regional_groups, created_at)
    values (${forumId}, ${`words-${forumId}`}, 'Bench', '', false, 'en', ${lists[0]}, ${lists[1]}, now())`.execute(db)
  await sql`insert into forums_cycle (id, forum_id, slug, title, focus) values (${cycleId}, ${forumId}, '2026', '2026', '')`.execute(db)
  await sql`insert into calls_call (id, forum_id, cycle_id, slug, title, introduction, is_soft, is_open) values (${callId}, ${forumId}, ${cycleId}, 'call', '', '', true, true)`.execute(db)
  await sql`insert into calls_question (id, call_id, number, text) values (${questionId}, ${callId}, 1, 'What works?')`.execute(db)
  await sql`insert into record_chain (id, forum_id, length, head) values (${newId()}, ${forumId}, 1, 'bench')`.execute(db)
  const random = seeded(7)
  for (let first = 1; first <= contributions; first += PART) await fillPart(db, { forumId, cycleId, callId, questionId }, first, random)
  return `/words-${forumId}/2026`
}

async function fillPart(db: Db, place: { forumId: Id; cycleId: Id; callId: Id; questionId: Id }, first: number, random: () => number): Promise<void> {
  const rows = Array.from({ length: PART }, (_, at) => ({ id: newId(), answer: newId(), number: first + at, text: writeText(random), group: DEFAULT_STAKEHOLDER_GROUPS[at % 6]?.key ?? '', region: DEFAULT_REGIONAL_GROUPS[at % 5]?.key ?? '' }))
  const json = JSON.stringify(rows)
  await sql`insert into contributions_contribution (id, forum_id, cycle_id, call_id, number, stakeholder_group, regional_group, channel, language, consent, received_by, is_late)
    select r.id, ${place.forumId}, ${place.cycleId}, ${place.callId}, r.number, r.group, r.region, 'web', 'en', 'full', '2026-03-01', false
    from json_to_recordset(${json}::json) as r (id uuid, number integer, "group" text, region text)`.execute(db)
  await sql`insert into contributions_answer (id, contribution_id, question_id, number, text)
    select r.answer, r.id, ${place.questionId}, 1, r.text from json_to_recordset(${json}::json) as r (id uuid, answer uuid, text text)`.execute(db)
}

/** Words whose ranks follow Zipf's law, made of letters alone. */
function writeText(random: () => number): string {
  return Array.from({ length: WORDS }, () => `w${Math.floor(VOCABULARY ** random()).toString(26).replace(/[0-9]/gu, (digit) => 'qrstuvwxyz'[Number(digit)] ?? 'q')}o`).join(' ')
}
