import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { isThorough } from '../harness/strange-input.ts'

const root = join(import.meta.dirname, '..', '..')
const startLimitMs = 150_000
const folder = mkdtempSync(join(realpathSync(tmpdir()), 'convoke-smoke-'))
chmodSync(folder, 0o755)

afterAll(() => {
  // A failed test must not leave a server behind: whatever still runs from the folder ends with it.
  for (const pid of processesBelow(folder)) process.kill(Number(pid), 'SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

/** What a fresh clone holds: the files git knows, as they stand in the working tree. */
function copyCheckout(to: string): void {
  const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' })
  for (const file of files.split('\0')) {
    if (file === '' || !existsSync(join(root, file))) continue
    mkdirSync(dirname(join(to, file)), { recursive: true })
    copyFileSync(join(root, file), join(to, file))
  }
}

/** Processes whose program or working folder lies below the folder. */
function processesBelow(path: string): string[] {
  if (!existsSync('/proc/self')) return []
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid)) return false
    try {
      return [readlinkSync(`/proc/${pid}/cwd`), readFileSync(`/proc/${pid}/cmdline`, 'utf8')].some((text) => text.includes(path))
    } catch {
      return false // ended while we looked, or not ours to see
    }
  })
}

test('npm start on a fresh clone serves the sample forum, and stopping it leaves nothing behind', async () => {
  copyCheckout(folder)
  // `npm test` has just installed the packages in a clone as fresh as this one; to do it once more takes half a minute. The soak does.
  if (!isThorough) symlinkSync(realpathSync(join(root, 'node_modules')), join(folder, 'node_modules'))
  const env: NodeJS.ProcessEnv = { ...process.env, PORT: '0', npm_config_prefer_offline: 'true' }
  for (const name of ['CONVOKE_DATA', 'CONVOKE_SAMPLE', 'CONVOKE_TEST', 'DATABASE_URL', 'PUBLIC_URL', 'NODE_ENV', 'VITEST', 'npm_execpath', 'npm_lifecycle_event']) delete env[name]
  const child = spawn('npm', ['start'], { cwd: folder, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (printed += chunk.toString()))
  const ended = new Promise<'ended'>((resolve) => child.once('close', () => resolve('ended')))

  const giveUpAt = performance.now() + startLimitMs
  const address = () => /http:\/\/localhost:\d+/.exec(printed)?.[0]
  while (address() === undefined && performance.now() < giveUpAt) {
    if ((await Promise.race([ended, setTimeout(100, 'waiting')])) === 'ended') break
  }
  const url = address()
  expect(url, `npm start printed:\n${printed}`).toBeDefined()

  const response = await fetch(`${url ?? ''}/bpf-cybersecurity/2017/overview.json`)
  expect(response.status).toBe(200)
  expect(await response.json()).toMatchObject({ forum: 'bpf-cybersecurity', total: 27 })

  if (child.pid !== undefined) process.kill(-child.pid, 'SIGINT')
  expect(await Promise.race([ended, setTimeout(20_000, 'still running')])).toBe('ended')
  expect(processesBelow(folder)).toEqual([])
})
