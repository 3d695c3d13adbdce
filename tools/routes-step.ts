import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Step } from './steps.ts'

/** The routes that no test visited, as `GET /path` lines, from what the tests wrote into `folder`. */
export function unvisitedRoutes(folder: string): { readonly known: number; readonly unvisited: readonly string[] } {
  const read = (kind: string): Set<string> => {
    const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.startsWith(`${kind}-`)) : []
    return new Set(files.flatMap((file) => readFileSync(join(folder, file), 'utf8').split('\n').filter((line) => line !== '')))
  }
  const known = read('all')
  const visited = read('visited')
  return { known: known.size, unvisited: [...known].filter((route) => !visited.has(route)) }
}

/** Fails, naming them, when routes exist that no test visited, and when the tests did not say which routes exist. */
export function routesStep(folder: string): Step {
  return {
    name: 'routes',
    run: () => {
      const { known, unvisited } = unvisitedRoutes(folder)
      const isFine = known > 0 && unvisited.length === 0
      const output = known === 0 ? 'No HTTP test told which routes the application has (recordedRequest).\n' : `No test visits:\n  ${unvisited.join('\n  ')}\n`
      return Promise.resolve({ passed: isFine ? 1 : 0, failed: isFine ? 0 : 1, skipped: 0, output })
    },
  }
}
