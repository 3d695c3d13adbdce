import type { Generated } from 'kysely'
import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'

export interface VoterRow {
  id: Id
  poll_id: Id
  asked_id: Id | null
  name: string | null
  mail: string | null
  regional_group: string | null
  zone: string
  language: string
  channel: string
  voted_at: Instant
  changed_at: Instant | null
  revision: Generated<number>
  form_key: Id | null
}

export interface VoteRow {
  voter_id: Id
  slot_id: Id
  answer: string
}

declare module '../../platform/database.ts' {
  interface Database {
    meetings_voter: VoterRow
    meetings_vote: VoteRow
  }
}
