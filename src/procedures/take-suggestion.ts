import { addParagraphs, removeParagraph } from '../drafts/paragraphs/commands.ts'
import { flatten, type Document, type Paragraph, type WorkingText } from '../drafts/model.ts'
import { loadWorkingText, lockDocument } from '../drafts/queries.ts'
import { decideSuggestion } from '../drafts/suggestions/commands.ts'
import { effectOf, type Suggestion } from '../drafts/suggestions/model.ts'
import { lockSuggestion } from '../drafts/suggestions/queries.ts'
import type { Tx } from '../platform/database.ts'
import type { Actor } from '../record/model.ts'
import { findComments } from '../review/comments/queries.ts'
import { proposeAnswers } from '../review/desk/commands.ts'
import { listProposals } from '../review/desk/queries.ts'
import type { Comment } from '../review/model.ts'
import type { WriteTold } from '../review/responses/model.ts'
import type { Id } from '../shared/ids.ts'
import { formatRef } from '../shared/refs.ts'
import type { Refusal } from '../shared/result.ts'
import type { Instant } from '../shared/time.ts'
import { setLinks } from '../trace/commands.ts'
import { listLinksFrom } from '../trace/queries.ts'
import { answerComment } from './answer-comment.ts'
import { reviseParagraph } from './revise-paragraph.ts'

export interface SuggestionToTake {
  readonly documentId: Id<'document'>
  readonly suggestionId: Id<'suggestion'>
  readonly cycleSlug: string
  readonly decidedBy: Id<'person'>
  /** Public: shown with the suggestion, and to the commenter where it came from a comment. */
  readonly reason: string
  /** The words to take, where the editor chose others than those suggested or had to. */
  readonly text?: string | undefined
  /** Of the paragraph as the editor saw it; needed with `text` where the paragraph changed since. */
  readonly revision?: number | undefined
  /** Writes to the commenter where it came from a comment. */
  readonly tell?: WriteTold | undefined
}

export type TakeRefusal = Refusal<'document-not-found' | 'decided-already' | 'paragraph-not-found' | 'changed-meanwhile' | 'says-so-already' | 'section-not-found' | 'empty' | 'not-by-form'>

/**
 * Accepts a suggestion: the working text takes its words, merged with what changed since where both go together, and the comment it
 * came from is answered and linked to the paragraph that changed. Refuses `changed-meanwhile` where only an editor can tell what is
 * meant (then with `text` and the paragraph's `revision`), `says-so-already`, `paragraph-not-found`, `decided-already`.
 */
export async function takeSuggestion(tx: Tx, actor: Actor, input: SuggestionToTake, now: Instant): Promise<{ number: number } | TakeRefusal> {
  const document = await lockDocument(tx, input.documentId)
  if (document === undefined) return { refusal: 'document-not-found' }
  const suggestion = await lockSuggestion(tx, input.suggestionId)
  if (suggestion?.documentId !== document.id || suggestion.outcome !== null) return { refusal: 'decided-already' }
  const text = await loadWorkingText(tx, document.id)
  const paragraph = flatten(text).find(({ id }) => id === suggestion.paragraphId)
  const words = wordsToTake(suggestion, paragraph, document.language, input)
  if (typeof words === 'object') return words
  const applied = await apply(tx, actor, { document, text, suggestion, paragraph, words }, now)
  if ('refusal' in applied) return applied
  const taken = words === (suggestion.text ?? '') ? null : words
  const decided = await decideSuggestion(tx, actor, { suggestionId: suggestion.id, outcome: 'accepted', reason: input.reason, taken, became: applied.became, decidedBy: input.decidedBy }, now)
  if ('refusal' in decided) return decided
  await closeComment(tx, actor, { ...input, document, suggestion, disposition: taken === null ? 'accepted' : 'accepted-with-changes', changed: applied.changed }, now)
  return decided
}

/** The words that the text shall have; empty for a removal. */
function wordsToTake(suggestion: Suggestion, paragraph: Paragraph | undefined, language: string, input: SuggestionToTake): string | TakeRefusal {
  const effect = effectOf(suggestion, paragraph?.text, language)
  const chosen = suggestion.kind === 'removal' ? undefined : input.text
  switch (effect.state) {
    case 'gone':
      return { refusal: 'paragraph-not-found' }
    case 'nothing':
      return { refusal: 'says-so-already' }
    case 'ready':
    case 'merged':
      return chosen === undefined || chosen === effect.text ? (effect.text ?? '') : isSeen(paragraph, suggestion, input) ? chosen : { refusal: 'changed-meanwhile' }
    default:
      if (!isSeen(paragraph, suggestion, input)) return { refusal: 'changed-meanwhile' }
      return suggestion.kind === 'removal' ? '' : (chosen ?? { refusal: 'changed-meanwhile' })
  }
}

