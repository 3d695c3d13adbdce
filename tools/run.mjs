// Runs a tool written in TypeScript, or with --convoke the command line, under a Node new enough:
//   node tools/run.mjs tools/check.ts [arguments]     node tools/run.mjs --convoke [arguments]
import { join, resolve } from 'node:path'
import { children, ensureBuilt, ensureInstalled, environment, findNode, refuse, root, run } from './bootstrap.mjs'

// Ctrl-C reaches the tool from the terminal; a SIGTERM to us alone must be passed on.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => {
  for (const child of children) child.kill('SIGTERM')
})

const [first, ...rest] = process.argv.slice(2)
if (first === undefined) refuse('Name the tool to run, for instance: node tools/run.mjs tools/check.ts')
await ensureInstalled()
const node = findNode()
const isCommandLine = first === '--convoke'
if (isCommandLine && !(await ensureBuilt(node))) refuse('Convoke could not be built (see above).')
const program = isCommandLine ? join(root, 'dist', 'convoke.js') : resolve(root, first)
// npm changes into its package's folder; the paths a person types are meant from where that person stands.
const cwd = isCommandLine ? (process.env['INIT_CWD'] ?? process.cwd()) : root
// A command that reads a hundred thousand rows needs little memory at a time, and is told to take no more than that.
const frugal = isCommandLine ? ['--optimize-for-size', '--max-semi-space-size=4'] : []
process.exit(await run(node, [...frugal, program, ...rest], { cwd, env: environment() }))
