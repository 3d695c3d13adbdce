import { flatten, type Paragraph, type WorkingText } from '../../../drafts/model.ts'
import { loadWorkingText } from '../../../drafts/queries.ts'
import { effectOf, type Effect, type Suggestion } from '../../../drafts/suggestions/model.ts'
import { maySuggest } from '../../../drafts/suggestions/policy.ts'
import { findSuggestion, listSuggestions } from '../../../drafts/suggestions/queries.ts'
import { may } from '../../../people/policy.ts'
import { findNames } from '../../../people/queries.ts'
import type { Db } from '../../../platform/database.ts'
import { findComment, findComments } from '../../../review/comments/queries.ts'
import type { Comment } from '../../../review/model.ts'
import type { Id } from '../../../shared/ids.ts'
import { parseNumber } from '../../../shared/refs.ts'
import { listLinksFrom } from '../../../trace/queries.ts'
import type { PageRequest } from '../../page.tsx'
import { loadDocument, loadDocumentDesk, loadDocumentVersions, type InDocument } from '../data.ts'

export const PAGE = 100

/** A suggestion as its pages show it. */
export interface Shown {
  readonly suggestion: Suggestion
  readonly author: string | undefined
  readonly decidedBy: string | undefined
  /** The number that its paragraph has in the working text today; undefined where it is not in it. */
  readonly place: number | undefined
  /** The comment that it came from: its number. */
  readonly comment: number | undefined
}

export interface SuggestionsData extends InDocument {
  readonly shown: readonly Shown[]
  readonly total: number
  readonly page: number
  readonly isOpen: boolean | undefined
  readonly maySuggest: boolean
}

/** A document that anyone may read something of: its rolling draft, or a version. */
async function loadOpenDocument(request: PageRequest): Promise<InDocument | undefined> {
  const data = await loadDocument(request)
  return data === undefined || data.document.rollingSince !== null ? data : loadDocumentVersions(request)
}

/** The public history: every suggestion to a document of which something is public, with what became of it. */
export async function loadSuggestions(request: PageRequest): Promise<SuggestionsData | undefined> {
  const data = await loadOpenDocument(request)
  return data === undefined ? undefined : listShown(request, data)
}

/** The same at the desk, what waits first asked for. */
export async function loadSuggestionsDesk(request: PageRequest): Promise<SuggestionsData | 'forbidden' | undefined> {
  const data = await loadDocumentDesk(request)
  return data === undefined || data === 'forbidden' ? data : listShown(request, data, true)
}

async function listShown(request: PageRequest, data: InDocument, open?: boolean): Promise<SuggestionsData> {
  const { db, query, view } = request
  const isOpen = query['state'] === 'open' ? true : query['state'] === 'decided' ? false : open
  const page = /^[1-9][0-9]{0,5}$/u.test(query['page'] ?? '') ? Number(query['page']) : 1
  const { suggestions, total } = await listSuggestions(db, data.document.id, { isOpen }, { limit: PAGE, offset: (page - 1) * PAGE })
  const text = await loadWorkingText(db, data.document.id)
  const scope = { forumId: data.forum.id, cycleId: data.cycle.id }
  return { ...data, shown: await show(db, text, suggestions), total, page, isOpen, maySuggest: maySuggest(view.person, scope) }
}

async function show(db: Db, text: WorkingText, suggestions: readonly Suggestion[]): Promise<Shown[]> {
  const names = await findNames(db, suggestions.flatMap(({ authorId, decidedBy }) => [authorId, decidedBy].filter((id) => id !== null)))
  const links = await listLinksFrom(db, suggestions.map(({ id }) => id), 'comes-from')
  const comments = new Map((await findComments(db, links.map(({ to }) => to.id))).map((comment) => [comment.id as Id, comment.number]))
  const from = new Map(links.map((link) => [link.from.id, comments.get(link.to.id)]))
  const numbers = new Map(flatten(text).map(({ id, number }) => [id as Id, number]))
  return suggestions.map((suggestion) => {
    const about = suggestion.became ?? suggestion.paragraphId
    return {
      suggestion,
      author: suggestion.authorId === null ? undefined : names.get(suggestion.authorId),
      decidedBy: suggestion.decidedBy === null ? undefined : names.get(suggestion.decidedBy),
      place: about === null ? undefined : numbers.get(about),
      comment: from.get(suggestion.id),
    }
  })
}

export interface SuggestionData extends InDocument {
  readonly shown: Shown
  readonly isMine: boolean
  readonly isEditor: boolean
}

