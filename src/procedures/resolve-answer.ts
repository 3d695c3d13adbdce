import { flatten } from '../drafts/model.ts'
import { loadWorkingText } from '../drafts/queries.ts'
import { findVersion, listNumberedParagraphs } from '../drafts/versions/queries.ts'
import type { Tx } from '../platform/database.ts'
import { findComment } from '../review/comments/queries.ts'
import { formatParagraphNumbers } from '../review/model.ts'
import type { Id } from '../shared/ids.ts'
import { parseNumber } from '../shared/refs.ts'
import type { Refusal } from '../shared/result.ts'
import type { Disposition } from '../shared/vocabularies.ts'

export interface AnswerAsTyped {
  readonly cycleId: Id<'cycle'>
  /** The reviewed document, in which paragraphs are named by number; undefined where several are, and none can be named. */
  readonly documentId: Id<'document'> | undefined
  readonly disposition: Disposition
  /** `working` for the working text, or the number of a version. */
  readonly changedIn: string
  /** The paragraphs that changed because of the comment. */
  readonly changed: readonly number[]
  /** With the disposition `duplicate`: the reference of the comment that says the same, such as R-7. */
  readonly duplicateOf: string
}

export type ResolveRefusal = Refusal<'no-such-version' | 'no-such-duplicate'> | { readonly refusal: 'no-such-paragraph'; readonly numbers: string }

/** What an answer names by numbers and references, by identity. Refuses: no-such-version, no-such-paragraph, no-such-duplicate. */
export async function resolveAnswer(tx: Tx, input: AnswerAsTyped): Promise<{ changed: Id<'paragraph'>[]; duplicateOf: Id<'comment'> | null } | ResolveRefusal> {
  const changed = await findChanged(tx, input)
  if ('refusal' in changed) return changed
  if (input.disposition !== 'duplicate') return { changed: changed.ids, duplicateOf: null }
  const number = parseNumber('R', input.duplicateOf.slice(input.duplicateOf.lastIndexOf('/') + 1).trim())
  const original = number === undefined ? undefined : await findComment(tx, input.cycleId, number)
  return original === undefined ? { refusal: 'no-such-duplicate' } : { changed: changed.ids, duplicateOf: original.id }
}

async function findChanged(tx: Tx, input: AnswerAsTyped): Promise<{ ids: Id<'paragraph'>[] } | ResolveRefusal> {
  if (input.changed.length === 0) return { ids: [] }
  const paragraphs = await listParagraphsOf(tx, input)
  if (paragraphs === undefined) return { refusal: 'no-such-version' }
  const idOf = new Map(paragraphs.map((paragraph) => [paragraph.number, paragraph.id]))
  const unknown = input.changed.filter((number) => !idOf.has(number))
  if (unknown.length > 0) return { refusal: 'no-such-paragraph', numbers: formatParagraphNumbers(unknown) }
  return { ids: input.changed.map((number) => idOf.get(number)).filter((id) => id !== undefined) }
}

async function listParagraphsOf(tx: Tx, input: AnswerAsTyped): Promise<readonly { readonly id: Id<'paragraph'>; readonly number: number }[] | undefined> {
  if (input.documentId === undefined) return undefined
  if (input.changedIn === 'working') return flatten(await loadWorkingText(tx, input.documentId))
  const number = /^[1-9][0-9]{0,5}$/u.test(input.changedIn) ? Number(input.changedIn) : undefined
  const version = number === undefined ? undefined : await findVersion(tx, input.documentId, number)
  return version === undefined ? undefined : listNumberedParagraphs(tx, [version.id])
}
