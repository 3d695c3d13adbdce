import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type axe from 'axe-core'
import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core'
import { chromium } from 'playwright-core'
import { afterAll } from 'vitest'
import { findChromium } from '../../tools/chromium.ts'
import { recordVisit } from './routes-visited.ts'

/** How a person looks at a page. Without more: wide, light, English, JavaScript on. */
export interface View {
  readonly javaScript?: boolean
  readonly width?: 390 | 1280
  readonly scheme?: 'light' | 'dark'
  readonly language?: 'en' | 'fr'
  readonly baseURL?: string
  /** Without style sheets and fonts: where it is the forms and their words that count. A page costs half then. */
  readonly isBare?: boolean
}

const flags = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa']
const resultsFolder = join(import.meta.dirname, '..', '..', 'test-results')
/** The smaller file: it crosses into each page anew. */
const axeSource = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8')
const withoutScripts = new WeakSet<BrowserContext>()
const scriptSwitches = new WeakMap<Page, CDPSession>()
const faults = new WeakMap<Page, string[]>()
let ofThisFile: Promise<Browser> | undefined

/** The browser of this test file, closed when the file is done. */
export function browser(): Promise<Browser> {
  ofThisFile ??= launch()
  return ofThisFile
}

async function launch(): Promise<Browser> {
  const executablePath = await findChromium()
  if (executablePath === null) throw new Error('No Chromium: npm test brings one, or set CHROMIUM_PATH.')
  const isRoot = process.getuid?.() === 0
  const launched = await chromium.launch({ executablePath, args: [...flags, ...(isRoot ? ['--no-sandbox'] : [])] })
  afterAll(async () => {
    // Files share a process and what it has loaded; the next one begins anew.
    ofThisFile = undefined
    await launched.close()
  })
  return launched
}

/** A fresh visitor: no cookies, no cache. Every route the visitor reaches counts as visited by a test. */
export async function openContext({ javaScript = true, width = 1280, scheme = 'light', language = 'en', baseURL }: View = {}): Promise<BrowserContext> {
  const context = await (await browser()).newContext({
    javaScriptEnabled: javaScript,
    viewport: { width, height: width === 390 ? 844 : 900 },
    colorScheme: scheme,
    locale: language,
    ...(baseURL === undefined ? {} : { baseURL }),
  })
  if (!javaScript) withoutScripts.add(context)
  context.on('response', (response) => recordVisit(response.headers()['x-route']))
  return context
}

/** A page of a fresh visitor. */
export async function openPage(view: View = {}): Promise<Page> {
  const page = await (await openContext(view)).newPage()
  if (view.isBare === true) await leaveOut(page, ['*.css', '*.woff2', '*.svg'])
  const found: string[] = []
  faults.set(page, found)
  page.on('pageerror', (error) => found.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') found.push(message.text())
  })
  return page
}

async function leaveOut(page: Page, urls: readonly string[]): Promise<void> {
  const client = await page.context().newCDPSession(page)
  await client.send('Network.enable')
  await client.send('Network.setBlockedURLs', { urls: [...urls] })
}

/** What the browser complained about on a page of `openPage`: script errors, breaches of the content security policy, missing files. */
export function faultsOf(page: Page): readonly string[] {
  return faults.get(page) ?? []
}

/**
 * Runs axe (WCAG 2.0 to 2.2, A and AA) on the page as it stands: `rule: sentence (selector, …)` for each violation.
 * Works with the page's own JavaScript on or off. `withColours: false` leaves out how colours differ, which takes a third of the time.
 */
export async function accessibilityViolations(page: Page, { withColours = true }: { readonly withColours?: boolean } = {}): Promise<string[]> {
  const options = JSON.stringify({ runOnly: { type: 'tag', values: wcag }, rules: { 'color-contrast': { enabled: withColours } }, resultTypes: ['violations'], preload: false })
  // Only what is wrong crosses over to here: all that is right with a long page weighs more than looking at it.
  const look = () => page.evaluate<axe.Result[] | null>(`'axe' in window ? axe.run(document, ${options}).then(({ violations }) => violations) : null`)
  const violations = await withScripts(page, async () => {
    const found = await look()
    if (found !== null) return found
    await page.evaluate(axeSource)
    return (await look()) ?? []
  })
  return violations.map(({ id, help, nodes }) => `${id}: ${help} (${nodes.map(({ target }) => target.join(' ')).join(', ')})`)
}

