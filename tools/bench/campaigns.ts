/** Form letters among 100,000 contributions: a tenth grouped from nothing, and one more placed among all. */
import { loadavg } from 'node:os'
import { sql } from 'kysely'
import { systemClock } from '../../src/platform/clock.ts'
import { transact, type Db } from '../../src/platform/database.ts'
import { newId } from '../../src/platform/new-id.ts'
import type { Id } from '../../src/shared/ids.ts'
import { DEFAULT_REGIONAL_GROUPS, DEFAULT_STAKEHOLDER_GROUPS } from '../../src/shared/vocabularies.ts'
import { listCampaigns } from '../../src/synthesis/campaigns/queries.ts'
import { placeWhatCame } from '../../src/synthesis/campaigns/reactions.ts'
import { placeTexts } from '../../src/synthesis/placing/commands.ts'
import { fingerprint } from '../../src/synthesis/shingles/model.ts'
import { quantile, seeded, watchMemory, type Bench } from './measure.ts'
import { openProcessorClock } from './processor.ts'

/** So many are grouped by the job, a tenth of them all; what the others are compared by is made up, alike to nothing. */
const [GROUPED, ALL] = [10_000, 100_000]
/** Every second one is a form letter, of one of so many campaigns, the first the largest. */
const CAMPAIGNS = 40
const WORDS = 300
const VOCABULARY = 30_000
const OPENINGS = ['I am writing to you today because I care about', 'Thank you for the opportunity to comment on the proposed', 'Please accept these comments on behalf of the members of our', 'As a citizen and a taxpayer I strongly urge you to']
const ONE_BY_ONE = 41

export const campaignsBench: Bench = {
  title: 'Form letters among 100,000 contributions',
  run: async ({ db }) => {
    const place = await fill(db, GROUPED)
    const watch = watchMemory()
    const clock = await openProcessorClock(db)
    const begun = clock()
    while (await placeWhatCame(db, systemClock));
    const grouping = clock() - begun
    watch.stop()
    const campaigns = await listCampaigns(db, place.cycleId)
    if (campaigns.length < CAMPAIGNS) throw new Error(`Of ${CAMPAIGNS} campaigns ${campaigns.length} were found`)
    await addOthers(db, place)
    await sql`vacuum analyze synthesis_fingerprint, synthesis_campaign_member`.execute(db)
    const one = await placeOneByOne(db, place)
    return {
      figures: [
        { what: '10,000 grouped from nothing (100,000 in 60 s are promised)', value: grouping / 1000, unit: 's', promised: 6 },
        { what: 'Memory of the process meanwhile, at most', value: watch.most(), unit: 'MB', promised: 1000 },
        { what: 'One more placed among 100,000, median', value: quantile(one, 0.5), unit: 'ms', promised: 20 },
        { what: 'The same, dearest of 40', value: quantile(one, 1), unit: 'ms' },
      ],
      remarks: [
        `${GROUPED.toLocaleString('en')} contributions of ${WORDS} words, half of them letters of ${CAMPAIGNS} campaigns with a sentence of the sender’s own, the others of words drawn by Zipf’s law below one of ${OPENINGS.length} common openings; ${campaigns.length} campaigns found. Then ${(ALL - GROUPED).toLocaleString('en')} more to compare with. One more: every other one a letter, in a transaction of its own. Processor time of this process and of PostgreSQL’s together. Load of the machine while measured: ${loadavg()[0]?.toFixed(1) ?? ''}.`,
      ],
    }
  },
}

interface Place {
  readonly forumId: Id<'forum'>
  readonly cycleId: Id<'cycle'>
  readonly callId: Id
  readonly questionId: Id
}

async function placeOneByOne(db: Db, place: Place): Promise<number[]> {
  const random = seeded(99)
  const clock = await openProcessorClock(db)
  const times: number[] = []
  for (let turn = 0; turn < ONE_BY_ONE; turn++) {
    const [row] = await insertTexts(db, place, ALL + 1 + turn, [writeText(random, turn)])
    if (row === undefined) throw new Error('Nothing was written')
    const begun = clock()
    await transact(db, (tx) => placeTexts(tx, { ...place, prints: new Map([[row.id, fingerprint(row.text)]]) }, systemClock()))
    if (turn > 0) times.push(clock() - begun)
  }
  return times
}

