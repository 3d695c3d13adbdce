/** `node tools/run.mjs tools/screenshots.ts`: the pictures of the README, taken from the built product with its samples. */
import { spawn } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Browser } from 'playwright-core'
import { ensureChromium } from './chromium.ts'
import { root } from './steps.ts'

const to = join(root, 'docs', 'images')
/** `open`: the paragraph that is opened, shown below as many others as `above` says; 0 where the page begins at its top. */
const PICTURES = [
  { file: 'edition-wide', width: 1280, height: 900, path: '/demonstration/2026/editions/1', open: 7, above: 2 },
  { file: 'edition-narrow', width: 390, height: 844, path: '/demonstration/2026/editions/1', open: 7, above: 0 },
  { file: 'overview-wide', width: 1280, height: 900, path: '/bpf-cybersecurity/2017/overview?asOf=2017-10-11', open: 0, above: 0 },
] as const

/** The built server on a free port, with a data folder of its own; `end` stops it and removes the folder. */
async function startServer(): Promise<{ url: string; end: () => Promise<void> }> {
  const data = mkdtempSync(join(realpathSync(tmpdir()), 'convoke-screenshots-'))
  chmodSync(data, 0o755)
  const child = spawn(process.execPath, [join(root, 'dist', 'main.js')], {
    env: { PATH: process.env['PATH'] ?? '', PORT: '0', CONVOKE_DATA: data, CONVOKE_LIFELINE: 'stdin' },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const end = async () => {
    child.kill('SIGTERM')
    await ended
    rmSync(data, { recursive: true, force: true })
  }
  const url = await new Promise<string | undefined>((resolve) => {
    let printed = ''
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString()
      const found = /ready: +(http:\S+)/u.exec(printed)?.[1]
      if (found !== undefined) resolve(found)
    })
    void ended.then(() => resolve(undefined))
  })
  if (url !== undefined) return { url, end }
  await end()
  throw new Error('The server did not listen (see above).')
}

async function takePicture(browser: Browser, url: string, { file, width, height, path, open, above }: (typeof PICTURES)[number]): Promise<void> {
  const page = await browser.newPage({ viewport: { width, height }, colorScheme: 'light', locale: 'en' })
  await page.goto(`${url}${path}`)
  if (open > 0) {
    const opened = page.locator(`#p${open}`)
    await opened.locator('details.rests summary').click()
    await page.locator(`#p${open - above}`).evaluate((item) => {
      item.scrollIntoView({ block: 'start' })
      window.scrollBy(0, -80)
    })
  }
  await page.screenshot({ path: join(to, `${file}.png`) })
  await page.close()
}

mkdirSync(to, { recursive: true })
const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
const browser = await chromium.launch({ executablePath: await ensureChromium(), args: ['--disable-gpu', ...sandbox] })
const server = await startServer()
try {
  for (const picture of PICTURES) await takePicture(browser, server.url, picture)
} finally {
  await browser.close()
  await server.end()
}
