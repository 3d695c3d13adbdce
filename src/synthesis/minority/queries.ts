import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import { DEFAULT_RULE, type MinorityRule } from './model.ts'

/** The rule of a cycle; revision 0 where nobody has chosen one. */
export async function findMinorityRule(db: Reader, cycleId: Id): Promise<MinorityRule & { readonly revision: number }> {
  const row = await db.selectFrom('synthesis_minority_rule').selectAll().where('cycle_id', '=', cycleId).executeTakeFirst()
  return row === undefined ? { ...DEFAULT_RULE, revision: 0 } : { groups: row.most_groups, voices: row.most_voices, revision: row.revision }
}
