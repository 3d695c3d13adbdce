import type { ColumnType, Generated } from 'kysely'
import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'

export interface LiveRow {
  document_id: Id
  version: number
  tree: ColumnType<unknown, string, string>
  tree_version: number
  oldest_version: Generated<number>
}

export interface BatchRow {
  document_id: Id
  began: number
  version: number
  client: Id | null
  seq: number | null
  person_id: Id | null
  steps: ColumnType<unknown, string, never>
  fates: ColumnType<unknown, string, never>
  swallowed: Id[]
  at: Instant
}

export interface LeftoverRow {
  id: Id
  document_id: Id
  person_id: Id
  kind: 'not-merged' | 'swallowed'
  reason: string | null
  words: string
  block_id: Id | null
  by_person: Id | null
  at: Instant
}

export interface StretchRow {
  document_id: Id
  person_id: Id
  began_at: Instant
  last_at: Instant
  steps: number
  blocks: Id[]
}

declare module '../../platform/database.ts' {
  interface Database {
    drafts_live: LiveRow
    drafts_batch: BatchRow
    drafts_leftover: LeftoverRow
    drafts_stretch: StretchRow
  }
}
