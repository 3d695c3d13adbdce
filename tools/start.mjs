// npm start, npm run dev: installs, builds, starts the server and stays beside it until it ends.
import { spawn } from 'node:child_process'
import { existsSync, watch } from 'node:fs'
import { join } from 'node:path'
import { children, ensureBuilt, ensureInstalled, environment, findNode, refuse, root, say } from './bootstrap.mjs'
import { watchParents } from './parents.mjs'

const FORCE_AFTER_MS = 1_000 // npm and the terminal both pass on one Ctrl-C: a second one within this time is the same
const GRACE_MS = 3_000
const SETTLE_MS = 150 // an editor writes a file in several steps

const isDev = process.argv.includes('--dev')
let server
let firstSignalAt = 0
let isRestarting = false
let isLettingGo = false

/** The server in a session of its own: Ctrl-C reaches it once, through us. Its stdin is the lifeline: it ends when we do. */
function startServer(node) {
  server = spawn(node, [join(root, 'dist', 'main.js')], {
    cwd: root,
    env: { ...environment(), CONVOKE_LIFELINE: 'stdin' },
    stdio: ['pipe', 'inherit', 'inherit'],
    detached: true,
  })
  server.stdin.on('error', () => {}) // a server killed from outside closes the pipe; its exit tells the rest
  server.once('error', (error) => refuse(`The server could not be started: ${error.message}.`))
  server.once('exit', (code, signal) => {
    if (isRestarting) return
    if (isDev && firstSignalAt === 0 && !isLettingGo) {
      server = undefined
      return say('The server ended. It starts again with the next change.')
    }
    if (signal) say(`The server was ended from outside (${signal}). What it had acknowledged is kept: start again.`)
    process.exit(signal ? 1 : (code ?? 1))
  })
}

function stopOnSignal(signal) {
  if (!server) return endChildren()
  const now = Date.now()
  if (firstSignalAt === 0) {
    firstSignalAt = now
    server.kill(signal)
  } else if (now - firstSignalAt > FORCE_AFTER_MS) {
    say('Stopping at once.')
    server.kill('SIGKILL')
  }
}

function endChildren() {
  for (const child of children) child.kill('SIGTERM')
  process.exit(1)
}

/** Who started us is gone: let go of the lifeline, and insist after a while. */
function stopWithParents() {
  if (!server) return endChildren()
  isLettingGo = true
  server.stdin.end()
  setTimeout(() => server.kill('SIGKILL'), GRACE_MS)
}

async function restart(node) {
  if (!(await ensureBuilt(node))) return say('Not restarted: the build failed.')
  if (server) {
    isRestarting = true
    const ended = new Promise((done) => server.once('exit', done))
    server.kill('SIGTERM')
    await ended
    isRestarting = false
  }
  if (firstSignalAt === 0) startServer(node)
  else process.exit(0)
}

/** Rebuilds and restarts on a change below src or messages; changes during a restart lead to one more. */
function restartOnChange(node) {
  let timer
  let running = Promise.resolve()
  const later = () => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      running = running.then(() => restart(node))
    }, SETTLE_MS)
  }
  for (const folder of ['src', 'messages', 'migrations']) {
    if (existsSync(join(root, folder))) watch(join(root, folder), { recursive: true }, later)
  }
}

for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => stopOnSignal(signal))
watchParents(stopWithParents)
await ensureInstalled()
const node = findNode()
if (!(await ensureBuilt(node))) refuse('Convoke could not be built (see above).')
startServer(node)
if (isDev) restartOnChange(node)
