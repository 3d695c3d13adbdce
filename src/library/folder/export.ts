import type { Reader } from '../../platform/database.ts'
import { type FolderNames, tidy } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { writeYaml } from '../../shared/yaml.ts'
import { listReferencesForFolder } from './queries.ts'

/** Names the references of a cycle. */
export async function nameReferences(db: Reader, cycle: { id: Id; slug: string }, names: FolderNames): Promise<void> {
  for (const { id, number } of await listReferencesForFolder(db, cycle.id)) names.give(id, `${cycle.slug}/L-${number}`)
}

/** `cycles/<slug>/references.yaml`; undefined when there are none. */
export async function writeReferencesFile(db: Reader, cycleId: Id): Promise<string | undefined> {
  const references = await listReferencesForFolder(db, cycleId)
  return references.length === 0 ? undefined : writeYaml(references.map((reference) => tidy(reference)))
}