/**
 * axe waits for timers, which do not run where JavaScript is off: switches it on for as long as it looks. The page's own
 * scripts were passed over when it was parsed and stay so.
 */
async function withScripts<T>(page: Page, work: () => Promise<T>): Promise<T> {
  if (!withoutScripts.has(page.context())) return work()
  const client = scriptSwitches.get(page) ?? (await page.context().newCDPSession(page))
  scriptSwitches.set(page, client)
  const setDisabled = (value: boolean) => client.send('Emulation.setScriptExecutionDisabled', { value })
  // A new client believes that nothing is disabled and would not pass on "enable": first say what is the case.
  await setDisabled(true)
  await setDisabled(false)
  try {
    return await work()
  } finally {
    await setDisabled(true)
  }
}

/**
 * Shows a page that has no script of its own in the document that stands already, as if it had been opened: what axe and the style
 * sheets cost is paid once for a whole site instead of for each page. `path` becomes the address.
 */
export async function turnTo(page: Page, { path, html }: { readonly path: string; readonly html: string }): Promise<void> {
  await withScripts(page, () => page.evaluate(`(${TURN})(${JSON.stringify(html)}, ${JSON.stringify(path)})`))
}

/** A document that is parsed this way runs none of its scripts. Ends when style sheets, fonts and the pictures in sight are there. */
const TURN = `async (html, path) => {
  history.replaceState(null, '', path)
  document.documentElement.replaceWith(document.adoptNode(new DOMParser().parseFromString(html, 'text/html').documentElement))
  const until = (element) => new Promise((resolve) => { element.onload = element.onerror = resolve })
  const sheets = Array.from(document.querySelectorAll('link[rel=stylesheet]')).filter(({ sheet }) => sheet === null)
  const pictures = Array.from(document.images).filter(({ complete, loading }) => !complete && loading !== 'lazy')
  await Promise.all([...sheets, ...pictures].map(until))
  await document.fonts.ready
}`

/** Whether the page can be scrolled sideways, which no page may at 390 px. */
export async function overflowsSideways(page: Page): Promise<boolean> {
  return page.evaluate<boolean>('document.documentElement.scrollWidth > document.documentElement.clientWidth')
}

/** What a first visit costs: the bytes over the wire, compressed and with headers, of the page and all it loads. */
export interface Weight {
  readonly bytes: number
  /** Heaviest first. */
  readonly requests: readonly { readonly url: string; readonly bytes: number }[]
}

/** Visits an address as somebody new, waits until nothing more loads, and weighs what came. */
export async function firstVisitWeight(url: string, view: View = {}): Promise<Weight> {
  const context = await openContext(view)
  const page = await context.newPage()
  const client = await context.newCDPSession(page)
  const urls = new Map<string, string>()
  const requests: { url: string; bytes: number }[] = []
  client.on('Network.requestWillBeSent', ({ requestId, request }) => urls.set(requestId, request.url))
  client.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    requests.push({ url: urls.get(requestId) ?? '', bytes: encodedDataLength })
  })
  await client.send('Network.enable')
  await page.goto(url, { waitUntil: 'networkidle' })
  await context.close()
  requests.sort((a, b) => b.bytes - a.bytes)
  return { bytes: requests.reduce((total, { bytes }) => total + bytes, 0), requests }
}

/** Keeps a picture of the whole page as `test-results/screenshots/<name>.png` and returns its path. */
export async function screenshot(page: Page, name: string): Promise<string> {
  const folder = join(resultsFolder, 'screenshots')
  mkdirSync(folder, { recursive: true })
  const path = join(folder, `${name}.png`)
  await page.screenshot({ path, fullPage: true })
  return path
}
