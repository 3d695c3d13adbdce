import type { Generated } from 'kysely'
import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import type { AddressState, FailureKind, FailureSource } from './model.ts'

export interface BounceRow {
  id: Id
  address: string
  outbox_id: Id | null
  forum_id: Id | null
  kind: FailureKind
  source: FailureSource
  status: string | null
  diagnostic: string
  at: Instant
  weighed_at: Instant | null
}

export interface AddressStateRow {
  address: string
  state: AddressState
  score: number
  scored_at: Instant
  since: Instant
  probed_at: Instant | null
  probe_id: Id | null
  probes: Generated<number>
}

declare module '../../platform/database.ts' {
  interface Database {
    record_bounce: BounceRow
    record_address_state: AddressStateRow
  }
}
