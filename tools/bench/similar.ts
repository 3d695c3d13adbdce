import { loadavg } from 'node:os'
import { sql } from 'kysely'
import { countWaitingTerms } from '../../src/contributions/terms/reactions.ts'
import type { Db } from '../../src/platform/database.ts'
import { newId } from '../../src/platform/new-id.ts'
import type { Id } from '../../src/shared/ids.ts'
import type { PlacedTheme } from '../../src/synthesis/model.ts'
import { listResembling } from '../../src/synthesis/resembling/queries.ts'
import { listSimilar } from '../../src/synthesis/similar/queries.ts'
import { findGroups } from '../../src/synthesis/suggested-groups/queries.ts'
import { quantile, timed, type Bench } from './measure.ts'
import { fill } from './terms.ts'

/** Contributions that the job counts, and how often each then stands there: 100,000 with their answers and words. */
const [COUNTED, EACH] = [4_000, 25]
const ROUNDS = 20

/** Similar passages, unread ones that resemble a theme, and groups of the answers to a question, among 100,000 contributions. */
export const similarBench: Bench = {
  title: 'What a comparison of words puts forward, among 100,000 contributions',
  run: async ({ db }) => {
    const at = await load(db)
    const texts = await sql<{ text: string }>`select text from contributions_answer order by id limit ${ROUNDS}`.execute(db)
    const similar: number[] = []
    for (const { text } of texts.rows) {
      const [sentence = ''] = text.split('. ')
      const asked = await timed(() => listSimilar(db, { ...at, language: 'en', texts: [sentence] }))
      if (asked.value.length === 0) throw new Error('Nothing was similar')
      similar.push(asked.ms)
    }
    const theme = { id: newId(), title: texts.rows[0]?.text.split('. ').slice(0, 3).join(' ') ?? '' } as PlacedTheme
    const resembling: number[] = []
    for (let round = 0; round < ROUNDS; round++) resembling.push((await timed(() => listResembling(db, { ...at, theme, language: 'en' }))).ms)
    const grouping: number[] = []
    let compared = 0
    for (let round = 0; round < 5; round++) {
      const grouped = await timed(() => findGroups(db, { ...at, language: 'en' }))
      compared = grouped.value.compared
      grouping.push(grouped.ms)
    }
    return {
      figures: [
        { what: 'Similar passages of a sentence, median', value: quantile(similar, 0.5), unit: 'ms' },
        { what: 'The same, slowest of 20', value: quantile(similar, 1), unit: 'ms' },
        { what: 'Unread passages that resemble a theme, median', value: quantile(resembling, 0.5), unit: 'ms' },
        { what: 'Groups of the answers to a question, median of five', value: quantile(grouping, 0.5), unit: 'ms' },
      ],
      remarks: [
        `${(COUNTED * EACH).toLocaleString('en')} contributions in one cycle, as in the bench of words, each ${EACH} times with an answer and words of its own. Groups: ${compared.toLocaleString('en')} of them compared. Load of the machine while measured: ${loadavg()[0]?.toFixed(1) ?? ''}.`,
      ],
    }
  },
}

async function load(db: Db): Promise<{ forumId: Id; cycleId: Id; questionId: Id }> {
  const path = await fill(db, COUNTED)
  await countWaitingTerms(db)
  const { rows } = await sql<{ forum: Id; cycle: Id; question: Id }>`
    select f.id as forum, c.id as cycle, q.id as question from forums_forum f join forums_cycle c on c.forum_id = f.id join calls_call l on l.cycle_id = c.id join calls_question q on q.call_id = l.id
    where f.slug = ${path.split('/')[1]}`.execute(db)
  const [place] = rows
  if (place === undefined) throw new Error('The forum that was filled is not there')
  for (let copy = 1; copy < EACH; copy++) await copyAll(db, place.cycle, copy * COUNTED)
  await sql`update contributions_term set count = count * ${EACH}, contributions = contributions * ${EACH}, answers = answers * ${EACH}`.execute(db)
  await sql`vacuum analyze contributions_contribution, contributions_answer, contributions_wording, contributions_term`.execute(db)
  return { forumId: place.forum, cycleId: place.cycle, questionId: place.question }
}

/** The first contributions once more, under other numbers. */
async function copyAll(db: Db, cycleId: Id, by: number): Promise<void> {
  await sql`insert into contributions_contribution (id, forum_id, cycle_id, call_id, number, stakeholder_group, regional_group, channel, language, consent, received_by, is_late)
    select gen_random_uuid(), forum_id, cycle_id, call_id, number + ${by}, stakeholder_group, regional_group, channel, language, consent, received_by, is_late
    from contributions_contribution where cycle_id = ${cycleId} and number <= ${COUNTED}`.execute(db)
  const copies = sql`contributions_contribution old join contributions_contribution new on new.cycle_id = old.cycle_id and new.number = old.number + ${by}`
  await sql`insert into contributions_answer (id, contribution_id, question_id, number, text)
    select gen_random_uuid(), new.id, a.question_id, a.number, a.text from ${copies} join contributions_answer a on a.contribution_id = old.id where old.cycle_id = ${cycleId} and old.number <= ${COUNTED}`.execute(db)
  await sql`insert into contributions_wording
    select (jsonb_populate_record(w, jsonb_build_object('contribution_id', new.id, 'contribution_number', new.number))).*
    from ${copies} join contributions_wording w on w.contribution_id = old.id where old.cycle_id = ${cycleId} and old.number <= ${COUNTED}`.execute(db)
}
