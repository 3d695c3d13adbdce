import type { ColumnType } from 'kysely'
import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'

export interface TranslationRow {
  id: Id
  edition_id: Id
  language: string
  title: string
  summary: string
  translator: string
  created_at: Instant
  published_at: Instant | null
  revision: ColumnType<number, number | undefined, number>
}

export interface TranslatedRow {
  translation_id: Id
  part_id: Id
  part_kind: string
  text: string
}

declare module '../../platform/database.ts' {
  interface Database {
    publication_translation: TranslationRow
    publication_translated: TranslatedRow
  }
}
