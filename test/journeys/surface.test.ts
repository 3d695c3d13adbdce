import { get } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { accessibilityViolations, firstVisitWeight, openContext, overflowsSideways, turnTo, type View } from '../harness/browser.ts'
import { crawl, examplesOf, type CrawledPage } from '../harness/crawl.ts'
import { startServer, type TestServer } from '../harness/server.ts'
import { isThorough, shareFor } from '../harness/strange-input.ts'

const LIMIT = 60 * 1024
/** Files that are typeset or drawn take longer than all pages together, and are each read by a test of its own: all of them in the soak. */
const EXCEPT = isThorough ? /^\/(assets|login\/|logout)|\/files\//u : /^\/(assets|login\/|logout)|\/files\/|\.(pdf|docx|epub|png|xlsx)(\?|$)/u

/** Pages of one kind that are asked for: one of each shape is enough of a run. */
const each = isThorough ? 2 : 1

let server: TestServer
let publicPages: CrawledPage[]
let deskPages: CrawledPage[]
let cookie: string

beforeAll(async () => {
  server = await startServer()
  publicPages = await crawl(server.url, { except: EXCEPT, perRoute: 2, perShape: each })
  cookie = await signIn(await server.secretariatLink())
  deskPages = await crawl(server.url, { cookie, start: ['/desk'], except: /^\/(?!desk)/u, perRoute: 2, perShape: each })
}, 300_000)
afterAll(() => server.stop())

