import type { Generated } from 'kysely'
import type { Id } from '../shared/ids.ts'
import type { Fate, Stance } from '../shared/vocabularies.ts'
import type { Instant } from '../shared/time.ts'

export interface LinkRow {
  id: Id
  forum_id: Id
  cycle_id: Id
  relation: string
  from_kind: string
  from_id: Id
  version_id: Id | null
  to_kind: string
  to_id: Id
  position: number
  linked_at: Instant
  stance: Exclude<Stance, 'supports'> | null
}

export interface FateRow {
  unit_id: Id
  unit_kind: string
  forum_id: Id
  cycle_id: Id
  fate: Exclude<Fate, 'none' | 'cited'>
  reason: string
  given_at: Instant
  revision: Generated<number>
}

declare module '../platform/database.ts' {
  interface Database {
    trace_link: LinkRow
    trace_fate: FateRow
  }
}
