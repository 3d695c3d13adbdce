import type { Rule, Violation } from './house.ts'
import { closedToDoors, layers, ledger, lentToConcepts } from './house.ts'
import type { Edge } from './graph.ts'
import { edgesOf } from './graph.ts'
import { isDoor, isTesting } from './place.ts'
import type { Tree } from './tree.ts'
import { allCode, violation } from './tree.ts'

type Verdict = readonly [Rule, string] | null

/** Who may import whom. Tests go free, but nobody imports a test, and only tests import builders for tests. */
export function checkImports(tree: Tree): Violation[] {
  return allCode(tree).flatMap(({ place, syntax }) => {
    const found = edgesOf(place, syntax.imports).flatMap((edge) => {
      const verdict = place.isTest ? ofTest(edge) : isTesting(place) ? ofOrder(edge) : (ofTesting(edge) ?? ofSource(edge))
      return verdict === null ? [] : [violation(verdict[0], place, edge.import.line, verdict[1])]
    })
    const computed = place.isTest || place.layer === null ? [] : syntax.computedImports
    return [
      ...found,
      ...ofSeveralConcepts(edgesOf(place, syntax.imports)),
      ...computed.map(({ line }) => violation('imports', place, line, 'the address of an import is written out, so that the fences can read it.')),
    ]
  })
}

function ofTest({ to }: Edge): Verdict {
  return to?.isTest === true && to.layer !== null ? ['testing', `${to.path} is a test; no file imports a test.`] : null
}

function ofTesting({ to }: Edge): Verdict {
  if (to === null) return null
  if (to.isTest) return ['testing', `${to.path} belongs to the tests.`]
  return isTesting(to) ? ['testing', `${to.path} builds things for tests; only tests import it.`] : null
}

function ofSource(edge: Edge): Verdict {
  if (edge.from.layer === null) return null
  return ofAddress(edge) ?? ofOrder(edge) ?? ofLending(edge) ?? ofCommands(edge) ?? ofDoor(edge)
}

/** Relative addresses inside `src/`, packages by name, the message files; no other way in. */
function ofAddress({ to, import: { specifier } }: Edge): Verdict {
  if (to === null) {
    return /^[#/]|^file:/.test(specifier) ? ['imports', `${specifier} is neither a package nor a relative path.`] : null
  }
  if (to.layer !== null || (to.path.startsWith('messages/') && to.path.endsWith('.json'))) return null
  return ['imports', `${to.path} is outside src/; of what is outside, only messages/*.json is imported.`]
}

function ofOrder({ from, to, import: { typeOnly } }: Edge): Verdict {
  if (to === null || to.layer === null || from.layer === null || from.layer === to.layer) return null
  if (to.role === 'acts' && typeOnly) return null
  if (from.layer !== 'main' && isDoor(from.layer) && isDoor(to.layer)) {
    return ['layers', `${from.layer} is a door and imports no other door (${to.layer}).`]
  }
  const isAbove = layers.indexOf(to.layer) < layers.indexOf(from.layer)
  return isAbove ? null : ['layers', `${from.layer} stands above ${to.layer} and does not know it (${to.path}).`]
}

function ofLending({ from, to }: Edge): Verdict {
  if (from.concept === null || to?.concept == null || from.concept === to.concept) return null
  if (lentToConcepts.includes(to.name)) return null
  const writesRecord = to.concept === ledger && to.name === 'commands' && ['commands', 'reactions'].includes(from.name)
  if (writesRecord) return null
  return ['lending', `${to.concept} lends ${lentToConcepts.join(', ')} to other concepts, not ${to.name}.`]
}

/** A door calls one command of its own concept, or one procedure. */
function ofCommands({ from, to }: Edge): Verdict {
  if (to?.role !== 'commands' || from.layer !== 'web' || from.room === to.concept) return null
  return ['commands', `the commands of ${to.concept ?? ''} are called from web/${to.concept ?? ''}/ or by a procedure.`]
}

function ofDoor({ from, to }: Edge): Verdict {
  if (to?.role == null || !(isDoor(from.layer) || from.layer === 'procedures')) return null
  if (from.layer === 'procedures' && to.role === 'carry-over') return null
  return closedToDoors.includes(to.role) ? ['lending', `${to.path} is the concept's own and open to no ${isDoor(from.layer) ? 'door' : 'procedure'}.`] : null
}

function ofSeveralConcepts(edges: readonly Edge[]): Violation[] {
  const first = edges[0]?.from
  if (first === undefined || first.isTest || first.layer !== 'mailroom') return []
  const commands = edges.filter(({ to }) => to?.role === 'commands')
  const stranger = commands.find(({ to }) => to?.concept !== commands[0]?.to?.concept)
  if (stranger === undefined) return []
  return [violation('commands', first, stranger.import.line, 'a door calls one concept\'s commands; what spans concepts is a procedure.')]
}
