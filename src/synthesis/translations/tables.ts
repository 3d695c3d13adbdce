import type { Generated } from 'kysely'
import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import type { SourceKind } from '../model.ts'

export interface TranslationRow {
  id: Id
  forum_id: Id
  cycle_id: Id
  source_kind: SourceKind
  source_id: Id
  language: string
  text: string
  made_by: Id | null
  machine: string | null
  made_at: Instant
  revision: Generated<number>
  removed_at: Instant | null
  of_digest: string
}

declare module '../../platform/database.ts' {
  interface Database {
    synthesis_translation: TranslationRow
  }
}
