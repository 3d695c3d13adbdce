import { loadavg } from 'node:os'
import { sql } from 'kysely'
import { countWaitingTerms } from '../../src/contributions/terms/reactions.ts'
import type { Db } from '../../src/platform/database.ts'
import { newId } from '../../src/platform/new-id.ts'
import type { Id } from '../../src/shared/ids.ts'
import { DEFAULT_REGIONAL_GROUPS, DEFAULT_STAKEHOLDER_GROUPS } from '../../src/shared/vocabularies.ts'
import { seeded, type Bench, type Installation } from './measure.ts'
import { openProcessorClock, workEach } from './processor.ts'

/** Each contribution that the job counts then stands for so many: what is kept is as large as theirs, but for words that stand once. */
const [COUNTED, EACH] = [4_000, 25]
const [SENTENCES, WORDS] = [10, 6]
const VOCABULARY = 30_000
const STOCK = 20_000
const ROUNDS = 24

/** The words of 100,000 contributions: how long the job takes to count, and how long a page's data, each time in another scope. */
export const termsBench: Bench = {
  title: 'Words of 100,000 contributions',
  run: async (installation) => {
    const { db } = installation
    const path = await fill(db, COUNTED)
    const before = process.memoryUsage().rss
    const clock = await openProcessorClock(db)
    const begun = clock()
    await countWaitingTerms(db)
    const counted = clock() - begun
    const grown = Math.max(0, process.memoryUsage().rss - before) / 1_000_000
    await sql`update contributions_term set count = count * ${EACH}, contributions = contributions * ${EACH}, answers = answers * ${EACH}`.execute(db)
    await sql`update contributions_term_form set count = count * ${EACH}`.execute(db)
    await sql`vacuum analyze contributions_term, contributions_term_form`.execute(db)
    const [page, data] = [await workEach(db, (round) => ask(installation, `${path}/terms`, round), ROUNDS), await workEach(db, (round) => ask(installation, `${path}/terms.json`, round), ROUNDS)]
    return {
      figures: [
        { what: 'The page in another scope each time, median', value: page.median, unit: 'ms', promised: 50 },
        { what: 'The same, dearest of 24', value: page.most, unit: 'ms' },
        { what: 'terms.json in another scope each time, median', value: data.median, unit: 'ms', promised: 50 },
        { what: 'The same, dearest of 24', value: data.most, unit: 'ms' },
        { what: 'Counted by the job, for each contribution', value: counted / COUNTED, unit: 'ms' },
        { what: 'Memory grown by meanwhile', value: grown, unit: 'MB' },
      ],
      remarks: [
        `${COUNTED.toLocaleString('en')} contributions of ${SENTENCES} sentences of ${WORDS} words, drawn from ${VOCABULARY.toLocaleString('en')} words by Zipf’s law, every other sentence one of ${STOCK.toLocaleString('en')} that many use; counted by the job, and all counts then taken ${EACH} times: ${(COUNTED * EACH).toLocaleString('en')} contributions.`,
        `Processor time of this process and of PostgreSQL’s together. Asked for: all answers and each stakeholder group, with what it says more than the others; words and phrases; 25 to 200 of them. Load of the machine while measured: ${loadavg()[0]?.toFixed(1) ?? ''}.`,
      ],
    }
  },
}

/** The page or its data, in one scope after the other, none asked for before. */
async function ask(installation: Installation, address: string, round: number): Promise<void> {
  const groups = DEFAULT_STAKEHOLDER_GROUPS.map(({ key }) => key)
  const scope = round % 3 === 0 ? '' : `&in=${encodeURIComponent(`stakeholderGroup:${groups[round % groups.length] ?? ''}`)}`
  const kind = round % 6 === 0 ? '&show=phrases' : ''
  const response = await installation.handle(`${address}?limit=${[25, 50, 100, 200][round % 4] ?? 50}${kind}${scope}&round=${round}`, { 'accept-encoding': 'identity' })
  const text = await response.text()
  if (!text.includes('terms/rows?word=') && !text.includes('"word":')) throw new Error('The words that were timed are none')
}

const PART = 1_000

export async function fill(db: Db, contributions: number): Promise<string> {
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

/** Sentences of words whose ranks follow Zipf's law, made of letters alone, some of them plurals of others; every other sentence is one of the stock. */
function writeText(random: () => number): string {
  const sentence = (draw: () => number): string => Array.from({ length: WORDS }, () => writeWord(draw)).join(' ')
  return Array.from({ length: SENTENCES }, (_, at) => sentence(at % 2 === 0 ? random : seeded(Math.floor(STOCK ** random())))).join('. ')
}

function writeWord(random: () => number): string {
  return `w${Math.floor(VOCABULARY ** random()).toString(26).replace(/[0-9]/gu, (digit) => 'qrstuvwxyz'[Number(digit)] ?? 'q')}o${random() < 0.2 ? 's' : ''}`
}
