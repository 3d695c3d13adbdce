import type { Reader } from '../../platform/database.ts'
import { type FolderNames, tidy } from '../../shared/folder.ts'
import type { TakeLinks } from '../../shared/folder-links.ts'
import type { Id } from '../../shared/ids.ts'
import { writeYaml } from '../../shared/yaml.ts'
import { findMeetingForFolder, listMeetingSlugs } from './queries.ts'

/** `meetings/<slug>.yaml` for each meeting of a forum. For the public: without what is not for everybody. */
export async function* writeMeetingFiles(db: Reader, forumId: Id, names: FolderNames, takeLinks: TakeLinks, isPublic: boolean): AsyncGenerator<{ file: string; text: string }> {
  for (const { id, slug } of await listMeetingSlugs(db, forumId)) {
    const meeting = await findMeetingForFolder(db, id, names, takeLinks, isPublic)
    yield { file: `meetings/${slug}.yaml`, text: writeYaml(tidy(meeting)) }
  }
}
