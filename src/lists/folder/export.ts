import type { Reader } from '../../platform/database.ts'
import { tidy, type FolderNames } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { writeYaml } from '../../shared/yaml.ts'
import { listAnnouncementsForFolder, listListsForFolder, listPostsForFolder, type IsNamed } from './queries.ts'

const PART = 200

/** `lists.yaml` of a forum; undefined when it has none. */
export async function writeListsFile(db: Reader, forumId: Id, names: FolderNames, isPublic: boolean): Promise<string | undefined> {
  const lists = await listListsForFolder(db, forumId, names, isPublic)
  return lists.length === 0 ? undefined : writeYaml(lists.map((list) => tidy(list)))
}

/** `announcements.yaml` of a forum; undefined when there are none. */
export async function writeAnnouncementsFile(db: Reader, forumId: Id, isPublic: boolean): Promise<string | undefined> {
  const announcements = await listAnnouncementsForFolder(db, forumId, isPublic)
  return announcements.length === 0 ? undefined : writeYaml(announcements.map((each) => tidy(each)))
}

/** `lists/<slug>.yaml`, post by post; nothing when there are none. Their mails and files are noted to be written. */
export async function* writePostsFile(db: Reader, listId: Id, attached: Set<string>, isPublic: boolean, isNamed: IsNamed): AsyncGenerator<string> {
  for (let after: Id | undefined; ; ) {
    const posts = await listPostsForFolder(db, listId, after, PART, isPublic, isNamed)
    const last = posts.at(-1)
    if (last === undefined) return
    for (const post of posts) {
      for (const name of [post.mail, ...post.attachments.map(({ file }) => file)]) if (name !== null && name !== '') attached.add(name)
      yield writeYaml([tidy(post)])
    }
    after = last.id
  }
}
