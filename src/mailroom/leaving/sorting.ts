import { transact } from '../../platform/database.ts'
import { readMailToken } from '../../platform/mail-tokens.ts'
import { leaveAudiences } from '../../procedures/leave-audiences.ts'
import { findMailSent } from '../../record/inbox/queries.ts'
import type { Sorted } from '../../record/inbox/model.ts'
import { isOccasion } from '../../record/occasions/model.ts'
import { endKind } from '../../record/preferences/commands.ts'
import { isChosen } from '../../record/preferences/model.ts'
import type { Sorter } from '../context.ts'

/**
 * Ends a kind of notices by an empty mail (the mailto of List-Unsubscribe). The address is bound to one mail of ours, and so to its reader;
 * a token of something else is not ours. Whether a person or a program wrote is the same: RFC 2369 has programs write it.
 */
export const sortLeaving: Sorter = async (services, arrival) => {
  const { recipient } = arrival
  if (recipient.kind !== 'leave') return undefined
  const id = readMailToken(services.secret, 'leave', recipient.token)
  const mail = id === undefined ? undefined : await findMailSent(services.db, id)
  if (mail === undefined || mail.forumId === null || !isOccasion(mail.occasion) || !isChosen(mail.occasion)) return undefined
  const { forumId, occasion, recipient: address } = mail
  const sorted: Sorted = { state: 'done', forumId, became: { kind: 'notices-ended', id: mail.id } }
  await transact(services.db, async (tx) => {
    // An announcement is brought by what its reader follows: that ends, and what else they follow goes on telling them.
    if (mail.about?.kind === 'announcement') await leaveAudiences(tx, { announcementId: mail.about.id, mail: address }, services.clock())
    else await endKind(tx, { address, forumId, occasion }, services.clock())
    await arrival.settle(tx, sorted)
  })
  return sorted
}
