import { findForum } from '../forums/queries.ts'
import type { Sorter } from './context.ts'

/** A paper that somebody suggests for a forum's library: it waits for a person there, who lists it. Nothing is answered, for nothing shows that the sender is who they say. */
export const sortPaper: Sorter = async (services, arrival) => {
  if (arrival.recipient.kind !== 'papers') return undefined
  const forum = await findForum(services.db, arrival.recipient.forum)
  return arrival.mail.automatic === 'reply' || forum === undefined ? { state: 'refused', reason: 'automatic', forumId: forum?.id ?? null } : { state: 'kept', reason: 'paper', forumId: forum.id }
}
