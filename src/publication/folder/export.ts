import type { Reader } from '../../platform/database.ts'
import { type FolderNames, tidy } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { writeYaml } from '../../shared/yaml.ts'
import { listEditionsForFolder } from './queries.ts'

/** `cycles/<slug>/editions.yaml`; undefined when there are none. In public without translations that are still prepared. */
export async function writeEditionsFile(db: Reader, cycle: { id: Id; slug: string }, names: FolderNames, isPublic: boolean): Promise<string | undefined> {
  const editions = await listEditionsForFolder(db, cycle, names, isPublic)
  return editions.length === 0 ? undefined : writeYaml(editions.map((edition) => tidy(edition)))
}
