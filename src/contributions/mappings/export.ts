import type { Reader } from '../../platform/database.ts'
import { tidy } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { writeYaml } from '../../shared/yaml.ts'
import { listMappingsForFolder } from './queries.ts'

/** `import-mappings.yaml`; undefined when there are none. Not for the public: it says what the secretariat's own files look like. */
export async function writeMappingsFile(db: Reader, forumId: Id): Promise<string | undefined> {
  const mappings = await listMappingsForFolder(db, forumId)
  return mappings.length === 0 ? undefined : writeYaml(mappings.map((mapping) => tidy(mapping)))
}
