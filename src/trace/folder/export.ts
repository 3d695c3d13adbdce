import type { Reader } from '../../platform/database.ts'
import { type FolderNames, shortRef, tidy } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { writeYaml } from '../../shared/yaml.ts'
import { createLinkBook, type LinkBook } from './model.ts'
import { listFatesForFolder, listLinksForFolder } from './queries.ts'

/** The links of a forum, to be handed out to those who write its files. */
export async function openLinkBook(db: Reader, forumId: Id, names: FolderNames): Promise<LinkBook> {
  return createLinkBook(await listLinksForFolder(db, forumId), names)
}

/** `cycles/<slug>/fates.yaml`; undefined when there are none. */
export async function writeFatesFile(db: Reader, cycle: { id: Id; slug: string }, names: FolderNames): Promise<string | undefined> {
  const fates = (await listFatesForFolder(db, cycle.id)).map((row) => ({ unit: shortRef(names.of(row.unit_id), cycle.slug), fate: row.fate, reason: row.reason, givenAt: row.given_at, revision: row.revision }))
  return fates.length === 0 ? undefined : writeYaml(fates.map((fate) => tidy(fate)))
}
