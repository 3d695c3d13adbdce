import { listAddress } from '../../lists/delivery/model.ts'
import type { List } from '../../lists/model.ts'
import { findSubscriptionOf } from '../../lists/members/queries.ts'
import { findList, listLists } from '../../lists/queries.ts'
import { may, worksIn } from '../../people/policy.ts'
import type { Services } from '../context.ts'
import { loadForum, loadForumAtDesk, type AtDesk, type InForum } from '../forums/data.ts'
import type { PageRequest } from '../page.tsx'
import type { Crumb } from '../ui/layout.tsx'
import type { View } from '../context.ts'

export interface InList extends InForum {
  readonly list: List
  /** The address of its pages, below which its archive stands. */
  readonly base: string
  /** Where mail to it goes. */
  readonly address: string
}

/** The list that the address names; undefined where there is none in this forum. */
export async function loadList(request: PageRequest): Promise<InList | undefined> {
  const inForum = await loadForum(request, 'lists')
  const list = inForum === undefined ? undefined : await findList(request.db, inForum.forum.id, request.params['list'] ?? '')
  return inForum === undefined || list === undefined ? undefined : { ...inForum, list, base: `/${inForum.forum.slug}/lists/${list.slug}`, address: addressOf(request.services, list) }
}

export function addressOf(services: Pick<Services, 'mailDomain'>, list: Pick<List, 'slug'>): string {
  return listAddress(list, services.mailDomain)
}

/** Whether whoever asks may read the archive: everybody, unless it is private; then its members and those who work in the forum. */
export async function mayRead(request: PageRequest, list: List): Promise<boolean> {
  if (!list.isArchivePrivate) return true
  const { person } = request.view
  if (person === undefined) return false
  if (worksIn(person, list.forumId) && may(person, 'manage-cycle', { forumId: list.forumId, ...(list.cycleId === null ? {} : { cycleId: list.cycleId }) })) return true
  const member = person.mail === null ? undefined : await findSubscriptionOf(request.db, list.id, person.mail)
  return member !== undefined && member.state !== 'asked' && member.state !== 'left'
}

export interface ListsData extends InForum {
  readonly lists: readonly (List & { readonly address: string })[]
}

export async function loadLists(request: PageRequest): Promise<ListsData | undefined> {
  const inForum = await loadForum(request, 'lists')
  if (inForum === undefined) return undefined
  const lists = await listLists(request.db, inForum.forum.id)
  return { ...inForum, lists: lists.map((list) => ({ ...list, address: addressOf(request.services, list) })) }
}

/** The way to a page of a list in public. */
export function listCrumbs(view: View, { forum, list, base }: Pick<InList, 'forum' | 'list' | 'base'>, ...last: readonly string[]): Crumb[] {
  const own: Crumb[] = last.length === 0 ? [{ label: list.title }] : [{ href: base, label: list.title }, ...last.map((label) => ({ label }))]
  return [{ href: `/${forum.slug}`, label: forum.title }, { href: `/${forum.slug}/lists`, label: view.t('lists.title') }, ...own]
}

export interface InListDesk extends InList, AtDesk {
  /** The address of its pages at the desk. */
  readonly desk: string
}

/** The list for whoever runs it: those who bring people together. */
export async function loadListDesk(request: PageRequest): Promise<InListDesk | 'forbidden' | undefined> {
  const atDesk = await loadForumAtDesk(request)
  if (atDesk === undefined || atDesk === 'forbidden') return atDesk
  const list = await findList(request.db, atDesk.forum.id, request.params['list'] ?? '')
  if (list === undefined) return undefined
  const { forum } = atDesk
  if (!may(atDesk.person, 'manage-cycle', { forumId: forum.id, ...(list.cycleId === null ? {} : { cycleId: list.cycleId }) })) return 'forbidden'
  return { ...atDesk, list, base: `/${forum.slug}/lists/${list.slug}`, desk: `/desk/${forum.slug}/lists/${list.slug}`, address: addressOf(request.services, list) }
}

/** The way to a page of a list at the desk. */
export function listDeskCrumbs(view: View, { forum, list, desk }: Pick<InListDesk, 'forum' | 'list' | 'desk'>, last?: string): Crumb[] {
  const own: Crumb[] = last === undefined ? [{ label: list.title }] : [{ href: desk, label: list.title }, { label: last }]
  return [{ href: '/desk', label: view.t('shell.desk') }, { href: `/desk/${forum.slug}`, label: forum.title }, { href: `/desk/${forum.slug}/lists`, label: view.t('lists.title') }, ...own]
}
