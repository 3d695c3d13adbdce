import { sql } from 'kysely'
import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { appendAct } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import type { Instant } from '../../shared/time.ts'
import { OPPOSITE, rulesOf, type RuleKind, type Rules } from './model.ts'
import { listTermRules } from './queries.ts'
import type { FolderTermRule } from './schema.ts'

export interface RuleToSet {
  readonly forumId: Id<'forum'>
  readonly language: string
  readonly kind: RuleKind
  /** One word as it is counted: lower case. */
  readonly form: string
  /** With `merge`, the word to gather it with. */
  readonly target?: string | undefined
}

/**
 * Decides about one word of a language in a forum; takes the place of what was decided of the same matter before. What it changes is
 * counted anew by the job. Refuses `as-it-was`, `same-word` (merged with itself), `chain` (merged with a word that is itself merged,
 * or while others are merged with it).
 */
export async function setTermRule(tx: Tx, actor: Actor, input: RuleToSet, now: Instant): Promise<{ ruleId: Id<'term-rule'> } | Refusal<'as-it-was' | 'same-word' | 'chain'>> {
  const { forumId, language, kind, form } = input
  const target = kind === 'merge' ? (input.target ?? '') : null
  if (target === form) return { refusal: 'same-word' }
  await sql`select pg_advisory_xact_lock(hashtextextended(${`terms:${forumId}`}, 0))`.execute(tx)
  const rules = (await listTermRules(tx, forumId)).filter((rule) => rule.language === language)
  if (rules.some((rule) => rule.kind === kind && rule.form === form && rule.target === target)) return { refusal: 'as-it-was' }
  const merges = rules.filter((rule) => rule.kind === 'merge')
  if (kind === 'merge' && merges.some((rule) => rule.form === target || rule.target === form)) return { refusal: 'chain' }
  await callForRecount(tx, forumId, rulesOf(language, rules), kind === 'count' ? undefined : form)
  await tx.deleteFrom('contributions_term_rule').where('forum_id', '=', forumId).where('language', '=', language).where('form', '=', form).where('kind', 'in', [kind, OPPOSITE[kind]]).execute()
  const id = newId<'term-rule'>()
  await tx.insertInto('contributions_term_rule').values({ id, forum_id: forumId, language, kind, form, target }).execute()
  const texts = { word: { text: form, isPublic: true }, ...(target === null ? {} : { target: { text: target, isPublic: true } }) }
  await appendAct(tx, actor, { forumId, act: 'term-rule-set', subject: { kind: 'term-rule', id }, detail: { language, kind }, texts }, now)
  return { ruleId: id }
}

/** Takes back what was decided about a word. Refuses `gone` when somebody did so before. */
export async function removeTermRule(tx: Tx, actor: Actor, input: { forumId: Id<'forum'>; ruleId: Id }, now: Instant): Promise<{ removed: true } | Refusal<'gone'>> {
  const rules = await listTermRules(tx, input.forumId)
  const row = await tx.deleteFrom('contributions_term_rule').where('id', '=', input.ruleId).where('forum_id', '=', input.forumId).returning(['language', 'kind', 'form']).executeTakeFirst()
  if (row === undefined) return { refusal: 'gone' }
  await callForRecount(tx, input.forumId, rulesOf(row.language, rules), row.kind === 'stop' ? undefined : row.form)
  const texts = { word: { text: row.form, isPublic: true } }
  await appendAct(tx, actor, { forumId: input.forumId, act: 'term-rule-removed', subject: { kind: 'term-rule', id: input.ruleId }, detail: { language: row.language, kind: row.kind }, texts }, now)
  return { removed: true }
}

/**
 * Lines up the contributions in a language in which a form stands, found under what it was gathered under by the rules so far, as all are
 * whose key depends on it; those of the whole language where it may stand uncounted.
 */
async function callForRecount(tx: Tx, forumId: Id, before: Rules, form: string | undefined): Promise<void> {
  const having = form === undefined ? sql`w.number = 0` : sql`w.keys @> array[${before.keyOf(form)}]::text[]`
  await sql`
    insert into contributions_term_due (contribution_id, forum_id)
    select distinct w.contribution_id, c.forum_id from contributions_wording w join contributions_contribution c on c.id = w.contribution_id
    where w.language = ${before.language} and c.forum_id = ${forumId} and ${having}
    on conflict do nothing`.execute(tx)
}

/** Takes the rules of a forum folder. Its import is the act. */
export async function insertTermRules(tx: Tx, forumId: Id, rules: readonly FolderTermRule[]): Promise<void> {
  if (rules.length === 0) return
  await tx.insertInto('contributions_term_rule').values(rules.map(({ id, language, kind, form, target }) => ({ id, forum_id: forumId, language, kind, form, target: target ?? null }))).execute()
}
