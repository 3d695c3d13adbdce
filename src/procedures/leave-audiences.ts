import { leaveNotice } from '../calls/notices/commands.ts'
import { stopFollowing } from '../drafts/following/commands.ts'
import { findAnnouncement } from '../lists/announcing/queries.ts'
import { audienceKey, type AudienceKind, type Following } from '../lists/announcing/model.ts'
import { stopHearing } from '../meetings/following/commands.ts'
import type { Tx } from '../platform/database.ts'
import { PUBLIC } from '../record/model.ts'
import { stopPlaceFollowing } from '../review/followers/commands.ts'
import type { Id } from '../shared/ids.ts'
import type { Instant } from '../shared/time.ts'
import { listFollowings } from './list-followings.ts'

const LEAVE: Readonly<Record<AudienceKind, (tx: Tx, id: Id, now: Instant) => Promise<object>>> = {
  call: (tx, id, now) => leaveNotice(tx, PUBLIC, { noticeId: id as Id<'notice'> }, now),
  document: (tx, id, now) => stopFollowing(tx, PUBLIC, { followerId: id as Id<'follower'> }, now),
  places: (tx, id, now) => stopPlaceFollowing(tx, PUBLIC, { followerId: id as Id<'place-follower'> }, now),
  meetings: (tx, id, now) => stopHearing(tx, PUBLIC, { followerId: id }, now),
}

/**
 * Ends what brought an announcement to an address; with `only`, those of it alone (their audiences' keys). What has ended meanwhile is no
 * mistake. Answers what was ended.
 */
export async function leaveAudiences(tx: Tx, input: { readonly announcementId: Id; readonly mail: string; readonly only?: readonly string[] | undefined }, now: Instant): Promise<Following[]> {
  const announcement = await findAnnouncement(tx, input.announcementId)
  if (announcement === undefined) return []
  const wanted = new Set(announcement.audiences.map(audienceKey).filter((key) => input.only?.includes(key) !== false))
  const own = (await listFollowings(tx, announcement.forumId, input.mail)).filter(({ kind, of }) => wanted.has(audienceKey({ kind, id: of })))
  for (const { kind, id } of own) await LEAVE[kind](tx, id, now)
  return own
}
