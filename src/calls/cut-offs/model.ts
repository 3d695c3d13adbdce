import type { Id } from '../../shared/ids.ts'
import type { PlainDate } from '../../shared/time.ts'

/** A named day: "the first draft reflects what came by 11 October". What came by the end of it is taken in. */
export interface CutOff {
  readonly id: Id<'cut-off'>
  /** Its place in addresses, `?cutOff=first-draft`; one of its kind in the cycle. */
  readonly slug: string
  readonly title: string
  readonly on: PlainDate
  readonly note: string | null
}
