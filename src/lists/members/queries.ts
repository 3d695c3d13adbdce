import type { Selectable } from 'kysely'
import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import type { Subscription, SubscriptionState, SubscriptionWay } from '../model.ts'
import type { SubscriptionRow } from '../tables.ts'

export async function findSubscription(db: Reader, id: Id): Promise<Subscription | undefined> {
  const row = await db.selectFrom('lists_subscription').selectAll().where('id', '=', id).executeTakeFirst()
  return row === undefined ? undefined : toSubscription(row)
}

/** The subscription of an address, in whatever state; undefined where it never asked. */
export async function findSubscriptionOf(db: Reader, listId: Id, mail: string): Promise<Subscription | undefined> {
  const row = await db
    .selectFrom('lists_subscription')
    .selectAll()
    .where('list_id', '=', listId)
    .where((eb) => eb(eb.fn<string>('lower', ['mail']), '=', mail.toLowerCase()))
    .executeTakeFirst()
  return row === undefined ? undefined : toSubscription(row)
}

/** A member as the desk sees them. */
export interface Member extends Subscription {
  readonly cameBy: SubscriptionWay
  readonly consent: string | null
  readonly askedAt: Instant
  readonly confirmedAt: Instant | null
  readonly stateAt: Instant
}

/** Members by address, a page of them, after one; only of a state where one is given. */
export async function listMembers(db: Reader, listId: Id, options: { after?: string | undefined; limit: number; state?: SubscriptionState | undefined }): Promise<Member[]> {
  let query = db.selectFrom('lists_subscription').selectAll().where('list_id', '=', listId)
  if (options.state !== undefined) query = query.where('state', '=', options.state)
  if (options.after !== undefined) query = query.where((eb) => eb(eb.fn<string>('lower', ['mail']), '>', options.after?.toLowerCase() ?? ''))
  const rows = await query.orderBy((eb) => eb.fn<string>('lower', ['mail'])).limit(options.limit).execute()
  return rows.map((row) => ({ ...toSubscription(row), cameBy: row.came_by, consent: row.consent, askedAt: row.asked_at, confirmedAt: row.confirmed_at, stateAt: row.state_at }))
}

/** Who confirmed that they want to join a members' list and waits for the desk. */
export async function listWaitingMembers(db: Reader, listId: Id): Promise<Subscription[]> {
  const rows = await db.selectFrom('lists_subscription').selectAll().where('list_id', '=', listId).where('state', '=', 'asked').where('confirmed_at', 'is not', null).orderBy('confirmed_at').limit(200).execute()
  return rows.map(toSubscription)
}

/** How many there are in each state. */
export async function countMembers(db: Reader, listId: Id): Promise<Readonly<Partial<Record<SubscriptionState, number>>>> {
  const rows = await db.selectFrom('lists_subscription').select(['state', (eb) => eb.fn.countAll<number>().as('count')]).where('list_id', '=', listId).groupBy('state').execute()
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]))
}

/** The subscriptions of an address that are alive, in all lists: what bounces end, and what its person sees. */
export async function listSubscriptionsOf(db: Reader, mail: string): Promise<Subscription[]> {
  const rows = await db
    .selectFrom('lists_subscription')
    .selectAll()
    .where((eb) => eb(eb.fn<string>('lower', ['mail']), '=', mail.toLowerCase()))
    .where('state', 'in', ['confirmed', 'paused', 'bouncing'])
    .orderBy('id')
    .execute()
  return rows.map(toSubscription)
}

/** The addresses, in small letters, that are sent what these lists publish: at once, or in a digest. */
export async function listAddressesOn(db: Reader, listIds: readonly Id[]): Promise<Set<string>> {
  if (listIds.length === 0) return new Set()
  const rows = await db.selectFrom('lists_subscription').select((eb) => eb.fn<string>('lower', ['mail']).as('mail')).distinct().where('list_id', 'in', [...listIds]).where('state', '=', 'confirmed').where('delivery', '<>', 'none').execute()
  return new Set(rows.map(({ mail }) => mail))
}

export function toSubscription(row: Selectable<SubscriptionRow>): Subscription {
  return {
    id: row.id as Id<'subscription'>,
    listId: row.list_id as Id<'list'>,
    mail: row.mail,
    name: row.name,
    language: row.language,
    delivery: row.delivery,
    state: row.state,
    admittedAt: row.admitted_at,
    trustedPosts: row.trusted_posts,
    isTrusted: row.is_trusted,
  }
}
