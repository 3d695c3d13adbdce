import type { Post, Subscription } from '../../../lists/model.ts'
import { findSubscription } from '../../../lists/members/queries.ts'
import { findPost, listAttachments, type PostAttachment } from '../../../lists/posts/queries.ts'
import { readMailToken, type MailPurpose } from '../../../platform/mail-tokens.ts'
import type { PageRequest } from '../../page.tsx'
import { loadList, type InList } from '../data.ts'

/** A list that can be joined. */
export async function loadJoinable(request: PageRequest): Promise<InList | undefined> {
  const inList = await loadList(request)
  return inList === undefined || inList.list.closedAt !== null ? undefined : inList
}

export interface InMembership extends InList {
  readonly member: Subscription
  /** The address of the member's own page. */
  readonly own: string
}

async function loadByToken(request: PageRequest, purpose: MailPurpose): Promise<InMembership | undefined> {
  const inList = await loadList(request)
  const token = request.params['token'] ?? ''
  const id = readMailToken<'subscription'>(request.services.secret, purpose, token)
  const member = inList === undefined || id === undefined ? undefined : await findSubscription(request.db, id)
  return inList === undefined || member === undefined || member.listId !== inList.list.id ? undefined : { ...inList, member, own: `${inList.base}/member/${token.toLowerCase()}` }
}

/** The membership that a member's own link stands for. */
export function loadMembership(request: PageRequest): Promise<InMembership | undefined> {
  return loadByToken(request, 'confirm')
}

/** The membership that a link in every copy ends. */
export function loadLeaving(request: PageRequest): Promise<InMembership | undefined> {
  return loadByToken(request, 'leave')
}

export interface InModeration extends InList {
  readonly post: Post
  readonly attachments: readonly PostAttachment[]
}

/** The post that a moderator's link decides about. */
export async function loadModeration(request: PageRequest): Promise<InModeration | undefined> {
  const inList = await loadList(request)
  const id = readMailToken<'post'>(request.services.secret, 'moderate', request.params['token'] ?? '')
  const post = inList === undefined || id === undefined ? undefined : await findPost(request.db, id)
  if (inList === undefined || post === undefined || post.listId !== inList.list.id) return undefined
  return { ...inList, post, attachments: (await listAttachments(request.db, [post.id])).get(post.id) ?? [] }
}
