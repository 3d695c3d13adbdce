import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import { diffWords, segmentWords } from '../../shared/word-diff.ts'

/** What can be suggested: other words for a paragraph, a new paragraph after one (or at the start), taking one out. */
export const SUGGESTION_KINDS = ['wording', 'addition', 'removal'] as const
export type SuggestionKind = (typeof SUGGESTION_KINDS)[number]

/** What becomes of one: the editors accept or reject it, its author takes it back. */
export const SUGGESTION_OUTCOMES = ['accepted', 'rejected', 'withdrawn'] as const
export type SuggestionOutcome = (typeof SUGGESTION_OUTCOMES)[number]

/** A change to the working text that somebody suggested, with what became of it. */
export interface Suggestion {
  readonly id: Id<'suggestion'>
  readonly documentId: Id<'document'>
  /** Within the document, given once. */
  readonly number: number
  readonly kind: SuggestionKind
  /** The paragraph it is about; of an addition the one that it follows, null at the start of the text. */
  readonly paragraphId: Id<'paragraph'> | null
  /** Its words when the suggestion was made; null of an addition. */
  readonly before: string | null
  /** The words suggested; null of a removal. */
  readonly text: string | null
  readonly reason: string
  /** Null where the folder it came in does not name them. */
  readonly authorId: Id<'person'> | null
  readonly suggestedAt: Instant
  /** Null while the editors have not decided. */
  readonly outcome: SuggestionOutcome | null
  readonly outcomeReason: string | null
  /** The words that came into the text, where they are not those suggested. */
  readonly taken: string | null
  /** The paragraph that an addition became. */
  readonly became: Id<'paragraph'> | null
  readonly decidedBy: Id<'person'> | null
  readonly decidedAt: Instant | null
}

/**
 * What a suggestion would make of the text as it stands: `ready` with the words the paragraph would have (null: it would be gone),
 * `merged` where the paragraph changed since and both changes go together, `changed` where they touch the same words and an editor
 * has to choose, `gone` where the paragraph is no longer in the text, `nothing` where the text says so already.
 */
export type Effect =
  | { readonly state: 'ready' | 'merged'; readonly text: string | null }
  | { readonly state: 'changed'; readonly current: string }
  | { readonly state: 'gone' | 'nothing' }

/** `current`: the words of its paragraph in the working text now; undefined where that paragraph is not in it any more. */
export function effectOf(suggestion: Pick<Suggestion, 'kind' | 'paragraphId' | 'before' | 'text'>, current: string | undefined, language: string): Effect {
  const { kind, paragraphId, before, text } = suggestion
  if (kind === 'addition') return paragraphId !== null && current === undefined ? { state: 'gone' } : { state: 'ready', text }
  if (current === undefined) return { state: 'gone' }
  if (kind === 'removal') return current === before ? { state: 'ready', text: null } : { state: 'changed', current }
  if (current === text) return { state: 'nothing' }
  if (current === before) return { state: 'ready', text }
  const merged = mergeWords(before ?? '', current, text ?? '', language)
  if (merged === undefined) return { state: 'changed', current }
  return merged === current ? { state: 'nothing' } : { state: 'merged', text: merged }
}

/** Words `from` up to and not including `to` of what both began with, replaced by others. */
interface Edit {
  readonly from: number
  readonly to: number
  readonly words: readonly string[]
}

/**
 * Two changes of one text as one, word by word; undefined where they touch the same or neighbouring words and do not say the same
 * there, for then only a person can tell what is meant.
 */
export function mergeWords(base: string, ours: string, theirs: string, language: string): string | undefined {
  const words = segmentWords(base, language)
  const [left, right] = [editsOf(words, segmentWords(ours, language)), editsOf(words, segmentWords(theirs, language))]
  const all: Edit[] = [...left]
  for (const edit of right) {
    const near = left.filter((other) => edit.from <= other.to && other.from <= edit.to)
    if (near.length === 0) all.push(edit)
    else if (near.length > 1 || !near.every((other) => isSame(other, edit))) return undefined
  }
  all.sort((a, b) => a.from - b.from)
  const merged: string[] = []
  let at = 0
  for (const edit of all) {
    merged.push(...words.slice(at, edit.from), ...edit.words)
    at = edit.to
  }
  return [...merged, ...words.slice(at)].join('')
}

function isSame(a: Edit, b: Edit): boolean {
  return a.from === b.from && a.to === b.to && a.words.join('') === b.words.join('')
}

/** Where a text differs from what it began with; neighbouring insertions and deletions are one edit. */
function editsOf(base: readonly string[], other: readonly string[]): Edit[] {
  const edits: { from: number; to: number; words: string[] }[] = []
  let at = 0
  for (const { kind, text } of diffWords(base, other)) {
    if (kind === 'same') {
      at += 1
      continue
    }
    let last = edits.at(-1)
    if (last === undefined || last.to !== at) edits.push((last = { from: at, to: at, words: [] }))
    if (kind === 'inserted') last.words.push(text)
    else {
      at += 1
      last.to = at
    }
  }
  return edits
}
