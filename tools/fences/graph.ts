import { posix } from 'node:path'
import type { Violation } from './house.ts'
import type { Place } from './place.ts'
import { placeOf } from './place.ts'
import type { Import } from './syntax.ts'
import type { Tree } from './tree.ts'
import { productCode, violation } from './tree.ts'

/** An import with the place it points at; `to` is null for a package. */
export interface Edge {
  readonly from: Place
  readonly to: Place | null
  readonly import: Import
}

/** The imports of one file, relative ones resolved. */
export function edgesOf(from: Place, imports: readonly Import[]): Edge[] {
  return imports.map((each) => {
    const isRelative = each.specifier.startsWith('.')
    const path = posix.normalize(posix.join(posix.dirname(from.path), each.specifier))
    return { from, to: isRelative ? placeOf(path) : null, import: each }
  })
}

/**
 * No file of the product reaches itself through its imports. Types of `acts` are left out: they may be imported from
 * anywhere, so that the record can know every act without knowing any concept's code. So are `declare module` additions.
 */
export function checkCycles(tree: Tree): Violation[] {
  const graph = new Map<string, Edge[]>()
  for (const { place, syntax } of productCode(tree)) {
    if (place.isTest) continue
    const edges = edgesOf(place, syntax.imports).filter(
      ({ to, import: { typeOnly, augments } }) =>
        to !== null && tree.byPath.has(to.path) && !augments && !(typeOnly && to.role === 'acts'),
    )
    graph.set(place.path, edges)
  }
  const violations: Violation[] = []
  const done = new Set<string>()
  for (const path of graph.keys()) {
    const cycle = findCycle(path, graph, done)
    if (cycle === null) continue
    const first = cycle[0]
    if (first === undefined) continue
    const names = cycle.map((edge) => edge.from.path.replace(/^src\//, ''))
    violations.push(violation('cycles', first.from, first.import.line, `imports itself: ${[...names, names[0]].join(' → ')}.`))
  }
  return violations
}

/** Walks depth-first from a path; returns the edges of the first cycle met, and marks what it has finished. */
function findCycle(start: string, graph: ReadonlyMap<string, Edge[]>, done: Set<string>): Edge[] | null {
  const trail: Edge[] = []
  const open = new Set<string>()
  const walk = (path: string): Edge[] | null => {
    if (done.has(path)) return null
    open.add(path)
    for (const edge of graph.get(path) ?? []) {
      const next = edge.to?.path ?? ''
      trail.push(edge)
      const cycle = open.has(next) ? trail.slice(trail.findIndex((step) => step.from.path === next)) : walk(next)
      if (cycle !== null) {
        for (const step of cycle) done.add(step.from.path)
        return cycle
      }
      trail.pop()
    }
    open.delete(path)
    done.add(path)
    return null
  }
  return walk(start)
}
