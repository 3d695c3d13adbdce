/** The trace either way, in a cycle with 10,000 passages: what stands behind a paragraph, and what became of a contribution. */
import { loadavg } from 'node:os'
import { sql } from 'kysely'
import { createForum, openCycle } from '../../src/forums/commands.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { transact, type Db } from '../../src/platform/database.ts'
import { newId } from '../../src/platform/new-id.ts'
import { SYSTEM } from '../../src/record/model.ts'
import type { Refusal } from '../../src/shared/result.ts'
import { quantile, timed, type Bench, type Installation } from './measure.ts'

const PASSAGES = 10_000
const CONTRIBUTIONS = 2_500
const FINDINGS = 300
const PARAGRAPHS = 150
const EDITIONS = 4
const ROUNDS = 40

export const traceBench: Bench = {
  title: 'The trace of one thing: 10,000 passages, 300 findings, 150 paragraphs, 4 editions',
  run: async (installation) => {
    const base = await load(installation.db)
    const paragraph = await open(installation, (round) => `${base}/editions/${(round % EDITIONS) + 1}/paragraphs/${((round * 7) % PARAGRAPHS) + 1}`, 'stand behind it')
    const contribution = await open(installation, (round) => `${base}/contributions/C-${((round * 61) % CONTRIBUTIONS) + 1}/became`, 'Edition 4')
    return {
      figures: [
        { what: 'Everything behind a paragraph of an edition, median', value: quantile(paragraph, 0.5), unit: 'ms', promised: 50 },
        { what: 'The same, slowest of 40', value: quantile(paragraph, 1), unit: 'ms' },
        { what: 'What became of a contribution, median', value: quantile(contribution, 0.5), unit: 'ms', promised: 50 },
        { what: 'The same, slowest of 40', value: quantile(contribution, 1), unit: 'ms' },
      ],
      remarks: [`Whole pages, each another one, in this process; the forum's record moves before each, so that none is kept. Each paragraph rests on two findings, each finding on 33 passages, frozen with each edition. Load of the machine while measured: ${loadavg()[0]?.toFixed(1) ?? ''}.`],
    }
  },
}

async function open(installation: Installation, pathOf: (round: number) => string, words: string): Promise<number[]> {
  for (let round = 0; round < 5; round++) await (await installation.handle(`${pathOf(round + ROUNDS)}?warm=${round}`)).text()
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const asked = await timed(async () => (await installation.handle(`${pathOf(round)}?round=${round}`, { 'accept-encoding': 'identity' })).text())
    if (!asked.value.includes(words)) throw new Error(`${pathOf(round)} does not say: ${words}`)
    times.push(asked.ms)
  }
  return times
}

function taken<T>(outcome: T): Exclude<T, Refusal> {
  if (typeof outcome === 'object' && outcome !== null && 'refusal' in outcome) throw new Error(`Refused: ${JSON.stringify(outcome)}`)
  return outcome as Exclude<T, Refusal>
}

