import type { Generated, JSONColumnType } from 'kysely'
import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'

export interface UnsentRow {
  id: Id
  forum_id: Id
  cycle_id: Id
  call_id: Id
  invitation_id: Id | null
  fields: JSONColumnType<Record<string, string[]>>
  revision: Generated<number>
  saved_from: string | null
  created_at: Instant
  changed_at: Instant
}

export interface UnsentFileRow {
  id: Id
  unsent_id: Id
  position: number
  name: string
  media_type: string
  size: number
  sha256: string
  added_at: Instant
}

export interface RemarkRow {
  id: Id
  unsent_id: Id | null
  contribution_id: Id | null
  made_at: Instant
  name: string
  text: string
  is_cleared: boolean
}

declare module '../../platform/database.ts' {
  interface Database {
    contributions_unsent: UnsentRow
    contributions_unsent_file: UnsentFileRow
    contributions_remark: RemarkRow
  }
}
