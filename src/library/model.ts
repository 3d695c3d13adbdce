import type { Id } from '../shared/ids.ts'
import type { PlainDate } from '../shared/time.ts'

/** A work of others that a paragraph can rest on; cited as `2017/L-3`. */
export interface Reference {
  readonly id: Id<'reference'>
  readonly cycleId: Id<'cycle'>
  readonly number: number
  readonly title: string
  readonly author: string | null
  readonly publisher: string | null
  readonly published: PlainDate | null
  readonly url: string | null
  readonly note: string | null
}
