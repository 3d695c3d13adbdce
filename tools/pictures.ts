/**
 * Takes the pictures of the README from the running product: starts what is built on its samples, opens one paragraph of the
 * published edition, and writes `docs/images`. Run it after a change of the look: `node tools/run.mjs tools/pictures.ts`.
 */
import { spawn } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { chromium } from 'playwright-core'
import { ensureChromium } from './chromium.ts'
import { root, runNode } from './steps.ts'

interface Picture {
  readonly name: string
  readonly path: string
  readonly width: number
  readonly height: number
  readonly scheme: 'light' | 'dark'
  /** The paragraph to open, and the element to have at the top of the picture. */
  readonly opened?: string
  readonly top?: string
}

const edition = '/demonstration/2026/editions/1'
const pictures: readonly Picture[] = [
  { name: 'edition-wide', path: edition, width: 1280, height: 1080, scheme: 'light', opened: '#p5', top: 'h1' },
  { name: 'edition-dark', path: edition, width: 1280, height: 960, scheme: 'dark', opened: '#p7', top: '#s2' },
  { name: 'edition-narrow', path: edition, width: 500, height: 1100, scheme: 'light', opened: '#p7', top: '#p7' },
  { name: 'overview-wide', path: '/bpf-cybersecurity/2017/overview?asOf=2017-10-11', width: 1280, height: 1050, scheme: 'light' },
]
/** What a reader of the README is sent at most for each picture. */
const LIMIT = 250_000
const folder = join(root, 'docs', 'images')

/** The built product on its samples, in a folder that goes with it. */
async function startProduct(): Promise<{ readonly url: string; readonly stop: () => Promise<void> }> {
  const data = mkdtempSync(join(realpathSync(tmpdir()), 'convoke-pictures-'))
  chmodSync(data, 0o755)
  const child = spawn(process.execPath, [join(root, 'dist', 'main.js')], { cwd: root, env: { PATH: process.env['PATH'] ?? '', PORT: '0', CONVOKE_DATA: data, CONVOKE_LIFELINE: 'stdin' }, stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM')
    await ended
    rmSync(data, { recursive: true, force: true })
  }
  let printed = ''
  for await (const chunk of child.stdout.iterator({ destroyOnReturn: false })) {
    printed += String(chunk)
    const url = /http:\/\/localhost:\d+/u.exec(printed)?.[0]
    if (url === undefined) continue
    child.stdout.resume()
    return { url, stop }
  }
  await stop()
  throw new Error(`The product did not start. It printed:\n${printed}`)
}

async function take(browser: Browser, url: string, picture: Picture): Promise<number> {
  const context = await browser.newContext({ viewport: { width: picture.width, height: picture.height }, colorScheme: picture.scheme, locale: 'en' })
  const page = await context.newPage()
  await page.goto(`${url}${picture.path}`, { waitUntil: 'networkidle' })
  if (picture.opened !== undefined) await page.locator(`${picture.opened} > details > summary`).click()
  await page.evaluate('document.activeElement?.blur()')
  await page.evaluate(picture.top === undefined ? 'scrollTo(0, 0)' : `document.querySelector('${picture.top}').scrollIntoView({ block: 'start' })`)
  const path = join(folder, `${picture.name}.png`)
  await page.screenshot({ path })
  await context.close()
  return statSync(path).size
}

const built = await runNode(join(root, 'tools', 'build.ts'), [])
if (built.code !== 0) throw new Error(built.output)
mkdirSync(folder, { recursive: true })
const server = await startProduct()
const isRoot = process.getuid?.() === 0
const browser = await chromium.launch({ executablePath: await ensureChromium(), args: ['--disable-gpu', ...(isRoot ? ['--no-sandbox'] : [])] })
try {
  for (const picture of pictures) {
    const size = await take(browser, server.url, picture)
    console.log(`docs/images/${picture.name}.png  ${Math.round(size / 1000)} KB`)
    if (size > LIMIT) process.exitCode = 1
  }
} finally {
  await browser.close()
  await server.stop()
}
