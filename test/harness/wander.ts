import type { TestApplication } from './application.ts'
import { unescapeHtml } from './forms.ts'

/** A page that was found by its address. */
export interface Found {
  readonly path: string
  readonly status: number
  readonly html: string
}

/**
 * Follows every link from `start` on, as whoever has the cookie. Of the pages of one route, two are looked at: they are alike; those
 * of `start` are all looked at.
 */
export async function wander(app: TestApplication, find: (method: string, address: string) => string | undefined, cookie: string, start: readonly string[]): Promise<Found[]> {
  const waiting = [...start]
  const seen = new Set(start)
  const counts = new Map<string, number>()
  const found: Found[] = []
  const add = (address: string, here: URL): void => {
    const url = new URL(address, here)
    const next = `${url.pathname}${url.search}`
    if (url.origin !== here.origin || seen.has(next) || url.searchParams.has('lang')) return
    const route = find('GET', next)
    if (route === undefined || (counts.get(route) ?? 0) >= 2) return
    counts.set(route, (counts.get(route) ?? 0) + 1)
    seen.add(next)
    waiting.push(next)
  }
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    const response = await app.get(path, { cookie })
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
