import type { Reader } from '../../platform/database.ts'
import { shortRef, tidy, type FolderNames } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { writeYaml } from '../../shared/yaml.ts'
import { findDocumentForFolder, listReadDocuments } from './queries.ts'

/** `cycles/<slug>/contributed-documents.yaml`, document by document; nothing when none was read. What still waits is read where it comes to. */
export async function* writeContributedDocumentsFile(db: Reader, cycle: { id: Id; slug: string }, names: FolderNames, isPublic: boolean): AsyncGenerator<string> {
  for (const document of await listReadDocuments(db, cycle.id)) {
    if (isPublic && !document.isPublic) continue
    yield writeYaml([tidy({ of: shortRef(names.of(document.id), cycle.slug), ...(await findDocumentForFolder(db, document.id, isPublic)) })])
  }
}
