import { confirmNotice, leaveNotice } from '../../calls/notices/commands.ts'
import { listRecipients } from '../../calls/notices/queries.ts'
import { PUBLIC } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Following } from './following.ts'

/** To be told of a call. */
export const ofCall: Following = {
  findOwn: async (db, about, mail) => (await listRecipients(db, about.id)).filter((recipient) => recipient.id !== null && recipient.mail.toLowerCase() === mail).map(({ id }) => id as Id),
  confirm: (tx, id, now) => confirmNotice(tx, PUBLIC, { noticeId: id as Id<'notice'> }, now),
  leave: (tx, id, now) => leaveNotice(tx, PUBLIC, { noticeId: id as Id<'notice'> }, now),
}
