import type { Reader } from '../../platform/database.ts'
import { tidy, type FolderNames } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { writeYaml } from '../../shared/yaml.ts'
import { findPollsForFolder } from './queries.ts'

/** `polls.yaml` of a forum; undefined when there is nothing in it. For the public: without addresses, and without names that are the desk's. */
export async function writePollsFile(db: Reader, forumId: Id, names: FolderNames, isPublic: boolean): Promise<string | undefined> {
  const polls = await findPollsForFolder(db, forumId, names, isPublic)
  return polls === undefined ? undefined : writeYaml(tidy(polls))
}
