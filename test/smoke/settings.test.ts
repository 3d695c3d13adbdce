import { spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { freshDataFolder } from '../harness/server.ts'

const root = join(import.meta.dirname, '..', '..')
const program = join(root, 'dist', 'main.js')
const made: string[] = []
afterAll(() => made.forEach((folder) => rmSync(folder, { recursive: true, force: true })))

const isRoot = process.getuid?.() === 0
const ORDINARY = { uid: 65534, gid: 65534 }

function dataFolder(): string {
  const folder = freshDataFolder()
  made.push(folder)
  return folder
}

/** Starts the built server with one setting and answers how it ended; it is ended when it does listen. */
async function start(env: Readonly<Record<string, string>>, account: { uid?: number; gid?: number } = {}) {
  const child = spawn(process.execPath, [program], {
    cwd: '/',
    env: { PATH: process.env['PATH'] ?? '', PORT: '0', CONVOKE_DATA: dataFolder(), CONVOKE_SAMPLE: 'none', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...account,
  })
  const printed = { out: '', err: '' }
  child.stdout.on('data', (chunk: Buffer) => {
    printed.out += chunk.toString()
    if (printed.out.includes('Convoke is ready')) child.kill('SIGTERM')
  })
  child.stderr.on('data', (chunk: Buffer) => (printed.err += chunk.toString()))
  const code = await new Promise((resolve) => child.once('close', resolve))
  return { code, ...printed }
}

/** One line on the error output, ending as a sentence or with an example, naming the setting; nothing listened. */
function expectSentence({ code, out, err }: Awaited<ReturnType<typeof start>>, setting: string): void {
  expect(err).toMatch(/^[A-Z][^\n]+\n$/)
  expect(err).toContain(setting)
  expect(err).not.toMatch(/^ {4}at |node:internal|Error:/m)
  expect(out).not.toContain('Convoke is ready')
  expect(code).toBe(1)
}

test('a server with these settings starts, where none is wrong', async () => {
  const ended = await start({})
  expect(ended.err).toBe('')
  expect(ended).toMatchObject({ code: 0 })
})

test.each([
  ['PORT', { PORT: 'abc' }],
  ['PORT', { PORT: '65536' }],
  ['CONVOKE_SAMPLE', { CONVOKE_SAMPLE: 'yes' }],
  ['DATABASE_URL', { DATABASE_URL: 'mysql://root@localhost/convoke' }],
  ['DATABASE_URL', { DATABASE_URL: 'postgres://convoke:hidden@127.0.0.1:1/convoke' }],
  ['PUBLIC_URL', { PUBLIC_URL: 'ftp://consultations.example.org' }],
  ['PUBLIC_URL', { PUBLIC_URL: 'https://consultations.example.org/with/a/path' }],
  ['SMTP_URL', { SMTP_URL: 'mail.example.org' }],
])('%s refuses %o with one sentence', async (setting, env) => {
  const ended = await start(env)
  expectSentence(ended, setting)
  expect(ended.err).not.toContain('hidden')
})

test('a port in use is refused with one sentence that names it', async () => {
  const taken = createServer()
  await new Promise<void>((resolve) => taken.listen(0, resolve))
  const { port } = taken.address() as AddressInfo
  const ended = await start({ PORT: String(port) })
  await new Promise((resolve) => taken.close(resolve))
  expectSentence(ended, 'PORT')
  expect(ended.err).toContain(`Port ${port} `)
})

test('a data folder that cannot be written is refused with one sentence', async ({ skip }) => {
  const parent = mkdtempSync(join(tmpdir(), 'convoke-closed-'))
  made.push(parent)
  chmodSync(parent, 0o555)
  // As root, everything can be written: the server then runs as somebody else, who must be able to read it.
  const ended = await start({ CONVOKE_DATA: join(parent, 'data') }, isRoot ? ORDINARY : {})
  if (isRoot && ended.err.includes('MODULE_NOT_FOUND')) skip('another account cannot read the built server here')
  expectSentence(ended, 'CONVOKE_DATA')
  expect(existsSync(join(parent, 'data'))).toBe(false)
})

test('two wrong settings are two sentences', async () => {
  const ended = await start({ PORT: 'abc', PUBLIC_URL: 'ftp://example.org' })
  expect(ended).toMatchObject({ code: 1, out: '' })
  expect(ended.err).toMatch(/^PORT is .*\nPUBLIC_URL is .*\n$/)
})
