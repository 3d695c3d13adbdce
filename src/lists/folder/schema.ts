import type { z } from 'zod'
import { flag, group, id, indexedText, instant, integer, language, listOf, mailAddress, oneOf, optional, optionalShortText, optionalText, shortText, slug, text, verbatim } from '../../shared/folder-fields.ts'
import { checkNumbers, findNamed, within, type FolderScope, type Place } from '../../shared/folder.ts'
import { isId, type Id } from '../../shared/ids.ts'
import { AUDIENCE_KINDS, type Audience } from '../announcing/model.ts'
import { TAKEN_AS, TAKEN_BY } from '../taken/model.ts'
import { DELIVERIES, HELD_FOR, LIST_KINDS, POST_STATES, STRANGERS, SUBSCRIPTION_STATES, SUBSCRIPTION_WAYS } from '../model.ts'

/** `lists.yaml`: the mailing lists of a forum, and, but for the public, who runs and who reads them. */
export const listsFile = listOf(
  group({
    id: id(),
    slug: slug(),
    cycle: optionalShortText(),
    title: shortText(),
    description: optionalText(),
    kind: oneOf(LIST_KINDS),
    language: language(),
    tag: optionalShortText(),
    sizeLimit: optional(integer(10_000)),
    /** `never`: every post is read first. */
    trustedAfter: optional(integer(0)),
    neverTrusted: flag(),
    strangers: optional(oneOf(STRANGERS)),
    privateArchive: flag(),
    digestDay: optional(integer(1, 7)),
    digestHour: optional(integer(0, 23)),
    rewrittenDomains: listOf(shortText()),
    createdAt: instant(),
    closedAt: optional(instant()),
    revision: optional(integer(1)),
    moderators: listOf(group({ id: id(), name: optionalShortText(), mail: mailAddress(), language: language(), addedAt: instant(), removedAt: optional(instant()) })),
    members: listOf(
      group({
        id: id(), mail: mailAddress(), name: optionalShortText(), language: language(), delivery: oneOf(DELIVERIES), state: oneOf(SUBSCRIPTION_STATES), cameBy: oneOf(SUBSCRIPTION_WAYS), consent: optionalText(),
        admittedAt: optional(instant()), askedAt: instant(), confirmedAt: optional(instant()), stateAt: instant(), trustedPosts: optional(integer(0)), trusted: flag(), moderated: flag(),
      }),
    ),
    digests: listOf(group({ id: id(), number: integer(1), firstPost: integer(1), lastPost: integer(1), madeAt: instant() })),
  }),
)
export type ListsFile = z.output<typeof listsFile>

/** One entry of `lists/<slug>.yaml`: a post. `mail` names the whole mail among the folder's files. */
export const postItem = group({
  id: id(),
  number: optional(integer(1)),
  messageId: indexedText(1200),
  madeMessageId: flag(),
  inReplyTo: optional(indexedText(1200)),
  references: listOf(indexedText(1200)),
  /** Ids of the first post of its thread, and of the one that it answers; left out: itself, and none. */
  thread: optional(text(36)),
  answers: optional(text(36)),
  subject: optional(verbatim()),
  author: optionalShortText(),
  mailAddress: optionalShortText(),
  sentAt: optional(instant()),
  receivedAt: instant(),
  language: language(),
  text: optional(verbatim()),
  html: optional(verbatim()),
  mail: optional(text(64)),
  size: integer(0),
  cameBy: oneOf(['mail', 'desk', 'import']),
  state: oneOf(POST_STATES),
  heldFor: optional(oneOf(HELD_FOR)),
  reason: optionalText(),
  decidedAt: optional(instant()),
  publishedAt: optional(instant()),
  removedAt: optional(instant()),
  announcement: optional(text(36)),
  authentication: optionalText(),
  /** Its author asks that no archive keeps it. */
  notArchived: flag(),
  attachments: listOf(group({ id: id(), number: integer(1), name: shortText(), type: shortText(), size: integer(0), file: optional(text(64)) })),
  /** What it was taken as: the id of the contribution or comment, or its reference (`2026/C-3`), and the id of the call or review that it was taken for; left out: its own. */
  taken: listOf(group({ id: id(), as: oneOf(TAKEN_AS), became: text(200), for: optional(text(36)), by: oneOf(TAKEN_BY), at: instant() })),
})
export type PostItem = z.output<typeof postItem>

type ListEntry = ListsFile[number]

export interface FolderList {
  readonly id: Id
  readonly cycleId: Id | null
  readonly entry: ListEntry
  readonly moderators: readonly (ListEntry['moderators'][number] & { readonly id: Id })[]
  readonly members: readonly (ListEntry['members'][number] & { readonly id: Id })[]
  readonly digests: readonly (ListEntry['digests'][number] & { readonly id: Id })[]
}

