import type { Rule, Violation } from './house.ts'
import { databaseFiles, databaseModule, pureFiles, pureLibraries, timeFiles } from './house.ts'
import type { Edge } from './graph.ts'
import { edgesOf } from './graph.ts'
import type { Place } from './place.ts'
import { isDoor, isTesting } from './place.ts'
import type { Found, Syntax } from './syntax.ts'
import type { Tree } from './tree.ts'
import { productCode, violation } from './tree.ts'

/** What reaches out of the process or differs from run to run. */
const impureNames = new Set(['process', 'fetch', 'setTimeout', 'setInterval', 'setImmediate', 'console', 'XMLHttpRequest', 'WebSocket'])
const impureMembers = new Set(['Math.random', 'performance.now', 'crypto.randomUUID', 'crypto.getRandomValues'])
const databaseVerbs = /\.(selectFrom|insertInto|updateTable|deleteFrom|mergeInto|replaceInto)$/

/** Which files stay pure, which touch the database, which know the time, what the browser may get. */
export function checkPurity(tree: Tree): Violation[] {
  return productCode(tree).flatMap(({ place, syntax }) => [
    ...checkTime(place, syntax),
    ...(place.isTest ? [] : [...checkEdges(place, syntax), ...checkUses(place, syntax)]),
  ])
}

function checkEdges(place: Place, syntax: Syntax): Violation[] {
  return edgesOf(place, syntax.imports).flatMap((edge) => {
    const verdict = ofPure(edge) ?? ofDatabase(edge) ?? ofBrowser(edge)
    return verdict === null ? [] : [violation(verdict[0], place, edge.import.line, verdict[1])]
  })
}

function ofPure({ from, to, import: { specifier } }: Edge): readonly [Rule, string] | null {
  if (from.layer === 'shared') {
    return to === null && specifier.startsWith('node:') ? ['pure', `shared is pure and does not import ${specifier}.`] : null
  }
  if (from.role === null || !pureFiles.includes(from.role)) return null
  const isOwnSchema = from.role === 'schema' && to?.role === 'schema' && to.concept === from.concept
  const isAllowed = to === null
    ? pureLibraries.includes(specifier) || (from.role === 'schema' && (specifier === 'zod' || specifier.startsWith('zod/')))
    : to.layer === 'shared' || to.role === 'model' || to.role === 'acts' || isOwnSchema || to.path.startsWith('messages/')
  const more = from.role === 'schema' ? ' and zod' : ''
  return isAllowed ? null : ['pure', `${from.role} is pure: it imports shared, models and acts${more}, not ${to?.path ?? specifier}.`]
}

function ofDatabase({ from, to, import: { specifier, typeOnly } }: Edge): readonly [Rule, string] | null {
  if (from.layer === 'platform' || isTesting(from)) return null
  const touches = from.role !== null && databaseFiles.includes(from.role)
  if (/^kysely(\/|$)/.test(specifier)) {
    const isAllowed = touches || (from.role === 'tables' && typeOnly)
    return isAllowed ? null : ['database', `only ${databaseFiles.join(', ')} import kysely (tables its types).`]
  }
  if (/^pg(\/|$)/.test(specifier)) return ['database', 'only platform imports pg.']
  if (to?.path !== databaseModule || touches) return null
  // A concept's other files may name the handle they pass on; the layers below the concepts may open the transaction.
  const isAllowed = typeOnly || from.concept === null
  return isAllowed ? null : ['database', `${from.name} goes through queries and commands; it may take the handle's type alone.`]
}

function ofBrowser({ from, to, import: { specifier, typeOnly } }: Edge): readonly [Rule, string] | null {
  if (from.layer !== 'web' || (from.room !== 'islands' && from.room !== 'ui')) return null
  if (to === null) {
    return /^(node:|kysely|pg$)/.test(specifier) ? [from.room, `${specifier} does not run in a browser.`] : null
  }
  if (to.layer === 'shared' || to.room === 'ui') return null
  if (from.room === 'islands') {
    const isAllowed = to.room === 'islands' || to.role === 'model'
    return isAllowed ? null : ['islands', `an island imports shared, a concept's model and web/ui, not ${to.path}.`]
  }
  // Every component is handed the view it renders for, whose type stands in web/context.ts.
  const isType = typeOnly && (to.layer === 'platform' || to.path.endsWith('web/context.ts'))
  return isType ? null : ['ui', `web/ui has no domain words: it imports shared and web/ui, not ${to.path}.`]
}

function checkUses(place: Place, { names, members, taggedTemplates }: Syntax): Violation[] {
  const found: Violation[] = []
  const report = (rule: Rule, list: readonly Found[], sentence: (what: string) => string) => {
    for (const { what, line } of list) found.push(violation(rule, place, line, sentence(what)))
  }
  const isShared = place.layer === 'shared'
  if (isShared || (place.role !== null && pureFiles.includes(place.role))) {
    const isImpure = (what: string) => impureMembers.has(what) && !(isShared && what.startsWith('crypto.'))
    report('pure', [...names.filter(({ what }) => impureNames.has(what)), ...members.filter(({ what }) => isImpure(what))],
      (what) => `${what} makes ${place.name} depend on more than its arguments.`)
  }
  const touches = place.layer === 'platform' || isTesting(place) || (place.role !== null && databaseFiles.includes(place.role))
  if (!touches) {
    const verbs = members.filter(({ what }) => databaseVerbs.test(what) || what === 'sql.raw')
    const isOutside = place.concept === null && !isDoor(place.layer) ? place.layer ?? '' : place.name
    report('database', [...verbs, ...taggedTemplates.filter(({ what }) => what === 'sql')],
      (what) => `${isOutside} asks queries and commands; ${what} belongs to them.`)
  }
  return found
}

function checkTime(place: Place, { names, members, imports }: Syntax): Violation[] {
  if (timeFiles.includes(place.path)) return []
  const calendar = [
    ...names.filter(({ what }) => what === 'Date' || what === 'Temporal'),
    ...members.filter(({ what }) => what === 'globalThis.Date' || what === 'globalThis.Temporal'),
    ...imports.filter(({ specifier }) => specifier.startsWith('temporal-')).map(({ specifier, line }) => ({ what: specifier, line })),
  ]
  return calendar.map(({ what, line }) => violation('time', place, line, `${what} is known to ${timeFiles.join(' and ')} alone.`))
}
