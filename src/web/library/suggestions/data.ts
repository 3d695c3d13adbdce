import { findCycleById, listCycles } from '../../../forums/queries.ts'
import type { Cycle, Forum } from '../../../forums/model.ts'
import type { WritePaperLetter } from '../../../library/suggestions/commands.ts'
import { dayOf, isShown, publicSuggester, suggestionRef, type Paper, type PaperSuggestion } from '../../../library/suggestions/model.ts'
import { countSuggestions, findListedAs, findSuggestion, listSuggestionsForDesk, listSuggestionsOfCycle, type DeskChoice } from '../../../library/suggestions/queries.ts'
import { findReferences } from '../../../library/queries.ts'
import type { Reference } from '../../../library/model.ts'
import type { Reader } from '../../../platform/database.ts'
import { withoutAddresses } from '../../../shared/masked-addresses.ts'
import { isId, type Id } from '../../../shared/ids.ts'
import { writeMailAddress } from '../../../shared/mail-addresses.ts'
import { formatRef } from '../../../shared/refs.ts'
import { excerpt } from '../../../shared/text.ts'
import { dateInZone } from '../../../shared/time.ts'
import type { Services } from '../../context.ts'
import { translator } from '../../messages.ts'
import { loadForumAtDesk, type AtDesk, type InForum } from '../../forums/data.ts'
import type { Place, Task } from '../../forums/tasks/data.ts'
import type { PageRequest } from '../../page.tsx'

const PAGE = 50

/** A reference as it is cited, and where it stands. */
export interface Cited {
  readonly ref: string
  readonly href: string
}

/** A suggestion as everybody sees it; words that are not shown are null. */
export interface PublicSuggestion extends Paper {
  readonly ref: string
  readonly state: PaperSuggestion['state']
  readonly isShown: boolean
  readonly files: number
  readonly suggestedBy: string | null
  readonly suggestedAt: PaperSuggestion['suggestedAt']
  readonly reason: string | null
  readonly reference: Cited | null
}

export interface SuggestedData {
  readonly suggestions: readonly PublicSuggestion[]
  /** The number below which the next part begins; null in the last. */
  readonly older: number | null
  /** Where papers are suggested by mail; null where no mail is taken in. */
  readonly address: string | null
}

/** The papers suggested for a cycle, newest first, as everybody sees them. */
export async function loadSuggested(request: PageRequest, forum: Forum, cycle: Cycle): Promise<SuggestedData> {
  const { db, query, services } = request
  const below = /^[1-9][0-9]{0,8}$/u.test(query['suggested'] ?? '') ? Number(query['suggested']) : undefined
  const found = await listSuggestionsOfCycle(db, cycle.id, { below, limit: PAGE + 1 })
  const page = found.slice(0, PAGE)
  const cited = await citeReferences(db, forum.slug, page.flatMap(({ referenceId }) => referenceId ?? []))
  return {
    suggestions: page.map((suggestion) => toPublic(suggestion, forum, suggestion.referenceId === null ? null : (cited.get(suggestion.referenceId) ?? null))),
    older: found.length > PAGE ? (page.at(-1)?.number ?? null) : null,
    address: services.takesMail ? writeMailAddress({ kind: 'papers', forum: forum.slug }, services.mailDomain) : null,
  }
}

async function citeReferences(db: Reader, forum: string, ids: readonly Id[]): Promise<ReadonlyMap<Id, Cited>> {
  const references = await findReferences(db, ids)
  const cycles = new Map<Id, string>()
  for (const id of new Set(references.map(({ cycleId }) => cycleId))) cycles.set(id, (await findCycleById(db, id))?.slug ?? '')
  return new Map(references.map((reference) => [reference.id as Id, cite(forum, cycles.get(reference.cycleId) ?? '', reference)]))
}

function cite(forum: string, cycle: string, { number }: Pick<Reference, 'number'>): Cited {
  return { ref: formatRef(cycle, 'L', number), href: `/${forum}/${cycle}/references#L-${number}` }
}

function toPublic(suggestion: PaperSuggestion, forum: Pick<Forum, 'confirmation'>, reference: Cited | null): PublicSuggestion {
  const shown = isShown(suggestion, forum.confirmation)
  const words = (text: string | null) => (shown && text !== null ? withoutAddresses(text) : null)
  const by = shown ? publicSuggester(suggestion) : null
  return {
    ref: suggestionRef(suggestion.number ?? 0),
    state: suggestion.state,
    isShown: shown,
    title: words(suggestion.title),
    author: words(suggestion.author),
    publisher: words(suggestion.publisher),
    published: words(suggestion.published),
    address: shown ? suggestion.address : null,
    note: words(suggestion.note),
    files: suggestion.files.length,
    suggestedBy: by === null ? null : withoutAddresses(by),
    suggestedAt: suggestion.suggestedAt,
    reason: suggestion.reason,
    reference,
  }
}

export interface PapersDeskData extends InForum, AtDesk {
  readonly show: DeskChoice
  readonly suggestions: readonly PaperSuggestion[]
  readonly counts: { readonly waiting: number; readonly unconfirmed: number }
  readonly cited: ReadonlyMap<Id, Cited>
  readonly page: number
  readonly hasMore: boolean
}

