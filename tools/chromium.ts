/** Finds Chromium for the browser tests, or brings it: Debian's package as root, Playwright's or Sparticuz's build otherwise. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { binary, root, runCommand, runNode } from './steps.ts'

/** Debian's Chromium without the windows that nobody sees here: a page costs half of what it costs in the whole one. */
const SHELL = '/usr/bin/chromium-headless-shell'
const places = [
  SHELL, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable', '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium',
]
const sparticuz = '@sparticuz/chromium@153.0.0'
const ownFolder = join(root, 'node_modules', '.cache', 'chromium')

/** The path of a Chromium that is there: `CHROMIUM_PATH`, the system's, or the one Playwright keeps. Null when none is. */
export async function findChromium(): Promise<string | null> {
  const named = process.env.CHROMIUM_PATH
  if (named !== undefined && named !== '') {
    if (existsSync(named)) return named
    throw new Error(`CHROMIUM_PATH is "${named}", but there is no file of that name.`)
  }
  const { chromium } = await import('playwright-core')
  return [...places, chromium.executablePath()].find((path) => existsSync(path)) ?? null
}

/** The path of a Chromium that starts, installed if need be. Throws a sentence when none can be had. */
export async function ensureChromium(): Promise<string> {
  const present = await findChromium()
  if (present !== null) return (await bringShell(present)) ?? present
  const said: string[] = []
  for (const bring of [bringFromDebian, bringFromPlaywright, bringFromSparticuz]) {
    const { path, output } = await bring()
    if (path !== null && (await starts(path))) return path
    said.push(output.trim().split('\n').slice(-3).join('\n'))
  }
  throw new Error(`The browser tests need Chromium, and none could be installed. Install it and set CHROMIUM_PATH to its program.\n${said.join('\n')}`)
}

interface Brought {
  readonly path: string | null
  readonly output: string
}

/** Where a test may install what it likes, and Debian's whole Chromium is there already: the lighter one, if it can be had while types are checked. */
async function bringShell(present: string): Promise<string | null> {
  const isChosen = (process.env.CHROMIUM_PATH ?? '') !== ''
  if (isChosen || present !== '/usr/bin/chromium' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return null
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const [, name = ''] = SHELL.split('/bin/')
  const install = () => runCommand('timeout', ['25', 'apt-get', 'install', '-y', '--no-install-recommends', name], { env })
  if ((await install()).code !== 0) {
    await runCommand('timeout', ['12', 'apt-get', 'update'], { env })
    await install()
  }
  return existsSync(SHELL) && (await starts(SHELL)) ? SHELL : null
}

async function bringFromDebian(): Promise<Brought> {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return { path: null, output: '' }
  console.log('Installing Chromium (apt-get install chromium). This happens once.')
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const update = await runCommand('apt-get', ['update'], { env })
  const install = await runCommand('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], { env })
  return { path: places.find((path) => existsSync(path)) ?? null, output: update.output + install.output }
}

async function bringFromPlaywright(): Promise<Brought> {
  console.log('Fetching Chromium (playwright-core install chromium). This happens once.')
  const { output } = await runNode(binary('playwright-core'), ['install', 'chromium'])
  const { chromium } = await import('playwright-core')
  return { path: existsSync(chromium.executablePath()) ? chromium.executablePath() : null, output }
}

/** A Chromium that travels in an npm package, for machines that reach the package registry and nothing else. */
async function bringFromSparticuz(): Promise<Brought> {
  console.log(`Fetching Chromium (npm install ${sparticuz}). This happens once.`)
  const { code, output } = await runCommand('npm', ['install', '--no-save', '--no-package-lock', '--prefix', ownFolder, sparticuz])
  if (code !== 0) return { path: null, output }
  const entry = pathToFileURL(join(ownFolder, 'node_modules', '@sparticuz', 'chromium', 'build', 'index.js')).href
  const { default: packed } = (await import(entry)) as { readonly default: { executablePath(): Promise<string> } }
  return { path: await packed.executablePath(), output }
}

async function starts(path: string): Promise<boolean> {
  const { code } = await runCommand(path, ['--version', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])])
  return code === 0
}