/** Gives lists and what is on them their ids. */
export function completeLists(scope: FolderScope, file: ListsFile, place: Place): FolderList[] {
  return file.map((entry, index) => {
    const at = within(place, index)
    const own = scope.takeId(entry.id, at)
    scope.define(`list ${entry.slug}`, own, at)
    checkNumbers(scope, entry.digests, within(at, 'digests'))
    const cycleId = entry.cycle === undefined ? null : (findNamed(scope, `cycle ${entry.cycle}`, within(at, 'cycle')) ?? null)
    const seen = new Set<string>()
    for (const [member, { mail }] of entry.members.entries()) {
      if (seen.has(mail.toLowerCase())) scope.mistake(within(at, 'members', member, 'mail'), 'is on this list twice.')
      seen.add(mail.toLowerCase())
    }
    const withIds = <Item extends { readonly id?: string | undefined }>(name: string, items: readonly Item[]) => items.map((item, number) => ({ ...item, id: scope.takeId(item.id, within(at, name, number)) }))
    return { id: own, cycleId, entry, moderators: withIds('moderators', entry.moderators), members: withIds('members', entry.members), digests: withIds('digests', entry.digests) }
  })
}

export interface FolderPost {
  readonly id: Id
  readonly item: PostItem
  readonly threadId: Id
  readonly parentId: Id | null
  readonly attachments: readonly (PostItem['attachments'][number] & { readonly id: Id })[]
  readonly taken: readonly (PostItem['taken'][number] & { readonly id: Id })[]
  readonly place: Place
}

const SHA256 = /^[0-9a-f]{64}$/u

/** Gives a post and its files their ids. Posts written by hand name what they answer by Message-ID (`inReplyTo`) and may leave out the rest. */
export function completePost(scope: FolderScope, list: string, item: PostItem, place: Place): FolderPost {
  const own = scope.takeId(item.id, place)
  scope.define(`post ${list}/${item.messageId}`, own, within(place, 'messageId'))
  if (item.number !== undefined) scope.define(`post ${list}#${item.number}`, own, within(place, 'number'))
  if ((item.number === undefined) === (item.state === 'published')) scope.mistake(within(place, 'number'), 'is what published posts have, and they alone.')
  for (const key of ['thread', 'answers', 'announcement'] as const) if (item[key] !== undefined && !isId(item[key])) scope.mistake(within(place, key), 'is no id (a uuid in lower case).')
  if (item.mail !== undefined && !SHA256.test(item.mail)) scope.mistake(within(place, 'mail'), 'is no SHA-256.')
  for (const [at, { file }] of item.attachments.entries()) if (file !== undefined && !SHA256.test(file)) scope.mistake(within(place, 'attachments', at, 'file'), 'is no SHA-256.')
  for (const [at, taken] of item.taken.entries()) if (taken.for !== undefined && !isId(taken.for)) scope.mistake(within(place, 'taken', at, 'for'), 'is no id (a uuid in lower case).')
  checkNumbers(scope, item.attachments, within(place, 'attachments'))
  const answered = item.inReplyTo === undefined || item.thread !== undefined ? undefined : scope.find(`post ${list}/${item.inReplyTo}`)
  const parentId = item.answers !== undefined && isId(item.answers) ? item.answers : (answered ?? null)
  const threadId = item.thread !== undefined && isId(item.thread) ? item.thread : (answered === undefined ? own : (scope.find(`thread ${answered}`) ?? answered))
  scope.define(`thread ${own}`, threadId, place)
  return { id: own, item, threadId, parentId, place, attachments: item.attachments.map((attachment, number) => ({ ...attachment, id: scope.takeId(attachment.id, within(place, 'attachments', number)) })), taken: item.taken.map((each, number) => ({ ...each, id: scope.takeId(each.id, within(place, 'taken', number)) })) }
}

/** `announcements.yaml`: what was announced to followers and on lists. Lists are named by their slugs; `id` of an audience is that of what is followed. */
export const announcementsFile = listOf(
  group({
    id: id(), number: integer(1), subject: shortText(), text: text(), language: language(), audiences: listOf(group({ kind: oneOf(AUDIENCE_KINDS), id: optional(text(36)), title: shortText() })), lists: listOf(shortText()), readers: optional(integer(0)), madeAt: instant(),
  }),
)
export type AnnouncementsFile = z.output<typeof announcementsFile>

export interface FolderAnnouncement {
  readonly id: Id
  readonly item: AnnouncementsFile[number]
  readonly audiences: readonly Audience[]
  readonly lists: readonly Id[]
}

/** Gives announcements their ids, and their lists. An audience without an id is one that cannot be left any more. */
export function completeAnnouncements(scope: FolderScope, file: AnnouncementsFile, place: Place): FolderAnnouncement[] {
  checkNumbers(scope, file, place)
  return file.map((item, index) => {
    const at = within(place, index)
    const audiences = item.audiences.map((audience, number): Audience => {
      if (audience.id !== undefined && !isId(audience.id)) scope.mistake(within(at, 'audiences', number, 'id'), 'is no id (a uuid in lower case).')
      return { kind: audience.kind, id: isId(audience.id) ? audience.id : scope.forumId, title: audience.title }
    })
    return { id: scope.takeId(item.id, at), item, audiences, lists: item.lists.flatMap((slug, number) => findNamed(scope, `list ${slug}`, within(at, 'lists', number)) ?? []) }
  })
}
