import type { Id } from '../../shared/ids.ts'
import { sliceCodePoints } from '../../shared/text.ts'
import { findOccurrences, type Range } from '../model.ts'

/** A passage as anchoring needs it. */
export interface Anchored {
  readonly id: Id<'passage'>
  readonly number: number
  readonly quote: string
  readonly start: number
  readonly end: number
  /** Whether its words were not to be found before either. */
  readonly isDetached: boolean
}

/**
 * Where a passage stands in a text that was changed: where its words stand exactly as quoted, and only once. Null in every other case:
 * what is gone, changed in one letter, or stands there twice, is for a person to decide (design: never guess, never drop).
 */
export function anchorIn(text: string | null, { quote }: Pick<Anchored, 'quote'>): Range | null {
  if (text === null || quote === '') return null
  const [first, ...others] = findOccurrences(text, quote)
  if (first === undefined || others.length > 0) return null
  return sliceCodePoints(text, first.start, first.end) === quote ? first : null
}
