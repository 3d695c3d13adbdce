import { confirmFollowing, stopFollowing } from '../../drafts/following/commands.ts'
import { listFollowers } from '../../drafts/following/queries.ts'
import { findVersionById } from '../../drafts/versions/queries.ts'
import { PUBLIC } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Following } from './following.ts'

/** To be told of the versions of a document. */
export const ofDocument: Following = {
  findOwn: async (db, about, mail) => {
    const version = await findVersionById(db, about.id)
    const followers = version === undefined ? [] : await listFollowers(db, version.documentId)
    return followers.filter((recipient) => recipient.mail.toLowerCase() === mail).map(({ id }) => id as Id)
  },
  confirm: (tx, id, now) => confirmFollowing(tx, PUBLIC, { followerId: id as Id<'follower'> }, now),
  leave: (tx, id, now) => stopFollowing(tx, PUBLIC, { followerId: id as Id<'follower'> }, now),
}
