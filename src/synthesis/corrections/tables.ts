import type { Id } from '../../shared/ids.ts'
import type { Instant, PlainDate } from '../../shared/time.ts'
import type { Settlement, Verdict } from './model.ts'

export interface RoundRow {
  id: Id
  forum_id: Id
  cycle_id: Id
  number: number
  opened_at: Instant
  closes_on: PlainDate
}

export interface DigestRow {
  id: Id
  round_id: Id
  position: number
  by_mail: boolean
}

export interface CorrectionRow {
  id: Id
  cycle_id: Id
  round_id: Id
  digest_id: Id
  contribution_id: Id
  finding_id: Id | null
  /** Of a draft, where it is no finding. */
  paragraph_id: Id | null
  statement: string
  verdict: Verdict | null
  reason: string | null
  said_at: Instant | null
  settlement: Settlement | null
  settled_reason: string | null
  settled_at: Instant | null
}

declare module '../../platform/database.ts' {
  interface Database {
    synthesis_round: RoundRow
    synthesis_digest: DigestRow
    synthesis_correction: CorrectionRow
  }
}