/** One suggestion, with what became of it. */
export async function loadSuggestion(request: PageRequest): Promise<SuggestionData | undefined> {
  const data = await loadOpenDocument(request)
  return data === undefined ? undefined : loadOne(request, data)
}

/** One suggestion, for whoever made it, and for the editors whom its author asked. */
export async function loadWithdrawing(request: PageRequest): Promise<SuggestionData | 'forbidden' | undefined> {
  const data = await loadSuggestion(request)
  return data === undefined || data.isMine || data.isEditor ? data : 'forbidden'
}

async function loadOne(request: PageRequest, data: InDocument): Promise<SuggestionData | undefined> {
  const suggestion = await findSuggestion(request.db, data.document.id, readNumber(request.params['number']))
  if (suggestion === undefined) return undefined
  const [shown] = await show(request.db, await loadWorkingText(request.db, data.document.id), [suggestion])
  return shown === undefined ? undefined : { ...data, shown, isMine: request.view.person?.id === suggestion.authorId && suggestion.authorId !== null, isEditor: may(request.view.person, 'edit-drafts', { forumId: data.forum.id, cycleId: data.cycle.id }) }
}

export interface DecidingData extends InDocument {
  readonly shown: Shown
  /** Its paragraph as the working text has it now. */
  readonly paragraph: Paragraph | undefined
  readonly effect: Effect
}

/** One suggestion at the desk, with what it would make of the text as it stands. */
export async function loadDeciding(request: PageRequest): Promise<DecidingData | 'forbidden' | undefined> {
  const data = await loadDocumentDesk(request)
  if (data === undefined || data === 'forbidden') return data
  const suggestion = await findSuggestion(request.db, data.document.id, readNumber(request.params['number']))
  if (suggestion === undefined) return undefined
  const text = await loadWorkingText(request.db, data.document.id)
  const paragraph = flatten(text).find(({ id }) => id === suggestion.paragraphId)
  const [shown] = await show(request.db, text, [suggestion])
  return shown === undefined ? undefined : { ...data, shown, paragraph, effect: effectOf(suggestion, paragraph?.text, data.document.language) }
}

export interface SuggestingData extends InDocument {
  readonly text: WorkingText
  /** The paragraph that the address names; undefined while none is chosen. */
  readonly paragraph: Paragraph | undefined
  /** The comment whose wording it is to be. */
  readonly comment: Comment | undefined
}

/** The form of somebody who takes part in the cycle: the working text of a document of which something is public. */
export async function loadSuggesting(request: PageRequest): Promise<SuggestingData | 'forbidden' | undefined> {
  const data = await loadOpenDocument(request)
  if (data === undefined) return undefined
  if (!maySuggest(request.view.person, { forumId: data.forum.id, cycleId: data.cycle.id })) return 'forbidden'
  return withText(request, data, undefined)
}

/** The desk's form that makes a suggestion of what a comment proposes. */
export async function loadSuggestingFromComment(request: PageRequest): Promise<SuggestingData | 'forbidden' | undefined> {
  const data = await loadDocumentDesk(request)
  if (data === undefined || data === 'forbidden') return data
  const comment = await findComment(request.db, data.cycle.id, parseNumber('R', request.params['comment'] ?? '') ?? 0)
  return comment === undefined || comment.withdrawnAt !== null ? undefined : withText(request, data, comment)
}

async function withText(request: PageRequest, data: InDocument, comment: Comment | undefined): Promise<SuggestingData> {
  const text = await loadWorkingText(request.db, data.document.id)
  const asked = request.query['on'] ?? comment?.paragraphIds[0]
  return { ...data, text, comment, paragraph: flatten(text).find(({ id }) => id === asked) }
}

function readNumber(text: string | undefined): number {
  return text !== undefined && /^[1-9][0-9]{0,8}$/u.test(text) ? Number(text) : 0
}

/** A suggestion as data. */
export function suggestionAsData({ suggestion, author, decidedBy, place, comment }: Shown): object {
  const { number, kind, paragraphId, before, text, reason, suggestedAt, outcome, outcomeReason, taken, decidedAt } = suggestion
  return { number, kind, paragraph: paragraphId, place: place ?? null, before, text, reason, author: author ?? null, suggestedAt, comment: comment === undefined ? null : `R-${comment}`, outcome, outcomeReason, taken, decidedBy: decidedBy ?? null, decidedAt }
}
