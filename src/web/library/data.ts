import { listReferences } from '../../library/queries.ts'
import type { Reference } from '../../library/model.ts'
import { publicSuggester, suggestionRef, type PaperSuggestion } from '../../library/suggestions/model.ts'
import { listSuggestionsOfReferences } from '../../library/suggestions/queries.ts'
import { withoutAddresses } from '../../shared/masked-addresses.ts'
import type { Id } from '../../shared/ids.ts'
import { may } from '../../people/policy.ts'
import { loadCycle, type InCycle } from '../forums/data.ts'
import type { PageRequest } from '../page.tsx'
import { findPaperToList, loadSuggested, type SuggestedData } from './suggestions/data.ts'

const PAGE = 100

export interface LibraryData extends InCycle {
  readonly base: string
  readonly references: readonly Reference[]
  /** The number after which the next page begins; null on the last. */
  readonly next: number | null
  /** Who suggested a reference, and under which number; by its id. Without a name where its sender is not named. */
  readonly suggestedBy: ReadonlyMap<Id, Suggester>
  /** Papers that somebody suggested. */
  readonly suggested: SuggestedData
}

interface Suggester {
  readonly ref: string
  readonly name: string | null
  /** Where the suggestion stands; null where it was meant for another cycle. */
  readonly href: string | null
}

export interface LibraryDeskData extends LibraryData {
  /** The suggestion that the form is to list; undefined where none is meant. */
  readonly paper: PaperSuggestion | undefined
}

/** The references of a cycle, a hundred a page. */
export async function loadLibrary(request: PageRequest): Promise<LibraryData | undefined> {
  const inCycle = await loadCycle(request)
  if (inCycle === undefined) return undefined
  const asked = Number(request.query['after'] ?? 0)
  const found = await listReferences(request.db, inCycle.cycle.id, { after: Number.isSafeInteger(asked) && asked < 2 ** 31 ? asked : 0, limit: PAGE + 1 })
  const references = found.slice(0, PAGE)
  const next = found.length > PAGE ? (references.at(-1)?.number ?? null) : null
  const listed = await listSuggestionsOfReferences(request.db, references.map(({ id }) => id))
  const suggestedBy = new Map(listed.map((suggestion) => [suggestion.referenceId ?? suggestion.id, nameSuggester(suggestion, inCycle.cycle.id)] as const))
  return { ...inCycle, base: `/${inCycle.forum.slug}/${inCycle.cycle.slug}`, references, next, suggestedBy, suggested: await loadSuggested(request, inCycle.forum, inCycle.cycle) }
}

/** The same for the desk: of those who write drafts. */
export async function loadLibraryDesk(request: PageRequest): Promise<LibraryDeskData | 'forbidden' | undefined> {
  const library = await loadLibrary(request)
  if (library === undefined) return undefined
  return may(request.view.person, 'edit-drafts', { forumId: library.forum.id, cycleId: library.cycle.id }) ? { ...library, paper: await findPaperToList(request, library.forum.id) } : 'forbidden'
}

function nameSuggester(suggestion: PaperSuggestion, cycleId: Id): Suggester {
  const name = publicSuggester(suggestion)
  const number = suggestion.number ?? 0
  const ref = suggestionRef(number)
  return { ref, name: name === null ? null : withoutAddresses(name), href: suggestion.cycleId === cycleId ? `?suggested=${number + 1}#${ref}` : null }
}
