import { recordVisit } from './routes-visited.ts'
import { isThorough } from './strange-input.ts'

export interface CrawledPage {
  /** Path and query, as it was linked. */
  readonly path: string
  /** The pattern that answered, such as `GET /:forum/:cycle`. */
  readonly route: string
  readonly status: number
  readonly type: string
  readonly html: string
  /** The page that first linked here. */
  readonly from: string
}

export interface CrawlOptions {
  readonly cookie?: string
  /** Where to begin; `/` unless said otherwise. */
  readonly start?: readonly string[]
  /** From how many pages of one pattern links are followed at most: a hundred contributions look alike. */
  readonly perRoute?: number
  /** How many addresses are opened at most that differ in numbers and values alone. */
  readonly perShape?: number
  /** Addresses not to follow. */
  readonly except?: RegExp
}

/** Follows every link of the site from page to page, as a patient reader would, and answers what was met. */
export async function crawl(base: string, options: CrawlOptions = {}): Promise<CrawledPage[]> {
  const waiting = (options.start ?? ['/']).map((path) => ({ path, from: '' }))
  const seen = new Set(waiting.map(({ path }) => path))
  const perRoute = new Map<string, number>()
  const perShape = new Map<string, number>()
  const pages: CrawledPage[] = []
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const page = await open(base, next, options)
    pages.push(page)
    const count = (perRoute.get(page.route) ?? 0) + 1
    perRoute.set(page.route, count)
    if (count > (options.perRoute ?? 8)) continue
    for (const path of linksOf(page, base)) {
      if (seen.has(path) || options.except?.test(path) === true) continue
      seen.add(path)
      const shape = shapeOf(path)
      const alike = perShape.get(shape) ?? 0
      perShape.set(shape, alike + 1)
      if (alike < (options.perShape ?? 3)) waiting.push({ path, from: next.path })
    }
  }
  return pages
}

/** An address without its numbers, ids and the values in its query. */
function shapeOf(path: string): string {
  const [address = '', query = ''] = path.split('?')
  return `${address.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}|[0-9]+/gu, '#')}?${[...new URLSearchParams(query).keys()].join('&')}`
}

async function open(base: string, page: { path: string; from: string }, options: CrawlOptions): Promise<CrawledPage> {
  let answer = await ask(base, page, options)
  // What is made when it is asked for says so where the machine is busy, and that one may ask again.
  for (let again = 0; again < 5 && answer.status === 503; again++) answer = await ask(base, page, options)
  return answer
}

async function ask(base: string, { path, from }: { path: string; from: string }, options: CrawlOptions): Promise<CrawledPage> {
  const response = await fetch(new URL(path, base), { redirect: 'manual', headers: { 'accept-language': 'en', ...(options.cookie === undefined ? {} : { cookie: options.cookie }) } })
  const route = response.headers.get('x-route') ?? ''
  recordVisit(route)
  const isPage = !(response.headers.get('content-disposition') ?? '').startsWith('attachment')
  const type = isPage ? (response.headers.get('content-type') ?? '') : 'attachment'
  return { path, from, route, status: response.status, type, html: type.startsWith('text/html') ? await response.text() : (await response.arrayBuffer(), '') }
}

function linksOf(page: CrawledPage, base: string): string[] {
  const here = new URL(page.path, base)
  const found = Array.from(page.html.matchAll(/<a\b[^>]*?\shref="([^"]*)"/gu), (match) => (match[1] ?? '').replaceAll('&amp;', '&'))
  return found
    .filter((href) => URL.canParse(href, here))
    .map((href) => new URL(href, here))
    .filter((url) => url.origin === here.origin && !url.searchParams.has('lang'))
    .map((url) => `${url.pathname}${url.search}`)
}

/** Characters beyond which a page is looked at only where no page of its kind is shorter: more of the same lines costs seconds. */
const LONG = 40_000

/** One or two pages of each pattern: enough to look at every kind of page. */
export function examplesOf(pages: readonly CrawledPage[], each: number): CrawledPage[] {
  return [...Map.groupBy(pages.filter((page) => page.status === 200 && page.type.startsWith('text/html')), (page) => page.route).values()].flatMap((group) => {
    // The longest of a kind has the most to show, and the most to get wrong.
    const byLength = group.toSorted((a, b) => b.html.length - a.html.length)
    const shorter = byLength.filter(({ html }) => html.length <= LONG)
    return (isThorough ? byLength : shorter.length > 0 ? shorter : byLength.toReversed()).slice(0, each)
  })
}
