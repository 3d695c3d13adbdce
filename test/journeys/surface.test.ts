import type { BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accessibilityViolations, firstVisitWeight, openContext, overflowsSideways, type View } from '../harness/browser.ts'
import { crawl, examplesOf, type CrawledPage } from '../harness/crawl.ts'
import { startServer, type TestServer } from '../harness/server.ts'

const LIMIT = 60 * 1024
const EXCEPT = /^\/(assets|login\/|logout)|\/files\//u

let server: TestServer
let publicPages: CrawledPage[]
let deskPages: CrawledPage[]
let cookie: string

beforeAll(async () => {
  server = await startServer()
  publicPages = await crawl(server.url, { except: EXCEPT })
  cookie = await signIn(await server.secretariatLink())
  deskPages = await crawl(server.url, { cookie, start: ['/desk'], except: /^\/(?!desk)/u, perRoute: 4 })
}, 180_000)
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
      if (/\/(contribute|comment)$|\/login/u.test(route)) continue
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

// Side by side, each with a window of its own: what they wait for is mostly the browser.
describe.concurrent('each kind of page', () => {
  const views: readonly (View & { name: string })[] = [
    { name: 'wide and light', width: 1280, scheme: 'light' },
    { name: 'narrow, dark, without JavaScript', width: 390, scheme: 'dark', javaScript: false },
  ]
  test.each(views)('is accessible and fits: $name', async (view) => {
    const found: string[] = []
    const context = await openContext(view)
    await look(context, examplesOf(publicPages, 1), found)
    await context.addCookies([{ name: cookie.split('=')[0] ?? '', value: cookie.split('=')[1] ?? '', url: server.url }])
    await look(context, examplesOf(deskPages, 1), found)
    await context.close()
    expect(found).toEqual([])
  }, 300_000)

  test('mirrors in a right-to-left language, and has every text from the message files', async () => {
    const found: string[] = []
    const context = await openContext({ width: 390 })
    const page = await context.newPage()
    for (const { path } of examplesOf(publicPages, 1)) {
      await page.goto(`${server.url}${path}${path.includes('?') ? '&' : '?'}lang=en-x-rtl`, { waitUntil: 'load' })
      if ((await page.getAttribute('html', 'dir')) !== 'rtl') found.push(`${path} is not right to left`)
      if (await overflowsSideways(page)) found.push(`${path} overflows`)
      const headings = await page.locator('button, label, th[scope=col]').allTextContents()
      for (const text of headings) if (text.trim() !== '' && /^[\p{L} ]+$/u.test(text.trim()) && text.includes(' ') && !text.includes('⟦')) found.push(`${path}: “${text.trim()}” is not from a message file`)
    }
    await context.close()
    expect(found).toEqual([])
  }, 300_000)

  test('weighs at most 60 KB on a first visit', async () => {
    const heavy: string[] = []
    for (const { path } of examplesOf(publicPages, 1)) {
      const { bytes } = await firstVisitWeight(`${server.url}${path}`)
      if (bytes > LIMIT) heavy.push(`${path}: ${bytes} bytes`)
    }
    expect(heavy).toEqual([])
  }, 300_000)
})

async function look(context: BrowserContext, pages: readonly CrawledPage[], found: string[]): Promise<void> {
  const page = await context.newPage()
  for (const { path } of pages) {
    await page.goto(`${server.url}${path}`, { waitUntil: 'load' })
    for (const violation of await accessibilityViolations(page)) found.push(`${path} ${violation}`)
    if (await overflowsSideways(page)) found.push(`${path} overflows sideways`)
  }
  await page.close()
}

/** Signs in as a person does: opens the link, presses the button. Answers the cookie. */
async function signIn(link: string): Promise<string> {
  const path = new URL(link).pathname
  const response = await fetch(`${server.url}${path}`, { method: 'POST', body: new URLSearchParams(), redirect: 'manual' })
  return (response.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
}
