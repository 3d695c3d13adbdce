import { sql } from 'kysely'
import type { Tx } from '../platform/database.ts'
import { newId } from '../platform/new-id.ts'
import { appendAct } from '../record/commands.ts'
import type { Actor } from '../record/model.ts'
import type { Id } from '../shared/ids.ts'
import type { Refusal } from '../shared/result.ts'
import type { Instant, PlainDate } from '../shared/time.ts'

export interface ReferenceToAdd {
  readonly forumId: Id<'forum'>
  readonly cycleId: Id<'cycle'>
  readonly title: string
  readonly author?: string | undefined
  readonly publisher?: string | undefined
  readonly published?: PlainDate | undefined
  readonly url?: string | undefined
  readonly note?: string | undefined
}

/** Lists a work in a cycle's library under the next number. Refuses `already-listed` when the same title stands there with the same address. */
export async function addReference(
  tx: Tx,
  actor: Actor,
  input: ReferenceToAdd,
  now: Instant,
): Promise<{ referenceId: Id<'reference'>; number: number } | (Refusal<'already-listed'> & { readonly number: number })> {
  // One writer a cycle: the next number and the look for the same work stay true until the row stands.
  await sql`select pg_advisory_xact_lock(hashtext(${`library_reference ${input.cycleId}`}))`.execute(tx)
  const same = await tx
    .selectFrom('library_reference')
    .select('number')
    .where('cycle_id', '=', input.cycleId)
    .where('title', '=', input.title)
    .where('url', input.url === undefined ? 'is' : '=', input.url ?? null)
    .executeTakeFirst()
  if (same !== undefined) return { refusal: 'already-listed', number: same.number }
  const last = await tx.selectFrom('library_reference').select((select) => select.fn.max('number').as('number')).where('cycle_id', '=', input.cycleId).executeTakeFirst()
  const number = (last?.number ?? 0) + 1
  const referenceId = newId<'reference'>()
  await tx
    .insertInto('library_reference')
    .values({
      id: referenceId,
      forum_id: input.forumId,
      cycle_id: input.cycleId,
      number,
      title: input.title,
      author: input.author ?? null,
      publisher: input.publisher ?? null,
      published: input.published ?? null,
      url: input.url ?? null,
      note: input.note ?? null,
    })
    .execute()
  const texts = { title: { text: input.title, isPublic: true } }
  const subject = { kind: 'reference', id: referenceId }
  await appendAct(tx, actor, { forumId: input.forumId, cycleId: input.cycleId, act: 'reference-added', subject, detail: { reference: `L-${number}` }, texts }, now)
  return { referenceId, number }
}
