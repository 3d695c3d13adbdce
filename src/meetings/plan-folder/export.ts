import type { Reader } from '../../platform/database.ts'
import { tidy } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { writeYaml } from '../../shared/yaml.ts'
import { findMeetingsForFolder } from './queries.ts'

/** `meetings.yaml`; undefined where a forum has nothing of it. */
export async function writeMeetingsFile(db: Reader, forumId: Id, isPublic: boolean): Promise<string | undefined> {
  const tidied = tidy(await findMeetingsForFolder(db, forumId, isPublic))
  return tidied === undefined ? undefined : writeYaml(tidied)
}
