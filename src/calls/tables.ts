import type { Generated } from 'kysely'
import type { Id } from '../shared/ids.ts'
import type { Instant, PlainDate } from '../shared/time.ts'

export interface CallRow {
  id: Id
  forum_id: Id
  cycle_id: Id
  slug: string
  title: string
  introduction: string
  audience: string | null
  opens_on: PlainDate | null
  deadline: PlainDate | null
  deadline_zone: Generated<string>
  is_soft: boolean
  rolling_until: string | null
  is_open: boolean
  closed_at: Instant | null
  closed_reason: string | null
  source: string | null
  revision: Generated<number>
}

export interface ExtensionRow {
  call_id: Id
  sequence: number
  earlier: PlainDate
  changed_on: PlainDate | null
  reason: string
}

export interface QuestionRow {
  id: Id
  call_id: Id
  number: number
  text: string
  guidance: string | null
}

declare module '../platform/database.ts' {
  interface Database {
    calls_call: CallRow
    calls_extension: ExtensionRow
    calls_question: QuestionRow
  }
}
