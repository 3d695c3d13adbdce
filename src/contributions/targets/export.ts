import type { Reader } from '../../platform/database.ts'
import { tidy } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { writeYaml } from '../../shared/yaml.ts'
import { listTargets } from './queries.ts'

/** `cycles/<slug>/targets.yaml`; undefined when there are none. */
export async function writeTargetsFile(db: Reader, cycleId: Id): Promise<string | undefined> {
  const targets = await listTargets(db, cycleId)
  return targets.length === 0 ? undefined : writeYaml(targets.map((target) => tidy(target)))
}
