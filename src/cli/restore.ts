import { resolve } from 'node:path'
import { listChains, verifyChain } from '../record/queries.ts'
import { restoreBackup } from '../platform/restore.ts'
import type { Installation } from './installation.ts'
import type { Verb } from './verb.ts'

/** `convoke restore FILE`: puts a backup into an empty installation, all or nothing, then verifies every record. */
export const restore: Verb = {
  usage: 'restore FILE',
  words: ['restore'],
  arguments: [1, 1],
  asItIs: true,
  run: async (installation, [file]) => {
    const done = await restoreBackup(installation, resolve(file ?? ''))
    if ('refusal' in done) {
      const row = ('member' in done ? done.member : undefined) ?? null
      return { exit: 1, result: { read: 0, taken: 0, refused: [{ row, field: null, reason: done.refusal }] }, text: [done.problem] }
    }
    const { rows, files, migrated, taken: asOf } = done
    const broken = await countBrokenChains(installation)
    const text = [`${rows} rows and ${files} files are restored as they were at ${asOf}.`]
    if (migrated.length > 0) text.push(`Brought up to date: ${migrated.join(', ')}.`)
    text.push(broken === 0 ? 'Every record is whole.' : 'A record is broken, as it was when the backup was taken: see convoke record verify.')
    return { exit: broken === 0 ? 0 : 1, result: { read: rows, taken: rows, refused: [], asOf, rows, files, migrated, brokenRecords: broken }, text }
  },
}

async function countBrokenChains({ db }: Installation): Promise<number> {
  let broken = 0
  for (const chain of await listChains(db)) {
    if (!(await verifyChain(db, chain)).ok) broken += 1
  }
  return broken
}
