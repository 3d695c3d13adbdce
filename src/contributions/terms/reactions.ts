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
import { NOT_RECORDED } from '../../shared/vocabularies.ts'
import { listAnswers } from '../queries.ts'
import type { Answer } from '../model.ts'
import { countWords, isPhrase, rulesOf, type Rules, type ScopeDimension, type TermRule } from './model.ts'
import { listTermRules } from './queries.ts'
import type { WordingRow } from './tables.ts'

/** Entries of the record followed, and contributions counted, in one transaction: what has to stand in memory at once. */
const ENTRIES = 500
const CONTRIBUTIONS = 100
const INTERVAL = 1_000

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
      if (done < CONTRIBUTIONS) break
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
  readonly cycle_id: Id
  readonly language: string | null
  readonly stakeholder_group: string | null
  readonly regional_group: string | null
  readonly received_by: PlainDate
}

/** Counts the contributions next in line anew: takes out what they had been counted with, puts in what they say now. Answers how many. */
async function countDue(tx: Tx, forumId: Id): Promise<number> {
  const due = await sql<{ contribution_id: Id }>`
    delete from contributions_term_due where contribution_id in (
      select contribution_id from contributions_term_due where forum_id = ${forumId} order by contribution_id for update skip locked limit ${CONTRIBUTIONS}
    ) returning contribution_id`.execute(tx)
  const ids = due.rows.map((row) => row.contribution_id)
  if (ids.length === 0) return 0
  const before = await sql<Selectable<WordingRow>>`delete from contributions_wording where contribution_id = any(${ids}) returning *`.execute(tx)
  const sources = await sql<Source>`
    select id, cycle_id, language, stakeholder_group, regional_group, received_by from contributions_contribution where id = any(${ids})`.execute(tx)
  const rules = await listTermRules(tx, forumId)
  const after: WordingRow[] = []
  for (const [cycleId, own] of Map.groupBy(sources.rows, (source) => source.cycle_id)) {
    const answers = Map.groupBy(await listAnswers(tx, cycleId, { contributionIds: own.map(({ id }) => id) }), (answer) => answer.contributionId)
    for (const source of own) {
      after.push(...(await wordingOf(source, answers.get(source.id as Answer['contributionId']) ?? [], rules)))
      await turn()
    }
  }
  const changes = createChanges()
  for (const row of before.rows) changes.add(row, -1)
  for (const row of after) changes.add(row, 1)
  await writeWordings(tx, after)
  await changes.write(tx)
  return ids.length
}

const FEW_LETTERS = 40

/** The declared language; where none is declared, the one that the words look like; else unknown. */
function languageOf(source: Source, text: string): string {
  if (source.language !== null) return primaryLanguage(source.language)
  const guessed = text.length < FEW_LETTERS ? '' : detect(text.slice(0, 2_000))
  return guessed === '' ? 'und' : guessed
}

async function wordingOf(source: Source, answers: readonly Answer[], rules: readonly TermRule[]): Promise<WordingRow[]> {
  const told = answers.filter(({ text }) => text !== '')
  const language = languageOf(source, told.map(({ text }) => text).join('\n'))
  const own: Rules = rulesOf(language, rules)
  const common = { contribution_id: source.id, cycle_id: source.cycle_id, language, stakeholder_group: source.stakeholder_group, regional_group: source.regional_group, received_by: source.received_by }
  const rows: WordingRow[] = []
  for (const answer of told) {
    const { words, terms } = countWords(answer.text, own)
    const all = [...terms]
    rows.push({ ...common, number: answer.number, question_id: answer.questionId, words, forms: all.map(([form]) => form), keys: all.map(([, { key }]) => key), counts: all.map(([, { count }]) => count) })
    await turn()
  }
  return [{ ...common, number: 0, question_id: null, words: rows.reduce((sum, { words }) => sum + words, 0), forms: [], keys: [], counts: [] }, ...rows]
}

async function writeWordings(tx: Tx, rows: readonly WordingRow[]): Promise<void> {
  await sql`insert into contributions_wording select * from jsonb_populate_recordset(null::contributions_wording, ${JSON.stringify(rows)}::jsonb)`.execute(tx)
}

interface Change {
  count: number
  contributions: number
}

