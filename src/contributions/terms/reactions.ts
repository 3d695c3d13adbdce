import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises'
import { sql, type Selectable } from 'kysely'
import { detect } from 'tinyld'
import { transact, type Db, type Tx } from '../../platform/database.ts'
import type { Log } from '../../platform/log.ts'
import type { Entry } from '../../record/model.ts'
import { findChain, listChains, listEntries } from '../../record/queries.ts'
import type { Id } from '../../shared/ids.ts'
import type { PlainDate } from '../../shared/time.ts'
import { primaryLanguage } from '../../shared/words.ts'
import { listAnswers } from '../queries.ts'
import type { Answer } from '../model.ts'
import { writeSums } from '../term-sums/commands.ts'
import { createSums } from '../term-sums/model.ts'
import { countWords, isPhrase, rulesOf, type Rules } from './model.ts'
import { listTermRules } from './queries.ts'
import type { WordingRow } from './tables.ts'

/** Entries of the record followed, and contributions counted, in one transaction: what has to stand in memory at once. */
const ENTRIES = 500
const [CONTRIBUTIONS, LETTERS] = [2_000, 4_000_000]
const INTERVAL = 1_000
/** Milliseconds for which a part of the work holds up everything else in the process. */
const BREATH = 8

/**
 * Counts the words of all that came, changed or went since the record was last followed, in parts, until nothing waits. What a
 * contribution had been counted with is taken out again before it is counted anew, so that the counts are the same as if all had been
 * counted from the start. Answers how many contributions were counted.
 */
export async function countWaitingTerms(db: Db, signal?: AbortSignal): Promise<number> {
  let counted = 0
  for (const { forumId } of await listChains(db)) {
    if (forumId === null) continue
    let hasMore = true
    while (hasMore) {
      if (signal?.aborted === true) return counted
      hasMore = await transact(db, (tx) => followRecord(tx, forumId))
    }
    for (;;) {
      if (signal?.aborted === true) return counted
      const done = await transact(db, (tx) => countDue(tx, forumId))
      counted += done
      if (done === 0) break
      await turn()
    }
  }
  return counted
}

