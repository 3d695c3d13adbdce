import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'

export interface ProposalRow {
  id: Id
  forum_id: Id
  cycle_id: Id
  number: number
  theme_id: Id
  reason: string
  made_by: Id | null
  machine: string | null
  made_at: Instant
  decided_by: Id | null
  decided_at: Instant | null
  change_id: Id | null
}

export interface ProposedPassageRow {
  proposal_id: Id
  passage_id: Id
  is_accepted: boolean | null
}

declare module '../../platform/database.ts' {
  interface Database {
    synthesis_proposal: ProposalRow
    synthesis_proposed_passage: ProposedPassageRow
  }
}
