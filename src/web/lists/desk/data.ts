import { listCycles } from '../../../forums/queries.ts'
import type { Cycle } from '../../../forums/model.ts'
import type { List, Post, Subscription, SubscriptionState } from '../../../lists/model.ts'
import { SUBSCRIPTION_STATES } from '../../../lists/model.ts'
import { countMembers, findSubscription, listMembers, listWaitingMembers, type Member } from '../../../lists/members/queries.ts'
import { listModerators, type Moderator } from '../../../lists/moderators/queries.ts'
import { countHeldPosts, findPost, listAttachments, listHeldPosts, type PostAttachment } from '../../../lists/posts/queries.ts'
import { listLists } from '../../../lists/queries.ts'
import { may } from '../../../people/policy.ts'
import { isId, type Id } from '../../../shared/ids.ts'
import { loadForumAtDesk, type AtDesk, type InForum } from '../../forums/data.ts'
import type { PageRequest } from '../../page.tsx'
import { addressOf, loadListDesk, type InListDesk } from '../data.ts'

export interface ListsDeskData extends InForum, AtDesk {
  readonly lists: readonly (List & { readonly address: string; readonly held: number })[]
  readonly cycles: readonly Cycle[]
  readonly domain: string
}

/** The lists of a forum that whoever asks may run, and what waits at each. */
export async function loadListsDesk(request: PageRequest): Promise<ListsDeskData | 'forbidden' | undefined> {
  const atDesk = await loadForumAtDesk(request)
  if (atDesk === undefined || atDesk === 'forbidden') return atDesk
  const { forum, person } = atDesk
  const runs = (cycleId: Id | null): boolean => may(person, 'manage-cycle', { forumId: forum.id, ...(cycleId === null ? {} : { cycleId }) })
  const cycles = (await listCycles(request.db, forum.id)).filter(({ id }) => runs(id))
  if (cycles.length === 0 && !runs(null)) return 'forbidden'
  const lists = (await listLists(request.db, forum.id)).filter(({ cycleId }) => runs(cycleId))
  const held = await countHeldPosts(request.db, lists.map(({ id }) => id))
  return { ...atDesk, cycles, domain: request.services.mailDomain, lists: lists.map((list) => ({ ...list, address: addressOf(request.services, list), held: held.get(list.id) ?? 0 })) }
}

export interface ListDeskData extends InListDesk {
  readonly held: readonly Post[]
  readonly waiting: readonly Subscription[]
  readonly counts: Readonly<Partial<Record<SubscriptionState, number>>>
  readonly moderators: readonly Moderator[]
}

/** A list at the desk: what waits first. */
export async function loadOneListDesk(request: PageRequest): Promise<ListDeskData | 'forbidden' | undefined> {
  const inList = await loadListDesk(request)
  if (inList === undefined || inList === 'forbidden') return inList
  const { db } = request
  const { id } = inList.list
  return { ...inList, held: await listHeldPosts(db, id), waiting: await listWaitingMembers(db, id), counts: await countMembers(db, id), moderators: await listModerators(db, id) }
}

const PAGE = 100

export interface MembersData extends InListDesk {
  readonly members: readonly Member[]
  readonly counts: Readonly<Partial<Record<SubscriptionState, number>>>
  readonly state: SubscriptionState | undefined
  readonly next: string | null
}

export async function loadMembers(request: PageRequest): Promise<MembersData | 'forbidden' | undefined> {
  const inList = await loadListDesk(request)
  if (inList === undefined || inList === 'forbidden') return inList
  const state = SUBSCRIPTION_STATES.find((each) => each === request.query['state'])
  const found = await listMembers(request.db, inList.list.id, { after: request.query['after']?.replaceAll('\0', ''), limit: PAGE + 1, state })
  const members = found.slice(0, PAGE)
  return { ...inList, members, counts: await countMembers(request.db, inList.list.id), state, next: found.length > PAGE ? (members.at(-1)?.mail ?? null) : null }
}

export interface MemberDeskData extends InListDesk {
  readonly member: Subscription
}

export async function loadMemberDesk(request: PageRequest): Promise<MemberDeskData | 'forbidden' | undefined> {
  const inList = await loadListDesk(request)
  if (inList === undefined || inList === 'forbidden') return inList
  const id = request.params['member'] ?? ''
  const member = isId(id) ? await findSubscription(request.db, id) : undefined
  return member === undefined || member.listId !== inList.list.id ? undefined : { ...inList, member }
}

export interface HeldData extends InListDesk {
  readonly post: Post
  readonly attachments: readonly PostAttachment[]
}

/** A post of the list, whatever became of it. */
export async function loadHeld(request: PageRequest): Promise<HeldData | 'forbidden' | undefined> {
  const inList = await loadListDesk(request)
  if (inList === undefined || inList === 'forbidden') return inList
  const id = request.params['post'] ?? ''
  const post = isId(id) ? await findPost(request.db, id) : undefined
  if (post === undefined || post.listId !== inList.list.id) return undefined
  return { ...inList, post, attachments: (await listAttachments(request.db, [post.id])).get(post.id) ?? [] }
}
