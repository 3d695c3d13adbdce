import type { TestApplication } from './application.ts'
import type { FindRoute, FormSender } from './form-sender.ts'
import { unescapeHtml } from './forms.ts'

/** A page that was found by its address. */
export interface Found {
  readonly path: string
  readonly status: number
  readonly html: string
}

/** Follows every link from `start` on, as whoever sends. Of the pages of one route one is looked at, for they are alike; those of `start` all. */
export async function wander({ app, find, sender }: { readonly app: TestApplication; readonly find: FindRoute; readonly sender: FormSender }, start: readonly string[]): Promise<Found[]> {
  const waiting = [...start]
  const seen = new Set(start)
  const routes = new Set<string>()
  const found: Found[] = []
  const add = (address: string, here: URL): void => {
    const url = new URL(address, here)
    const next = `${url.pathname}${url.search}`
    if (url.origin !== here.origin || seen.has(next) || url.searchParams.has('lang')) return
    const route = find('GET', next)
    if (route === undefined || routes.has(route)) return
    routes.add(route)
    seen.add(next)
    waiting.push(next)
  }
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    const response = await app.get(path, { cookie: sender.cookie })
    const isPage = (response.headers.get('content-type') ?? '').startsWith('text/html')
    const html = isPage ? await response.text() : ''
    if (!isPage) await response.body?.cancel()
    found.push({ path, status: response.status, html })
    const here = new URL(path, 'http://localhost:8080')
    const next = response.headers.get('location')
    if (next !== null) add(next, here)
    for (const [, href = ''] of html.matchAll(/<a\b[^>]*?\shref="([^"]*)"/gu)) add(unescapeHtml(href), here)
  }
  return found
}