/** What a part of the work changes, added up, so that each row is written once, and always in one order. */
function createChanges() {
  const terms = new Map<string, Change>()
  const forms = new Map<string, number>()
  const bump = (key: string, count: number, contributions: number): void => {
    const known = terms.get(key)
    if (known === undefined) terms.set(key, { count, contributions })
    else {
      known.count += count
      known.contributions += contributions
    }
  }
  // A contribution of several answers stands once in each scope but those of its questions: its keys so far.
  const met = new Map<string, Set<string>>()
  const addScope = (row: WordingRow, sign: 1 | -1, dimension: ScopeDimension, group: string): void => {
    const scope = [row.cycle_id, row.language, dimension, group]
    const place = JSON.stringify([sign, row.contribution_id, ...scope])
    const seen = met.get(place) ?? new Set<string>()
    met.set(place, seen)
    const isFirst = (key: string): number => {
      if (seen.has(key)) return 0
      seen.add(key)
      return sign
    }
    bump(JSON.stringify([...scope, false, '']), sign * row.words, isFirst(''))
    for (const [at, key] of row.keys.entries()) {
      const phrase = isPhrase(key)
      // Most phrases stand once: kept for each scope they would be most of what is written. Those of a scope are counted when asked for.
      if (phrase && dimension !== 'all') continue
      bump(JSON.stringify([...scope, phrase, key]), sign * (row.counts[at] ?? 0), isFirst(key))
    }
  }
  return {
    add(row: WordingRow, sign: 1 | -1): void {
      if (row.number === 0) return
      addScope(row, sign, 'all', '')
      addScope(row, sign, 'question', row.question_id ?? '')
      addScope(row, sign, 'stakeholderGroup', row.stakeholder_group ?? NOT_RECORDED)
      addScope(row, sign, 'regionalGroup', row.regional_group ?? NOT_RECORDED)
      for (const [at, form] of row.forms.entries()) {
        const key = JSON.stringify([row.cycle_id, row.language, row.keys[at] ?? form, form])
        forms.set(key, (forms.get(key) ?? 0) + sign * (row.counts[at] ?? 0))
      }
    },
    write: (tx: Tx) => writeChanges(tx, terms, forms),
  }
}

const TERM_KEY = sql`cycle_id, language, dimension, group_key, is_phrase, key`
const FORM_KEY = sql`cycle_id, language, key, form`

async function writeChanges(tx: Tx, terms: ReadonlyMap<string, Change>, forms: ReadonlyMap<string, number>): Promise<void> {
  const termRows = [...terms]
    .filter(([, change]) => change.count !== 0 || change.contributions !== 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, change]) => {
      const [cycle_id, language, dimension, group_key, is_phrase, term] = JSON.parse(key) as [string, string, string, string, boolean, string]
      return { cycle_id, language, dimension, group_key, is_phrase, key: term, ...change }
    })
  const formRows = [...forms]
    .filter(([, count]) => count !== 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, count]) => {
      const [cycle_id, language, term, form] = JSON.parse(key) as [string, string, string, string]
      return { cycle_id, language, key: term, form, count }
    })
  if (termRows.length > 0) {
    await sql`
      insert into contributions_term as known select * from json_populate_recordset(null::contributions_term, ${JSON.stringify(termRows)}::json)
      on conflict (${TERM_KEY}) do update set count = known.count + excluded.count, contributions = known.contributions + excluded.contributions`.execute(tx)
  }
  if (formRows.length > 0) {
    await sql`
      insert into contributions_term_form as known select * from json_populate_recordset(null::contributions_term_form, ${JSON.stringify(formRows)}::json)
      on conflict (${FORM_KEY}) do update set count = known.count + excluded.count`.execute(tx)
  }
  await removeEmptied(tx, termRows.filter(({ contributions }) => contributions < 0), formRows.filter(({ count }) => count < 0))
}

async function removeEmptied(tx: Tx, terms: readonly object[], forms: readonly object[]): Promise<void> {
  if (terms.length > 0) {
    await sql`
      delete from contributions_term t using json_populate_recordset(null::contributions_term, ${JSON.stringify(terms)}::json) d
      where (t.cycle_id, t.language, t.dimension, t.group_key, t.is_phrase, t.key) = (d.cycle_id, d.language, d.dimension, d.group_key, d.is_phrase, d.key) and t.contributions <= 0`.execute(tx)
  }
  if (forms.length > 0) {
    await sql`
      delete from contributions_term_form t using json_populate_recordset(null::contributions_term_form, ${JSON.stringify(forms)}::json) d
      where (t.cycle_id, t.language, t.key, t.form) = (d.cycle_id, d.language, d.key, d.form) and t.count <= 0`.execute(tx)
  }
}
