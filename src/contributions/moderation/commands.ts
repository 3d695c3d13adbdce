import type { Tx } from '../../platform/database.ts'
import { findCycleById, lockCycleForInput } from '../../forums/queries.ts'
import { appendAct, enqueueMail } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import { formatRef } from '../../shared/refs.ts'
import type { Refusal } from '../../shared/result.ts'
import type { Instant } from '../../shared/time.ts'
import { moveInTally } from '../tally/commands.ts'
import type { DeclineReason, HoldReason } from './model.ts'

interface Decided {
  readonly cycleId: Id<'cycle'>
  readonly contributionId: Id<'contribution'>
}

/** Writes to the contributor, who has an address; `ref` is `2017/C-14`. */
export type WriteLetter = (about: { readonly ref: string; readonly contributionId: Id<'contribution'> }) => { readonly subject: string; readonly body: string; readonly language?: string | undefined }

export interface ToHold extends Decided {
  readonly reason: HoldReason
  /** What the contributor is told besides; never public. */
  readonly note?: string | undefined
  readonly write: WriteLetter
}

export interface ToDecline extends Omit<ToHold, 'reason'> {
  readonly reason: DeclineReason
}

export interface ToRelease extends Decided {
  /** Why, for the desk and the record; not public. */
  readonly reason: string
  readonly write: WriteLetter
}

const COUNTED = ['forum_id', 'cycle_id', 'call_id', 'number', 'mail', 'received_at', 'received_by', 'withdrawn_at', 'declined_at', 'state', 'stakeholder_group', 'regional_group', 'capacity'] as const

/**
 * Holds a contribution: its words and names are shown to nobody until the desk has decided; it stays counted. Its sender is told by
 * mail. Refuses `already-decided`: it is held, declined or withdrawn already, or has not been received yet.
 */
export async function holdContribution(tx: Tx, actor: Actor, input: ToHold, now: Instant): Promise<{ held: true } | Refusal<'already-decided'>> {
  await lockCycleForInput(tx, input.cycleId)
  const held = await tx
    .updateTable('contributions_contribution')
    .set({ held_at: now, moderated_for: input.reason, moderated_note: input.note ?? null })
    .where('id', '=', input.contributionId)
    .where('cycle_id', '=', input.cycleId)
    .where('state', '=', 'received')
    .where('withdrawn_at', 'is', null)
    .where('declined_at', 'is', null)
    .where('held_at', 'is', null)
    .returning(COUNTED)
    .executeTakeFirst()
  if (held === undefined) return { refusal: 'already-decided' }
  await tell(tx, actor, { ...input, act: 'contribution-held', row: held, text: input.note }, now)
  return { held: true }
}

/**
 * Declines a contribution, held or not: it is not counted from now on, its units are answered by the kind of reason (decision 22),
 * and its sender is told by mail. Refuses `already-decided`: it is declined or withdrawn already.
 */
export async function declineContribution(tx: Tx, actor: Actor, input: ToDecline, now: Instant): Promise<{ declined: true } | Refusal<'already-decided'>> {
  await lockCycleForInput(tx, input.cycleId)
  const declined = await tx
    .updateTable('contributions_contribution')
    .set({ declined_at: now, held_at: null, moderated_for: input.reason, moderated_note: input.note ?? null })
    .where('id', '=', input.contributionId)
    .where('cycle_id', '=', input.cycleId)
    .where('state', '=', 'received')
    .where('withdrawn_at', 'is', null)
    .where('declined_at', 'is', null)
    .returning(COUNTED)
    .executeTakeFirst()
  if (declined === undefined) return { refusal: 'already-decided' }
  await moveInTally(tx, { ...declined, declined_at: null }, declined)
  await tell(tx, actor, { ...input, act: 'contribution-declined', row: declined, text: input.note }, now)
  return { declined: true }
}

/**
 * Undoes a hold or a decline: it stands as if nothing had been decided, and its sender is told. Refuses `nothing-to-undo`: it is
 * neither held nor declined, or was withdrawn since.
 */
export async function releaseContribution(tx: Tx, actor: Actor, input: ToRelease, now: Instant): Promise<{ released: true } | Refusal<'nothing-to-undo'>> {
  await lockCycleForInput(tx, input.cycleId)
  const before = await tx
    .selectFrom('contributions_contribution')
    .select('declined_at')
    .where('id', '=', input.contributionId)
    .where('cycle_id', '=', input.cycleId)
    .where('state', '=', 'received')
    .where('withdrawn_at', 'is', null)
    .where((where) => where.or([where('held_at', 'is not', null), where('declined_at', 'is not', null)]))
    .forUpdate()
    .executeTakeFirst()
  if (before === undefined) return { refusal: 'nothing-to-undo' }
  const released = await tx
    .updateTable('contributions_contribution')
    .set({ declined_at: null, held_at: null, moderated_for: null, moderated_note: null })
    .where('id', '=', input.contributionId)
    .returning(COUNTED)
    .executeTakeFirstOrThrow()
  if (before.declined_at !== null) await moveInTally(tx, { ...released, declined_at: before.declined_at }, released)
  await tell(tx, actor, { ...input, act: 'contribution-released', reason: before.declined_at === null ? 'held' : 'declined', row: released, text: input.reason }, now)
  return { released: true }
}

interface Told extends Decided {
  readonly act: 'contribution-held' | 'contribution-declined' | 'contribution-released'
  readonly reason: string
  readonly row: { readonly forum_id: Id; readonly number: number; readonly mail: string | null }
  readonly text: string | undefined
  readonly write: WriteLetter
}

/** The letter, then the entry: what is said besides the kind of reason stays out of the public record. */
async function tell(tx: Tx, actor: Actor, told: Told, now: Instant): Promise<void> {
  const { contributionId, cycleId, act, reason, row, text } = told
  const forumId = row.forum_id as Id<'forum'>
  const ref = formatRef((await findCycleById(tx, cycleId))?.slug ?? '', 'C', row.number)
  if (row.mail !== null) await enqueueMail(tx, { forumId, recipient: row.mail, ...told.write({ ref, contributionId }), occasion: act, about: { kind: 'contribution', id: contributionId }, cause: `${act}:${contributionId}:${now}` }, now)
  const texts = text === undefined ? {} : { note: { text, isPublic: false } }
  await appendAct(tx, actor, { forumId, cycleId, act, subject: { kind: 'contribution', id: contributionId }, detail: { ref, reason }, texts }, now)
}
