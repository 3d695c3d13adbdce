import type { Generated } from 'kysely'
import type { Id } from '../../shared/ids.ts'
import type { Instant, PlainDate } from '../../shared/time.ts'
import type { Disposition } from '../../shared/vocabularies.ts'

export interface ReviewDeskRow {
  review_id: Id
  needs_confirmation: boolean
  judged_until: PlainDate | null
  revision: Generated<number>
}

export interface AssignmentRow {
  comment_id: Id
  person_id: Id
  assigned_at: Instant
}

export interface CommentNoteRow {
  id: Id
  comment_id: Id
  author_id: Id
  text: string
  written_at: Instant
  struck_at: Instant | null
}

export interface ProposalRow {
  comment_id: Id
  disposition: Disposition
  reason: string
  changed: readonly Id[]
  duplicate_of: Id | null
  replaces: number
  proposed_by: Id
  proposed_at: Instant
  revision: Generated<number>
}

export interface ObjectionRow {
  comment_id: Id
  text: string
  said_at: Instant
}

declare module '../../platform/database.ts' {
  interface Database {
    review_desk: ReviewDeskRow
    review_assignment: AssignmentRow
    review_note: CommentNoteRow
    review_proposal: ProposalRow
    review_objection: ObjectionRow
  }
}
