import { execFile } from 'node:child_process'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'vitest'
import { digestFolder } from '../../src/procedures/testing.ts'
import { fillAsStarted, freshDataFolder } from './server.ts'
import { isThorough } from './strange-input.ts'

const program = join(import.meta.dirname, '..', '..', 'dist', 'convoke.js')

/** Runs the built command line on a data folder, beside its server or alone, and answers what `--json` printed. */
export async function convoke(dataFolder: string, ...words: readonly string[]): Promise<Record<string, unknown>> {
  const env = { PATH: process.env['PATH'] ?? '', CONVOKE_DATA: dataFolder }
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...words, '--json'], { env, cwd: '/' })
  return JSON.parse(stdout) as Record<string, unknown>
}

/**
 * A forum as it stands in a running installation, written as a folder, taken by an empty one and written again: the same bytes, and
 * the record whole in both. The same for its public folder, which must hold none of `secrets` and no mail address.
 */
export async function expectToMove(dataFolder: string, forum: string, secrets: readonly string[]): Promise<void> {
  const place = freshDataFolder()
  const from = (name: string) => (name === 'here' ? dataFolder : join(place, name))
  const write = (name: string, folder: string, ...options: string[]) => convoke(from(name), 'export', 'forum', forum, join(place, folder), ...options)
  try {
    for (const [folder, ...options] of [['whole'], ['open', '--public']] as const) {
      await write('here', folder, ...options)
      // What a public folder holds is the same kind of thing: that it can be taken is seen where there is time for it.
      if (folder === 'open' && !isThorough) continue
      await mkdir(from(`data-${folder}`), { mode: 0o755 })
      await fillAsStarted(from(`data-${folder}`), 'none')
      await convoke(from(`data-${folder}`), 'import', 'forum', join(place, folder))
      await write(`data-${folder}`, `${folder}-again`, ...options)
      const digests = await digestFolder(join(place, folder))
      expect(Object.keys(digests).length).toBeGreaterThan(8)
      expect(await digestFolder(join(place, `${folder}-again`))).toEqual(digests)
      for (const name of ['here', `data-${folder}`]) expect(await convoke(from(name), 'record', 'verify', forum)).toMatchObject({ refused: [] })
      expect(await convoke(from(`data-${folder}`), 'check', forum)).toMatchObject({ refused: [] })
    }
    const [whole, open] = await Promise.all(['whole', 'open'].map((folder) => wordsBelow(join(place, folder))))
    for (const secret of secrets) expect(whole).toContain(secret)
    for (const secret of secrets) expect(open).not.toContain(secret)
    expect(/[^\s"'<>]+@[^\s"'<>]+/u.exec(open ?? '')?.[0]).toBeUndefined()
  } finally {
    await rm(place, { recursive: true, force: true })
  }
}

async function wordsBelow(folder: string): Promise<string> {
  const files = Object.keys(await digestFolder(folder))
  return (await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')))).join('\n')
}
