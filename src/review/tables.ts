import type { Generated } from 'kysely'
import type { Id } from '../shared/ids.ts'
import type { Channel, CommentType, Consent, Disposition } from '../shared/vocabularies.ts'
import type { Instant, PlainDate } from '../shared/time.ts'

export interface ReviewRow {
  id: Id
  forum_id: Id
  cycle_id: Id
  number: number
  version_id: Id
  title: string
  introduction: string
  opened_at: Instant | null
  closes_on: PlainDate | null
  closed_at: Instant | null
}

export interface CommentRow {
  id: Id
  forum_id: Id
  cycle_id: Id
  review_id: Id
  number: number
  target: 'paragraphs' | 'whole' | 'missing'
  missing_where: string | null
  type: CommentType
  text: string
  proposal: string | null
  author: string | null
  organisation: string | null
  stakeholder_group: string | null
  regional_group: string | null
  channel: Channel
  language: string | null
  consent: Consent
  mail: string | null
  received_at: Instant | null
  received_by: PlainDate
  is_late: boolean
  withdrawn_at: Instant | null
  withdrawn_reason: string | null
  form_key: Id | null
  satisfied: boolean | null
  satisfied_at: Instant | null
}

export interface AnchorRow {
  comment_id: Id
  position: number
  paragraph_id: Id
}

export interface ResponseRow {
  comment_id: Id
  disposition: Disposition
  reason: string
  answered_at: Instant
  revision: Generated<number>
}

export interface ResponseChangeRow {
  comment_id: Id
  sequence: number
  disposition: Disposition
  reason: string
  answered_at: Instant
}

declare module '../platform/database.ts' {
  interface Database {
    review_review: ReviewRow
    review_comment: CommentRow
    review_anchor: AnchorRow
    review_response: ResponseRow
    review_response_change: ResponseChangeRow
  }
}
