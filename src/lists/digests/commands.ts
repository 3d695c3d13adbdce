import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import type { Actor } from '../../record/model.ts'
import { addMilliseconds, type Instant } from '../../shared/time.ts'
import { toList } from '../queries.ts'
import { lastDigestHour } from './model.ts'

/**
 * Begins the digests whose hour has come: for each list with a reader of digests, of the posts that were published since its last one.
 * Nobody is named in it and nothing new is said, so it is no act. Answers how many were begun.
 */
export async function beginDueDigests(tx: Tx, _actor: Actor, now: Instant): Promise<number> {
  const rows = await tx
    .selectFrom('lists_list')
    .selectAll()
    .where((where) => where.exists(where.selectFrom('lists_subscription').select('lists_subscription.id').whereRef('lists_subscription.list_id', '=', 'lists_list.id').where('state', '=', 'confirmed').where('delivery', 'in', ['digest', 'mime-digest'])))
    .orderBy('id')
    .forUpdate()
    .skipLocked()
    .execute()
  let begun = 0
  for (const list of rows.map(toList)) {
    const due = lastDigestHour(list, now)
    const last = await tx.selectFrom('lists_digest').select(['number', 'last_post', 'made_at']).where('list_id', '=', list.id).orderBy('number', 'desc').limit(1).executeTakeFirst()
    if (last !== undefined && last.made_at >= due) continue
    const range = await tx
      .selectFrom('lists_post')
      .select((eb) => [eb.fn.min('number').as('first'), eb.fn.max('number').as('last')])
      .where('list_id', '=', list.id)
      .where('state', '=', 'published')
      .where('came_by', '<>', 'import')
      .where('number', '>', last?.last_post ?? 0)
      .where('published_at', '<=', due)
      // A list's first digest does not send the whole archive.
      .where('published_at', '>', last === undefined ? weekBefore(due) : list.createdAt)
      .executeTakeFirst()
    if (range === undefined || range.first === null || range.last === null) continue
    const id = newId()
    await tx.insertInto('lists_digest').values({ id, list_id: list.id, number: (last?.number ?? 0) + 1, first_post: range.first, last_post: range.last, made_at: now }).execute()
    for (const kind of ['digest', 'mime-digest'] as const) await tx.insertInto('lists_sending').values({ id: newId(), list_id: list.id, digest_id: id, kind, begun_at: now }).execute()
    begun++
  }
  return begun
}

function weekBefore(instant: Instant): Instant {
  return addMilliseconds(instant, -8 * 24 * 3_600_000)
}
