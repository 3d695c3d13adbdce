import type { Generated } from 'kysely'
import type { Id } from '../shared/ids.ts'
import type { Capacity, Channel, Consent, Licence } from '../shared/vocabularies.ts'
import type { Instant, PlainDate } from '../shared/time.ts'
import type { ModerationReason } from './moderation/model.ts'
import type { Clearance, ContributionState } from './sending/model.ts'

export interface ContributionRow {
  id: Id
  forum_id: Id
  cycle_id: Id
  call_id: Id
  /** The variant of the call that it answers; null for the call as it is for everybody. */
  variant_id: Id | null
  number: number
  contributor: string | null
  organisation: string | null
  capacity: Capacity | null
  country: string | null
  stakeholder_group: string | null
  regional_group: string | null
  channel: Channel
  language: string | null
  consent: Consent
  mail: string | null
  label: string | null
  received_at: Instant | null
  received_by: PlainDate
  is_late: boolean
  withdrawn_at: Instant | null
  withdrawn_reason: string | null
  held_at: Instant | null
  declined_at: Instant | null
  moderated_for: ModerationReason | null
  moderated_note: string | null
  sender_asked_at: Instant | null
  sender_confirmed_at: Instant | null
  form_key: Id | null
  source_key: string | null
  source_digest: string | null
  state: Generated<ContributionState>
  state_reason: string | null
  confirmed_at: Instant | null
  released_at: Instant | null
  clearance: Clearance | null
  licence: Licence | null
  elsewhere_title: string | null
  elsewhere_publisher: string | null
  elsewhere_published: PlainDate | null
  elsewhere_url: string | null
  reference_id: Id | null
  invitation_id: Id | null
  amended_at: Instant | null
}

export interface ContributorRow {
  id: Id
  contribution_id: Id
  position: number
  name: string | null
  organisation: string | null
  capacity: Capacity | null
  country: string | null
  stakeholder_group: string | null
  regional_group: string | null
}

export interface AnswerRow {
  id: Id
  contribution_id: Id
  question_id: Id
  number: number
  text: string
  amended_at: Instant | null
  removed_at: Instant | null
  checked_at: Instant | null
}

export interface ChoiceRow {
  contribution_id: Id
  question_id: Id
  option_number: number
  place: number | null
}

export interface AttachmentRow {
  id: Id
  contribution_id: Id
  position: number
  name: string
  media_type: string
  size: number
  sha256: string
  added_at: Instant | null
  /** True where a public folder brought its name and its text, and not the file. */
  is_absent: boolean | null
}

export interface PublishedFigureRow {
  id: Id
  forum_id: Id
  cycle_id: Id
  position: number
  as_of: PlainDate
  dimension: string
  key: string
  published: number
  source: string
  revision: Generated<number>
}

/** How many contributions are alike in all that the overview counts by. */
export interface TallyRow {
  cycle_id: Id
  call_id: Id
  received_by: PlainDate
  is_bound: boolean
  withdrawn_on: PlainDate | null
  declined_on: PlainDate | null
  stakeholder_group: string | null
  regional_group: string | null
  capacity: string | null
  count: number
}

/** The same by months: `ended_month` is that of the withdrawal or the decline, whichever came first. */
export interface TallyMonthRow {
  cycle_id: Id
  call_id: Id
  month: PlainDate
  is_bound: boolean
  ended_month: PlainDate | null
  stakeholder_group: string | null
  regional_group: string | null
  capacity: string | null
  count: number
}

export interface ReservationRow {
  cycle_id: Id
  number: number
}

declare module '../platform/database.ts' {
  interface Database {
    contributions_contribution: ContributionRow
    contributions_answer: AnswerRow
    contributions_choice: ChoiceRow
    contributions_attachment: AttachmentRow
    contributions_contributor: ContributorRow
    contributions_published_figure: PublishedFigureRow
    contributions_tally: TallyRow
    contributions_tally_month: TallyMonthRow
    contributions_reservation: ReservationRow
  }
}
