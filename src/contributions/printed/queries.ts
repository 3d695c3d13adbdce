import type { Selectable } from 'kysely'
import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { PlainDate } from '../../shared/time.ts'
import { counts, type Contribution } from '../model.ts'
import { toContribution } from '../queries.ts'
import type { PrintedName } from './model.ts'
import type { PrintedNameRow } from './tables.ts'

/** How documents printed the contributors of a cycle. */
export async function listPrintedNames(db: Reader, cycleId: Id): Promise<PrintedName[]> {
  const rows = await db.selectFrom('contributions_printed_name').selectAll().where('cycle_id', '=', cycleId).orderBy('list').orderBy('id').execute()
  return rows.map(toPrintedName)
}

function toPrintedName(row: Selectable<PrintedNameRow>): PrintedName {
  return { id: row.id as Id<'printed-name'>, contributionId: row.contribution_id as Id<'contribution'>, list: row.list, name: row.name, source: row.source }
}

/** The most that one annex lists: beyond, it is the list of contributions that is read, page by page. */
export const MOST_LINES = 2_000

/** The contributions that counted at the end of a day, by number: received by then, and neither withdrawn nor declined by then (UTC). */
export async function listCounted(db: Reader, cycleId: Id, asOf: PlainDate): Promise<Contribution[]> {
  const next = `${asOf}T23:59:59.999Z`
  const rows = await db
    .selectFrom('contributions_contribution')
    .selectAll()
    .where('cycle_id', '=', cycleId)
    .where('received_by', '<=', asOf)
    .where((where) => where.or([where('withdrawn_at', 'is', null), where('withdrawn_at', '>', next as never)]))
    .where((where) => where.or([where('declined_at', 'is', null), where('declined_at', '>', next as never)]))
    .orderBy('number')
    .limit(MOST_LINES)
    .execute()
  // What is not counted for another reason than these is no line either.
  return rows.map(toContribution).filter((contribution) => counts({ ...contribution, withdrawnAt: null, declinedAt: null }))
}