/** The papers that wait for the desk of a forum; asked for, those that nobody confirmed, and those that were decided. Of those who write drafts. */
export async function loadPapersDesk(request: PageRequest): Promise<PapersDeskData | 'forbidden' | undefined> {
  const data = await loadForumAtDesk(request, 'edit-drafts')
  if (data === undefined || data === 'forbidden') return data
  const { db, now, query } = request
  const show = query['show'] === 'decided' || query['show'] === 'unconfirmed' ? query['show'] : 'waiting'
  const page = /^[1-9][0-9]{0,4}$/u.test(query['page'] ?? '') ? Number(query['page']) : 1
  const found = await listSuggestionsForDesk(db, { forumId: data.forum.id, show, now, limit: PAGE + 1, offset: (page - 1) * PAGE })
  const suggestions = found.slice(0, PAGE)
  return { ...data, show, suggestions, counts: await countSuggestions(db, data.forum.id), cited: await citeReferences(db, data.forum.slug, suggestions.flatMap(({ referenceId }) => referenceId ?? [])), page, hasMore: found.length > PAGE }
}

export interface PaperDeskData extends InForum, AtDesk {
  readonly suggestion: PaperSuggestion
  /** Cycles in whose library it can be listed, the one that it is meant for first. */
  readonly cycles: readonly Cycle[]
  /** The reference that it seems to be already, or became. */
  readonly same: (Cited & { readonly reference: Reference }) | undefined
}

/** One of them. */
export async function loadPaperDesk(request: PageRequest): Promise<PaperDeskData | 'forbidden' | undefined> {
  const data = await loadForumAtDesk(request, 'edit-drafts')
  if (data === undefined || data === 'forbidden') return data
  const { db } = request
  const { forum } = data
  const id = request.params['paper']
  const suggestion = isId(id) ? await findSuggestion(db, id) : undefined
  if (suggestion === undefined || suggestion.forumId !== forum.id) return undefined
  const cycles = (await listCycles(db, forum.id)).filter(({ movedTo }) => movedTo === null)
  const meant = cycles.filter((cycle) => cycle.id === suggestion.cycleId)
  const reference = suggestion.referenceId === null ? await findListedAs(db, forum.id, suggestion) : (await findReferences(db, [suggestion.referenceId]))[0]
  const cited = reference === undefined ? undefined : (await citeReferences(db, forum.slug, [reference.id])).get(reference.id)
  return { ...data, suggestion, cycles: [...meant, ...cycles.filter((cycle) => !meant.includes(cycle)).slice(0, 2)], same: reference === undefined || cited === undefined ? undefined : { ...cited, reference } }
}

/** The suggestion that the address of a form names, where it can still be listed in this forum. */
export async function findPaperToList({ db, query }: PageRequest, forumId: Id): Promise<PaperSuggestion | undefined> {
  const id = query['paper']
  const suggestion = isId(id) ? await findSuggestion(db, id) : undefined
  return suggestion?.forumId === forumId && (suggestion.state === 'waiting' || suggestion.state === 'unconfirmed') ? suggestion : undefined
}

const NOTE = 2000

/** What the form of a reference begins with; a year alone is no date of one, and stands in the note. */
export function fillReference({ title, author, publisher, published, address, note }: PaperSuggestion): Readonly<Record<string, string>> {
  const day = dayOf(published)
  const notes = [day === undefined ? published : null, note].filter((each) => each !== null)
  return { title: title ?? '', author: author ?? '', publisher: publisher ?? '', published: day ?? '', url: address ?? '', note: excerpt(notes.join('\n\n'), NOTE) }
}

/** Tells who suggested a paper what became of it, in the language of the mail that they were answered in. */
export function paperLetterWriter(services: Pick<Services, 'publicUrl'>, forum: Pick<Forum, 'title'>, outcome: { readonly listedAs: Cited } | { readonly reason: string }): WritePaperLetter {
  return (suggestion) => {
    const t = translator(suggestion.language)
    const facts = { ref: suggestionRef(suggestion.number ?? 0), paper: suggestion.title ?? suggestion.address ?? suggestion.files.map(({ name }) => name).join(', '), forum: forum.title }
    if ('reason' in outcome) return { subject: t('library.paper.mail.declined.subject', facts), body: t('library.paper.mail.declined.body', { ...facts, reason: outcome.reason }) }
    return { subject: t('library.paper.mail.listed.subject', facts), body: t('library.paper.mail.listed.body', { ...facts, as: outcome.listedAs.ref, link: services.publicUrl + outcome.listedAs.href }) }
  }
}

/** Papers that wait for somebody who lists them: of the forum, shown with its latest cycle. */
export async function papersWaiting({ db, forum }: Place): Promise<Task[]> {
  const { waiting, since } = await countSuggestions(db, forum.id)
  return waiting === 0 ? [] : [{ sentence: 'desk.papers.task', facts: { count: waiting }, since: since === null ? undefined : dateInZone(since, 'UTC'), weight: 2, href: `/desk/${forum.slug}/papers`, action: 'desk.papers.task.do' }]
}
