/** What the database itself says about its tables: read, never listed by hand, so that later tables are found too. */
import pg from 'pg'

export interface TableShape {
  readonly name: string
  /** Those that are stored, in their order; generated ones are not. */
  readonly columns: readonly string[]
}

/** Every table, each after all those that its foreign keys point to. A table may point to itself. */
export async function listTablesInOrder(client: pg.ClientBase): Promise<TableShape[]> {
  const { rows: tables } = await client.query<TableShape>(`
    select c.relname::text as name, array_agg(a.attname::text order by a.attnum) as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' group by c.relname order by c.relname`)
  const { rows: keys } = await client.query<{ from: string; to: string }>(`
    select distinct child.relname::text as from, parent.relname::text as to
    from pg_constraint k join pg_class child on child.oid = k.conrelid join pg_class parent on parent.oid = k.confrelid
    where k.contype = 'f' and child.relnamespace = current_schema()::regnamespace and child.oid <> parent.oid`)
  return inOrder(tables, keys)
}

function inOrder(tables: readonly TableShape[], keys: readonly { readonly from: string; readonly to: string }[]): TableShape[] {
  const ordered: TableShape[] = []
  let waiting = [...tables]
  while (waiting.length > 0) {
    const names = new Set(waiting.map((table) => table.name))
    const blocked = new Set(keys.filter((key) => names.has(key.to)).map((key) => key.from))
    const free = waiting.filter((table) => !blocked.has(table.name))
    if (free.length === 0) throw new Error(`Foreign keys run in a circle: ${[...names].join(', ')}`)
    ordered.push(...free)
    waiting = waiting.filter((table) => blocked.has(table.name))
  }
  return ordered
}

export interface SequenceValue {
  readonly name: string
  /** The last number given out, as digits; null before the first. */
  readonly value: string | null
}

/** How far each sequence has counted. */
export async function listSequences(client: pg.ClientBase): Promise<SequenceValue[]> {
  const { rows } = await client.query<SequenceValue>(
    'select sequencename::text as name, last_value::text as value from pg_sequences where schemaname = current_schema() order by sequencename',
  )
  return rows
}

/** `copy` of a table's stored columns, as the text format of every PostgreSQL from 15 on. */
export function copyStatement(table: TableShape, direction: 'to stdout' | 'from stdin'): string {
  const columns = table.columns.map((column) => pg.escapeIdentifier(column)).join(', ')
  return `copy ${pg.escapeIdentifier(table.name)} (${columns}) ${direction} with (format text, encoding 'UTF8')`
}

/** Settings that the text of a value depends on, and no limit of time: set for the transaction. */
export const PLAIN_VALUES = `
  set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0;
  set local datestyle = 'ISO, YMD'; set local intervalstyle = 'iso_8601'; set local timezone = 'UTC'; set local extra_float_digits = 1;
  set local bytea_output = 'hex'`
