import type { Id } from '../../shared/ids.ts'
import type { Instant, PlainDate } from '../../shared/time.ts'

/** A dated note on an edition, printed beside its text from then on; the text stays as it was published. */
export interface Erratum {
  readonly id: Id<'erratum'>
  readonly editionId: Id<'edition'>
  /** Counts the notes of an edition. */
  readonly number: number
  /** Null: it is on the edition as a whole. */
  readonly paragraphId: Id<'paragraph'> | null
  readonly dated: PlainDate
  readonly text: string
  readonly notedAt: Instant
}
