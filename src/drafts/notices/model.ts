import type { Id } from '../../shared/ids.ts'
import { primaryLanguage } from '../../shared/words.ts'
import type { PlainDate } from '../../shared/time.ts'
import type { Body } from '../blocks/model.ts'
import type { Section } from '../model.ts'

/** A paragraph as it is checked: of a working text or of a frozen one. */
export interface CheckedParagraph {
  readonly id: Id<'paragraph'>
  readonly number: number
  readonly text: string
  readonly body?: Body | undefined
}

export type CheckedText = readonly Section<CheckedParagraph>[]

/**
 * What a check has to say. Each is something that can be shown to be wrong from the text itself or from the rows; what may be meant
 * in another way is left alone, for a list with false alarms is a list that nobody reads.
 */
export type Problem =
  /** `written` is the weekday that stands there, `weekday` the one of that day: 1 Monday … 7 Sunday. */
  | { readonly kind: 'weekday'; readonly date: PlainDate; readonly weekday: number; readonly isYearAssumed: boolean }
  | { readonly kind: 'no-such-day' }
  /** A number of contributions that the rows do not bear out; `group` is null for all of them. */
  | { readonly kind: 'tally'; readonly group: string | null; readonly stated: number; readonly counted: number; readonly asOf: PlainDate }
  /** A total that its own parts contradict. */
  | { readonly kind: 'total'; readonly stated: number; readonly sum: number }
  | { readonly kind: 'no-cut-off' }
  | { readonly kind: 'empty-note' }
  | { readonly kind: 'mark-without-note'; readonly mark: number }
  | { readonly kind: 'note-without-mark'; readonly mark: number }
  | { readonly kind: 'broken-reference' }
  | { readonly kind: 'reference-to-itself' }
  | { readonly kind: 'no-such-paragraph'; readonly number: number; readonly last: number }
  | { readonly kind: 'no-such-section'; readonly number: number; readonly last: number }
  /** What ¶ `number` was when this was written has another number now; null once it is gone. */
  | { readonly kind: 'renumbered'; readonly number: number; readonly now: number | null }
  | { readonly kind: 'name'; readonly written: string; readonly known: string }

export type ProblemKind = Problem['kind']
export const PROBLEM_KINDS: readonly ProblemKind[] = [
  'weekday', 'no-such-day', 'tally', 'total', 'no-cut-off', 'empty-note', 'mark-without-note', 'note-without-mark', 'broken-reference', 'reference-to-itself', 'no-such-paragraph',
  'no-such-section', 'renumbered', 'name',
]

/** A problem and the words it is about: in a paragraph, else in the heading of a section. Places are code points of its text; an empty stretch is the whole. */
export interface Notice {
  readonly paragraph: Id<'paragraph'> | null
  readonly section: Id<'section'> | null
  /** The paragraph's number; null for a heading. */
  readonly number: number | null
  readonly text: string
  readonly from: number
  readonly to: number
  readonly problem: Problem
}

/** A stretch of words that is read as one: a paragraph, or a heading. */
export interface Words {
  readonly paragraph: Pick<CheckedParagraph, 'id' | 'number'> | null
  readonly section: Id<'section'>
  readonly text: string
  readonly body?: Body | undefined
  /** As rules go by it, without region: `pt` of `pt-BR`. */
  readonly language: string
}

/** All words of a text in reading order, each heading before its paragraphs. */
export function listWordsOf(text: CheckedText, language: string): Words[] {
  const own = primaryLanguage(language)
  return text.flatMap((section): Words[] => [
    ...(section.title === '' ? [] : [{ paragraph: null, section: section.id, text: section.title, language: own }]),
    ...section.paragraphs.map(({ id, number, text: words, body }): Words => ({
      paragraph: { id, number }, section: section.id, text: words, body, language: body?.language === undefined ? own : primaryLanguage(body.language),
    })),
  ])
}

/** A problem at a place of some words, given in UTF-16 units; without a place it is about all of them. */
export function noticeOf(words: Words, problem: Problem, start = 0, end = 0): Notice {
  const points = (until: number): number => Array.from(words.text.slice(0, until)).length
  return {
    paragraph: words.paragraph?.id ?? null,
    section: words.section,
    number: words.paragraph?.number ?? null,
    text: words.text.slice(start, end),
    from: points(start),
    to: points(end),
    problem,
  }
}
