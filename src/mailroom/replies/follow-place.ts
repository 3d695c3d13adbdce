import { findVersionPlace } from '../../drafts/versions/queries.ts'
import { PUBLIC } from '../../record/model.ts'
import { findComments } from '../../review/comments/queries.ts'
import { confirmPlaceFollowing, stopPlaceFollowing } from '../../review/followers/commands.ts'
import { listOwnPlaces } from '../../review/followers/queries.ts'
import { findReviewById } from '../../review/queries.ts'
import type { Id } from '../../shared/ids.ts'
import type { Following } from './following.ts'

/** To be told of what is said on a part of a document: all parts of it that one follows. */
export const ofPlace: Following = {
  findOwn: async (db, about, mail) => {
    const [comment] = await findComments(db, [about.id])
    const review = comment === undefined ? undefined : await findReviewById(db, comment.reviewId)
    const place = review === undefined ? undefined : await findVersionPlace(db, review.versionId)
    return place === undefined ? [] : listOwnPlaces(db, place.documentId, mail)
  },
  confirm: (tx, id, now) => confirmPlaceFollowing(tx, PUBLIC, { followerId: id as Id<'place-follower'> }, now),
  leave: (tx, id, now) => stopPlaceFollowing(tx, PUBLIC, { followerId: id as Id<'place-follower'> }, now),
}
