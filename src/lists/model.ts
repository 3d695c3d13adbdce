import type { Id } from '../shared/ids.ts'
import type { Instant } from '../shared/time.ts'

/** Who may join and post: whoever confirms; whom the desk lets in; whoever confirms, while the desk alone posts. */
export const LIST_KINDS = ['open', 'members', 'announcement'] as const
export type ListKind = (typeof LIST_KINDS)[number]

/** What a member is sent: every post, once a day a plain digest or one that holds the posts whole, or nothing. */
export const DELIVERIES = ['at-once', 'digest', 'mime-digest', 'none'] as const
export type Delivery = (typeof DELIVERIES)[number]

/** `paused`: by the member, who keeps the delivery for later; `bouncing`: by the product, because mail came back. */
export const SUBSCRIPTION_STATES = ['asked', 'confirmed', 'paused', 'left', 'bouncing'] as const
export type SubscriptionState = (typeof SUBSCRIPTION_STATES)[number]

export const SUBSCRIPTION_WAYS = ['mail', 'web', 'desk', 'import'] as const
export type SubscriptionWay = (typeof SUBSCRIPTION_WAYS)[number]

export const POST_STATES = ['held', 'published', 'rejected', 'discarded'] as const
export type PostState = (typeof POST_STATES)[number]

/** Why a post waits for a moderator. */
export const HELD_FOR = ['stranger', 'first-post', 'moderated', 'too-large', 'announcement', 'automatic'] as const
export type HeldFor = (typeof HELD_FOR)[number]

export const STRANGERS = ['held', 'rejected'] as const
export type Strangers = (typeof STRANGERS)[number]

/** A mailing list. `slug` is the part of its address before the @, its own in the whole installation. */
export interface List {
  readonly id: Id<'list'>
  readonly forumId: Id<'forum'>
  readonly cycleId: Id<'cycle'> | null
  readonly slug: string
  readonly title: string
  readonly description: string
  readonly kind: ListKind
  readonly language: string
  readonly tag: string | null
  /** In bytes, of a mail as it arrives. */
  readonly sizeLimit: number
  /** Posts of a member that are read before theirs go out by themselves; null: every one is. */
  readonly trustedAfter: number | null
  readonly strangers: Strangers
  readonly isArchivePrivate: boolean
  /** 1 Monday to 7 Sunday; null: every day. */
  readonly digestDay: number | null
  readonly digestHour: number
  readonly rewrittenDomains: readonly string[]
  readonly createdAt: Instant
  readonly closedAt: Instant | null
  readonly revision: number
}

export interface Subscription {
  readonly id: Id<'subscription'>
  readonly listId: Id<'list'>
  readonly mail: string
  readonly name: string | null
  readonly language: string
  readonly delivery: Delivery
  readonly state: SubscriptionState
  readonly admittedAt: Instant | null
  readonly trustedPosts: number
  readonly isTrusted: boolean | null
}

export interface Post {
  readonly id: Id<'post'>
  readonly listId: Id<'list'>
  /** Its address in the archive; null: not published. */
  readonly number: number | null
  readonly messageId: string
  readonly inReplyTo: string | null
  readonly references: readonly string[]
  readonly threadId: Id<'post'>
  readonly parentId: Id<'post'> | null
  readonly subject: string
  readonly authorName: string | null
  readonly authorMail: string | null
  readonly sentAt: Instant | null
  readonly receivedAt: Instant
  readonly language: string
  readonly text: string
  /** Cleaned; null: it came as plain text. */
  readonly html: string | null
  /** The mail as it came: its SHA-256 in the file store. */
  readonly raw: string
  readonly size: number
  readonly state: PostState
  readonly heldFor: HeldFor | null
  readonly publishedAt: Instant | null
  readonly removedAt: Instant | null
  /** Its author asks that no archive keeps it: archives show that something was written, and nothing of it. */
  readonly isNotArchived: boolean
}

/** A mail address as people write it: `Ada Example <ada@example.org>`, or the address alone. */
export interface NamedAddress {
  readonly name: string | null
  readonly mail: string
}

const ADDRESS = /^[^\s@<>"(),;:]+@[^\s@<>"(),;:.]+(?:\.[^\s@<>"(),;:.]+)+$/u

/** Reads addresses, one a line (or parted by commas or semicolons where they are bare): each once, and the lines that are none. */
export function readAddresses(text: string): { readonly read: readonly NamedAddress[]; readonly wrong: readonly string[] } {
  const read = new Map<string, NamedAddress>()
  const wrong: string[] = []
  for (const line of text.split(/\n/u)) {
    const named = /^\s*(.*?)\s*<([^<>]*)>\s*[,;]?\s*$/u.exec(line)
    const parts = named === null ? line.split(/[,;\s]+/u) : [line]
    for (const part of parts) {
      if (part.trim() === '') continue
      const mail = (named?.[2] ?? part).trim()
      const name = (named?.[1] ?? '').replace(/^"(.*)"$/u, '$1').trim()
      if (ADDRESS.test(mail) && mail.length <= 254) {
        if (!read.has(mail.toLowerCase())) read.set(mail.toLowerCase(), { name: name === '' ? null : name.slice(0, 200), mail })
      } else wrong.push(line.trim().slice(0, 200))
    }
  }
  return { read: [...read.values()], wrong }
}

/** Whether posts of a member go out by themselves. */
export function isTrusted(list: Pick<List, 'trustedAfter'>, member: Pick<Subscription, 'isTrusted' | 'trustedPosts'>): boolean {
  return member.isTrusted ?? (list.trustedAfter !== null && member.trustedPosts >= list.trustedAfter)
}
