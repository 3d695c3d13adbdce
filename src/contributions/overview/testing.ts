import { buildCall } from '../../calls/testing.ts'
import { transact, type Db } from '../../platform/database.ts'
import type { Cycle } from '../../forums/model.ts'
import { newId } from '../../platform/new-id.ts'
import type { Instant, PlainDate } from '../../shared/time.ts'
import type { Capacity } from '../../shared/vocabularies.ts'
import { addToTally, gatherCount, type Counts } from '../tally/commands.ts'

export interface Counting {
  readonly stakeholderGroup?: string | null
  readonly regionalGroup?: string | null
  readonly capacity?: Capacity | null
  readonly receivedBy: string
  /** Given: the instant of arrival is known. */
  readonly receivedAt?: string
  readonly withdrawnAt?: string
}

/** Contributions of which only what is counted matters, to a call of their own. Numbers go on from those there. */
export async function buildCounted(db: Db, cycle: Cycle, now: Instant, rows: readonly Counting[]): Promise<void> {
  if (rows.length === 0) return
  const { id: callId } = await buildCall(db, cycle, now, { slug: `call-${newId()}` })
  const { count } = await db
    .selectFrom('contributions_contribution')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('cycle_id', '=', cycle.id)
    .executeTakeFirstOrThrow()
  const made = rows.map((row, index) => ({
    id: newId(), forum_id: cycle.forumId, cycle_id: cycle.id, call_id: callId, number: Number(count) + index + 1, contributor: null, organisation: null,
    capacity: row.capacity ?? null, country: null, stakeholder_group: row.stakeholderGroup ?? null, regional_group: row.regionalGroup ?? null,
    channel: 'import' as const, language: null, consent: 'full' as const, mail: null, label: null, received_at: (row.receivedAt ?? null) as Instant | null,
    received_by: row.receivedBy as PlainDate, is_late: false, withdrawn_at: (row.withdrawnAt ?? null) as Instant | null, withdrawn_reason: null,
    held_at: null, declined_at: null, moderated_for: null, moderated_note: null, sender_asked_at: null, sender_confirmed_at: null,
    form_key: null, source_key: null,
  }))
  await db.insertInto('contributions_contribution').values(made).execute()
  const counts: Counts = new Map()
  for (const row of made) gatherCount(counts, row)
  await transact(db, (tx) => addToTally(tx, counts))
}

/** The 25 rows of annex III of the report of 11 October 2017, by their classes, and the two that came until 27 October, of unknown ones. */
export function rowsOf2017(): Counting[] {
  const cells: readonly (readonly [string, string, Capacity, number])[] = [
    ['Civil Society', 'APG', 'individual', 2], ['Civil Society', 'APG', 'organisation', 1], ['Civil Society', 'WEOG', 'individual', 1],
    ['Civil Society', 'WEOG', 'organisation', 2], ['Civil Society', 'AFG', 'organisation', 2], ['Civil Society', 'GRULAC', 'individual', 1],
    ['Civil Society', 'GRULAC', 'organisation', 1], ['Technical Community', 'APG', 'individual', 1], ['Technical Community', 'APG', 'organisation', 1],
    ['Technical Community', 'GRULAC', 'organisation', 2], ['Technical Community', 'AFG', 'organisation', 1], ['Multistakeholder', 'AFG', 'organisation', 2],
    ['Multistakeholder', 'GRULAC', 'organisation', 1], ['Multistakeholder', 'WEOG', 'organisation', 1], ['Private Sector', 'APG', 'individual', 1],
    ['Private Sector', 'APG', 'organisation', 1], ['Private Sector', 'WEOG', 'organisation', 1], ['Government', 'APG', 'organisation', 1], ['IGO', 'none', 'organisation', 2],
  ]
  const known = cells.flatMap(([stakeholderGroup, regionalGroup, capacity, count]) =>
    Array.from({ length: count }, () => ({ stakeholderGroup, regionalGroup, capacity, receivedBy: '2017-10-11' })),
  )
  return [...known, { receivedBy: '2017-10-27' }, { receivedBy: '2017-10-27' }]
}
