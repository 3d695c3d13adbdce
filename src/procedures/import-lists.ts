import { insertAnnouncements, insertLists, insertPosts } from '../lists/folder/commands.ts'
import { announcementsFile, completeAnnouncements, completeLists, completePost, listsFile, postItem } from '../lists/folder/schema.ts'
import { findListByName } from '../lists/queries.ts'
import { within, type Place } from '../shared/folder.ts'
import type { ForumImport } from './open-forum-import.ts'
import { readFolderFile } from './read-folder-file.ts'
import { readFolderList } from './read-folder-list.ts'

/** Takes mailing lists with their posts; `note` is told of each file that they name. */
export async function importLists({ tx, reader, layout, scope, put, counts, taken }: ForumImport, note: (name: string, place: Place) => void): Promise<void> {
  const place = { file: 'lists.yaml', path: '' }
  const parsed = await readFolderFile(reader, reader.files.includes('lists.yaml') ? 'lists.yaml' : undefined, listsFile, scope.mistake)
  const lists = completeLists(scope, parsed ?? [], place)
  for (const [at, { entry }] of lists.entries()) if ((await findListByName(tx, entry.slug)) !== undefined) scope.mistake(within(place, at, 'slug'), 'is the name of a list that this installation has already: its mail address can be that of one alone.')
  await put(() => insertLists(tx, scope.forumId, lists))
  const announced = await readFolderFile(reader, reader.files.includes('announcements.yaml') ? 'announcements.yaml' : undefined, announcementsFile, scope.mistake)
  const announcements = completeAnnouncements(scope, announced ?? [], { file: 'announcements.yaml', path: '' })
  await put(() => insertAnnouncements(tx, scope.forumId, announcements))
  for (const [slug, file] of layout.lists) {
    const listId = scope.find(`list ${slug}`)
    if (listId === undefined) {
      scope.mistake({ file, path: '' }, 'is of a list that lists.yaml does not name.')
      continue
    }
    await readFolderList({ reader, file, schema: postItem, mistake: scope.mistake, size: 200 }, async (entries) => {
      const posts = entries.map((entry) => completePost(scope, slug, entry.item, entry.place))
      counts['posts'] = (counts['posts'] ?? 0) + posts.length
      taken.push(...posts.filter((post) => post.taken.length > 0).map(({ id, taken: items, place: at }) => ({ id, taken: items, place: at })))
      for (const post of posts) {
        if (post.item.mail !== undefined) note(post.item.mail, within(post.place, 'mail'))
        for (const [at, { file: name }] of post.attachments.entries()) if (name !== undefined) note(name, within(post.place, 'attachments', at))
      }
      await put(() => insertPosts(tx, listId, posts))
    })
  }
}
