import type { Id } from '../shared/ids.ts'
import type { Question } from './questions/model.ts'
import type { CutOff } from './cut-offs/model.ts'
import type { Variant } from './variants/model.ts'
import { dateInZone, endOfDay, toMilliseconds, type Instant, type PlainDate } from '../shared/time.ts'

export type { Question } from './questions/model.ts'

/** A deadline that was, with the reason why it moved. */
export interface Extension {
  readonly earlier: PlainDate
  readonly changedOn: PlainDate | null
  readonly reason: string
}

/** A call for contributions. */
export interface Call {
  readonly id: Id<'call'>
  readonly forumId: Id<'forum'>
  readonly cycleId: Id<'cycle'>
  readonly slug: string
  readonly title: string
  readonly introduction: string
  readonly audience: string | null
  readonly opensOn: PlainDate | null
  readonly deadline: PlainDate | null
  readonly deadlineZone: string
  readonly isSoft: boolean
  /** The words for what ends a call that has no last day, such as "until drafting starts". */
  readonly rollingUntil: string | null
  readonly isOpen: boolean
  readonly closedAt: Instant | null
  readonly closedReason: string | null
  readonly source: string | null
  /** A survey is a call: the same in everything but its name. */
  readonly isSurvey: boolean
  /** Its text is shown, and open to remarks until a day, before it takes contributions. */
  readonly isDraft: boolean
  readonly remarksUntil: PlainDate | null
  /** The milestone with which it closes ("when drafting starts"). */
  readonly closesWith: Id<'milestone'> | null
  /** Of texts and questions; moving the deadline and closing leave it, so that no one's half-written form is turned back for them. */
  readonly revision: number
  readonly questions: readonly Question[]
  /** Earlier deadlines, oldest first. */
  readonly extensions: readonly Extension[]
  readonly variants: readonly Variant[]
  /** By their day. */
  readonly cutOffs: readonly CutOff[]
}

type Deadline = Pick<Call, 'deadline' | 'deadlineZone'>

/** The last instant of the call's deadline; undefined where it has none. */
export function deadlineEnd(call: Deadline): Instant | undefined {
  return call.deadline === null ? undefined : endOfDay(call.deadline, call.deadlineZone)
}

/** Whether what arrives at this instant is late: after the end of the deadline's day, in the deadline's zone. Late is a mark, never a bar. */
export function isLateAt(call: Deadline, at: Instant): boolean {
  const end = deadlineEnd(call)
  return end !== undefined && toMilliseconds(at) > toMilliseconds(end)
}

/** As `isLateAt`, where only the day of arrival is known. */
export function isLateOn(call: Deadline, day: PlainDate): boolean {
  return call.deadline !== null && day > call.deadline
}

/** Where a call stands for whoever would answer it. A passed soft deadline leaves it open; what comes then is marked late. */
export type CallState = 'draft' | 'not-yet' | 'open' | 'late' | 'over' | 'closed'

/** A firm deadline is over at its end; a soft one only marks what comes after it as late. */
export function callState(call: Call, now: Instant): CallState {
  if (!call.isOpen) return 'closed'
  if (call.isDraft) return 'draft'
  if (call.opensOn !== null && dateInZone(now, 'UTC') < call.opensOn) return 'not-yet'
  if (!isLateAt(call, now)) return 'open'
  return call.isSoft ? 'late' : 'over'
}

/**
 * Where it stands for something that came before it is taken, as a post to a list did: what came before the desk closed the call is taken
 * afterwards too, and what came before the call opened counts for it, as what the desk enters does. A firm deadline is over for what came after it.
 */
export function callStateFor(call: Call, cameAt: Instant): CallState {
  if (call.isDraft) return 'draft'
  if (!call.isOpen && (call.closedAt === null || call.closedAt <= cameAt)) return 'closed'
  if (!isLateAt(call, cameAt)) return 'open'
  return call.isSoft ? 'late' : 'over'
}

/** Whether remarks on the text of a call are taken: while it is a draft, to the end of the day named, anywhere on earth. */
export function takesRemarks(call: Pick<Call, 'isOpen' | 'isDraft' | 'remarksUntil'>, now: Instant): boolean {
  return call.isOpen && call.isDraft && (call.remarksUntil === null || toMilliseconds(now) <= toMilliseconds(endOfDay(call.remarksUntil)))
}
