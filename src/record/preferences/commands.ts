import { sql } from 'kysely'
import type { Tx } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import { choiceAddress, choiceOf, isChosen, type Addressed, type Chosen, type MailChoice } from './model.ts'

/**
 * Of mails that are about to be put into the outbox, those that are to leave at all, each with its kind there: `mail` leaves at once,
 * `daily` waits for its reader's daily mail. What nobody has a choice of is not looked up. To an address from which everything comes back
 * (`paused`) nothing is sent that was not asked for: it waits as a daily one, and is there when the address works again.
 */
export async function sieveMails<T extends { readonly mail: Addressed }>(tx: Tx, mails: readonly T[]): Promise<(T & { readonly kind: 'mail' | 'daily' })[]> {
  const addresses = [...new Set(mails.filter(({ mail }) => isChosen(mail.occasion)).map(({ mail }) => choiceAddress(mail.recipient)))]
  if (addresses.length === 0) return mails.map((one) => ({ ...one, kind: 'mail' }))
  const { chosen, paused } = await findChosen(tx, addresses)
  return mails.flatMap((one) => {
    const choice = choiceOf(one.mail, chosen)
    if (choice === 'never') return []
    const waits = choice === 'daily' || (isChosen(one.mail.occasion) && paused.has(choiceAddress(one.mail.recipient)))
    return [{ ...one, kind: waits ? 'daily' as const : 'mail' as const }]
  })
}

async function findChosen(tx: Tx, addresses: readonly string[]): Promise<{ chosen: Chosen[]; paused: ReadonlySet<string> }> {
  const { rows } = await sql<{ address: string; forum_id: Id | null; occasion: string; choice: MailChoice | null }>`
    select address, forum_id, occasion, choice from record_mail_choice where address = any(${addresses})
    union all
    select address, null, '', null from record_address_state where address = any(${addresses}) and state in ('paused', 'complained')`.execute(tx)
  const chosen = rows.flatMap(({ address, forum_id, occasion, choice }) => (forum_id === null || choice === null ? [] : [{ address, forumId: forum_id, occasion: occasion === '' ? undefined : occasion, choice }]))
  return { chosen, paused: new Set(rows.filter(({ choice }) => choice === null).map(({ address }) => address)) }
}
