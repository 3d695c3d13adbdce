import { loadWorkingText } from '../drafts/queries.ts'
import { flatten } from '../drafts/model.ts'
import { findVersion, listNumberedParagraphs } from '../drafts/versions/queries.ts'
import type { Tx } from '../platform/database.ts'
import type { Actor } from '../record/model.ts'
import { findComment, lockComment } from '../review/comments/queries.ts'
import { formatParagraphNumbers, type Comment } from '../review/model.ts'
import { respondToComment, type ResponseInput } from '../review/responses/commands.ts'
import type { Id } from '../shared/ids.ts'
import { formatRef, parseNumber } from '../shared/refs.ts'
import type { Refusal } from '../shared/result.ts'
import type { Instant } from '../shared/time.ts'
import { setLinks } from '../trace/commands.ts'
import type { Thing } from '../trace/model.ts'
import { listLinksFrom } from '../trace/queries.ts'

export interface Answer extends ResponseInput {
  /** The reviewed document, in which paragraphs are named by number. */
  readonly documentId: Id<'document'>
  /** `working` for the working text, or the number of a version. */
  readonly changedIn: string
  /** The paragraphs that changed because of the comment. */
  readonly changed: readonly number[]
  /** With the disposition `duplicate`: the reference of the comment that says the same, such as R-7. */
  readonly duplicateOf: string
}

export type AnswerRefusal =
  | Refusal<'no-such-comment' | 'comment-withdrawn' | 'changed-meanwhile' | 'no-such-version' | 'no-such-duplicate' | 'duplicate-of-itself' | 'duplicate-of-duplicate'>
  | { readonly refusal: 'no-such-paragraph'; readonly numbers: string }

/**
 * Answers a comment with a disposition and its reason, and links it to the paragraphs that changed, or to the comment it says again.
 * Refuses what `respondToComment` refuses, and: no-such-version, no-such-paragraph, no-such-duplicate, duplicate-of-itself,
 * duplicate-of-duplicate (else two comments could each be settled by pointing to the other).
 */
export async function answerComment(tx: Tx, actor: Actor, input: Answer, now: Instant): Promise<{ revision: number } | AnswerRefusal> {
  const comment = await lockComment(tx, input.commentId)
  if (comment === undefined) return { refusal: 'no-such-comment' }
  const changed = await findChanged(tx, input)
  if ('refusal' in changed) return changed
  const original = input.disposition === 'duplicate' ? await lockOriginal(tx, input, comment) : undefined
  if (original !== undefined && 'refusal' in original) return original
  const answered = await respondToComment(tx, actor, input, now)
  if ('refusal' in answered) return answered
  const from: Thing = { kind: 'comment', id: comment.id }
  const links = { forumId: comment.forumId, cycleId: comment.cycleId, from, fromRef: formatRef(input.cycleSlug, 'R', comment.number) }
  await setLinks(tx, actor, { ...links, relation: 'changed', to: changed.ids.map((id): Thing => ({ kind: 'paragraph', id })) }, now)
  await setLinks(tx, actor, { ...links, relation: 'duplicate-of', to: original === undefined ? [] : [{ kind: 'comment', id: original.id }] }, now)
  return answered
}

async function findChanged(tx: Tx, input: Answer): Promise<{ ids: Id<'paragraph'>[] } | Extract<AnswerRefusal, { refusal: 'no-such-paragraph' }> | Refusal<'no-such-version'>> {
  if (input.changed.length === 0) return { ids: [] }
  const paragraphs = await listParagraphsOf(tx, input)
  if (paragraphs === undefined) return { refusal: 'no-such-version' }
  const idOf = new Map(paragraphs.map((paragraph) => [paragraph.number, paragraph.id]))
  const unknown = input.changed.filter((number) => !idOf.has(number))
  if (unknown.length > 0) return { refusal: 'no-such-paragraph', numbers: formatParagraphNumbers(unknown) }
  return { ids: input.changed.map((number) => idOf.get(number)).filter((id) => id !== undefined) }
}

async function listParagraphsOf(tx: Tx, input: Answer): Promise<readonly { readonly id: Id<'paragraph'>; readonly number: number }[] | undefined> {
  if (input.changedIn === 'working') return flatten(await loadWorkingText(tx, input.documentId))
  const number = /^[1-9][0-9]{0,5}$/u.test(input.changedIn) ? Number(input.changedIn) : undefined
  const version = number === undefined ? undefined : await findVersion(tx, input.documentId, number)
  return version === undefined ? undefined : listNumberedParagraphs(tx, [version.id])
}

/** Both comments are held, so that two editors cannot make two comments duplicates of each other at once. */
async function lockOriginal(
  tx: Tx,
  input: Answer,
  comment: { readonly id: Id<'comment'>; readonly cycleId: Id<'cycle'> },
): Promise<Comment | Refusal<'no-such-duplicate' | 'duplicate-of-itself' | 'duplicate-of-duplicate'>> {
  const number = parseNumber('R', input.duplicateOf.slice(input.duplicateOf.lastIndexOf('/') + 1).trim())
  const original = number === undefined ? undefined : await findComment(tx, comment.cycleId, number)
  if (original === undefined || original.withdrawnAt !== null) return { refusal: 'no-such-duplicate' }
  if (original.id === comment.id) return { refusal: 'duplicate-of-itself' }
  await lockComment(tx, original.id)
  const further = await listLinksFrom(tx, [original.id], 'duplicate-of')
  return further.length > 0 ? { refusal: 'duplicate-of-duplicate' } : original
}
