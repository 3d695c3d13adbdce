import { sql, type Selectable } from 'kysely'
import type { Reader } from '../../platform/database.ts'
import { findChain } from '../../record/queries.ts'
import type { Id } from '../../shared/ids.ts'
import type { PlainDate } from '../../shared/time.ts'
import { byCount, isPhrase, keyness, type Keyness, type Scope, type Term, type TermRule } from './model.ts'
import type { TermRow, TermRuleRow } from './tables.ts'

/** All that was counted in a scope: words that are no stop words, and contributions with a text there. */
export interface ScopeSize {
  readonly words: number
  readonly contributions: number
}

/** What the desk decided about words in a forum, by language and word. */
export async function listTermRules(db: Reader, forumId: Id): Promise<TermRule[]> {
  const rows = await db.selectFrom('contributions_term_rule').selectAll().where('forum_id', '=', forumId).orderBy('language').orderBy('form').orderBy('kind').execute()
  return rows.map(toRule)
}

function toRule(row: Selectable<TermRuleRow>): TermRule {
  return { id: row.id as Id<'term-rule'>, language: row.language, kind: row.kind, form: row.form, target: row.target }
}

/** The languages in which a cycle's answers are counted, the one with most words first. */
export async function listTermLanguages(db: Reader, cycleId: Id): Promise<(ScopeSize & { readonly language: string })[]> {
  const { rows } = await sql<ScopeSize & { readonly language: string }>`
    select s.language, t.count as words, t.contributions from contributions_term_scope s join contributions_term t on t.scope_id = s.id and t.key = ''
    where s.cycle_id = ${cycleId} and s.dimension = 'all' and s.group_key = '' order by t.count desc, s.language`.execute(db)
  return rows
}

export async function findScopeSize(db: Reader, scope: Scope): Promise<ScopeSize> {
  const { rows } = await sql<ScopeSize>`select count as words, contributions from contributions_term where scope_id = ${numberOf(scope)} and key = ''`.execute(db)
  return rows[0] ?? { words: 0, contributions: 0 }
}

/** How many further than the list are read, so that ties at its end can be named. */
const BEYOND = 60

/** An index holds those that stand eight times and more, by magnitude; where these are not enough there are few altogether. */
const [COMMON, ANY] = [4, 1]

/** The commonest words or phrases of a scope, and after `limit` some more for the ties. By count, then by key. */
export async function listTerms(db: Reader, scope: Scope, choice: { phrases: boolean; limit: number }): Promise<Term[]> {
  const most = choice.limit + BEYOND
  const read = async (magnitude: number): Promise<Counted[]> =>
    (await sql<Counted>`
      select key, count, contributions from contributions_term
      where scope_id = ${numberOf(scope)} and is_phrase = ${choice.phrases} and magnitude >= ${sql.lit(magnitude)} and key <> ''
      order by magnitude desc, count desc, key limit ${most}`.execute(db)).rows
  const common = await read(COMMON)
  return label(db, scope, common.length === most ? common : await read(ANY))
}

type Counted = Pick<TermRow, 'key' | 'count' | 'contributions'>

/** Of how many of a group's commonest it is asked whether the others say them less. */
const COMPARED = 1_500

