import { findContributions } from '../../../contributions/queries.ts'
import { standingOf } from '../../../contributions/model.ts'
import type { Forum } from '../../../forums/model.ts'
import { listCycles } from '../../../forums/queries.ts'
import { findPost } from '../../../lists/posts/queries.ts'
import { findListById } from '../../../lists/queries.ts'
import type { TakenAs, TakenBy, TakenFrom } from '../../../lists/taken/model.ts'
import { findTakenFrom, listTaken, listTakenInThreads } from '../../../lists/taken/queries.ts'
import { worksIn } from '../../../people/policy.ts'
import type { Reader } from '../../../platform/database.ts'
import { findComments } from '../../../review/comments/queries.ts'
import type { Id } from '../../../shared/ids.ts'
import { formatRef } from '../../../shared/refs.ts'
import type { Instant } from '../../../shared/time.ts'
import type { View } from '../../context.ts'
import type { PageRequest } from '../../page.tsx'

/** What a post was taken as, as far as whoever asks may know it. */
export interface ShownTaken {
  readonly kind: TakenAs
  readonly ref: string
  /** Its own page. */
  readonly url: string
  readonly at: Instant
  readonly by: TakenBy
  readonly standing: 'stands' | 'withdrawn' | 'declined'
}

type Asking = Pick<PageRequest, 'db'> & { readonly view: Pick<View, 'person'> }

/**
 * What posts were taken as. Only what is published with its sender's name is told in public: beside a post, whose author is named, a
 * reference would say whom it is from. Who works in the forum sees all that has come in.
 */
export async function loadTaken(asking: Asking, forum: Forum, postIds: readonly Id[]): Promise<ReadonlyMap<Id, readonly ShownTaken[]>> {
  const taken = await listTaken(asking.db, postIds)
  const shown = await show(asking, forum, taken)
  return Map.groupBy(shown, ({ of }) => of.postId)
}

/** How many things the posts of each thread were taken as, of what may be known. */
export async function countTakenInThreads(asking: Asking, forum: Forum, threadIds: readonly Id[]): Promise<ReadonlyMap<Id, number>> {
  const taken = await listTakenInThreads(asking.db, threadIds)
  const threads = new Map(taken.map(({ id, threadId }) => [id, threadId]))
  const counts = new Map<Id, number>()
  for (const { of } of await show(asking, forum, taken)) {
    const thread = threads.get(of.id)
    if (thread !== undefined) counts.set(thread, (counts.get(thread) ?? 0) + 1)
  }
  return counts
}

async function show({ db, view }: Asking, forum: Forum, taken: readonly TakenFrom[]): Promise<(ShownTaken & { readonly of: TakenFrom })[]> {
  if (taken.length === 0) return []
  const isAtWork = worksIn(view.person, forum.id)
  const ids = taken.map(({ becameId }) => becameId)
  const slugs = new Map((await listCycles(db, forum.id)).map(({ id, slug }) => [id, slug]))
  const [contributions, comments] = [new Map((await findContributions(db, ids)).map((each) => [each.id as Id, each])), new Map((await findComments(db, ids)).map((each) => [each.id as Id, each]))]
  return taken.flatMap((of) => {
    const found = contributions.get(of.becameId) ?? comments.get(of.becameId)
    const cycle = found === undefined ? undefined : slugs.get(found.cycleId)
    if (found === undefined || cycle === undefined || (found.consent !== 'full' && !isAtWork)) return []
    const standing = 'state' in found ? standingOf(found) : found.withdrawnAt === null ? 'stands' : 'withdrawn'
    if (standing === 'waiting') return []
    const series = of.kind === 'comment' ? 'R' : 'C'
    return [{ of, kind: of.kind, ref: formatRef(cycle, series, found.number), url: `/${forum.slug}/${cycle}/${of.kind === 'comment' ? 'comments' : 'contributions'}/${series}-${found.number}`, at: of.at, by: of.by, standing: standing === 'held' ? ('stands' as const) : standing }]
  })
}

/** The post that something came from. */
export interface FromPost {
  /** The title of its list. */
  readonly list: string
  readonly language: string
  readonly number: number
  /** Its place in the archive; undefined where that is not public, or the post was taken out. */
  readonly url: string | undefined
}

/** The post that a contribution or a comment came from. For who may know whom it is from. */
export async function loadFromPost(db: Reader, forum: Pick<Forum, 'slug'>, becameId: Id): Promise<FromPost | undefined> {
  const taken = await findTakenFrom(db, becameId)
  const post = taken === undefined ? undefined : await findPost(db, taken.postId)
  const list = post === undefined ? undefined : await findListById(db, post.listId)
  if (post === undefined || post.number === null || list === undefined) return undefined
  const isOpen = !list.isArchivePrivate && post.removedAt === null && !post.isNotArchived
  return { list: list.title, language: list.language, number: post.number, url: isOpen ? `/${forum.slug}/lists/${list.slug}/posts/${post.number}` : undefined }
}

export function fromPostJson(from: FromPost | undefined): object | null {
  return from === undefined ? null : { list: from.list, ...(from.url === undefined ? {} : { post: from.number, url: from.url }) }
}
