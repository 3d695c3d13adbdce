import type { Generated } from 'kysely'
import type { Id } from '../../shared/ids.ts'

export interface MinorityRuleRow {
  cycle_id: Id
  forum_id: Id
  most_groups: number
  most_voices: number
  revision: Generated<number>
}

declare module '../../platform/database.ts' {
  interface Database {
    synthesis_minority_rule: MinorityRuleRow
  }
}
