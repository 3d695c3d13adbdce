import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import type { MailChoice } from './model.ts'

export interface MailChoiceRow {
  /** In lower case. */
  address: string
  forum_id: Id
  /** Empty: all kinds of the forum. */
  occasion: string
  choice: MailChoice
  chosen_at: Instant
}

declare module '../../platform/database.ts' {
  interface Database {
    record_mail_choice: MailChoiceRow
  }
}
