import { withoutAddresses } from '../../../shared/masked-addresses.ts'
import { holdsAddresses } from '../../../lists/archive/model.ts'
import { countPosts, findPublishedPost, listMonths, listPostsOfMonth, listThreadPosts, listThreads, searchPosts } from '../../../lists/archive/queries.ts'
import type { Month, ThreadLine } from '../../../lists/archive/model.ts'
import type { Post } from '../../../lists/model.ts'
import { listAttachments, type PostAttachment } from '../../../lists/posts/queries.ts'
import { orderThread } from '../../../lists/threads/model.ts'
import { findSubscription } from '../../../lists/members/queries.ts'
import { worksIn } from '../../../people/policy.ts'
import { readMailToken } from '../../../platform/mail-tokens.ts'
import type { Id } from '../../../shared/ids.ts'
import type { PageRequest, SeeOther } from '../../page.tsx'
import { loadList, mayRead, type InList } from '../data.ts'
import { countTakenInThreads, loadTaken, type ShownTaken } from '../taken/data.ts'

const PAGE = 50

export interface InArchive extends InList {
  /** False: it is for members, and nothing of it is shown. */
  readonly isOpen: boolean
  /** Members and the desk see who wrote; to everybody else addresses are not shown. */
  readonly seesAddresses: boolean
  /** The address below which the archive is read: the list's own, or a member's with their secret. */
  readonly root: string
}

/** The archive as whoever asks may read it: as of the public address, or of a member's link. */
export async function loadArchive(request: PageRequest): Promise<InArchive | undefined> {
  const inList = await loadList(request)
  if (inList === undefined) return undefined
  const token = request.params['token']
  if (token === undefined) {
    const isOpen = await mayRead(request, inList.list)
    return { ...inList, isOpen, seesAddresses: isOpen && inList.list.isArchivePrivate, root: inList.base }
  }
  const id = readMailToken<'subscription'>(request.services.secret, 'confirm', token)
  const member = id === undefined ? undefined : await findSubscription(request.db, id)
  if (member === undefined || member.listId !== inList.list.id || member.state === 'asked' || member.state === 'left') return undefined
  return { ...inList, isOpen: true, seesAddresses: true, root: `${inList.base}/member/${token.toLowerCase()}` }
}

export interface ListPageData extends InArchive {
  /** How many things the posts of each thread were taken as. */
  readonly takenIn: ReadonlyMap<Id, number>
  readonly threads: readonly ThreadLine[]
  readonly months: readonly Month[]
  readonly posts: number
  /** The number before which the next page begins; null on the last. */
  readonly next: number | null
}

export async function loadListPage(request: PageRequest): Promise<ListPageData | undefined> {
  const archive = await loadArchive(request)
  if (archive === undefined) return undefined
  if (!archive.isOpen) return { ...archive, takenIn: new Map(), threads: [], months: [], posts: 0, next: null }
  const { db } = request
  const found = await listThreads(db, archive.list.id, { before: readNumber(request.query['before']), limit: PAGE + 1 })
  const threads = found.slice(0, PAGE)
  const takenIn = await countTakenInThreads(request, archive.forum, threads.map(({ threadId }) => threadId))
  return { ...archive, takenIn, threads, months: await listMonths(db, archive.list.id), posts: await countPosts(db, archive.list.id), next: found.length > PAGE ? (threads.at(-1)?.lastNumber ?? null) : null }
}

/** A post as it may be shown to whoever asks. */
export interface ShownPost {
  readonly post: Post
  /** In its thread. */
  readonly depth: number
  readonly attachments: readonly PostAttachment[]
  readonly taken: readonly ShownTaken[]
}

export interface ThreadData extends InArchive {
  readonly number: number
  readonly subject: string
  readonly shown: readonly ShownPost[]
}

/** A thread by the number of its first post; that of another one of its posts leads there. */
export async function loadThread(request: PageRequest): Promise<ThreadData | SeeOther | undefined> {
  const archive = await loadArchive(request)
  const number = readNumber(request.params['number'])
  if (archive === undefined || number === undefined) return undefined
  if (!archive.isOpen) return { ...archive, number, subject: '', shown: [] }
  const post = await findPublishedPost(request.db, archive.list.id, number)
  if (post === undefined) return undefined
  const posts = await listThreadPosts(request.db, archive.list.id, post.threadId)
  const first = posts[0]
  if (first !== undefined && first.number !== number) return { seeOther: `${archive.root}/threads/${first.number ?? number}#p${number}` }
  return { ...archive, number, subject: post.subject, shown: await show(request, archive, posts) }
}

async function show(request: PageRequest, { forum }: InArchive, posts: readonly Post[]): Promise<ShownPost[]> {
  const taken = await loadTaken(request, forum, posts.map(({ id }) => id))
  const attachments = await listAttachments(request.db, posts.map(({ id }) => id))
  const ordered = orderThread(posts.map((post) => ({ id: post.id, parentId: post.parentId, sortKey: `${post.receivedAt} ${String(post.number ?? 0).padStart(9, '0')}`, post })))
  return ordered.map(({ post: { post }, depth }) => ({ post, depth, attachments: attachments.get(post.id) ?? [], taken: taken.get(post.id) ?? [] }))
}

export interface PostData extends InArchive {
  /** For who works in the forum: where the post is taken as input, or taken out. */
  readonly toDesk: string | undefined
  /** Where its author asks that it be counted; undefined where that cannot be. */
  readonly toTake: string | undefined
  readonly number: number
  readonly shown: ShownPost | undefined
  readonly thread: { readonly number: number; readonly posts: number } | undefined
  readonly answers: { readonly number: number; readonly author: string } | undefined
}

