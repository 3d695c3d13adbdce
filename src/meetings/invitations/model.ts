import type { CalendarMeeting } from '../calendar/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'

export const ANSWERS = ['none', 'accepted', 'tentative', 'declined'] as const
export type Answer = (typeof ANSWERS)[number]

/** What invitations are written with, whoever they go to. */
export interface Inviting {
  readonly publicUrl: string
  /** Whom their calendars answer, for each invitation. */
  readonly organizer: (invitationId: Id) => { readonly mail: string; readonly name: string }
  /** The letter around the entry, in somebody's language. */
  readonly write: (meeting: CalendarMeeting, language: string, method: 'REQUEST' | 'CANCEL') => { readonly subject: string; readonly body: string; readonly language?: string | undefined }
}

/** Somebody who was asked to a meeting by mail. */
export interface Invitation {
  readonly id: Id
  readonly mail: string
  readonly name: string | null
  readonly language: string
  readonly invitedAt: Instant
  readonly answer: Answer
  readonly answeredAt: Instant | null
  readonly withdrawnAt: Instant | null
  /** Their calendar has the meeting as it stands. */
  readonly isUpToDate: boolean
}
