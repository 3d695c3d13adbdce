import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { listForums } from '../forums/queries.ts'
import type { Tx } from '../platform/database.ts'
import type { FileStore } from '../platform/files.ts'
import { SYSTEM } from '../record/model.ts'
import { isRefusal } from '../shared/result.ts'
import type { Instant } from '../shared/time.ts'
import { importForum } from './import-forum.ts'

/**
 * Takes every forum folder below `folder` into an installation that has no forum yet; all of them in this one transaction, so that a
 * start that is killed half-way loads them anew. Answers their slugs; none where there were forums. A sample with mistakes is a fault.
 */
export async function loadSamples(tx: Tx, input: { folder: string; files: FileStore }, now: Instant): Promise<string[]> {
  if ((await listForums(tx)).length > 0) return []
  const slugs: string[] = []
  for (const name of (await readdir(input.folder)).sort()) {
    const imported = await importForum(tx, SYSTEM, { folder: join(input.folder, name), files: input.files }, now)
    if (isRefusal(imported)) throw new Error(`The sample ${name} cannot be loaded: ${JSON.stringify(imported)}`)
    slugs.push(imported.slug)
  }
  return slugs
}
