import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import type { ChangeKind } from './model.ts'

export interface ChangeRow {
  id: Id
  forum_id: Id
  cycle_id: Id
  number: number
  kind: ChangeKind
  theme_id: Id
  into_id: Id | null
  made_by: Id | null
  made_at: Instant
  undone_by: Id | null
  undone_at: Instant | null
}

export interface MovedThemeRow {
  change_id: Id
  theme_id: Id
  parent_id: Id | null
  position: number
}

export interface PastThemeRow {
  id: Id
  passage_id: Id
  theme_id: Id
  assigned_by: Id | null
  machine: string | null
  signed_by: Id | null
  assigned_at: Instant | null
  given_by_change: Id | null
  ended_by: Id | null
  ended_at: Instant
  change_id: Id | null
}

declare module '../../platform/database.ts' {
  interface Database {
    synthesis_change: ChangeRow
    synthesis_moved_theme: MovedThemeRow
    synthesis_past_theme: PastThemeRow
  }
}
