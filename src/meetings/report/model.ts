import type { Id } from '../../shared/ids.ts'
import { endOfDay, type Instant, type PlainDate } from '../../shared/time.ts'
import type { Annex, Footnote, Paragraph } from '../model.ts'

/** A draft is the desk's; while it is corrected it is public and takes corrections; final it is frozen, and what changes is a new revision. */
export const REPORT_STATES = ['draft', 'correcting', 'final'] as const
export type ReportState = (typeof REPORT_STATES)[number]

export const CORRECTION_RESPONSES = ['accepted', 'partly', 'not-accepted', 'noted'] as const
export type CorrectionResponse = (typeof CORRECTION_RESPONSES)[number]

/** How a report stands; null where it was taken as it had been published. */
export interface ReportWay {
  readonly state: ReportState | null
  /** The last day on which corrections are taken, anywhere on earth. */
  readonly correctUntil: PlainDate | null
  readonly finalAt: Instant | null
  readonly revisions: readonly ReportRevision[]
}

/** A report as it was when it was final, or after a change of what was final. */
export interface ReportRevision {
  readonly number: number
  readonly madeAt: Instant
  readonly reason: string | null
  readonly body: ReportBody
}

export interface ReportBody {
  readonly date: PlainDate | null
  readonly paragraphs: readonly Omit<Paragraph, 'id'>[]
  readonly footnotes: readonly Footnote[]
  readonly annexes: readonly Annex[]
}

/** Whether corrections are taken: until the end of the last day, anywhere on earth. */
export function takesCorrections({ state, correctUntil }: Pick<ReportWay, 'state' | 'correctUntil'>, now: Instant): boolean {
  return state === 'correcting' && correctUntil !== null && now <= endOfDay(correctUntil)
}

/** What somebody said is wrong in a report, and what was answered. */
export interface Correction {
  readonly id: Id
  readonly number: number
  readonly paragraph: number | null
  readonly text: string
  readonly name: string
  readonly mail: string | null
  readonly language: string
  readonly receivedAt: Instant
  readonly response: CorrectionResponse | null
  readonly reason: string | null
  readonly answeredAt: Instant | null
}
