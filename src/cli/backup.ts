import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { isFileFault, writeBackup } from '../platform/backup.ts'
import { refusedWhole, type Verb } from './verb.ts'

/** `convoke backup [FILE]`: everything into one archive, beside a running server. Without FILE, `backups/` in the data folder, named by the instant. */
export const backup: Verb = {
  usage: 'backup [FILE]',
  words: ['backup'],
  arguments: [0, 1],
  asItIs: true,
  run: async (installation, [file]) => {
    const now = installation.clock()
    const made = file === undefined ? await makeFolder(join(installation.folder.root, 'backups')) : undefined
    if (made?.problem !== undefined) return { exit: 1, result: refusedWhole('not-written', 'file'), text: [made.problem] }
    const path = made === undefined ? resolve(file ?? '') : join(made.folder, `convoke-${now.replaceAll(':', '-')}.tar.gz`)
    const done = await writeBackup(installation, path, now)
    if ('refusal' in done) return { exit: 1, result: refusedWhole(done.refusal, 'file'), text: [done.problem] }
    const text = [`${done.rows} rows and ${done.files} files are in ${path} (${done.bytes} bytes).`]
    for (const sha256 of done.damaged) text.push(`The stored file ${sha256} is damaged; it is in the backup as it is.`)
    return { exit: 0, result: { read: done.rows, taken: done.rows, refused: [], file: path, ...done }, text }
  },
}

async function makeFolder(folder: string): Promise<{ folder: string; problem?: string }> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    return { folder }
  } catch (error) {
    if (!isFileFault(error)) throw error
    return { folder, problem: `The folder for backups could not be made: ${error.message}.` }
  }
}
