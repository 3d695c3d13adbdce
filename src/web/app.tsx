import { randomBytes } from 'node:crypto'
import { Hono } from 'hono'
import { routePath } from 'hono/route'
import type { App, Env, Services } from './context.ts'
import { chooseEncoding } from './answer.ts'
import { faultPage, notFoundPage } from './errors.tsx'
import { chooseLanguage } from '../shared/language.ts'
import { callRoutes } from './calls/routes.tsx'
import { contributionRoutes } from './contributions/routes.tsx'
import { countryRoutes } from './contributions/countries/routes.tsx'
import { cyclesRoutes } from './contributions/cycles/routes.tsx'
import { overviewRoutes } from './contributions/overview/routes.tsx'
import { pictureRoutes } from './contributions/pictures/routes.tsx'
import { annexRoutes } from './contributions/annexes/routes.tsx'
import { pinRoutes } from './contributions/pins/routes.tsx'
import { termRoutes } from './contributions/terms/routes.tsx'
import { targetRoutes } from './contributions/targets/routes.tsx'
import { draftsRoutes } from './drafts/routes.tsx'
import { forumRoutes } from './forums/routes.tsx'
import { meetingRoutes } from './meetings/routes.tsx'
import { libraryRoutes } from './library/routes.tsx'
import { listRoutes } from './lists/routes.tsx'
import { chooseZone, LANGUAGE_COOKIE, readRequest, ZONE_COOKIE } from './page.tsx'
import { reportDocumentRoutes } from './publication/reports/routes.tsx'
import { publicationRoutes } from './publication/routes.tsx'
import { errataRoutes } from './publication/errata/routes.tsx'
import { feedRoutes } from './publication/feeds/routes.tsx'
import { translationRoutes } from './publication/translations/routes.tsx'
import { formatRoutes } from './publication/formats/routes.tsx'
import { reviewRoutes } from './review/routes.tsx'
import { traceRoutes } from './trace/routes.tsx'
import { synthesisRoutes } from './synthesis/routes.tsx'
import { peopleRoutes } from './people/routes.tsx'
import { recordRoutes } from './record/routes.tsx'

const SECURITY: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
}

/** The pages that may stand in a frame on another site: they have no form, no script and nothing of who reads it. */
const FRAMED = /^\/[^/]+\/[^/]+\/(?:calls|documents)\/[^/]+\/embed$/u
const IN_FRAMES: Readonly<Record<string, string>> = {
  ...SECURITY,
  'content-security-policy': "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *",
  'cross-origin-resource-policy': 'cross-origin',
}

/**
 * The rooms, in the order of the process; but for the meetings, which stand below the forum: `/:forum/meetings/:meeting` comes before
 * the pages of a cycle, of which `/:forum/:cycle/references` would take a meeting called `references`.
 */
const ROOMS: readonly ((app: App, services: Services) => void)[] = [
  recordRoutes,
  peopleRoutes,
  meetingRoutes,
  reportDocumentRoutes,
  listRoutes,
  libraryRoutes,
  callRoutes,
  contributionRoutes,
  overviewRoutes,
  cyclesRoutes,
  countryRoutes,
  pictureRoutes,
  targetRoutes,
  termRoutes,
  pinRoutes,
  annexRoutes,
  synthesisRoutes,
  draftsRoutes,
  reviewRoutes,
  traceRoutes,
  errataRoutes,
  translationRoutes,
  feedRoutes,
  formatRoutes,
  publicationRoutes,
]

/** The web application. Answers to requests; opens nothing by itself. */
export function createApp(services: Services): App {
  const app: App = new Hono<Env>()
  app.use(async (c, next) => {
    await next()
    const isFramed = FRAMED.test(c.req.path)
    for (const [name, value] of Object.entries(isFramed ? IN_FRAMES : SECURITY)) if (!isFramed || name !== 'x-frame-options') c.res.headers.set(name, value)
    const asked = c.req.query('lang')
    if (asked !== undefined && chooseLanguage(asked, undefined, undefined) === asked) {
      c.res.headers.append('set-cookie', `${LANGUAGE_COOKIE}=${asked}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly`)
    }
    const zone = c.req.query('zone')
    const chosen = chooseZone(zone, undefined)
    if (c.req.method === 'GET' && zone !== undefined && (chosen !== undefined || zone === '')) {
      c.res.headers.append('set-cookie', `${ZONE_COOKIE}=${encodeURIComponent(chosen ?? '')}; Path=/; Max-Age=${chosen === undefined ? 0 : 31536000}; SameSite=Lax; HttpOnly`)
    }
    if (process.env['CONVOKE_TEST'] === '1') c.res.headers.set('x-route', `${c.req.method} ${routePath(c)}`)
  })
  // No text that is kept holds a NUL, which PostgreSQL cannot even be asked for.
  app.use(async (c, next) => (c.req.url.includes('%00') ? notFoundPage(c, await readRequest(c, services)) : next()))
  app.get('/health', (c) => c.text('ok\n'))
  app.get('/assets/:name', (c) => {
    const file = services.assets.file(c.req.param('name'))
    if (file === undefined) return c.text('not found\n', 404)
    const encoding = file.isCompressed ? chooseEncoding(c.req.header('accept-encoding') ?? '') : 'identity'
    const headers = { 'content-type': file.type, 'cache-control': 'public, max-age=31536000, immutable', vary: 'accept-encoding' }
    return c.body(file.encoded[encoding], 200, encoding === 'identity' ? headers : { ...headers, 'content-encoding': encoding })
  })
  for (const room of ROOMS) room(app, services)
  // The homes stand last: `/:forum/:cycle` would take `/login/:token` and `/:forum/record`.
  forumRoutes(app, services)
  app.notFound(async (c) => {
    const { pathname, search } = new URL(c.req.url)
    // Addresses copied from mails often end in a slash that no page has. Two slashes at the start would name another host.
    if (c.req.method === 'GET' && /[^/]\/+$/u.test(pathname)) return c.redirect(`${pathname.replace(/\/+$/u, '').replace(/^\/+/u, '/')}${search}`, 301)
    return notFoundPage(c, await readRequest(c, services))
  })
  app.onError(async (error, c) => {
    const reference = randomBytes(5).toString('hex')
    services.log('error', 'fault', { reference, method: c.req.method, path: new URL(c.req.url).pathname, error: error.stack ?? error.message })
    if (c.env.json === true) return c.json({ error: 'fault', reference }, 500)
    return faultPage(c, (await readRequest(c, services)).view, reference)
  })
  return app
}

/** The same address with `.json` is the page's data: the ending is taken off before routing. */
export function handleRequest(app: App, request: Request, peer?: string): Response | Promise<Response> {
  const from = peer === undefined ? {} : { peer }
  const url = new URL(request.url)
  // An attached file may itself be called something.json.
  if (!url.pathname.endsWith('.json') || /^\/assets\/|\/files\//u.test(url.pathname)) return app.fetch(request, from)
  url.pathname = url.pathname.slice(0, -'.json'.length)
  return app.fetch(new Request(url, request), { json: true, ...from })
}
