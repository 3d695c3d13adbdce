import { findForumById } from '../../forums/queries.ts'
import { composeForOwners, hasBeenAtOwners } from '../../lists/moderators/mail.ts'
import { listModerators } from '../../lists/moderators/queries.ts'
import type { List } from '../../lists/model.ts'
import { transact } from '../../platform/database.ts'
import { derivedId } from '../../platform/derived-id.ts'
import { enqueueMailing } from '../../record/mailings/commands.ts'
import type { Sorted } from '../../record/inbox/model.ts'
import { splitAddress } from '../../shared/mail-addresses.ts'
import type { Arrival, MailServices } from '../context.ts'
import { mayPassToOwners } from './letter-limits.ts'

/**
 * What is written to those who run a list stays on the desk, and each of them gets a copy, once. Nobody is answered, so nothing goes back
 * to a forged sender; what programs wrote, what went round, and more than a list takes in an hour is on the desk alone.
 */
export async function sortToOwner(services: MailServices, arrival: Arrival, list: List): Promise<Sorted> {
  const sorted: Sorted = { state: 'kept', forumId: list.forumId, reason: 'to-owner' }
  const { mail, raw } = arrival
  if (arrival.envelopeFrom === '' || mail.automatic !== 'no' || hasBeenAtOwners(mail, list, services.mailDomain)) return sorted
  const forum = await findForumById(services.db, list.forumId)
  const ownDomain = services.mailDomain.toLowerCase()
  // An address of ours that was entered as a moderator's would send it round.
  const moderators = (await listModerators(services.db, list.id)).filter(({ mail: address }) => splitAddress(address)?.domain !== ownDomain)
  if (forum === undefined || moderators.length === 0) return sorted
  await transact(services.db, async (tx) => {
    if (await mayPassToOwners(tx, services, arrival, list)) {
      const mailing = composeForOwners(derivedId<'mailing'>(`to-owner:${arrival.id}`), { place: services, list: { ...list, forum: forum.slug }, mail, raw, at: arrival.receivedAt })
      await enqueueMailing(tx, mailing, moderators.map(({ mail: recipient }) => ({ recipient })), services.clock())
    }
    await arrival.settle(tx, sorted)
  })
  return sorted
}
