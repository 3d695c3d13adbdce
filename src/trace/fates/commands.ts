import type { Tx } from '../../platform/database.ts'
import { lockCycleForInput } from '../../forums/queries.ts'
import { appendAct } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import type { Instant } from '../../shared/time.ts'
import { carriesAnything, type GivenFate, type Unit } from '../coverage/model.ts'
import { findUnits } from '../coverage/queries.ts'

export interface FateToGive {
  readonly forumId: Id<'forum'>
  readonly cycleId: Id<'cycle'>
  readonly cycle: string
  readonly unitIds: readonly Id[]
  readonly fate: GivenFate['fate']
  /** Printed beside each of them. */
  readonly reason: string
}

/**
 * Says with one reason what became of one or several units. Refuses `nothing-chosen`, `unit-not-found` (not of this cycle,
 * withdrawn or declined) and `has-a-fate` with the references of those to which one was given before; then none is given.
 */
export async function giveFate(
  tx: Tx,
  actor: Actor,
  input: FateToGive,
  now: Instant,
): Promise<{ given: number } | Refusal<'nothing-chosen' | 'unit-not-found'> | (Refusal<'has-a-fate'> & { readonly refs: readonly string[] })> {
  await lockCycleForInput(tx, input.cycleId)
  const ids = [...new Set(input.unitIds)]
  if (ids.length === 0) return { refusal: 'nothing-chosen' }
  const units = (await findUnits(tx, { id: input.cycleId, slug: input.cycle }, ids)).filter(carriesAnything)
  if (units.length < ids.length) return { refusal: 'unit-not-found' }
  const given = await tx
    .insertInto('trace_fate')
    .values(units.map((unit) => toRow(input, unit, now)))
    .onConflict((conflict) => conflict.column('unit_id').doNothing())
    .returning('unit_id')
    .execute()
  const taken = new Set(given.map((row) => row.unit_id))
  if (taken.size < units.length) return { refusal: 'has-a-fate', refs: units.filter((unit) => !taken.has(unit.id)).map((unit) => unit.ref) }
  const refs = units.map((unit) => unit.ref).join(', ')
  const texts = { reason: { text: input.reason, isPublic: true } }
  // The record's sentences choose by it, and a choice in a message has no hyphens.
  const detail = { fate: input.fate.replaceAll('-', '_'), units: units.length, refs }
  const { forumId, cycleId } = input
  await appendAct(tx, actor, { forumId, cycleId, act: 'fates-given', subject: { kind: units[0]?.kind ?? 'answer', id: ids[0] ?? cycleId }, detail, texts }, now)
  return { given: units.length }
}

/** Takes back what the editors said of a unit. Refuses `no-such-fate` when it was changed or taken back since it was read. */
export async function revokeFate(
  tx: Tx,
  actor: Actor,
  input: { forumId: Id<'forum'>; cycleId: Id<'cycle'>; cycle: string; unitId: Id; revision: number },
  now: Instant,
): Promise<{ revoked: true } | Refusal<'no-such-fate'>> {
  await lockCycleForInput(tx, input.cycleId)
  const revoked = await tx
    .deleteFrom('trace_fate')
    .where('unit_id', '=', input.unitId)
    .where('cycle_id', '=', input.cycleId)
    .where('revision', '=', input.revision)
    .returning(['fate', 'unit_kind'])
    .executeTakeFirst()
  if (revoked === undefined) return { refusal: 'no-such-fate' }
  const [unit] = await findUnits(tx, { id: input.cycleId, slug: input.cycle }, [input.unitId])
  const detail = { fate: revoked.fate.replaceAll('-', '_'), unit: unit?.ref ?? '' }
  const { forumId, cycleId } = input
  await appendAct(tx, actor, { forumId, cycleId, act: 'fate-revoked', subject: { kind: revoked.unit_kind, id: input.unitId }, detail }, now)
  return { revoked: true }
}

function toRow(input: FateToGive, unit: Unit, now: Instant) {
  return {
    unit_id: unit.id,
    unit_kind: unit.kind,
    forum_id: input.forumId,
    cycle_id: input.cycleId,
    fate: input.fate,
    reason: input.reason,
    given_at: now,
  }
}
