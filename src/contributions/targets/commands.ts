import { sql } from 'kysely'
import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { appendAct } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import type { Instant } from '../../shared/time.ts'
import type { TargetDimension, TargetUnit } from './model.ts'
import type { FolderTarget } from './schema.ts'

interface Place {
  readonly forumId: Id<'forum'>
  readonly cycleId: Id<'cycle'>
}

export interface TargetToSet extends Place {
  readonly dimension: TargetDimension
  /** Null: each group of the dimension. */
  readonly key: string | null
  readonly unit: TargetUnit
  /** Per cent (1 to 90) or contributions. */
  readonly least: number
}

/** Sets what a cycle aims at; a target for the same group and unit takes the place of the one before. Refuses `as-it-was` when nothing would change. */
export async function setTarget(tx: Tx, actor: Actor, input: TargetToSet, now: Instant): Promise<{ targetId: Id<'target'> } | Refusal<'as-it-was'>> {
  const { forumId, cycleId, dimension, key, unit, least } = input
  // Two who set the same target at once write one after the other, and the record says so.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`targets:${cycleId}`}, 0))`.execute(tx)
  const before = await tx
    .selectFrom('contributions_target')
    .select(['id', 'least'])
    .where('cycle_id', '=', cycleId)
    .where('dimension', '=', dimension)
    .where('key', 'is not distinct from', key)
    .where('unit', '=', unit)
    .executeTakeFirst()
  if (before?.least === least) return { refusal: 'as-it-was' }
  const id = (before?.id ?? newId<'target'>()) as Id<'target'>
  if (before === undefined) {
    const last = await tx.selectFrom('contributions_target').select((select) => select.fn.max('position').as('position')).where('cycle_id', '=', cycleId).executeTakeFirst()
    const position = Number(last?.position ?? 0) + 1
    await tx.insertInto('contributions_target').values({ id, forum_id: forumId, cycle_id: cycleId, position, dimension, key, unit, least }).execute()
  } else await tx.updateTable('contributions_target').set({ least }).where('id', '=', id).execute()
  const detail = { dimension, key: key ?? 'each', unit, least, earlier: before?.least ?? null }
  await appendAct(tx, actor, { forumId, cycleId, act: 'target-set', subject: { kind: 'target', id }, detail }, now)
  return { targetId: id }
}

/** Takes a target back. Refuses `gone` when somebody did so before. */
export async function removeTarget(tx: Tx, actor: Actor, input: Place & { targetId: Id }, now: Instant): Promise<{ removed: true } | Refusal<'gone'>> {
  const row = await tx
    .deleteFrom('contributions_target')
    .where('id', '=', input.targetId)
    .where('cycle_id', '=', input.cycleId)
    .returning(['dimension', 'key', 'unit', 'least'])
    .executeTakeFirst()
  if (row === undefined) return { refusal: 'gone' }
  const detail = { dimension: row.dimension, key: row.key ?? 'each', unit: row.unit, least: row.least }
  await appendAct(tx, actor, { forumId: input.forumId, cycleId: input.cycleId, act: 'target-removed', subject: { kind: 'target', id: input.targetId }, detail }, now)
  return { removed: true }
}

/** Takes the targets of a forum folder, in the order of the file. Its import is the act. */
export async function insertTargets(tx: Tx, forumId: Id, cycleId: Id, targets: readonly FolderTarget[]): Promise<void> {
  if (targets.length === 0) return
  const rows = targets.map(({ id, dimension, key, unit, least }, place) => ({ id, forum_id: forumId, cycle_id: cycleId, position: place + 1, dimension, key: key ?? null, unit, least }))
  await tx.insertInto('contributions_target').values(rows).execute()
}
