import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openDataFolder } from './data-folder.ts'
import type { DataFolder } from './data-folder.ts'

let above: string
beforeEach(() => {
  above = mkdtempSync(join(tmpdir(), 'convoke-folder-'))
})
afterEach(() => rmSync(above, { recursive: true, force: true }))

function open(folder: string): DataFolder {
  const opened = openDataFolder(folder)
  if ('refusal' in opened) throw new Error(opened.problem)
  return opened
}

/** Another process that holds the lock on `folder` until it is killed. */
async function holdInAnotherProcess(folder: string) {
  const program = `
    import { openDataFolder } from ${JSON.stringify(join(import.meta.dirname, 'data-folder.ts'))};
    const opened = openDataFolder(${JSON.stringify(folder)});
    console.log(opened.refusal ?? 'held');
    setInterval(() => opened, 1000);`
  const holder = spawn(process.execPath, ['--input-type=module', '--eval', program], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [output]: unknown[] = await once(holder.stdout, 'data')
  expect(String(output)).toBe('held\n')
  return holder
}

test('a second process is refused with a sentence, and the lock of a killed one does not stay behind', async () => {
  const folder = join(above, 'new', 'data')
  const holder = await holdInAnotherProcess(folder)
  expect(openDataFolder(folder)).toEqual({ refusal: 'held', problem: expect.stringContaining(`data folder ${folder}`) })
  holder.kill('SIGKILL')
  await once(holder, 'exit')
  open(folder).release()
})

test('one process cannot take a folder twice, and can again once it has let go', () => {
  const first = open(join(above, 'data'))
  expect(openDataFolder(join(above, 'data'))).toMatchObject({ refusal: 'held' })
  first.release()
  first.release()
  const second = open(join(above, 'data'))
  expect(openDataFolder(join(above, 'data'))).toMatchObject({ refusal: 'held' })
  second.release()
})

test('other users can neither list the folder nor see the files', () => {
  const folder = open(join(above, 'data'))
  expect(statSync(folder.root).mode & 0o066).toBe(0)
  expect(statSync(folder.files).mode & 0o077).toBe(0)
  expect(existsSync(folder.postgres)).toBe(false)
  folder.release()
})

test('a folder that cannot be made is refused with a sentence', () => {
  writeFileSync(join(above, 'file'), '')
  const refusal = { refusal: 'unusable', problem: expect.stringMatching(/cannot be used.*CONVOKE_DATA/) }
  expect(openDataFolder(join(above, 'file', 'data'))).toEqual(refusal)
  symlinkSync(join(above, 'not mounted'), join(above, 'link'))
  expect(openDataFolder(join(above, 'link', 'data'))).toEqual(refusal)
  expect(openDataFolder('/proc/convoke')).toEqual(refusal)
})

test.skipIf(process.getuid?.() === 0)('a folder that cannot be written is refused with a sentence (root writes everywhere)', () => {
  chmodSync(above, 0o500)
  expect(openDataFolder(join(above, 'data'))).toMatchObject({ refusal: 'unusable' })
  chmodSync(above, 0o700)
})
