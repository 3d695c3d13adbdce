import type { Reader } from '../../platform/database.ts'
import { type FolderNames, tidy } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { writeYaml } from '../../shared/yaml.ts'
import { listWithheldDocuments } from '../documents-folder/queries.ts'
import { listWithheldInputs } from '../folder/queries.ts'
import { listHandlingForFolder } from './queries.ts'

/**
 * `cycles/<slug>/desk.yaml`; undefined where there is nothing in it. A public folder has the redactions in force alone, each with
 * the kind of its reason: notes, readers, what is read and what was corrected are the desk's.
 */
export async function writeDeskFile(db: Reader, cycle: { id: Id; slug: string }, names: FolderNames, isPublic: boolean): Promise<string | undefined> {
  const handling = await listHandlingForFolder(db, cycle, names)
  const tidied = tidy(isPublic ? await leavePublic(db, cycle, names, handling.redactions) : handling)
  return tidied === undefined ? undefined : writeYaml(tidied)
}

async function leavePublic<R extends { readonly of: string; readonly liftedAt: unknown }>(db: Reader, cycle: { id: Id; slug: string }, names: FolderNames, redactions: readonly R[]) {
  const withheld = new Set([...(await listWithheldInputs(db, cycle.id)), ...(await listWithheldDocuments(db, cycle.id))].map((id) => names.of(id)))
  const inForce = redactions.filter(({ of, liftedAt }) => liftedAt === null && !withheld.has(`${cycle.slug}/${of}`))
  return { redactions: inForce.map((redaction) => ({ ...redaction, note: null })) }
}
