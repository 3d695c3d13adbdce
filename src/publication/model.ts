import type { Id } from '../shared/ids.ts'
import type { Instant } from '../shared/time.ts'

/** A version published under a number of its cycle; stays at its address for ever. */
export interface Edition {
  readonly id: Id<'edition'>
  readonly forumId: Id<'forum'>
  readonly cycleId: Id<'cycle'>
  readonly number: number
  readonly versionId: Id<'version'>
  readonly title: string
  readonly summary: string
  readonly publishedAt: Instant
  /** Answers and comments that were to be accounted for when it was published, and how many of them had an outcome. */
  readonly units: number
  readonly accounted: number
}

/** What had no outcome when an edition was published: its annex. */
export interface Residue {
  readonly position: number
  readonly kind: string
  readonly unitId: Id
  readonly ref: string
}
