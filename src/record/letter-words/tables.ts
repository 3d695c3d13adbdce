import type { Id } from '../../shared/ids.ts'

export interface LetterWordsRow {
  occasion: string
  about_id: Id
  /** '' where the mail does not say its language. */
  language: string
  words: string
}

declare module '../../platform/database.ts' {
  interface Database {
    record_letter_words: LetterWordsRow
  }
}
