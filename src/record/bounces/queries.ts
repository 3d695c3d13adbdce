import { sql } from 'kysely'
import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import { addMilliseconds, type Instant } from '../../shared/time.ts'
import { choiceAddress } from '../preferences/model.ts'
import { pointsLeft, type AddressState, type FailureKind } from './model.ts'

export interface AddressInTrouble {
  readonly address: string
  readonly state: AddressState
  /** What is left of them now. */
  readonly points: number
  readonly since: Instant
  readonly probes: number
  readonly probedAt: Instant | null
  readonly last: { readonly kind: FailureKind; readonly status: string | null; readonly diagnostic: string; readonly at: Instant } | undefined
}

/** Addresses that mail does not reach, or hardly; the worst first, then the latest. */
export async function listAddressesInTrouble(db: Reader, now: Instant, page: { readonly limit: number; readonly offset: number }): Promise<AddressInTrouble[]> {
  const rows = await db
    .selectFrom('record_address_state as state')
    .leftJoinLateral(
      (of) => of.selectFrom('record_bounce').select(['kind', 'status', 'diagnostic', 'at']).whereRef('record_bounce.address', '=', 'state.address').where('kind', '!=', 'policy').orderBy('at', 'desc').limit(1).as('last'),
      (join) => join.onTrue(),
    )
    .select(['state.address', 'state.state', 'state.score', 'state.scored_at', 'state.since', 'state.probes', 'state.probed_at', 'last.kind', 'last.status', 'last.diagnostic', 'last.at'])
    .where('state.state', '!=', 'good')
    .orderBy(sql`array_position(array['complained', 'paused', 'warned'], state.state)`)
    .orderBy('state.since', 'desc')
    .orderBy('state.address')
    .limit(page.limit)
    .offset(page.offset)
    .execute()
  return rows.map((row) => ({
    address: row.address,
    state: row.state,
    points: pointsLeft({ points: row.score, scoredAt: row.scored_at }, now),
    since: row.since,
    probes: row.probes,
    probedAt: row.probed_at,
    last: row.kind === null || row.at === null ? undefined : { kind: row.kind, status: row.status, diagnostic: row.diagnostic ?? '', at: row.at },
  }))
}

export interface RefusedAt {
  readonly domain: string
  readonly count: number
  readonly diagnostic: string
}

/** Where mail was refused for what it is or where it comes from, in the last 30 days; the most refused first, 50 at most. */
export async function listPolicyRefusals(db: Reader, now: Instant): Promise<RefusedAt[]> {
  const since = addMilliseconds(now, -30 * 86_400_000)
  const { rows } = await sql<{ domain: string; count: number; diagnostic: string }>`
    select split_part(address, '@', 2) as domain, count(*)::int as count, (array_agg(diagnostic order by at desc))[1] as diagnostic
    from record_bounce where kind = 'policy' and at > ${since} group by 1 order by 2 desc, 1 limit 50`.execute(db)
  return rows
}

export async function countAddressesInTrouble(db: Reader): Promise<number> {
  const row = await db.selectFrom('record_address_state').select((of) => of.fn.countAll<number>().as('count')).where('state', '!=', 'good').executeTakeFirstOrThrow()
  return row.count
}

/** How an address stands; `good` where nothing is known. */
export async function findAddressState(db: Reader, address: string): Promise<AddressState> {
  const row = await db.selectFrom('record_address_state').select('state').where('address', '=', choiceAddress(address)).executeTakeFirst()
  return row?.state ?? 'good'
}

/** Of some addresses, those that are sent nothing but what they ask for. In lower case. */
export async function listClosedAddresses(db: Reader, addresses: readonly string[]): Promise<ReadonlySet<string>> {
  if (addresses.length === 0) return new Set()
  const rows = await db.selectFrom('record_address_state').select('address').where('state', 'in', ['paused', 'complained']).where('address', 'in', [...new Set(addresses.map(choiceAddress))]).execute()
  return new Set(rows.map(({ address }) => address))
}

/** Of some addresses, the mail of ours that was last sent to each, by which a report without a token is known; none where nothing was. */
export async function findLastMailTo(db: Reader, addresses: readonly string[], now: Instant): Promise<{ readonly id: Id; readonly recipient: string; readonly forumId: Id | null } | undefined> {
  for (const address of addresses.slice(0, 20)) {
    const row = await db
      .selectFrom('record_outbox')
      .select(['id', 'recipient', 'forum_id'])
      // As it is written in the report, or as addresses are mostly written: by the index of recipients.
      .where('recipient', 'in', [...new Set([address, address.toLowerCase()])])
      .where('sent_at', '>', addMilliseconds(now, -30 * 86_400_000))
      .orderBy('sent_at', 'desc')
      .limit(1)
      .executeTakeFirst()
    if (row !== undefined) return { id: row.id, recipient: row.recipient, forumId: row.forum_id }
  }
  return undefined
}
