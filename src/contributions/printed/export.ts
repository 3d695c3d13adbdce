import type { Reader } from '../../platform/database.ts'
import { shortRef, tidy, type FolderNames } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { writeYaml } from '../../shared/yaml.ts'
import { findContributions } from '../queries.ts'
import { hasPublicName } from '../model.ts'
import { listPrintedNames } from './queries.ts'

/** `cycles/<slug>/printed-names.yaml`; undefined when there are none. A public folder has those of contributors whose names are public. */
export async function writePrintedNamesFile(db: Reader, cycle: { id: Id; slug: string }, names: FolderNames, isPublic: boolean): Promise<string | undefined> {
  const all = await listPrintedNames(db, cycle.id)
  const named = isPublic ? new Set<string>((await findContributions(db, all.map(({ contributionId }) => contributionId))).filter(hasPublicName).map(({ id }) => id)) : undefined
  const printed = all.filter(({ contributionId }) => named?.has(contributionId) ?? true)
  return printed.length === 0 ? undefined : writeYaml(printed.map(({ id, contributionId, list, name, source }) => tidy({ id, contribution: shortRef(names.of(contributionId), cycle.slug), list, name, source })))
}
