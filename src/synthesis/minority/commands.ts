import { lockCycleForInput } from '../../forums/queries.ts'
import type { Tx } from '../../platform/database.ts'
import { appendAct } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import type { Instant } from '../../shared/time.ts'
import { isPublished } from '../publications/queries.ts'
import type { MinorityRule } from './model.ts'

export interface RuleToSet extends MinorityRule {
  readonly forumId: Id<'forum'>
  readonly cycleId: Id<'cycle'>
  /** The revision that was read; 0 where nothing was chosen yet. */
  readonly revision: number
}

/**
 * Chooses up to how much support a position is kept as a minority position in a cycle. The rule is published beside the findings, so it
 * stands while they do. Refuses `synthesis-published`, and `changed-meanwhile`.
 */
export async function setMinorityRule(tx: Tx, actor: Actor, input: RuleToSet, now: Instant): Promise<{ set: true } | Refusal<'synthesis-published' | 'changed-meanwhile'>> {
  const { forumId, cycleId, groups, voices, revision } = input
  await lockCycleForInput(tx, cycleId)
  if (await isPublished(tx, cycleId)) return { refusal: 'synthesis-published' }
  const rule = { most_groups: groups, most_voices: voices, revision: revision + 1 }
  const written =
    revision === 0
      ? await tx.insertInto('synthesis_minority_rule').values({ cycle_id: cycleId, forum_id: forumId, ...rule }).onConflict((conflict) => conflict.doNothing()).returning('revision').executeTakeFirst()
      : await tx.updateTable('synthesis_minority_rule').set(rule).where('cycle_id', '=', cycleId).where('revision', '=', revision).returning('revision').executeTakeFirst()
  if (written === undefined) return { refusal: 'changed-meanwhile' }
  await appendAct(tx, actor, { forumId, cycleId, act: 'minority-rule-set', subject: { kind: 'cycle', id: cycleId }, detail: { groups, voices } }, now)
  return { set: true }
}