/** Words that a group says more often than all others do, by log-likelihood; of its 1,500 commonest, with how the others say them. */
export async function listKeyTerms(db: Reader, scope: Scope, choice: { phrases: boolean; limit: number; least: number; inContributions: number }): Promise<(Term & Keyness & { readonly others: ScopeSize })[]> {
  const whole = { ...scope, dimension: 'all', group: '' } as const
  const [own, all] = await Promise.all([findScopeSize(db, scope), findScopeSize(db, whole)])
  const others = { words: all.words - own.words, contributions: all.contributions - own.contributions }
  const read = async (magnitude: number) =>
    (await sql<Counted & { all_count: number; all_contributions: number }>`
      select own.key, own.count, own.contributions, every.count as all_count, every.contributions as all_contributions
      from (
        select key, count, contributions from contributions_term
        where scope_id = ${numberOf(scope)} and is_phrase = ${choice.phrases} and magnitude >= ${sql.lit(magnitude)} and key <> '' and contributions >= ${choice.inContributions}
        order by magnitude desc, count desc, key limit ${COMPARED}
      ) own
      join contributions_term every on every.scope_id = ${numberOf(whole)} and every.key = own.key`.execute(db)).rows
  const common = await read(COMMON)
  const compared = (common.length === COMPARED ? common : await read(ANY))
    .map((row) => ({
      ...row,
      ...keyness({ count: row.count, words: own.words }, { count: row.all_count - row.count, words: others.words }),
      others: { words: row.all_count - row.count, contributions: row.all_contributions - row.contributions },
    }))
    .filter(({ likelihood }) => likelihood >= choice.least)
    .sort((a, b) => b.likelihood - a.likelihood || (a.key < b.key ? -1 : 1))
    .slice(0, choice.limit)
  const labelled = new Map((await label(db, scope, compared)).map((term) => [term.key, term]))
  return compared.flatMap(({ likelihood, ratio, others: others_, key }) => {
    const term = labelled.get(key)
    return term === undefined ? [] : [{ ...term, likelihood, ratio, others: others_ }]
  })
}

/** How many answers may be counted while somebody waits. */
const MOST_AT_ONCE = 5_000

/**
 * Counts anew what had come by the end of a day (`null`: all), from the wordings; undefined where there are too many for that while somebody waits.
 * What was withdrawn since is not counted: its words are not public any more.
 */
export async function countTermsAsOf(db: Reader, scope: Scope, asOf: PlainDate | null, choice: { phrases: boolean; limit: number }): Promise<{ size: ScopeSize; terms: Term[] } | undefined> {
  const answers = await db.selectFrom('contributions_wording').select((select) => select.fn.countAll<number>().as('count')).where('cycle_id', '=', scope.cycleId).where('language', '=', scope.language).where('number', '>', 0).executeTakeFirst()
  if ((answers?.count ?? 0) > MOST_AT_ONCE) return undefined
  const within = asOf === null ? inScope(scope) : sql`${inScope(scope)} and received_by <= ${asOf}::date`
  const lists = choice.phrases ? sql`phrase_keys, phrase_counts` : sql`keys, counts`
  const { rows } = await sql<Counted>`
    select each.key, sum(each.count)::integer as count, count(distinct contribution_id)::integer as contributions
    from contributions_wording w cross join lateral unnest(${lists}) as each (key, count)
    where ${within} and number > 0
    group by each.key`.execute(db)
  const size = await sql<{ words: number; contributions: number }>`
    select coalesce(sum(words), 0)::integer as words, count(distinct contribution_id)::integer as contributions
    from contributions_wording w where ${within} and number > 0`.execute(db)
  const sorted = rows.sort(byCount).slice(0, choice.limit + BEYOND)
  return { size: size.rows[0] ?? { words: 0, contributions: 0 }, terms: await label(db, scope, sorted) }
}

/** One answer in which a term stands. */
export interface TermPlace {
  readonly contributionId: Id<'contribution'>
  /** The answer's number. */
  readonly number: number
  readonly count: number
}

/** A word that stands in more answers than this is looked for in all of them in order, a rarer one by the index of words. */
const COMMON_IN = 1_000

