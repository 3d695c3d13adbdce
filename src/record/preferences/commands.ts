import { sql } from 'kysely'
import type { Reader, Tx } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { Occasion } from '../occasions/model.ts'
import type { Instant } from '../../shared/time.ts'
import { choiceAddress, choiceOf, isChosen, type Addressed, type Chosen, type MailChoice } from './model.ts'

/**
 * Of mails that are about to be put into the outbox, those that are to leave at all, each with its kind there: `mail` leaves at once,
 * `daily` waits for its reader's daily mail. What nobody has a choice of is not looked up. To an address from which mail comes
 * back (`paused`) nothing is sent that was not asked for: it waits as a daily one, and is there when the address works again. To one that
 * called a mail spam (`complained`) none is sent at all.
 */
export async function sieveMails<T extends { readonly mail: Addressed }>(tx: Tx, mails: readonly T[]): Promise<(T & { readonly kind: 'mail' | 'daily' })[]> {
  const addresses = [...new Set(mails.filter(({ mail }) => isChosen(mail.occasion)).map(({ mail }) => choiceAddress(mail.recipient)))]
  if (addresses.length === 0) return mails.map((one) => ({ ...one, kind: 'mail' }))
  const { chosen, states } = await findChosen(tx, addresses)
  return mails.flatMap((one) => {
    const choice = choiceOf(one.mail, chosen)
    const standing = isChosen(one.mail.occasion) ? states.get(choiceAddress(one.mail.recipient)) : undefined
    if (choice === 'never' || standing === 'complained') return []
    const waits = (choice === 'daily' && one.mail.calendar === undefined) || standing === 'paused'
    return [{ ...one, kind: waits ? 'daily' as const : 'mail' as const }]
  })
}

async function findChosen(tx: Tx, addresses: readonly string[]): Promise<{ chosen: Chosen[]; states: ReadonlyMap<string, string> }> {
  const { rows } = await sql<{ address: string; forum_id: Id | null; occasion: string; said: string }>`
    select address, forum_id, occasion, choice as said from record_mail_choice where address = any(${addresses})
    union all
    select address, null, '', state from record_address_state where address = any(${addresses}) and state in ('paused', 'complained')`.execute(tx)
  const chosen = rows.flatMap(({ address, forum_id, occasion, said }) => (forum_id === null ? [] : [{ address, forumId: forum_id, occasion: occasion === '' ? undefined : occasion, choice: said as MailChoice }]))
  return { chosen, states: new Map(rows.flatMap(({ address, forum_id, said }) => (forum_id === null ? [[address, said] as const] : []))) }
}

/** What was chosen on the page of somebody's mail: for all kinds of a forum, and for single kinds that are to be otherwise. */
export interface ChosenMail {
  readonly all: MailChoice
  /** A kind that is not here is as all are. */
  readonly kinds: Readonly<Partial<Record<Occasion, MailChoice>>>
}

/** Keeps what somebody chose for an address in a forum, in place of what was chosen before. It is nobody else's matter: no act is recorded. */
export async function chooseMail(tx: Tx, input: { readonly address: string; readonly forumId: Id; readonly chosen: ChosenMail }, now: Instant): Promise<void> {
  const address = choiceAddress(input.address)
  const kinds = Object.entries(input.chosen.kinds).filter(([occasion, choice]) => isChosen(occasion as Occasion) && choice !== input.chosen.all)
  const rows = [['', input.chosen.all] as const, ...kinds].map(([occasion, choice]) => ({ address, forum_id: input.forumId, occasion, choice, chosen_at: now }))
  await tx.deleteFrom('record_mail_choice').where('address', '=', address).where('forum_id', '=', input.forumId).execute()
  // Two who save at the same time: the later one's choices stand, row by row.
  await tx.insertInto('record_mail_choice').values(rows).onConflict((conflict) => conflict.columns(['address', 'forum_id', 'occasion']).doUpdateSet((of) => ({ choice: of.ref('excluded.choice'), chosen_at: now }))).execute()
}

/** Ends mails of one kind, by one click: what waits of it for the daily mail goes as well. */
export async function endKind(tx: Tx, input: { readonly address: string; readonly forumId: Id; readonly occasion: Occasion }, now: Instant): Promise<void> {
  const address = choiceAddress(input.address)
  await tx
    .insertInto('record_mail_choice')
    .values({ address, forum_id: input.forumId, occasion: input.occasion, choice: 'never', chosen_at: now })
    .onConflict((conflict) => conflict.columns(['address', 'forum_id', 'occasion']).doUpdateSet({ choice: 'never', chosen_at: now }))
    .execute()
  await tx
    .updateTable('record_outbox')
    .set({ sent_at: now, body: '', failure: 'never' })
    .where(sql<boolean>`lower(recipient) = ${address}`)
    .where('kind', '=', 'daily')
    .where('forum_id', '=', input.forumId)
    .where('occasion', '=', input.occasion)
    .where('sent_at', 'is', null)
    .execute()
}

/** One notice of a daily mail, by its own place in the outbox: an answer to that is an answer to this notice. */
export interface DailyItem {
  readonly id: Id
  readonly subject: string
  readonly body: string
  readonly createdAt: Instant
  /** Whether an answer to it means something. */
  readonly isAnswered: boolean
}

/** What stands in somebody's daily mail from a forum. */
export interface DailyMail {
  readonly forumId: Id<'forum'>
  readonly language: string
  /** Oldest first. */
  readonly items: readonly DailyItem[]
}
export type WriteDailyMail = (db: Reader, daily: DailyMail) => Promise<{ readonly subject: string; readonly body: string }>
