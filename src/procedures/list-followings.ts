import { listCallFollowings } from '../calls/notices/queries.ts'
import { listDocumentFollowings, listForumDocuments } from '../drafts/following/queries.ts'
import { findForumById } from '../forums/queries.ts'
import type { AudienceKind, Following } from '../lists/announcing/model.ts'
import { listMeetingFollowings } from '../meetings/following/queries.ts'
import type { Reader } from '../platform/database.ts'
import { listPlaceFollowings } from '../review/followers/queries.ts'
import type { Id } from '../shared/ids.ts'

type Source = (db: Reader, forumId: Id<'forum'>, mail: string | undefined) => Promise<Omit<Following, 'kind'>[]>

/** Where readers come from: a further kind of audience is a further line here. */
const SOURCES: Readonly<Record<AudienceKind, Source>> = {
  call: listCallFollowings,
  document: listDocumentFollowings,
  places: async (db, forumId, mail) => {
    const documents = new Map((await listForumDocuments(db, forumId)).map((document) => [document.id, document]))
    const found = await listPlaceFollowings(db, [...documents.keys()], mail)
    return found.map((each) => ({ ...each, title: documents.get(each.of)?.title ?? '', cycleId: documents.get(each.of)?.cycleId ?? null }))
  },
  meetings: async (db, forumId, mail) => {
    const title = (await findForumById(db, forumId))?.title ?? ''
    return (await listMeetingFollowings(db, forumId, mail)).map((each) => ({ ...each, of: forumId, title, cycleId: null }))
  },
}

/** All that is followed in a forum and by whom, confirmed and not ended, kind by kind; with `mail`, by one address, however it is written. */
export async function listFollowings(db: Reader, forumId: Id<'forum'>, mail?: string): Promise<Following[]> {
  const followings: Following[] = []
  for (const [kind, source] of Object.entries(SOURCES)) for (const each of await source(db, forumId, mail?.toLowerCase())) followings.push({ ...each, kind: kind as AudienceKind })
  return followings
}