/** The answers of a scope in which a term stands, by contribution; how many answers and contributions there are, and one page of them. */
export async function listTermPlaces(db: Reader, scope: Scope, key: string, page: { offset: number; limit: number }): Promise<{ answers: number; contributions: number; places: TermPlace[] }> {
  const isKept = scope.dimension === 'all' || !isPhrase(key)
  const kept = isKept ? (await sql<{ answers: number; contributions: number }>`select answers, contributions from contributions_term where scope_id = ${numberOf(scope)} and key = ${key}`.execute(db)).rows[0] : undefined
  const [keys, counts] = isPhrase(key) ? [sql.ref('phrase_keys'), sql.ref('phrase_counts')] : [sql.ref('keys'), sql.ref('counts')]
  const isThere = (kept?.answers ?? 0) > COMMON_IN ? sql`array_position(${keys}, ${key}) is not null` : sql`keys @> ${key.split(' ')}::text[] and ${keys} @> array[${key}]::text[]`
  const having = sql`${inScope(scope)} and ${isThere}`
  const size = isKept
    ? kept
    : (await sql<{ answers: number; contributions: number }>`select count(*)::integer as answers, count(distinct contribution_id)::integer as contributions from contributions_wording w where ${having}`.execute(db)).rows[0]
  const { rows } = await sql<{ contribution_id: Id<'contribution'>; number: number; count: number }>`
    select w.contribution_id, w.number, (select sum(c) from unnest(${keys}, ${counts}) as each (k, c) where k = ${key})::integer as count
    from contributions_wording w where ${having} order by w.contribution_number, w.number offset ${page.offset} limit ${page.limit}`.execute(db)
  return { answers: size?.answers ?? 0, contributions: size?.contributions ?? 0, places: rows.map((row) => ({ contributionId: row.contribution_id, number: row.number, count: row.count })) }
}

/** How many contributions wait to be counted anew, and whether the record has gone on since it was last followed. */
export async function findTermProgress(db: Reader, forumId: Id): Promise<{ due: number; isBehind: boolean }> {
  const [due, progress, chain] = await Promise.all([
    db.selectFrom('contributions_term_due').select((select) => select.fn.countAll<number>().as('count')).where('forum_id', '=', forumId).executeTakeFirst(),
    db.selectFrom('contributions_term_progress').select('sequence').where('forum_id', '=', forumId).executeTakeFirst(),
    findChain(db, forumId),
  ])
  return { due: due?.count ?? 0, isBehind: chain !== undefined && (progress?.sequence ?? 0) < chain.length }
}

/** The number of a scope, within a statement. */
function numberOf({ cycleId, language, dimension, group }: Scope) {
  return sql`(select id from contributions_term_scope where cycle_id = ${cycleId} and language = ${language} and dimension = ${dimension} and group_key = ${group})`
}

function inScope({ cycleId, language, dimension, group }: Scope) {
  const whole = sql`w.cycle_id = ${cycleId} and w.language = ${language}`
  if (dimension === 'all') return whole
  if (dimension === 'question') return sql`${whole} and w.question_id::text = ${group}`
  return sql`${whole} and ${sql.ref(dimension === 'stakeholderGroup' ? 'w.stakeholder_group' : 'w.regional_group')} = ${group}`
}

/** Names each key by the commonest of the forms gathered under it in the cycle. The form that is the key stands as often as the others leave. */
async function label(db: Reader, scope: Scope, rows: readonly Counted[]): Promise<Term[]> {
  if (rows.length === 0) return []
  const whole = numberOf({ ...scope, dimension: 'all', group: '' })
  const keys = rows.map(({ key }) => key)
  const found = await sql<FormCount>`
    select key, form, count from contributions_term_form where scope_id = ${whole} and key = any(${keys}::text[])
    union all
    select key, null, count from contributions_term where scope_id = ${whole} and key = any(${keys}::text[])`.execute(db)
  const byKey = Map.groupBy(found.rows, ({ key }) => key)
  return rows.map((row) => {
    const forms = formsOf(row.key, byKey.get(row.key) ?? [])
    return { key: row.key, label: forms[0]?.form ?? row.key, count: row.count, contributions: row.contributions, forms }
  })
}

/** Without a form: the key with all its forms. */
interface FormCount {
  readonly key: string
  readonly form: string | null
  readonly count: number
}

function formsOf(key: string, rows: readonly FormCount[]): Term['forms'] {
  const all = rows.find(({ form }) => form === null)?.count ?? 0
  const others = rows.flatMap(({ form, count }) => (form === null ? [] : [{ form, count }]))
  const own = all - others.reduce((sum, { count }) => sum + count, 0)
  return [...others, ...(own > 0 ? [{ form: key, count: own }] : [])].sort((a, b) => b.count - a.count || (a.form < b.form ? -1 : 1))
}
