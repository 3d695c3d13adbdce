import { withoutAddresses } from '../../../shared/masked-addresses.ts'
import { holdsAddresses } from '../../../lists/archive/model.ts'
import type { Post } from '../../../lists/model.ts'
import { withoutTag } from '../../../lists/posts/model.ts'
import type { App, Services } from '../../context.ts'
import { sendBytes } from '../../contributions/file/routes.tsx'
import { readRequest, servePage, servePrivatePage } from '../../page.tsx'
import { loadLists, type ListsData } from '../data.ts'
import { authorOf, loadFile, loadListPage, loadMonth, loadPost, loadSearch, loadThread, type InArchive, type ListPageData, type MonthData, type PostData, type SearchData, type ShownPost, type ThreadData } from './data.ts'
import { ListPage, ListsPage, MonthPage, PostPage, SearchPage, ThreadPage } from './pages.tsx'

const LIST = '/:forum/lists/:list'
const MEMBER = `${LIST}/member/:token`

/** Lists and their archives: in public, and by a member's own link, which reads private ones too. */
export function archiveRoutes(app: App, services: Services): void {
  servePage<ListsData>(app, services, { path: '/:forum/lists', load: loadLists, json: listsJson, render: (view, data) => <ListsPage view={view} data={data} /> })
  servePage<ListPageData>(app, services, { path: LIST, load: loadListPage, json: listJson, render: (view, data) => <ListPage view={view} data={data} /> })
  servePage<SearchData>(app, services, { path: `${LIST}/search`, load: loadSearch, json: (data) => ({ ...closedJson(data), words: data.words, page: data.page, more: data.isMore, posts: data.posts.map((post) => postJson(post, data)) }), render: (view, data) => <SearchPage view={view} data={data} /> })
  servePage<MonthData>(app, services, { path: `${LIST}/months/:month`, load: loadMonth, json: (data) => ({ ...closedJson(data), month: data.month, posts: data.posts.map((post) => postJson(post, data)), next: data.next }), render: (view, data) => <MonthPage view={view} data={data} /> })
  servePage<ThreadData>(app, services, { path: `${LIST}/threads/:number`, load: loadThread, json: (data) => ({ ...closedJson(data), thread: data.number, posts: data.shown.map((shown) => shownJson(shown, data)) }), render: (view, data) => <ThreadPage view={view} data={data} /> })
  servePage<PostData>(app, services, { path: `${LIST}/posts/:number`, load: loadPost, json: onePostJson, render: (view, data) => <PostPage view={view} data={data} /> })
  serveFiles(app, services, `${LIST}/posts/:number/files/:file`)
  servePrivatePage<ListPageData>(app, services, { path: `${MEMBER}/archive`, load: loadListPage, render: (view, data) => <ListPage view={view} data={data} /> })
  servePrivatePage<SearchData>(app, services, { path: `${MEMBER}/search`, load: loadSearch, render: (view, data) => <SearchPage view={view} data={data} /> })
  servePrivatePage<MonthData>(app, services, { path: `${MEMBER}/months/:month`, load: loadMonth, render: (view, data) => <MonthPage view={view} data={data} /> })
  servePrivatePage<ThreadData>(app, services, { path: `${MEMBER}/threads/:number`, load: loadThread, render: (view, data) => <ThreadPage view={view} data={data} /> })
  servePrivatePage<PostData>(app, services, { path: `${MEMBER}/posts/:number`, load: loadPost, render: (view, data) => <PostPage view={view} data={data} /> })
  serveFiles(app, services, `${MEMBER}/posts/:number/files/:file`)
}

/** What came with a post leaves as a file to be saved, never as a page of ours, whatever it says it is. */
function serveFiles(app: App, services: Services, path: string): void {
  app.get(path, async (c) => {
    const request = await readRequest(c, services)
    const data = c.env.json === true ? undefined : await loadFile(request)
    const sent = await sendBytes(c, request, data === undefined ? undefined : { name: data.attachment.name, mediaType: data.attachment.type, size: data.attachment.size, sha256: data.attachment.sha256 })
    if (data?.isPrivate === true) sent.headers.set('cache-control', 'private, no-store')
    return sent
  })
}

function listsJson(data: ListsData): object {
  return { forum: data.forum.slug, lists: data.lists.map(({ slug, title, kind, language, isArchivePrivate, closedAt, address }) => ({ list: slug, title, kind, language, address, archive: isArchivePrivate ? 'private' : 'public', closedAt, url: `/${data.forum.slug}/lists/${slug}` })) }
}

function closedJson({ forum, list, isOpen }: InArchive): object {
  return { forum: forum.slug, list: list.slug, archive: list.isArchivePrivate ? 'private' : 'public', ...(isOpen ? {} : { forMembers: true }) }
}

function listJson(data: ListPageData): object {
  const { list } = data
  return {
    ...closedJson(data), title: list.title, description: list.description, kind: list.kind, language: list.language, address: data.address, closedAt: list.closedAt,
    ...(data.isOpen ? { posts: data.posts, months: data.months, threads: data.threads.map(({ threadId, number, subject, posts, firstAt, lastAt }) => ({ thread: number, subject: wordsOf(withoutTag(subject, list.tag), data), posts, firstAt, lastAt, taken: data.takenIn.get(threadId) ?? 0, url: `${data.base}/threads/${number}` })), next: data.next } : {}),
  }
}

function wordsOf(text: string, { seesAddresses }: Pick<InArchive, 'seesAddresses'>): string {
  return seesAddresses ? text : withoutAddresses(text)
}

function postJson(post: Post, data: InArchive): object {
  if (post.isNotArchived) return { post: post.number, notArchived: true }
  if (post.removedAt !== null) return { post: post.number, removedAt: post.removedAt }
  return { post: post.number, subject: wordsOf(withoutTag(post.subject, data.list.tag), data), author: authorOf(post, data), sentAt: post.sentAt, receivedAt: post.receivedAt, url: `${data.base}/posts/${post.number}` }
}

function shownJson({ post, depth, attachments, taken: as }: ShownPost, data: InArchive): object {
  const taken = as.map(({ kind, ref, url, at, by, standing }) => ({ as: kind, ref, url, at, by, standing }))
  if (post.removedAt !== null) return { ...postJson(post, data), taken }
  return { ...postJson(post, data), taken, depth, text: wordsOf(post.text, data), attachments: attachments.map(({ number, name, type, size, sha256 }) => ({ file: number, name: wordsOf(name, data), type, size, ...(sha256 === '' ? { kept: false } : !data.seesAddresses && holdsAddresses({ name, type }) ? { forMembers: true } : { url: `${data.base}/posts/${post.number}/files/${number}` }) })) }
}

function onePostJson(data: PostData): object {
  return { ...closedJson(data), ...(data.shown === undefined ? { post: data.number } : shownJson(data.shown, data)), thread: data.thread?.number ?? null, answers: data.answers?.number ?? null }
}
