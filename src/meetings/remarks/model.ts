import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'

/** What somebody said in a meeting. The name is for the desk, unless the speaker agreed: `asPublicRemark` leaves it out. */
export interface Remark {
  readonly id: Id<'remark'>
  readonly meetingId: Id<'meeting'>
  readonly itemId: Id | null
  /** Its number in its meeting, never given again: cited as remark 3 of the meeting. */
  readonly position: number
  readonly text: string
  readonly language: string | null
  readonly speaker: string | null
  readonly organisation: string | null
  readonly isNamed: boolean
  readonly saidAt: Instant | null
  readonly revision: number
}

/** A remark as everybody may read it: without who said it, unless the speaker agreed. */
export function asPublicRemark(remark: Remark): Remark {
  return remark.isNamed ? remark : { ...remark, speaker: null, organisation: null }
}
