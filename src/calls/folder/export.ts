import type { Reader } from '../../platform/database.ts'
import { type FolderNames, tidy } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { writeYaml } from '../../shared/yaml.ts'
import { listCallsForFolder } from './queries.ts'

/** `cycles/<slug>/calls.yaml`; undefined when there are none. Calls and questions get their names here. */
export async function writeCallsFile(db: Reader, cycleId: Id, names: FolderNames): Promise<string | undefined> {
  const calls = await listCallsForFolder(db, cycleId)
  for (const call of calls) {
    names.give(call.id, call.slug)
    for (const question of call.questions) names.give(question.id, `${call.slug}/${question.number}`)
  }
  return calls.length === 0 ? undefined : writeYaml(calls.map((call) => tidy(call)))
}
