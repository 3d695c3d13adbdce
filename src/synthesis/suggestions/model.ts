import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'

export const SUGGESTION_VERDICTS = ['accepted', 'declined', 'noted'] as const
export type SuggestionVerdict = (typeof SUGGESTION_VERDICTS)[number]

/** What somebody says to a finding: a comment, another wording, or both. Cited as `S-4`. */
export interface Suggestion {
  readonly id: Id<'suggestion'>
  readonly number: number
  readonly findingId: Id<'finding'>
  /** The finding as they read it. */
  readonly statement: string
  readonly proposal: string | null
  readonly comment: string | null
  readonly author: string | null
  readonly language: string | null
  readonly receivedAt: Instant
  readonly withdrawnAt: Instant | null
  readonly verdict: SuggestionVerdict | null
  readonly reason: string | null
  readonly answeredAt: Instant | null
}

/** A suggestion as anyone may read it: withdrawn, it has neither words nor name. */
export function asPublic(suggestion: Suggestion): Suggestion {
  return suggestion.withdrawnAt === null ? suggestion : { ...suggestion, proposal: null, comment: null, author: null }
}
