import type { ColumnType, Generated, JSONColumnType } from 'kysely'
import type { Id } from '../shared/ids.ts'
import type { Instant } from '../shared/time.ts'
import type { Audience } from './announcing/model.ts'
import type { Delivery, HeldFor, ListKind, PostState, Strangers, SubscriptionState, SubscriptionWay } from './model.ts'

type Nullable<T> = ColumnType<T | null, T | null | undefined, T | null>

export interface ListRow {
  id: Id
  forum_id: Id
  cycle_id: Nullable<Id>
  slug: string
  title: string
  description: Generated<string>
  kind: ListKind
  language: string
  tag: Nullable<string>
  size_limit: Generated<number>
  trusted_after: Nullable<number>
  strangers: Generated<Strangers>
  is_archive_private: Generated<boolean>
  digest_day: Nullable<number>
  digest_hour: Generated<number>
  rewritten_domains: Generated<string[]>
  created_at: Instant
  closed_at: Nullable<Instant>
  revision: Generated<number>
  form_key: Nullable<Id>
}

export interface ModeratorRow {
  id: Id
  list_id: Id
  name: string
  mail: string
  language: string
  added_at: Instant
  removed_at: Nullable<Instant>
}

export interface SubscriptionRow {
  id: Id
  list_id: Id
  mail: string
  name: Nullable<string>
  language: string
  delivery: Generated<Delivery>
  state: SubscriptionState
  came_by: SubscriptionWay
  consent: Nullable<string>
  admitted_at: Nullable<Instant>
  asked_at: Instant
  confirmed_at: Nullable<Instant>
  state_at: Instant
  trusted_posts: Generated<number>
  is_trusted: Nullable<boolean>
}

export interface PostRow {
  id: Id
  list_id: Id
  number: Nullable<number>
  message_id: string
  is_message_id_made: Generated<boolean>
  in_reply_to: Nullable<string>
  references_list: Generated<string[]>
  thread_id: Id
  parent_id: Nullable<Id>
  subject: string
  author_name: Nullable<string>
  author_mail: Nullable<string>
  sent_at: Nullable<Instant>
  received_at: Instant
  language: string
  text: string
  html: Nullable<string>
  raw: string
  size: number
  came_by: 'mail' | 'desk' | 'import'
  state: PostState
  held_for: Nullable<HeldFor>
  reason: Nullable<string>
  decided_at: Nullable<Instant>
  published_at: Nullable<Instant>
  removed_at: Nullable<Instant>
  announcement_id: Nullable<Id>
  authentication: Nullable<string>
  /** Its author asks that no archive keeps it: it is sent, and its words are not shown. */
  is_not_archived: Generated<boolean>
  /** What searches look through; made by the database. */
  words: ColumnType<string, never, never>
}

export interface AttachmentRow {
  id: Id
  post_id: Id
  number: number
  name: string
  type: string
  size: number
  sha256: string
}

export interface DigestRow {
  id: Id
  list_id: Id
  number: number
  first_post: number
  last_post: number
  made_at: Instant
}

export interface SendingRow {
  id: Id
  list_id: Id
  post_id: Nullable<Id>
  digest_id: Nullable<Id>
  kind: 'post' | 'digest' | 'mime-digest'
  after_id: Nullable<Id>
  begun_at: Instant
  done_at: Nullable<Instant>
}

export interface AnnouncementRow {
  id: Id
  forum_id: Id
  number: number
  subject: string
  text: string
  language: string
  audiences: JSONColumnType<readonly Audience[]>
  lists: Generated<Id[]>
  readers: number
  form_key: Nullable<Id>
  made_at: Instant
}

/** Who is still to be handed a copy. */
export interface AnnouncedRow {
  announcement_id: Id
  mail: string
  language: string
  /** Places in the announcement's audiences. */
  because: number[]
}

declare module '../platform/database.ts' {
  interface Database {
    lists_list: ListRow
    lists_moderator: ModeratorRow
    lists_subscription: SubscriptionRow
    lists_post: PostRow
    lists_attachment: AttachmentRow
    lists_digest: DigestRow
    lists_sending: SendingRow
    lists_announcement: AnnouncementRow
    lists_announced: AnnouncedRow
  }
}
