import type { Violation } from './house.ts'
import { layers } from './house.ts'
import { isConcept } from './place.ts'
import { lineReader } from './syntax.ts'
import type { Tree } from './tree.ts'
import { productCode, violation } from './tree.ts'

interface Table {
  readonly name: string
  /** The concept, or `platform`, or null when the name says neither. */
  readonly owner: string | null
}

const createTable = /create\s+(?:unlogged\s+)?table\s+(?:if\s+not\s+exists\s+)?(?:public\.)?"?([a-z0-9_]+)"?/gi
const subject = /(?:create\s+(?:unlogged\s+)?table\s+(?:if\s+not\s+exists\s+)?|alter\s+table\s+(?:if\s+exists\s+)?(?:only\s+)?)(?:public\.)?"?([a-z0-9_]+)"?/i
const references = /\breferences\s+(?:public\.)?"?([a-z0-9_]+)"?/gi

/** Table names and who may say them. */
export function checkTables(tree: Tree): Violation[] {
  const tables = new Map<string, Table>()
  const found = tree.sources.flatMap((source) =>
    source.place.path.endsWith('.sql') ? readMigration(source.place.path, source.text, tables, tree) : [],
  )
  return [...found, ...checkMentions(tree, tables), ...checkKeys(tree, tables)]
}

/** Blanks comments, keeping offsets. */
function withoutComments(sql: string): string {
  return sql.replace(/--[^\n]*|\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '))
}

function ownerOf(name: string, tree: Tree): string | null {
  const owner = name.slice(0, name.indexOf('_'))
  if (owner === 'platform') return owner
  const exists = tree.sources.some(({ place }) => place.concept === owner)
  return isConcept(owner) && exists && name.length > owner.length + 1 ? owner : null
}

function readMigration(path: string, text: string, tables: Map<string, Table>, tree: Tree): Violation[] {
  const sql = withoutComments(text)
  const lineOf = lineReader(text)
  const found: Violation[] = []
  const place = tree.byPath.get(path)?.place
  if (place === undefined) return found
  for (const match of sql.matchAll(createTable)) {
    const name = match[1] ?? ''
    const owner = ownerOf(name, tree)
    tables.set(name, { name, owner })
    if (owner === null) {
      found.push(violation('table-names', place, lineOf(match.index), `${name} is not named <concept>_<noun> after a concept in src/, nor platform_<noun>.`))
    }
  }
  let offset = 0
  for (const statement of sql.split(';')) {
    const owner = ownerOf(subject.exec(statement)?.[1] ?? '', tree)
    for (const match of owner === null ? [] : statement.matchAll(references)) {
      const target = match[1] ?? ''
      const above = ownerOf(target, tree)
      if (above !== null && owner !== null && layers.indexOf(above) > layers.indexOf(owner)) {
        found.push(violation('table-order', place, lineOf(offset + match.index), `a table of ${owner} refers to ${target}, of a concept below it.`))
      }
    }
    offset += statement.length + 1
  }
  return found
}

function checkMentions(tree: Tree, tables: ReadonlyMap<string, Table>): Violation[] {
  if (tables.size === 0) return []
  const anyTable = new RegExp(`(?<![\\p{L}\\p{N}_])(?:${[...tables.keys()].join('|')})(?![\\p{L}\\p{N}_])`, 'gu')
  return productCode(tree).flatMap(({ place, syntax }) =>
    syntax.texts.flatMap(({ what, line }) =>
      [...what.matchAll(anyTable)].flatMap(([name]) => {
        const owner = tables.get(name)?.owner ?? null
        const speaker = place.concept ?? place.layer
        return owner === speaker ? [] : [violation('table-mentions', place, line, `${name} is a table of ${owner ?? 'nobody'}; ${speaker ?? ''} asks its queries.`)]
      }),
    ),
  )
}

function checkKeys(tree: Tree, tables: ReadonlyMap<string, Table>): Violation[] {
  const declared = new Set<string>()
  const found: Violation[] = []
  for (const { place, syntax } of productCode(tree)) {
    for (const { what, line } of syntax.databaseKeys) {
      declared.add(what)
      if (tables.get(what)?.owner === (place.concept ?? place.layer)) continue
      const why = tables.has(what) ? 'is another\'s table' : 'is created by no migration'
      found.push(violation('table-keys', place, line, `${what} ${why}.`))
    }
  }
  const migration = tree.sources.filter(({ place }) => place.path.endsWith('.sql'))
  for (const { name, owner } of tables.values()) {
    if (declared.has(name) || owner === null || owner === 'platform') continue
    const where = migration.find(({ text }) => text.includes(name))
    if (where === undefined) continue
    const line = lineReader(where.text)(where.text.indexOf(name))
    found.push(violation('table-keys', where.place, line, `${name} is missing from the Database of src/${owner}/**/tables.ts.`))
  }
  return found
}