describe('every page that a link leads to', () => {
  test('is there', () => {
    const lost = [...publicPages, ...deskPages].filter((page) => page.status !== 200 && page.status !== 303)
    expect(lost.map(({ path, from, status }) => `${path} (linked from ${from}) answers ${status}`)).toEqual([])
    expect(examplesOf(publicPages, 1).length).toBeGreaterThan(15)
    expect(examplesOf(deskPages, 1).length).toBeGreaterThan(10)
  })

  test('has its data at the same address with .json', async () => {
    const missing: string[] = []
    for (const { path, route } of examplesOf(publicPages, 1)) {
      if (/\/(contribute|comment|word|tell-me|suggest|follow|follow-meetings|join|vote|take)$|\/login/u.test(route)) continue
      const [address = '', query] = path.split('?')
      const response = await fetch(`${server.url}${address}.json${query === undefined ? '' : `?${query}`}`)
      if (response.status !== 200 || typeof (await response.json()) !== 'object') missing.push(`${address}.json answers ${response.status}`)
    }
    expect(missing).toEqual([])
  })

  test('says nothing that only a program would say', () => {
    const leaks = /\bundefined\b|\[object |\bNaN\b|Invalid Date|>null</u
    const odd = [...publicPages, ...deskPages].filter((page) => leaks.test(page.html.replace(/<script[\s\S]*?<\/script>/gu, '')))
    expect(odd.map((page) => `${page.path}: ${leaks.exec(page.html)?.[0] ?? ''}`)).toEqual([])
  })

  test('leads only to places on a page that exist', () => {
    const byPath = new Map(publicPages.map((page) => [page.path, page.html]))
    const broken = new Set<string>()
    for (const page of publicPages) {
      for (const [, href = ''] of page.html.matchAll(/<a\b[^>]*?\shref="([^"]*#[^"]+)"/gu)) {
        const url = new URL(href.replaceAll('&amp;', '&'), new URL(page.path, server.url))
        const target = byPath.get(`${url.pathname}${url.search}`)
        if (target !== undefined && !target.includes(`id="${decodeURIComponent(url.hash.slice(1))}"`)) broken.add(`${page.path}: ${href}`)
      }
    }
    expect([...broken]).toEqual([])
  })
})

const narrow: View & { scheme: 'dark' } = { width: 390, scheme: 'dark', javaScript: false }

/** Looks at a page narrow and dark, then wide and light, and says what is wrong with it. */
async function faultsOn(page: Page, path: string, { withColours = true, withAxe = true } = {}): Promise<string[]> {
  const found: string[] = []
  for (const [width, height, colorScheme] of [[390, 844, 'dark'], [1280, 900, 'light']] as const) {
    await page.setViewportSize({ width, height })
    await page.emulateMedia({ colorScheme })
    // Once is enough: what differs in the wide is where things stand, and colours are compared pair by pair elsewhere.
    for (const violation of width === 390 && withAxe ? await accessibilityViolations(page, { withColours }) : []) found.push(`${path} (${width} px, ${colorScheme}) ${violation}`)
    if (await overflowsSideways(page)) found.push(`${path} (${width} px) overflows sideways`)
  }
  return found
}

/** A window in which pages are turned like those of a book; none of their scripts runs. */
async function openBook(): Promise<Page> {
  const page = await (await openContext(narrow)).newPage()
  await page.goto(server.url, { waitUntil: 'load' })
  return page
}

// Side by side, each with a window of its own: what they wait for is mostly the browser.
describe.concurrent('each kind of page', () => {
  // The desk is made of the same parts as what is public: their colours are compared there.
  test.each([['public', () => publicPages, true], ['of the desk', () => deskPages, false]] as const)('is accessible and fits without JavaScript, narrow and dark, wide and light: %s', async (_, pages, withColours) => {
    const found: string[] = []
    const page = await openBook()
    for (const { path, route, html } of examplesOf(pages(), 1)) {
      if (!withColours && shareFor(route, [1, 2, 3]).length === 0) continue
      await turnTo(page, { path, html })
      // A third of the kinds of page in a run: they are made of the same parts as each other, too.
      found.push(...(await faultsOn(page, path, { withColours: withColours && shareFor(`${route} `, [1, 2]).length > 0, withAxe: shareFor(route, [1, 2]).length > 0 })))
    }
    await page.context().close()
    expect(found).toEqual([])
  }, 300_000)

  // A page without a script is the same with JavaScript: it is not looked at again.
  test('is accessible and fits with JavaScript, where it has a script', async () => {
    const found: string[] = []
    const context = await openContext()
    const [name = '', value = ''] = cookie.split('=')
    await context.addCookies([{ name, value, url: server.url }])
    const page = await context.newPage()
    for (const { path, route } of examplesOf([...publicPages, ...deskPages].filter(({ html }) => html.includes('<script type="module"')), 1)) {
      await page.goto(`${server.url}${path}`, { waitUntil: 'load' })
      found.push(...(await faultsOn(page, path, { withAxe: shareFor(`${route} scripted`, [1, 2]).length > 0 })))
    }
    await context.close()
    expect(found).toEqual([])
  }, 300_000)

  test('mirrors in a right-to-left language, and has every text from the message files', async () => {
    const found: string[] = []
    const page = await openBook()
    for (const { path, route } of examplesOf(publicPages, 1)) {
      if (shareFor(`mirrored ${route}`, [1, 2]).length === 0) continue
      const mirrored = `${path}${path.includes('?') ? '&' : '?'}lang=en-x-rtl`
      await turnTo(page, { path: mirrored, html: await (await fetch(`${server.url}${mirrored}`)).text() })
      if ((await page.getAttribute('html', 'dir')) !== 'rtl') found.push(`${path} is not right to left`)
      if (await overflowsSideways(page)) found.push(`${path} overflows`)
      const headings = await page.evaluate<string[]>(ownWords)
      for (const text of headings) if (text.trim() !== '' && /^[\p{L} ]+$/u.test(text.trim()) && text.includes(' ') && !text.includes('⟦')) found.push(`${path}: “${text.trim()}” is not from a message file`)
    }
    await page.context().close()
    expect(found).toEqual([])
  }, 300_000)

  test('weighs at most 60 KB on a first visit', async () => {
    const pages = examplesOf(publicPages, 1)
    const parts = new Map<string, Promise<number>>()
    const weigh = (address: string) => {
      const known = parts.get(address) ?? transferred(address)
      parts.set(address, known)
      return known
    }
    const weights = await Promise.all(pages.map(async ({ path, html }) => {
      const loaded = [path, ...Array.from(html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/gu), ([, address = '']) => address)]
      const sizes = await Promise.all([...new Set(loaded)].map(weigh))
      return { path, bytes: sizes.reduce((sum, size) => sum + size, 0) }
    }))
    // The heaviest by this count are weighed by the browser, which also fetches what style sheets and scripts ask for.
    const heaviest = weights.toSorted((a, b) => b.bytes - a.bytes).slice(0, 5)
    const heavy: string[] = []
    for (const { path } of heaviest) {
      const { bytes } = await firstVisitWeight(`${server.url}${path}`)
      if (bytes > LIMIT) heavy.push(`${path}: ${bytes} bytes`)
    }
    expect(heavy).toEqual([])
  }, 300_000)
})

/** What the product says itself on buttons, labels and columns, and not what stands in an element that names its language, as a document and the options of a call do. */
const ownWords = `Array.from(document.querySelectorAll('button, label, th[scope=col]')).filter((element) => element.closest('body [lang]') === null).map((element) => {
  const copy = element.cloneNode(true)
  for (const said of copy.querySelectorAll('[lang]')) said.remove()
  return copy.textContent
})`

/** The bytes of an answer as they cross the line, compressed. */
function transferred(path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    get(`${server.url}${path}`, { headers: { 'accept-encoding': 'br, gzip', 'accept-language': 'en' } }, (response) => {
      let bytes = 0
      response.on('data', (chunk: Buffer) => (bytes += chunk.length))
      response.on('end', () => resolve(bytes))
      response.on('error', reject)
    }).on('error', reject)
  })
}

/** Signs in as a person does: opens the link, presses the button. Answers the cookie. */
async function signIn(link: string): Promise<string> {
  const path = new URL(link).pathname
  const response = await fetch(`${server.url}${path}`, { method: 'POST', body: new URLSearchParams(), redirect: 'manual' })
  return (response.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
}
