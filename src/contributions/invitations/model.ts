import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'

/** A link by which somebody is asked to contribute to a call; whoever is given it may use it and pass it on. */
export interface Invitation {
  readonly id: Id<'invitation'>
  readonly callId: Id<'call'>
  /** Within its call, from 1. */
  readonly number: number
  readonly note: string
  /** Filled in for whoever follows it, who may change it. */
  readonly organisation: string | null
  readonly madeAt: Instant
  /** Since when it leads to the call as everybody sees it. */
  readonly stoppedAt: Instant | null
}
