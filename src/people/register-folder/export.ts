import type { Reader } from '../../platform/database.ts'
import { tidy } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { writeYaml } from '../../shared/yaml.ts'
import { listNamesForFolder } from './queries.ts'

/** `names.yaml`; undefined where nothing was said of any name. Not for a public folder: names may be among them that were not to be published. */
export async function writeNamesFile(db: Reader, forumId: Id): Promise<string | undefined> {
  const tidied = tidy(await listNamesForFolder(db, forumId))
  return tidied === undefined ? undefined : writeYaml(tidied)
}
