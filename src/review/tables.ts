import type { ColumnType, Generated } from 'kysely'
import type { Json } from '../shared/canonical-json.ts'
import type { ModerationReason } from './moderation/model.ts'
import type { Id } from '../shared/ids.ts'
import type { CommentChannel, CommentType, Consent, Disposition } from '../shared/vocabularies.ts'
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
  zone: ColumnType<string | null, string | null | undefined, string | null>
  closes_by_itself: Generated<boolean>
}

export interface ExtensionRow {
  review_id: Id
  sequence: number
  earlier: PlainDate
  closes_on: PlainDate
  reason: string
  extended_at: Instant
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
  channel: CommentChannel
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
  in_reply_to: ColumnType<Id | null, Id | null | undefined, Id | null>
  is_from_editors: Generated<boolean>
  joint_bodies: Generated<string[]>
  set_aside_for: ColumnType<ModerationReason | null, ModerationReason | null | undefined, ModerationReason | null>
  set_aside_note: ColumnType<string | null, string | null | undefined, string | null>
  revision: Generated<number>
}

export interface WordingRow {
  comment_id: Id
  sequence: number
  type: CommentType
  text: string
  proposal: string | null
  missing_where: string | null
  replaced_at: Instant
}

export interface AgreementRow {
  id: Id
  comment_id: Id
  person_id: Id | null
  mail: string | null
  name: string | null
  organisation: string | null
  stakeholder_group: string | null
  regional_group: string | null
  is_named: boolean
  agreed_at: Instant
  confirmed_at: Instant | null
  withdrawn_at: Instant | null
}

export interface WaitingRow {
  id: Id
  forum_id: Id
  cycle_id: Id
  review_id: Id
  state: 'unconfirmed' | 'held' | 'declined'
  said: ColumnType<Json, string, string>
  mail: string | null
  received_at: Instant
  form_key: Id | null
  declined_for: ModerationReason | null
  declined_note: string | null
  declined_at: Instant | null
}

/** Who is told of comments on a place of a document. */
export interface PlaceFollowerRow {
  id: Id
  document_id: Id
  place_kind: 'paragraph' | 'section'
  place_id: Id
  mail: string
  language: string
  asked_at: Instant
  confirmed_at: Instant | null
  left_at: Instant | null
}

/** What a member says of a draft between its versions. */
export interface EarlyRow {
  id: Id
  document_id: Id
  paragraph_id: Id
  person_id: Id
  type: CommentType
  text: string
  language: string | null
  is_named: boolean
  sent_at: Instant
  withdrawn_at: Instant | null
  taken_at: Instant | null
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
    review_wording: WordingRow
    review_agreement: AgreementRow
    review_waiting: WaitingRow
    review_extension: ExtensionRow
    review_follower: PlaceFollowerRow
    review_early: EarlyRow
  }
}
