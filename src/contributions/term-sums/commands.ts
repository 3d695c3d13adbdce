import { sql } from 'kysely'
import type { Tx } from '../../platform/database.ts'
import { listFormChanges, listTermChanges, type ScopeChange, type Sums } from './model.ts'

/** Rows written by one statement. */
const PART = 20_000

/** Adds what changed to what is kept; what then stands nowhere is taken away. */
export async function writeSums(tx: Tx, sums: Sums): Promise<void> {
  for (const scope of sums.changes()) {
    const terms = listTermChanges(scope)
    const forms = listFormChanges(scope)
    if (terms.length === 0 && forms.length === 0) continue
    const id = await scopeId(tx, scope)
    for (let from = 0; from < terms.length; from += PART) await writeTerms(tx, id, terms.slice(from, from + PART))
    for (let from = 0; from < forms.length; from += PART) await writeForms(tx, id, forms.slice(from, from + PART))
  }
}

/** The number of a scope, given once and kept. */
async function scopeId(tx: Tx, { cycleId, language, dimension, group }: ScopeChange): Promise<number> {
  const find = async () => (await sql<{ id: number }>`
    select id from contributions_term_scope where cycle_id = ${cycleId} and language = ${language} and dimension = ${dimension} and group_key = ${group}`.execute(tx)).rows[0]?.id
  const known = await find()
  if (known !== undefined) return known
  const made = await sql<{ id: number }>`
    insert into contributions_term_scope (cycle_id, language, dimension, group_key) values (${cycleId}, ${language}, ${dimension}, ${group})
    on conflict do nothing returning id`.execute(tx)
  const id = made.rows[0]?.id ?? (await find())
  if (id === undefined) throw new Error('A scope of terms could not be numbered')
  return id
}

async function writeTerms(tx: Tx, id: number, terms: ReturnType<typeof listTermChanges>): Promise<void> {
  await sql`
    insert into contributions_term as known (scope_id, key, is_phrase, count, contributions, answers)
    select ${id}::integer, * from unnest(${terms.map(({ key }) => key)}::text[], ${terms.map((term) => term.isPhrase)}::boolean[],
      ${terms.map(({ change }) => change.count)}::integer[], ${terms.map(({ change }) => change.contributions)}::integer[], ${terms.map(({ change }) => change.answers)}::integer[])
    on conflict (scope_id, key) do update set count = known.count + excluded.count, contributions = known.contributions + excluded.contributions, answers = known.answers + excluded.answers`.execute(tx)
  const fewer = terms.filter(({ change }) => change.contributions < 0).map(({ key }) => key)
  if (fewer.length > 0) await sql`delete from contributions_term where scope_id = ${id} and key = any(${fewer}::text[]) and contributions <= 0`.execute(tx)
}

async function writeForms(tx: Tx, id: number, forms: ReturnType<typeof listFormChanges>): Promise<void> {
  await sql`
    insert into contributions_term_form as known (scope_id, key, form, count)
    select ${id}::integer, * from unnest(${forms.map(({ key }) => key)}::text[], ${forms.map(({ form }) => form)}::text[], ${forms.map(({ count }) => count)}::integer[])
    on conflict (scope_id, key, form) do update set count = known.count + excluded.count`.execute(tx)
  const fewer = forms.filter(({ count }) => count < 0).map(({ key }) => key)
  if (fewer.length > 0) await sql`delete from contributions_term_form where scope_id = ${id} and key = any(${fewer}::text[]) and count <= 0`.execute(tx)
}
