import { appendFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'

/** A route as the application registers it. */
export interface Route {
  readonly method: string
  readonly path: string
}

/** Where the run's processes write what they saw; `tools/routes-step.ts` reads it at the end of `npm test`. */
export const routesFolder = join(import.meta.dirname, '..', '..', 'test-results', 'routes')

const written = new Set<string>()

/** Notes that a test visited a route, as the application named it in the header `x-route`: `GET /:forum/:cycle`. */
export function recordVisit(route: string | null | undefined): void {
  const [method, path] = (route ?? '').split(' ')
  if (method === undefined || path === undefined) return
  write('visited', { method: method === 'HEAD' ? 'GET' : method, path })
}

/** Notes all routes that the application has. Middleware (any method) is no route. */
export function recordRoutes(routes: readonly Route[]): void {
  for (const { method, path } of routes) if (method !== 'ALL') write('all', { method, path })
}

/** What a test needs of the application: Hono's own shape. */
interface Application {
  readonly routes: readonly Route[]
  request(path: string, init?: RequestInit): Response | Promise<Response>
}

/**
 * The application's `request` for HTTP tests, noting each route it reaches. Paths are without a host: `/forum/2017`. The
 * application names the matched pattern in `x-route` while `CONVOKE_TEST` is 1, as it is in these tests.
 */
export function recordedRequest(app: Application): (path: string, init?: RequestInit) => Promise<Response> {
  recordRoutes(app.routes)
  return async (path, init = {}) => {
    const response = await app.request(path, init)
    recordVisit(response.headers.get('x-route'))
    return response
  }
}

function write(kind: 'all' | 'visited', { method, path }: Route): void {
  const line = `${method.toUpperCase()} ${path}`
  if (written.has(`${kind} ${line}`)) return
  written.add(`${kind} ${line}`)
  mkdirSync(routesFolder, { recursive: true })
  // A file for each process: lines of two writers never mix.
  appendFileSync(join(routesFolder, `${kind}-${process.pid}.txt`), `${line}\n`)
}
