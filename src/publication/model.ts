import type { AnnexKind } from './text/model.ts'
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
  /** The generated annexes chosen when it was published. */
  readonly annexes: readonly AnnexKind[]
  /** Who prepared it, one to a line, as the editors gave it. */
  readonly credits: string
}

/** What was printed after every edition before annexes could be chosen. */
export const USUAL_ANNEXES: readonly AnnexKind[] = ['contributors', 'references', 'residue']

/** What had no outcome when an edition was published: its annex. */
export interface Residue {
  readonly position: number
  readonly kind: string
  readonly unitId: Id
  readonly ref: string
}
