import type { List } from '../../../lists/model.ts'
import { audienceKey, gatherReaders, type Announcement, type Audience, type WriteAnnouncement } from '../../../lists/announcing/model.ts'
import { findAnnouncement, findPublicAnnouncement, listPublicAnnouncements } from '../../../lists/announcing/queries.ts'
import { listAddressesOn } from '../../../lists/members/queries.ts'
import { listLists } from '../../../lists/queries.ts'
import { may } from '../../../people/policy.ts'
import { makeMailToken, readMailToken } from '../../../platform/mail-tokens.ts'
import { listFollowings } from '../../../procedures/list-followings.ts'
import { findMailSent } from '../../../record/inbox/queries.ts'
import type { Services } from '../../context.ts'
import { loadForum, type InForum } from '../../forums/data.ts'
import { translator, type Translate } from '../../messages.ts'
import type { PageRequest } from '../../page.tsx'
import { loadListsDesk, type ListsDeskData } from '../desk/data.ts'

type Sender = Pick<Services, 'publicUrl' | 'secret' | 'takesMail'>

/** What brings an announcement to somebody, in words. */
export function nameAudience(t: Translate, { kind, title }: Audience): string {
  return t(`lists.audience.${kind}`, { title })
}

/** Writes the copy of a follower: what was announced, then what brought it and how to end that. */
export function announcementWriter(sender: Sender): WriteAnnouncement {
  return ({ mailId, forum, announcement, language, because }) => {
    const t = translator(language)
    const leaveAt = `${sender.publicUrl}/${forum.slug}/announcements/leave/${makeMailToken(sender.secret, 'leave', mailId)}`
    const facts = { forum: forum.title, link: `${sender.publicUrl}/${forum.slug}/announcements/${announcement.number}`, leave: leaveAt, count: because.length, because: because.map((each) => `– ${nameAudience(t, each)}`).join('\n'), answerable: sender.takesMail ? 'yes' : 'no' }
    return { subject: announcement.subject, body: `${announcement.text}\n\n${t('lists.announced.mail', facts)}`, leaveAt }
  }
}

/** An audience that the desk may choose, with how many people it has. */
export interface Offered extends Audience {
  readonly people: number
}

export interface AnnounceData extends ListsDeskData {
  readonly offered: readonly Offered[]
}

/** The lists and the followers that whoever asks may write to: of the cycles that they run, and of the forum's meetings for who runs the forum. */
export async function loadAnnounce(request: PageRequest): Promise<AnnounceData | 'forbidden' | undefined> {
  const data = await loadListsDesk(request)
  if (data === undefined || data === 'forbidden') return data
  const runsForum = may(data.person, 'manage-cycle', { forumId: data.forum.id })
  const cycles = new Set<string>(data.cycles.map(({ id }) => id))
  const followings = (await listFollowings(request.db, data.forum.id)).filter(({ cycleId }) => (cycleId === null ? runsForum : cycles.has(cycleId)))
  const groups = Map.groupBy(followings, ({ kind, of }) => audienceKey({ kind, id: of }))
  const offered = [...groups.values()].flatMap((group): Offered[] => {
    const [first] = group
    return first === undefined ? [] : [{ kind: first.kind, id: first.of, title: first.title, people: new Set(group.map(({ mail }) => mail.toLowerCase())).size }]
  })
  return { ...data, offered }
}

/** What would be sent where, before it is. */
export interface Preview {
  readonly lists: readonly { readonly list: List; readonly people: number }[]
  readonly audiences: readonly Offered[]
  /** Everybody, each once. */
  readonly people: number
}

export async function previewAnnouncement(request: PageRequest, data: AnnounceData, lists: readonly List[], audiences: readonly Offered[]): Promise<Preview> {
  const onLists = await listAddressesOn(request.db, lists.map(({ id }) => id))
  const readers = audiences.length === 0 ? [] : gatherReaders(await listFollowings(request.db, data.forum.id), audiences, onLists)
  const counted: { list: List; people: number }[] = []
  for (const list of lists) counted.push({ list, people: (await listAddressesOn(request.db, [list.id])).size })
  return { lists: counted, audiences, people: onLists.size + readers.length }
}

export interface AnnouncementsData extends InForum {
  readonly announcements: readonly Announcement[]
  /** The number before which the next page begins; null on the last. */
  readonly next: number | null
}

const PAGE = 50

/** What followers were sent, the latest first. */
export async function loadAnnouncements(request: PageRequest): Promise<AnnouncementsData | undefined> {
  const inForum = await loadForum(request)
  if (inForum === undefined) return undefined
  const found = await listPublicAnnouncements(request.db, inForum.forum.id, { before: readNumber(request.query['before']), limit: PAGE + 1 })
  const announcements = found.slice(0, PAGE)
  return { ...inForum, announcements, next: found.length > PAGE ? (announcements.at(-1)?.number ?? null) : null }
}

export interface AnnouncementData extends InForum {
  readonly announcement: Announcement
  readonly lists: readonly List[]
}

export async function loadAnnouncement(request: PageRequest): Promise<AnnouncementData | undefined> {
  const inForum = await loadForum(request)
  const number = readNumber(request.params['number'])
  const announcement = inForum === undefined || number === undefined ? undefined : await findPublicAnnouncement(request.db, inForum.forum.id, number)
  if (inForum === undefined || announcement === undefined) return undefined
  const lists = (await listLists(request.db, inForum.forum.id)).filter(({ id }) => announcement.lists.includes(id))
  return { ...inForum, announcement, lists }
}

function readNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^[1-9][0-9]{0,8}$/u.test(text) ? Number(text) : undefined
}

export interface LeavingData extends InForum {
  readonly announcement: Announcement
  readonly address: string
  /** What brought it and goes on. */
  readonly going: readonly Audience[]
}

/** What the link in one copy stands for: what brought it to its reader, as far as that goes on; undefined for any other link. */
export async function loadLeaving(request: PageRequest): Promise<LeavingData | undefined> {
  const inForum = await loadForum(request)
  const id = readMailToken(request.services.secret, 'leave', request.params['token'] ?? '')
  const sent = id === undefined ? undefined : await findMailSent(request.db, id)
  if (inForum === undefined || sent?.about?.kind !== 'announcement') return undefined
  const announcement = await findAnnouncement(request.db, sent.about.id)
  if (announcement?.forumId !== inForum.forum.id) return undefined
  const own = new Set((await listFollowings(request.db, inForum.forum.id, sent.recipient)).map(({ kind, of }) => audienceKey({ kind, id: of })))
  return { ...inForum, announcement, address: sent.recipient, going: announcement.audiences.filter((audience) => own.has(audienceKey(audience))) }
}