async function load(db: Db): Promise<string> {
  const now = systemClock()
  const { forumId } = taken(await transact(db, (tx) => createForum(tx, SYSTEM, { slug: 'tracing', title: 'Tracing', mandate: 'To be measured.', conveningBody: null, language: 'en', website: null }, now)))
  const { cycleId } = taken(await transact(db, (tx) => openCycle(tx, SYSTEM, { forumId, slug: '2026', title: '2026', focus: '', note: null }, now)))
  const [callId, questionId, documentId, sectionId] = [newId(), newId(), newId(), newId()]
  await sql`insert into calls_call (id, forum_id, cycle_id, slug, title, introduction, is_soft, is_open) values (${callId}, ${forumId}, ${cycleId}, 'call', 'Call', '', true, true)`.execute(db)
  await sql`insert into calls_question (id, call_id, number, text) values (${questionId}, ${callId}, 1, 'What works?')`.execute(db)
  const groups = sql`(array['Civil Society', 'Technical Community', 'Private Sector', 'Government'])[1 + number % 4]`
  const regions = sql`(array['AFG', 'APG', 'EEG', 'GRULAC', 'WEOG'])[1 + number % 5]`
  await sql`insert into contributions_contribution (id, forum_id, cycle_id, call_id, number, contributor, channel, language, consent, received_by, is_late, stakeholder_group, regional_group)
    select gen_random_uuid(), ${forumId}, ${cycleId}, ${callId}, number, 'Sender ' || number, 'web', 'en', 'full', '2026-05-01', false, ${groups}, ${regions} from generate_series(1, ${CONTRIBUTIONS}::integer) number`.execute(db)
  const sentence = 'Every harbour keeps one berth free for whoever comes in at night, and says so on the board. '
  await sql`insert into contributions_answer (id, contribution_id, question_id, number, text)
    select gen_random_uuid(), id, ${questionId}, 1, ${sentence.repeat(8)} from contributions_contribution where cycle_id = ${cycleId}`.execute(db)
  await sql`insert into synthesis_passage (id, forum_id, cycle_id, number, source_kind, source_id, range_start, range_end, quote, marked_at)
    select gen_random_uuid(), ${forumId}, ${cycleId}, row_number() over (order by contribution.number, part), 'answer', answer.id, part * ${sentence.length}, (part + 1) * ${sentence.length} - 1, ${sentence.trim()}, now()
    from contributions_answer answer join contributions_contribution contribution on contribution.id = contribution_id, generate_series(0, ${PASSAGES / CONTRIBUTIONS - 1}::integer) part where contribution.cycle_id = ${cycleId}`.execute(db)
  await sql`insert into synthesis_finding (id, forum_id, cycle_id, number, kind, statement, position)
    select gen_random_uuid(), ${forumId}, ${cycleId}, number, 'agreement', 'Many keep a berth free, says finding ' || number, number from generate_series(1, ${FINDINGS}::integer) number`.execute(db)
  await sql`insert into drafts_document (id, forum_id, cycle_id, slug, kind, title, language, created_at) values (${documentId}, ${forumId}, ${cycleId}, 'output', 'draft-output', 'Output', 'en', now())`.execute(db)
  await sql`insert into drafts_section (id, document_id, position, title) values (${sectionId}, ${documentId}, 1, 'Berths')`.execute(db)
  await sql`insert into drafts_paragraph (id, document_id, section_id, position, text, own_voice)
    select gen_random_uuid(), ${documentId}, ${sectionId}, number, ${sentence.repeat(5)} || number, false from generate_series(1, ${PARAGRAPHS}::integer) number`.execute(db)
  await link(db, forumId, cycleId, null)
  for (let edition = 1; edition <= EDITIONS; edition++) await publish(db, { forumId, cycleId, documentId, edition })
  await sql`analyze`.execute(db)
  return '/tracing/2026'
}

/** Each paragraph rests on two findings, each finding on its share of the passages. */
async function link(db: Db, forumId: string, cycleId: string, versionId: string | null): Promise<void> {
  await sql`insert into trace_link (id, forum_id, cycle_id, relation, from_kind, from_id, version_id, to_kind, to_id, position, linked_at)
    select gen_random_uuid(), ${forumId}::uuid, ${cycleId}::uuid, 'rests-on', 'finding', finding.id, ${versionId}::uuid, 'passage', passage.id, passage.number, now()
    from synthesis_finding finding join synthesis_passage passage on passage.number % ${FINDINGS}::integer = finding.number - 1 and passage.cycle_id = finding.cycle_id where finding.cycle_id = ${cycleId}
    union all
    select gen_random_uuid(), ${forumId}::uuid, ${cycleId}::uuid, 'rests-on', 'paragraph', paragraph.id, ${versionId}::uuid, 'finding', finding.id, finding.number, now()
    from drafts_paragraph paragraph join synthesis_finding finding on (finding.number - 1) % ${PARAGRAPHS}::integer = paragraph.position - 1
    join drafts_document document on document.id = document_id where document.cycle_id = ${cycleId} and finding.cycle_id = ${cycleId}`.execute(db)
}

async function publish(db: Db, { forumId, cycleId, documentId, edition }: { forumId: string; cycleId: string; documentId: string; edition: number }): Promise<void> {
  const [versionId, editionId] = [newId(), newId()]
  await sql`insert into drafts_version (id, document_id, number, title, note, frozen_at, released_at) values (${versionId}, ${documentId}, ${edition}, 'Draft', 'As it came.', now(), now())`.execute(db)
  await sql`insert into drafts_version_section (version_id, section_id, position, title) select ${versionId}, id, position, title from drafts_section where document_id = ${documentId}`.execute(db)
  await sql`insert into drafts_version_paragraph (version_id, paragraph_id, section_id, number, text, own_voice) select ${versionId}, id, section_id, position, text, own_voice from drafts_paragraph where document_id = ${documentId}`.execute(db)
  await link(db, forumId, cycleId, versionId)
  await sql`insert into publication_edition (id, forum_id, cycle_id, number, version_id, title, summary, published_at, units, accounted)
    values (${editionId}, ${forumId}, ${cycleId}, ${edition}, ${versionId}, 'Output', 'What came of it.', now(), ${CONTRIBUTIONS}, ${CONTRIBUTIONS})`.execute(db)
}
