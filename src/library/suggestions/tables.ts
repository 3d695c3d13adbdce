import type { ColumnType, Generated } from 'kysely'
import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import type { Proof, SuggesterConsent, SuggestionState } from './model.ts'

type Optional<T> = ColumnType<T | null, T | null | undefined, T | null>

export interface PaperSuggestionRow {
  id: Id
  forum_id: Id
  cycle_id: Id | null
  number: number | null
  mail_key: Id
  position: Generated<number>
  title: string | null
  author: string | null
  publisher: string | null
  published: string | null
  address: string | null
  note: string | null
  name: string | null
  organisation: string | null
  consent: SuggesterConsent
  mail: string | null
  language: string
  state: SuggestionState
  proof: Proof | null
  reason: Optional<string>
  is_withheld: Generated<boolean>
  reference_id: Optional<Id>
  suggested_at: Instant
  asked_at: Optional<Instant>
  confirmed_at: Optional<Instant>
  decided_at: Optional<Instant>
}

export interface SuggestionFileRow {
  id: Id
  suggestion_id: Id
  position: number
  name: string
  media_type: string
  size: number
  sha256: string
}

declare module '../../platform/database.ts' {
  interface Database {
    library_suggestion: PaperSuggestionRow
    library_suggestion_file: SuggestionFileRow
  }
}
