import type { Generated } from 'kysely'
import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import type { NameKind } from './model.ts'

export interface NameRow {
  id: Id
  forum_id: Id
  kind: NameKind
  name: string
  merged_into: Id | null
  merged_at: Instant | null
}

export interface ApartRow {
  id: Id
  forum_id: Id
  kind: NameKind
  one: string
  other: string
  said_at: Instant
}

export interface UnitWordsRow {
  forum_id: Id
  words: string
  revision: Generated<number>
}

declare module '../../platform/database.ts' {
  interface Database {
    people_name: NameRow
    people_apart: ApartRow
    people_unit_words: UnitWordsRow
  }
}
