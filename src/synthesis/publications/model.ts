import type { Instant } from '../../shared/time.ts'

/** A time for which a synthesis stood published; reopened, with a reason, it is a draft again. */
export interface Publication {
  readonly number: number
  readonly publishedAt: Instant
  readonly reopenedAt: Instant | null
  readonly reopenedFor: string | null
}
