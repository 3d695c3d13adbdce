import { execFile, spawn } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, expect, test } from 'vitest'
import { freshDataFolder, startServer } from '../harness/server.ts'

const program = join(import.meta.dirname, '..', '..', 'dist', 'main.js')
const folders: string[] = []
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })))

function dataFolder(): string {
  const folder = freshDataFolder()
  folders.push(folder)
  return folder
}

const settings = (data: string) => ({ PATH: process.env['PATH'] ?? '', PORT: '0', CONVOKE_DATA: data, CONVOKE_SAMPLE: 'none' })

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

test('a second start on one data folder is refused with a sentence, and the first works on', async () => {
  const server = await startServer({ data: dataFolder(), env: { CONVOKE_SAMPLE: 'none' } })
  try {
    const second = await promisify(execFile)(process.execPath, [program], { env: settings(server.dataFolder) }).catch((error: unknown) => error)
    expect(second).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/^Another Convoke is at work on the data folder [^\n]+\n$/u) })
    expect((await fetch(server.url)).status).toBe(200)
  } finally {
    expect(await server.stop()).toBe(0)
  }
})

test('when its PostgreSQL is killed, the server ends as failed, and the next start works', async () => {
  const data = dataFolder()
  const server = await startServer({ data, env: { CONVOKE_SAMPLE: 'none' } })
  const postgres = Number(readFileSync(join(data, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0])
  process.kill(postgres, 'SIGKILL')
  expect(await server.ended).toBe(1)
  expect(server.output()).toContain('the private PostgreSQL ended unexpectedly')
  expect(isAlive(postgres)).toBe(false)
  const next = await startServer({ data, env: { CONVOKE_SAMPLE: 'none' } })
  expect((await fetch(next.url)).status).toBe(200)
  expect(await next.stop()).toBe(0)
})

test('nobody who reads what it prints is no reason to end, and it still stops in order', async () => {
  const data = dataFolder()
  const child = spawn(process.execPath, [program], { env: { ...settings(data), CONVOKE_LIFELINE: 'stdin' }, stdio: ['pipe', 'pipe', 'pipe'] })
  const ended = new Promise((resolve) => child.once('close', resolve))
  let printed = ''
  const url = await new Promise<string>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString()
      const found = /ready: +(http:\S+)[\s\S]*login/u.exec(printed)?.[1]
      if (found !== undefined) resolve(found)
    })
  })
  child.stdout.destroy()
  child.stderr.destroy()
  for (const path of ['/', '/%00', '/nowhere']) await (await fetch(`${url}${path}`)).text()
  expect((await fetch(url)).status).toBe(200)
  child.kill('SIGTERM')
  expect(await ended).toBe(0)
})

test('a command that finds no installation says so as every refusal is said', async () => {
  const command = join(program, '..', 'convoke.js')
  const refused = await promisify(execFile)(process.execPath, [command, 'record', 'verify', '--json'], { env: { ...settings(dataFolder()), PORT: 'abc' } }).catch((error: unknown) => error as { code: number; stdout: string })
  expect(refused).toMatchObject({ code: 1 })
  expect(JSON.parse(refused.stdout)).toEqual({ read: 0, taken: 0, refused: [{ row: null, field: null, reason: expect.stringMatching(/^PORT is "abc"/u) }] })
})