/** Whether the editor decided on the paragraph as it stands. */
function isSeen(paragraph: Paragraph | undefined, suggestion: Suggestion, input: SuggestionToTake): boolean {
  return suggestion.kind === 'addition' || paragraph?.revision === input.revision
}

interface Application {
  readonly document: Document
  readonly text: WorkingText
  readonly suggestion: Suggestion
  readonly paragraph: Paragraph | undefined
  readonly words: string
}

async function apply(tx: Tx, actor: Actor, { document, text, suggestion, paragraph, words }: Application, now: Instant): Promise<{ became: Id<'paragraph'> | null; changed: readonly Id[] } | TakeRefusal> {
  const documentId = document.id
  if (suggestion.kind === 'addition') {
    const sectionId = paragraph?.sectionId ?? text[0]?.id
    if (sectionId === undefined) return { refusal: 'section-not-found' }
    const added = await addParagraphs(tx, actor, { documentId, sectionId, after: paragraph?.id ?? 'start', text: words }, now)
    return 'refusal' in added ? added : { became: added.paragraphIds[0] ?? null, changed: added.paragraphIds }
  }
  if (paragraph === undefined) return { refusal: 'paragraph-not-found' }
  const at = { documentId, paragraphId: paragraph.id, revision: paragraph.revision }
  if (suggestion.kind === 'removal') {
    const removed = await removeParagraph(tx, actor, at, now)
    return 'refusal' in removed ? { refusal: removed.refusal } : { became: null, changed: [] }
  }
  const revised = await reviseParagraph(tx, actor, { ...at, text: words }, now)
  return 'refusal' in revised ? { refusal: revised.refusal } : { became: null, changed: [paragraph.id, ...revised.splitOff] }
}

interface Closing {
  readonly document: Document
  readonly suggestion: Suggestion
  readonly cycleSlug: string
  readonly reason: string
  readonly disposition: 'accepted' | 'accepted-with-changes'
  readonly changed: readonly Id[]
  readonly tell?: WriteTold | undefined
}

/** Answers the comment that a suggestion came from; one that has its answer already only learns what changed. */
async function closeComment(tx: Tx, actor: Actor, input: Closing, now: Instant): Promise<void> {
  const [link] = await listLinksFrom(tx, [input.suggestion.id], 'comes-from')
  const [comment] = link === undefined ? [] : await findComments(tx, [link.to.id])
  if (comment === undefined || comment.withdrawnAt !== null) return
  if (comment.response === null) {
    const numbers = flatten(await loadWorkingText(tx, input.document.id)).flatMap(({ id, number }) => (input.changed.includes(id) ? [number] : []))
    const answered = await answerComment(
      tx,
      actor,
      { commentId: comment.id, cycleSlug: input.cycleSlug, documentId: input.document.id, disposition: input.disposition, reason: input.reason, revision: 0, changedIn: 'working', changed: numbers, duplicateOf: '', tell: input.tell },
      now,
    )
    // Where two pairs of eyes are wanted, the second one confirms what the taking of the suggestion proposes.
    const settled = 'refusal' in answered && answered.refusal === 'needs-confirmation' ? await proposeFor(tx, actor, input, comment, now) : answered
    if ('refusal' in settled) throw new Error(`A comment that waits could not be answered: ${settled.refusal}`)
    return
  }
  const known = (await listLinksFrom(tx, [comment.id], 'changed')).map(({ to }) => to)
  const { forumId, cycleId } = input.document
  const to = [...known, ...input.changed.map((id) => ({ kind: 'paragraph' as const, id }))]
  await setLinks(tx, actor, { forumId, cycleId, relation: 'changed', from: { kind: 'comment', id: comment.id }, fromRef: formatRef(input.cycleSlug, 'R', comment.number), to }, now)
}

async function proposeFor(tx: Tx, actor: Actor, input: Closing, comment: Comment, now: Instant) {
  const standing = (await listProposals(tx, [comment.id])).get(comment.id)
  return proposeAnswers(tx, actor, { cycleId: comment.cycleId, proposals: [{ commentId: comment.id, disposition: input.disposition, reason: input.reason, changed: input.changed, duplicateOf: null, replaces: 0, revision: standing?.revision ?? 0 }] }, now)
}
