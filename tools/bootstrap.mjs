// What every command needs before it can run: the packages, a Node new enough, and the built program.
// Plain JavaScript that Node 20 runs, importing nothing from node_modules, because there may be none yet.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, lstatSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))
const LOWEST_NODE = 24
const BUILD_INPUTS = ['src', 'messages', 'tools/build.ts', 'package-lock.json', 'tsconfig.json']

/** Children that still run: whoever ends this process early ends them too. */
export const children = new Set()

/** A sentence for the person at the terminal, on stderr so that piped output stays clean. */
export function say(sentence) {
  process.stderr.write(`${sentence}\n`)
}

/** Ends this process with a sentence. */
export function refuse(sentence) {
  say(sentence)
  process.exit(1)
}

/** Runs a command to its end; `stdio` as in `spawn`. Resolves with the exit code, 1 when a signal ended it. */
export function run(command, args, options = {}) {
  return new Promise((done) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options })
    children.add(child)
    const end = (code) => {
      children.delete(child)
      done(code ?? 1)
    }
    child.once('error', (error) => {
      say(`${command} could not be started: ${error.message}.`)
      end(1)
    })
    child.once('exit', end)
  })
}

function readLock(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages ?? {}
  } catch {
    return undefined
  }
}

function isLinked(path) {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false
}

/**
 * Whether node_modules holds what package-lock.json asks for, by the list that npm leaves there when it has finished.
 * Optional packages may be missing: most are for other machines.
 */
export function isInstalled(folder = root) {
  const wanted = readLock(join(folder, 'package-lock.json'))
  const present = readLock(join(folder, 'node_modules', '.package-lock.json'))
  if (!wanted || !present) return false
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '') continue
    const found = present[path]
    if (found ? found.version !== entry.version : !entry.optional) return false
  }
  return Object.keys(present).every((path) => path in wanted)
}

/** Installs the exact versions of package-lock.json, unless they are there. A linked node_modules is its owner's to change. */
export async function ensureInstalled() {
  if (isLinked(join(root, 'node_modules')) || isInstalled()) return
  say('Installing the packages Convoke needs (npm ci). This happens once, and again when they change.')
  const args = ['ci', '--include=dev', '--include=optional', '--loglevel=error', '--no-progress']
  // npm_execpath is the npm that started us; without it, the one on the PATH.
  const npm = process.env['npm_execpath']
  const quiet = ['ignore', process.stderr, 'inherit']
  const code =
    npm && /[\\/]npm(-cli)?\.js$/.test(npm)
      ? await run(process.execPath, [npm, ...args], { stdio: quiet })
      : await run('npm', args, { stdio: quiet })
  if (code !== 0) refuse('The packages could not be installed (see above). Check the network connection and start again.')
}

/** The path of a Node new enough: the one running this, else the one installed among the packages. */
export function findNode() {
  if (Number.parseInt(process.versions.node, 10) >= LOWEST_NODE) return process.execPath
  const packaged = join(root, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node')
  if (existsSync(packaged)) return packaged
  return refuse(
    `Convoke runs on Node ${LOWEST_NODE} or newer. This is Node ${process.versions.node}, and no newer one is packaged for ` +
      `${process.platform} ${process.arch}: install Node ${LOWEST_NODE} and start again.`,
  )
}

function filesBelow(path) {
  const absolute = join(root, path)
  if (!existsSync(absolute)) return []
  if (path.includes('.')) return [path]
  return readdirSync(absolute, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(root.length + sep.length))
    .sort()
}

/** A digest of everything that goes into the build; contents and not times, because a checkout changes the times. */
export function digestSources() {
  const hash = createHash('sha256')
  for (const path of BUILD_INPUTS.flatMap(filesBelow)) {
    const content = readFileSync(join(root, path))
    hash.update(`${path}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex')
}

/** Builds `dist` unless it was built from these very sources. Resolves with false when the build failed. */
export async function ensureBuilt(node) {
  const stamp = join(root, 'dist', 'built-from')
  const digest = digestSources()
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return true
  const code = await run(node, [join(root, 'tools', 'build.ts')], { stdio: ['ignore', process.stderr, 'inherit'] })
  if (code === 0) writeFileSync(stamp, digest)
  return code === 0
}

/** The environment of the program: a relative data folder is meant from Convoke's own folder, wherever one stands. */
export function environment() {
  return { ...process.env, CONVOKE_DATA: resolve(root, process.env['CONVOKE_DATA'] || 'data') }
}
