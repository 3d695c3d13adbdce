import type { Tx } from '../../platform/database.ts'
import type { Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import type { Instant } from '../../shared/time.ts'
import type { Letters } from '../taking/commands.ts'
import type { ModerationReason } from '../moderation/model.ts'
import { declineKept, restoreKept, takeKept, type WriteLetter } from '../waiting/commands.ts'

interface Many {
  readonly cycleId: Id<'cycle'>
  readonly ids: readonly Id<'comment'>[]
}

/**
 * Sets aside many comments that wait, for one reason, all or none; the sender of each is told, and each stands in the record. What
 * somebody else decided meanwhile is left as it is. Refuses: nothing-chosen, not-waiting where none of them waits any more.
 */
export async function declineTogether(
  tx: Tx,
  actor: Actor,
  input: Many & { readonly reason: ModerationReason; readonly note: string | undefined; readonly write: (id: Id<'comment'>) => WriteLetter },
  now: Instant,
): Promise<{ readonly done: number } | Refusal<'nothing-chosen' | 'not-waiting'>> {
  const { cycleId, reason, note, write } = input
  return forEach(input.ids, (id) => declineKept(tx, actor, { id, cycleId, reason, note, write: write(id) }, now))
}

/** Undoes that. Refuses: nothing-chosen, not-waiting where none of them is set aside any more. */
export async function restoreTogether(tx: Tx, actor: Actor, input: Many, now: Instant): Promise<{ readonly done: number } | Refusal<'nothing-chosen' | 'not-waiting'>> {
  return forEach(input.ids, (id) => restoreKept(tx, actor, { id, cycleId: input.cycleId }, now))
}

/**
 * Takes many comments that wait, each under a number of its own, as of the moment at which it was sent; all or none. Refuses:
 * nothing-chosen, not-waiting, and not-all-taken where the text has no place any more for one of them, which is then looked at alone.
 */
export async function takeTogether(
  tx: Tx,
  actor: Actor,
  input: Many & { readonly cycleSlug: string } & Letters,
  now: Instant,
): Promise<{ readonly done: number } | Refusal<'nothing-chosen' | 'not-waiting' | 'not-all-taken'>> {
  let isPlaceless = false
  const done = await forEach(input.ids, async (id) => {
    const taken = await takeKept(tx, actor, { id, cycleId: input.cycleId, by: 'desk', cycleSlug: input.cycleSlug, receipt: input.receipt, toFollowers: input.toFollowers }, now)
    if ('refusal' in taken && taken.refusal !== 'not-waiting') isPlaceless = true
    return taken
  })
  return isPlaceless ? { refusal: 'not-all-taken' } : done
}

/** In the order of their ids, which is the order in which others hold them. */
async function forEach(ids: readonly Id<'comment'>[], work: (id: Id<'comment'>) => Promise<object>): Promise<{ readonly done: number } | Refusal<'nothing-chosen' | 'not-waiting'>> {
  if (ids.length === 0) return { refusal: 'nothing-chosen' }
  let done = 0
  for (const id of [...new Set(ids)].sort()) if (!('refusal' in (await work(id)))) done += 1
  return done === 0 ? { refusal: 'not-waiting' } : { done }
}
