import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { Contribution } from '../model.ts'
import { toContribution } from '../queries.ts'

/** Contributions of a cycle that wait, or that could not be confirmed, by number: with what only the desk may know of them. */
export async function listWaiting(db: Reader, cycleId: Id): Promise<(Contribution & { readonly mail: string | null; readonly stateReason: string | null })[]> {
  const rows = await db
    .selectFrom('contributions_contribution')
    .selectAll()
    .where('cycle_id', '=', cycleId)
    .where('state', '<>', 'received')
    .where('withdrawn_at', 'is', null)
    .orderBy('number')
    .limit(1000)
    .execute()
  return rows.map((row) => ({ ...toContribution(row), mail: row.mail, stateReason: row.state_reason }))
}

/** How many of a cycle wait to be confirmed by the desk or by their senders. */
export async function countUnconfirmed(db: Reader, cycleId: Id): Promise<number> {
  const row = await db
    .selectFrom('contributions_contribution')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('cycle_id', '=', cycleId)
    .where('state', '=', 'pending-confirmation')
    .where('withdrawn_at', 'is', null)
    .executeTakeFirstOrThrow()
  return row.count
}

/** The contribution that was sent by a form; undefined while it is not sent. */
export async function findSentBy(db: Reader, formKey: Id): Promise<Contribution | undefined> {
  const row = await db.selectFrom('contributions_contribution').selectAll().where('form_key', '=', formKey).executeTakeFirst()
  return row === undefined ? undefined : toContribution(row)
}

/** The key of the form by which a contribution was sent here; undefined for one that came otherwise. */
export async function findFormKey(db: Reader, contributionId: Id): Promise<Id | undefined> {
  const row = await db.selectFrom('contributions_contribution').select('form_key').where('id', '=', contributionId).executeTakeFirst()
  return row?.form_key ?? undefined
}
