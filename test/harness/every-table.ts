import type { Connections } from '../../src/platform/database.ts'
import { listTablesInOrder } from '../../src/platform/catalogue.ts'

interface Column {
  readonly name: string
  readonly type: string
  /** The table and column that a foreign key points to. */
  readonly to: string | null
  readonly of: string | null
  /** Whether the foreign key points to the table itself. */
  readonly to_itself: boolean
  /** The first of the words that it takes, where it takes certain ones alone. */
  readonly word: string | null
  /** The smallest number that it takes, where that is said. */
  readonly least: string | null
}

/** What a text must survive: the marks of the format it travels in, every script, what looks like null. */
const HARD_TEXT = 'tab\t line\r\nnew \\ \\N "quoted" {1,2} Ωж漢字 عربى 🏳️‍🌈'

const VALUES: Readonly<Record<string, string>> = {
  uuid: 'gen_random_uuid()',
  boolean: 'true',
  integer: '1',
  bigint: '9007199254740991',
  'uuid[]': 'array[gen_random_uuid()]',
  'integer[]': `'{1,-2147483648}'`,
  'text[]': `'{"a, b","c \\\\ \\"d\\"",漢,NULL,"null"}'`,
  bytea: `'\\x00ff0a5c'`,
  real: '0.5',
  'double precision': '0.1',
  smallint: '7',
  json: `'[{"stepType": "replace", "n": [1, null]}]'`,
  jsonb: `'{"a": [1, null, "tab\\t \\\\ \\"q\\" 漢"]}'`,
  date: `'2017-10-11'`,
  'timestamp(3) with time zone': `'2017-09-30T23:59:59.999Z'`,
}

/** Puts a row into every table that the catalogue knows and that has none, foreign keys met, all columns filled. Answers how many tables there are. */
export async function fillEveryTable(pool: Connections): Promise<number> {
  const client = await pool.connect()
  try {
    const tables = await listTablesInOrder(client)
    for (const { name } of tables) {
      const { rows: columns } = await client.query<Column>(
        `select distinct on (a.attnum) a.attname::text as name, format_type(a.atttypid, a.atttypmod) as type, parent.relname::text as to, target.attname::text as of,
                coalesce(parent.oid = a.attrelid, false) as to_itself,
                (select (regexp_match(pg_get_constraintdef(c.oid), '= ANY \\(ARRAY\\[''([^'']+)''::text'))[1] from pg_constraint c where c.contype = 'c' and c.conrelid = a.attrelid and c.conkey = array[a.attnum] limit 1) as word,
                (select (regexp_match(pg_get_constraintdef(c.oid), '>= ([0-9]+)'))[1] from pg_constraint c where c.contype = 'c' and c.conrelid = a.attrelid and c.conkey = array[a.attnum] limit 1) as least
         from pg_attribute a
         left join pg_constraint k on k.contype = 'f' and k.conrelid = a.attrelid and a.attnum = any (k.conkey)
         left join pg_class parent on parent.oid = k.confrelid
         left join pg_attribute target on target.attrelid = parent.oid and target.attnum = k.confkey[array_position(k.conkey, a.attnum)]
         where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum`,
        [name],
      )
      const values = columns.map((column) => valueOf(name, column))
      await client.query(
        `insert into ${name} (${columns.map((column) => column.name).join(', ')}) overriding system value select ${values.join(', ')} where not exists (select from ${name})`,
      )
    }
    return tables.length
  } finally {
    client.release()
  }
}

/** Of two columns of which one at most is filled, the other. */
const LEFT_EMPTY = new Set(['synthesis_correction.paragraph_id', 'contributions_redaction.attachment_id', 'lists_sending.digest_id'])

function valueOf(table: string, column: Column): string {
  if (column.to_itself || LEFT_EMPTY.has(`${table}.${column.name}`)) return 'null'
  if (column.to !== null && column.of !== null) return `(select ${column.of} from ${column.to} limit 1)`
  if (column.word !== null) return `'${column.word}'`
  if (column.type === 'text') return `'${table}.${column.name} ${HARD_TEXT}'`
  const value = column.type === 'integer' && column.least !== null ? column.least : VALUES[column.type]
  if (value === undefined) throw new Error(`No value to try for ${table}.${column.name}, which is ${column.type}`)
  return value
}
