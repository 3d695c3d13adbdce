import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'

export interface FindingThemeRow {
  finding_id: Id
  theme_id: Id
}

/** A passage that a person at the desk has picked. Of this installation: a forum folder does not carry it. */
export interface BasketRow {
  person_id: Id
  passage_id: Id
  cycle_id: Id
  added_at: Instant
}

declare module '../../platform/database.ts' {
  interface Database {
    synthesis_finding_theme: FindingThemeRow
    synthesis_basket: BasketRow
  }
}