/** One post, at its permanent address. */
export async function loadPost(request: PageRequest): Promise<PostData | undefined> {
  const archive = await loadArchive(request)
  const number = readNumber(request.params['number'])
  if (archive === undefined || number === undefined) return undefined
  if (!archive.isOpen) return { ...archive, number, toDesk: undefined, toTake: undefined, shown: undefined, thread: undefined, answers: undefined }
  const post = await findPublishedPost(request.db, archive.list.id, number)
  if (post === undefined) return undefined
  const posts = await listThreadPosts(request.db, archive.list.id, post.threadId)
  const parent = posts.find(({ id }) => id === post.parentId)
  const attachments = (await listAttachments(request.db, [post.id])).get(post.id) ?? []
  return {
    ...archive,
    number,
    toDesk: worksIn(request.view.person, archive.forum.id) ? `/desk/${archive.forum.slug}/lists/${archive.list.slug}/posts/${post.id}` : undefined,
    toTake: request.services.takesMail && post.removedAt === null && post.authorMail !== null ? `${archive.root}/posts/${number}/take` : undefined,
    shown: { post, depth: 0, attachments, taken: (await loadTaken(request, archive.forum, [post.id])).get(post.id) ?? [] },
    thread: { number: posts[0]?.number ?? number, posts: posts.length },
    answers: parent === undefined || parent.number === null ? undefined : { number: parent.number, author: authorOf(parent, archive) },
  }
}

export interface MonthData extends InArchive {
  readonly taken: ReadonlyMap<Id, readonly ShownTaken[]>
  readonly month: string
  readonly posts: readonly Post[]
  readonly months: readonly Month[]
  readonly next: number | null
}

export async function loadMonth(request: PageRequest): Promise<MonthData | undefined> {
  const archive = await loadArchive(request)
  const month = request.params['month'] ?? ''
  if (archive === undefined || !/^\d{4}-(?:0[1-9]|1[0-2])$/u.test(month)) return undefined
  if (!archive.isOpen) return { ...archive, taken: new Map(), month, posts: [], months: [], next: null }
  const found = await listPostsOfMonth(request.db, archive.list.id, month, { after: readNumber(request.query['after']) ?? 0, limit: 101 })
  const posts = found.slice(0, 100)
  if (posts.length === 0) return undefined
  return { ...archive, taken: await loadTaken(request, archive.forum, posts.map(({ id }) => id)), month, posts, months: await listMonths(request.db, archive.list.id), next: found.length > 100 ? (posts.at(-1)?.number ?? null) : null }
}

export interface SearchData extends InArchive {
  readonly taken: ReadonlyMap<Id, readonly ShownTaken[]>
  readonly words: string
  readonly posts: readonly Post[]
  readonly page: number
  readonly isMore: boolean
}

export async function loadSearch(request: PageRequest): Promise<SearchData | undefined> {
  const archive = await loadArchive(request)
  if (archive === undefined) return undefined
  const words = (request.query['q'] ?? '').replaceAll('\0', '').trim().slice(0, 200)
  const page = Math.min(readNumber(request.query['page']) ?? 1, 1000)
  if (!archive.isOpen || words === '') return { ...archive, taken: new Map(), words, posts: [], page: 1, isMore: false }
  // Nobody finds out by asking whether an address stands in what is shown without it.
  const asked = archive.seesAddresses ? words : withoutAddresses(words)
  const found = await searchPosts(request.db, archive.list, asked, { skip: (page - 1) * PAGE, limit: PAGE + 1 })
  const posts = found.slice(0, PAGE)
  return { ...archive, taken: await loadTaken(request, archive.forum, posts.map(({ id }) => id)), words, posts, page, isMore: found.length > PAGE }
}

export interface FileData {
  readonly attachment: PostAttachment
  readonly isPrivate: boolean
}

/** A file of a post; undefined where there is none, or it is not for whoever asks. */
export async function loadFile(request: PageRequest): Promise<FileData | undefined> {
  const archive = await loadArchive(request)
  const [number, file] = [readNumber(request.params['number']), readNumber(request.params['file'])]
  if (archive === undefined || !archive.isOpen || number === undefined || file === undefined) return undefined
  const post = await findPublishedPost(request.db, archive.list.id, number)
  const attachment = post === undefined || post.removedAt !== null ? undefined : (await listAttachments(request.db, [post.id])).get(post.id)?.find((each) => each.number === file)
  if (attachment !== undefined && !archive.seesAddresses && holdsAddresses(attachment)) return undefined
  return attachment === undefined || attachment.sha256 === '' ? undefined : { attachment, isPrivate: archive.list.isArchivePrivate }
}

/** Who wrote a post: the name, else what stands before the @; the whole address for those who may see it. */
export function authorOf(post: Pick<Post, 'authorName' | 'authorMail' | 'removedAt'>, { seesAddresses }: Pick<InArchive, 'seesAddresses'>): string {
  if (post.removedAt !== null) return '…'
  if (seesAddresses && post.authorMail !== null) return post.authorName === null ? post.authorMail : `${post.authorName} <${post.authorMail}>`
  // Some names are addresses.
  return withoutAddresses(post.authorName ?? (post.authorMail === null ? '…' : `${post.authorMail.split('@')[0] ?? ''}@…`))
}

function readNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^[1-9][0-9]{0,8}$/u.test(text) ? Number(text) : undefined
}