/** Looks after the counts until it is stopped. Several processes may do so: each takes other contributions. */
export function startCountingTerms(db: Db, log: Log): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const running = (async () => {
    while (!stopping.signal.aborted) {
      try {
        await countWaitingTerms(db, stopping.signal)
      } catch (error) {
        log.error('The words could not be counted', { error: error instanceof Error ? error.message : String(error) })
      }
      await pause(INTERVAL, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  })()
  return {
    stop: async () => {
      stopping.abort()
      await running
    },
  }
}

/** Lines up whose words may have changed by the next entries of a forum's record. True when there may be more of them. */
async function followRecord(tx: Tx, forumId: Id): Promise<boolean> {
  const chain = await findChain(tx, forumId)
  if (chain === undefined) return false
  const known = await tx.selectFrom('contributions_term_progress').select('sequence').where('forum_id', '=', forumId).forUpdate().skipLocked().executeTakeFirst()
  if (known === undefined) {
    // Followed for the first time, or just now by another process.
    const made = await tx.insertInto('contributions_term_progress').values({ forum_id: forumId, sequence: chain.length }).onConflict((conflict) => conflict.doNothing()).returning('sequence').executeTakeFirst()
    if (made !== undefined) await lineUp(tx, sql`forum_id = ${forumId}`)
    return false
  }
  if (known.sequence >= chain.length) return false
  const entries = await listEntries(tx, chain.id, known.sequence, ENTRIES)
  await lineUpChanged(tx, entries)
  const last = entries.at(-1)?.sequence ?? chain.length
  await tx.updateTable('contributions_term_progress').set({ sequence: last }).where('forum_id', '=', forumId).execute()
  return entries.length === ENTRIES
}

async function lineUpChanged(tx: Tx, entries: readonly Entry[]): Promise<void> {
  const of = (kind: string): Id[] => entries.filter((entry) => entry.subjectKind === kind).map((entry) => entry.subjectId)
  const [contributions, answers] = [of('contribution'), of('answer')]
  if (contributions.length > 0) await lineUp(tx, sql`id = any(${contributions})`)
  if (answers.length > 0) await lineUp(tx, sql`id in (select contribution_id from contributions_answer where id = any(${answers}))`)
  // An import is one entry for all its rows: those that were never counted are lined up.
  const imported = entries.filter((entry) => entry.act.startsWith('contributions-')).flatMap(({ cycleId }) => cycleId ?? [])
  if (imported.length > 0) await lineUp(tx, sql`cycle_id = any(${[...new Set(imported)]}) and not exists (select from contributions_wording w where w.contribution_id = contributions_contribution.id and w.number = 0)`)
}

async function lineUp(tx: Tx, which: ReturnType<typeof sql>): Promise<void> {
  await sql`insert into contributions_term_due (contribution_id, forum_id) select id, forum_id from contributions_contribution where ${which} on conflict do nothing`.execute(tx)
}

interface Source {
  readonly id: Id
  readonly number: number
  readonly cycle_id: Id
  readonly language: string | null
  readonly stakeholder_group: string | null
  readonly regional_group: string | null
  readonly received_by: PlainDate
}

/** Counts the contributions next in line anew: takes out what they had been counted with, puts in what they say now. Answers how many. */
async function countDue(tx: Tx, forumId: Id): Promise<number> {
  const ids = await takeDue(tx, forumId)
  if (ids.length === 0) return 0
  const before = await sql<Selectable<WordingRow>>`delete from contributions_wording where contribution_id = any(${ids}) returning *`.execute(tx)
  const sources = await sql<Source>`
    select id, number, cycle_id, language, stakeholder_group, regional_group, received_by from contributions_contribution where id = any(${ids})`.execute(tx)
  const rules = await listTermRules(tx, forumId)
  const rulesIn = new Map<string, Rules>()
  const sums = createSums()
  for (const rows of Map.groupBy(before.rows, (row) => row.contribution_id).values()) sums.add(rows, -1)
  const after: WordingRow[] = []
  const breathe = takeBreaths()
  for (const [cycleId, own] of Map.groupBy(sources.rows, (source) => source.cycle_id)) {
    const answers = Map.groupBy(await listAnswers(tx, cycleId, { contributionIds: own.map(({ id }) => id) }), (answer) => answer.contributionId)
    for (const source of own) {
      const rows = wordingOf(source, answers.get(source.id as Answer['contributionId']) ?? [], (language) => {
        const known = rulesIn.get(language) ?? rulesOf(language, rules)
        rulesIn.set(language, known)
        return known
      })
      sums.add(rows, 1)
      for (const row of rows) after.push(row)
      await breathe()
    }
  }
  await writeWordings(tx, after)
  await writeSums(tx, sums)
  return ids.length
}

/** Takes out of the line what is counted together: so many contributions, or fewer where they are long. */
async function takeDue(tx: Tx, forumId: Id): Promise<Id[]> {
  const waiting = await sql<{ contribution_id: Id; length: number }>`
    select d.contribution_id, coalesce((select sum(octet_length(text)) from contributions_answer a where a.contribution_id = d.contribution_id), 0)::integer as length
    from (select contribution_id from contributions_term_due where forum_id = ${forumId} order by contribution_id limit ${CONTRIBUTIONS} for update skip locked) d
    order by d.contribution_id`.execute(tx)
  let length = 0
  const ids = waiting.rows.filter((row, at) => (length += row.length) <= LETTERS || at === 0).map((row) => row.contribution_id)
  if (ids.length > 0) await sql`delete from contributions_term_due where contribution_id = any(${ids})`.execute(tx)
  return ids
}

/** Lets others of the process have their turn every few milliseconds of a long work. */
function takeBreaths(): () => Promise<void> {
  let last = performance.now()
  return async () => {
    if (performance.now() - last < BREATH) return
    await turn()
    last = performance.now()
  }
}

const FEW_LETTERS = 40

/** The declared language; where none is declared, the one that the words look like; else unknown. */
function languageOf(source: Source, text: () => string): string {
  if (source.language !== null) return primaryLanguage(source.language)
  const said = text()
  const guessed = said.length < FEW_LETTERS ? '' : detect(said.slice(0, 2_000))
  return guessed === '' ? 'und' : guessed
}

function wordingOf(source: Source, answers: readonly Answer[], rulesIn: (language: string) => Rules): WordingRow[] {
  const told = answers.filter(({ text }) => text !== '')
  const language = languageOf(source, () => told.map(({ text }) => text).join('\n'))
  const rules = rulesIn(language)
  const common = {
    contribution_id: source.id, cycle_id: source.cycle_id, contribution_number: source.number, language,
    stakeholder_group: source.stakeholder_group, regional_group: source.regional_group, received_by: source.received_by,
  }
  const rows = told.map((answer): WordingRow => {
    const { words, terms } = countWords(answer.text, rules)
    const [singles, phrases] = [listsOf(), listsOf()]
    for (const [form, { key, count }] of terms) (isPhrase(form) ? phrases : singles).push(key, form, count)
    return {
      ...common, number: answer.number, question_id: answer.questionId, words, keys: singles.keys, forms: singles.forms, counts: singles.counts,
      phrase_keys: phrases.keys, phrase_forms: phrases.forms, phrase_counts: phrases.counts,
    }
  })
  return [{ ...common, number: 0, question_id: null, words: rows.reduce((sum, { words }) => sum + words, 0), keys: [], forms: [], counts: [], phrase_keys: [], phrase_forms: [], phrase_counts: [] }, ...rows]
}

function listsOf() {
  const [keys, forms, counts]: [string[], string[], number[]] = [[], [], []]
  return {
    keys, forms, counts,
    push: (key: string, form: string, count: number): void => {
      keys.push(key)
      forms.push(form)
      counts.push(count)
    },
  }
}

async function writeWordings(tx: Tx, rows: readonly WordingRow[]): Promise<void> {
  await sql`insert into contributions_wording select * from json_populate_recordset(null::contributions_wording, ${JSON.stringify(rows)}::json)`.execute(tx)
}
