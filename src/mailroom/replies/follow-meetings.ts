import { confirmHearing, stopHearing } from '../../meetings/following/commands.ts'
import { listTold } from '../../meetings/following/queries.ts'
import { PUBLIC } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Following } from './following.ts'

/** To be told of a forum's meetings. */
export const ofMeetings: Following = {
  findOwn: async (db, about, mail, forumId) => (forumId === null ? [] : (await listTold(db, forumId, about.id)).filter((told) => told.id !== null && told.mail.toLowerCase() === mail).map(({ id }) => id as Id)),
  confirm: (tx, id, now) => confirmHearing(tx, PUBLIC, { followerId: id }, now),
  leave: (tx, id, now) => stopHearing(tx, PUBLIC, { followerId: id }, now),
}
