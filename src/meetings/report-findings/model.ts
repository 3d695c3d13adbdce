import type { Instant, PlainDate } from '../../shared/time.ts'
import type { Footnote } from '../model.ts'

/** A report as it is checked: read of a file, being written, or kept. */
export interface CheckedReport {
  /** How its days and numbers are written. */
  readonly language: string
  /** The day it bears; null where it bears none. */
  readonly date: PlainDate | null
  /** The days on which its meeting was held, as far as they are known. */
  readonly heldOn: readonly PlainDate[]
  /** What stands before its first paragraph. */
  readonly title: readonly string[]
  readonly paragraphs: readonly { readonly number: number | null; readonly text: string }[]
  readonly footnotes: readonly Footnote[]
  readonly annexes: readonly { readonly title: string; readonly asOf: PlainDate | null; readonly text: string }[]
  /** Links that lead nowhere, by their words. */
  readonly deadLinks?: readonly string[] | undefined
  /** Names that stand in it where people are listed. */
  readonly names?: readonly string[] | undefined
  /** Names as they are known elsewhere. */
  readonly known?: readonly string[] | undefined
}

export type Finding = {
  /** The paragraph by its number, where it stands in one that has one. */
  readonly paragraph: number | null
  /** The annex, by its title. */
  readonly annex: string | null
  /** The words that it is about. */
  readonly words: string
} & FindingKind

export type FindingKind =
  /** The weekday beside a day is another one's. */
  | { readonly kind: 'weekday'; readonly date: PlainDate; readonly weekday: number }
  | { readonly kind: 'no-such-day' }
  /** The meeting has one day here and another there. */
  | { readonly kind: 'two-dates'; readonly date: PlainDate; readonly heldOn: PlainDate }
  | { readonly kind: 'no-zone' }
  | { readonly kind: 'tally'; readonly stated: number; readonly counted: number }
  | { readonly kind: 'tally-sum'; readonly stated: number; readonly without: number; readonly rows: number }
  | { readonly kind: 'entries'; readonly stated: number; readonly counted: number }
  | { readonly kind: 'mark-without-note'; readonly mark: string }
  | { readonly kind: 'note-without-mark'; readonly mark: string }
  | { readonly kind: 'annex-later'; readonly asOf: PlainDate; readonly date: PlainDate }
  | { readonly kind: 'name'; readonly known: string }
  | { readonly kind: 'unnumbered'; readonly count: number }
  | { readonly kind: 'doubled-sign' }
  | { readonly kind: 'dead-link' }
  /** A web address that could not be reached for a while. */
  | { readonly kind: 'unreached'; readonly since: Instant }

/** A stretch of a report that is looked at by itself, and where it stands. */
export interface Stretch {
  readonly text: string
  readonly paragraph: number | null
  readonly annex: string | null
}
