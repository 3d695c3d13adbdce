import type { Reader } from '../../platform/database.ts'
import { tidy } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { writeYaml } from '../../shared/yaml.ts'
import { listTermRules } from './queries.ts'

/** `terms.yaml`; undefined when nothing was decided. */
export async function writeTermsFile(db: Reader, forumId: Id): Promise<string | undefined> {
  const rules = await listTermRules(db, forumId)
  return rules.length === 0 ? undefined : writeYaml(rules.map((rule) => tidy(rule)))
}
