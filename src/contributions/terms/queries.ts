import { sql, type Selectable } from 'kysely'
import type { Reader } from '../../platform/database.ts'
import { findChain } from '../../record/queries.ts'
import type { Id } from '../../shared/ids.ts'
import type { PlainDate } from '../../shared/time.ts'
import { byCount, keyness, type Keyness, type Scope, type Term, type TermRule } from './model.ts'
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
  const rows = await db
    .selectFrom('contributions_term')
    .select(['language', 'count as words', 'contributions'])
    .where('cycle_id', '=', cycleId)
    .where('dimension', '=', 'all')
    .where('group_key', '=', '')
    .where('is_phrase', '=', false)
    .where('key', '=', '')
    .execute()
  return rows.sort((a, b) => b.words - a.words)
}

export async function findScopeSize(db: Reader, scope: Scope): Promise<ScopeSize> {
  const row = await scoped(db, scope, false).select(['count', 'contributions']).where('key', '=', '').executeTakeFirst()
  return { words: row?.count ?? 0, contributions: row?.contributions ?? 0 }
}

/** How many further than the list are read, so that ties at its end can be named. */
const BEYOND = 60

/** The commonest words or phrases of a scope, and after `limit` some more for the ties. By count, then by key. */
export async function listTerms(db: Reader, scope: Scope, choice: { phrases: boolean; limit: number }): Promise<Term[]> {
  const most = choice.limit + BEYOND
  const read = (least: number) => scoped(db, scope, choice.phrases).select(['key', 'count', 'contributions']).where('key', '!=', '').where('count', '>=', least).orderBy('count', 'desc').orderBy('key').limit(most).execute()
  // An index holds those that stand ten times and more; where these are not enough there are few altogether.
  const common = await read(10)
  const rows = common.length === most ? common : await read(1)
  return label(db, scope, rows)
}

/** Words that a group says more often than all others do, by log-likelihood; of its 1,500 commonest, with how the others say them. */
export async function listKeyTerms(db: Reader, scope: Scope, choice: { phrases: boolean; limit: number; least: number; inContributions: number }): Promise<(Term & Keyness & { readonly others: ScopeSize })[]> {
  const [own, all] = await Promise.all([findScopeSize(db, scope), findScopeSize(db, { ...scope, dimension: 'all', group: '' })])
  const others = { words: all.words - own.words, contributions: all.contributions - own.contributions }
  const { rows } = await sql<{ key: string; count: number; contributions: number; all_count: number; all_contributions: number }>`
    select own.key, own.count, own.contributions, whole.count as all_count, whole.contributions as all_contributions
    from (
      select key, count, contributions from contributions_term
      where cycle_id = ${scope.cycleId} and language = ${scope.language} and dimension = ${scope.dimension} and group_key = ${scope.group} and is_phrase = ${choice.phrases}
        and key <> '' and contributions >= ${choice.inContributions}
      order by count desc, key limit 1500
    ) own
    join contributions_term whole on whole.cycle_id = ${scope.cycleId} and whole.language = ${scope.language} and whole.dimension = 'all' and whole.group_key = ''
      and whole.is_phrase = ${choice.phrases} and whole.key = own.key`.execute(db)
  const compared = rows
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
  const { rows } = await sql<{ key: string; count: number; contributions: number }>`
    select each.key, sum(each.count)::integer as count, count(distinct contribution_id)::integer as contributions
    from contributions_wording w cross join lateral unnest(keys, counts) as each (key, count)
    where ${within} and number > 0 and (position(' ' in each.key) > 0) = ${choice.phrases}
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

/** The answers of a scope in which a term stands, by contribution; how many answers and contributions there are, and one page of them. */
export async function listTermPlaces(db: Reader, scope: Scope, key: string, page: { offset: number; limit: number }): Promise<{ answers: number; contributions: number; places: TermPlace[] }> {
  const having = sql`${inScope(scope)} and keys @> array[${key}]::text[]`
  const found = await sql<{ answers: number; contributions: number }>`select count(*)::integer as answers, count(distinct contribution_id)::integer as contributions from contributions_wording w where ${having}`.execute(db)
  const { rows } = await sql<{ contribution_id: Id<'contribution'>; number: number; count: number }>`
    select w.contribution_id, w.number, (select sum(c) from unnest(keys, counts) as each (k, c) where k = ${key})::integer as count
    from contributions_wording w join contributions_contribution c on c.id = w.contribution_id
    where ${having} order by c.number, w.number offset ${page.offset} limit ${page.limit}`.execute(db)
  const size = found.rows[0] ?? { answers: 0, contributions: 0 }
  return { ...size, places: rows.map((row) => ({ contributionId: row.contribution_id, number: row.number, count: row.count })) }
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

function scoped(db: Reader, scope: Scope, isPhrase: boolean) {
  return db
    .selectFrom('contributions_term')
    .where('cycle_id', '=', scope.cycleId)
    .where('language', '=', scope.language)
    .where('dimension', '=', scope.dimension)
    .where('group_key', '=', scope.group)
    .where('is_phrase', '=', isPhrase)
}

function inScope({ cycleId, language, dimension, group }: Scope) {
  const whole = sql`w.cycle_id = ${cycleId} and w.language = ${language}`
  if (dimension === 'all') return whole
  if (dimension === 'question') return sql`${whole} and w.question_id::text = ${group}`
  return sql`${whole} and ${sql.ref(dimension === 'stakeholderGroup' ? 'w.stakeholder_group' : 'w.regional_group')} = ${group}`
}

/** Names each key by the commonest of the forms gathered under it in the cycle. */
async function label(db: Reader, scope: Scope, rows: readonly Pick<TermRow, 'key' | 'count' | 'contributions'>[]): Promise<Term[]> {
  if (rows.length === 0) return []
  const forms = await db
    .selectFrom('contributions_term_form')
    .select(['key', 'form', 'count'])
    .where('cycle_id', '=', scope.cycleId)
    .where('language', '=', scope.language)
    .where(sql<boolean>`key = any(${rows.map(({ key }) => key)})`)
    .orderBy('count', 'desc')
    .orderBy('form')
    .execute()
  const byKey = Map.groupBy(forms, ({ key }) => key)
  return rows.map((row) => {
    const own = (byKey.get(row.key) ?? []).map(({ form, count }) => ({ form, count }))
    return { key: row.key, label: own[0]?.form ?? row.key, count: row.count, contributions: row.contributions, forms: own }
  })
}