/** What other contributions are compared by: 32 numbers drawn from fifty million, and runs of words, of nothing that was written. */
async function addOthers(db: Db, { forumId, cycleId, callId }: Place): Promise<void> {
  await sql`insert into contributions_contribution (id, forum_id, cycle_id, call_id, number, channel, language, consent, received_by, is_late)
    select gen_random_uuid(), ${forumId}, ${cycleId}, ${callId}, n, 'web', 'en', 'full', '2026-03-01', false from generate_series(${GROUPED + 1}::integer, ${ALL}::integer) n`.execute(db)
  await sql`insert into synthesis_fingerprint (contribution_id, cycle_id, band_keys, shingles)
    select id, cycle_id, array(select hashint4(number * 32 + band) % 25000000 from generate_series(1, 32) band), decode(repeat(md5(number::text), 75), 'hex') from contributions_contribution
    where cycle_id = ${cycleId} and number > ${GROUPED}`.execute(db)
}

const PART = 1_000

async function fill(db: Db, contributions: number): Promise<Place> {
  const [forumId, cycleId, callId, questionId] = [newId<'forum'>(), newId<'cycle'>(), newId(), newId()]
  await sql`insert into forums_forum (id, slug, title, mandate, is_demonstration, language, stakeholder_groups, regional_groups, created_at)
    values (${forumId}, ${`letters-${forumId}`}, 'Bench', '', false, 'en', ${JSON.stringify(DEFAULT_STAKEHOLDER_GROUPS)}, ${JSON.stringify(DEFAULT_REGIONAL_GROUPS)}, now())`.execute(db)
  await sql`insert into forums_cycle (id, forum_id, slug, title, focus) values (${cycleId}, ${forumId}, '2026', '2026', '')`.execute(db)
  await sql`insert into calls_call (id, forum_id, cycle_id, slug, title, introduction, is_soft, is_open) values (${callId}, ${forumId}, ${cycleId}, 'call', '', '', true, true)`.execute(db)
  await sql`insert into calls_question (id, call_id, number, text) values (${questionId}, ${callId}, 1, 'What works?')`.execute(db)
  await sql`insert into record_chain (id, forum_id, length, head) values (${newId()}, ${forumId}, 1, 'bench')`.execute(db)
  const place = { forumId, cycleId, callId, questionId }
  const random = seeded(11)
  for (let first = 1; first <= contributions; first += PART) await insertTexts(db, place, first, Array.from({ length: Math.min(PART, contributions - first + 1) }, (_, at) => writeText(random, at)))
  return place
}

async function insertTexts(db: Db, place: Place, first: number, texts: readonly string[]): Promise<{ id: Id; text: string }[]> {
  const rows = texts.map((text, at) => ({ id: newId(), answer: newId(), number: first + at, text }))
  const json = JSON.stringify(rows)
  await sql`insert into contributions_contribution (id, forum_id, cycle_id, call_id, number, channel, language, consent, received_by, is_late)
    select r.id, ${place.forumId}, ${place.cycleId}, ${place.callId}, r.number, 'web', 'en', 'full', '2026-03-01', false from json_to_recordset(${json}::json) as r (id uuid, number integer)`.execute(db)
  await sql`insert into contributions_answer (id, contribution_id, question_id, number, text)
    select r.answer, r.id, ${place.questionId}, 1, r.text from json_to_recordset(${json}::json) as r (id uuid, answer uuid, text text)`.execute(db)
  return rows
}

const letters = new Map<number, string>()

/** Every other text is the letter of a campaign with some words of its sender's own. */
function writeText(random: () => number, at: number): string {
  const own = (length: number): string => Array.from({ length }, () => `w${Math.floor(VOCABULARY ** random()).toString(36)}`).join(' ')
  if (at % 2 === 1) return `${OPENINGS[Math.floor(random() * OPENINGS.length)] ?? ''} ${own(WORDS - 10)}`
  const campaign = Math.floor((CAMPAIGNS + 1) ** random()) - 1
  const draw = seeded(1_000 + campaign)
  const letter = letters.get(campaign) ?? Array.from({ length: WORDS }, () => `w${Math.floor(VOCABULARY ** draw()).toString(36)}`).join(' ')
  letters.set(campaign, letter)
  return `Dear Sir or Madam, ${letter} ${random() < 0.5 ? '' : own(Math.floor(random() * 60))}`
}
