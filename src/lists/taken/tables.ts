import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import type { TakenAs, TakenBy } from './model.ts'

export interface TakenRow {
  id: Id
  post_id: Id
  kind: TakenAs
  became_id: Id
  target_id: Id
  taken_by: TakenBy
  taken_at: Instant
}

export interface OfferRow {
  letter_id: Id
  number: number
  post_id: Id
  kind: TakenAs
  target_id: Id
}

declare module '../../platform/database.ts' {
  interface Database {
    lists_taken: TakenRow
    lists_offer: OfferRow
  }
}
