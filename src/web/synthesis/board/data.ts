import { listCalls } from '../../../calls/queries.ts'
import type { Question } from '../../../calls/model.ts'
import { maskText, type Redaction } from '../../../contributions/redaction/model.ts'
import { findRedactions } from '../../../contributions/redaction/queries.ts'
import {
  countAnswersToRead, countByQuestion, countReadByPerson, findBeginnings, listAnswersToRead, listLanguages, listReaders, type AnswerToRead, type ReadingChoice,
} from '../../../contributions/reading/queries.ts'
import { findNames } from '../../../people/queries.ts'
import type { Id } from '../../../shared/ids.ts'
import { listMarkedSources, findMarkers } from '../../../synthesis/passages/queries.ts'
import { partOf, passagesIn, type TextPart } from '../../../synthesis/passages/model.ts'
import type { Passage, PlacedTheme } from '../../../synthesis/model.ts'
import { listPassagesOf, listThemes } from '../../../synthesis/queries.ts'
import type { InCycle } from '../../forums/data.ts'
import type { PageRequest } from '../../page.tsx'
import { idsWithin, loadCycleAtDesk } from '../data.ts'

/** How many answers stand side by side on a page, and how many code points of each. */
export const SHOWN = 12
export const LENGTH = 3000

/** What a board may be narrowed to: the query's own keys. */
export const FILTERS = ['group', 'region', 'language', 'theme', 'show'] as const
export type Filter = (typeof FILTERS)[number]
export const SHOWS = ['unread', 'mine', 'unmarked'] as const

/** A question with how much there is to read to it. */
export interface Pile {
  /** In the address: the call's slug and the question's number. */
  readonly key: string
  readonly call: string
  readonly question: Question
  readonly answers: number
  /** Not read by whoever looks. */
  readonly unread: number
}

/** One answer on the board. */
export interface Card extends AnswerToRead {
  /** `C-14/2`. */
  readonly ref: string
  readonly part: TextPart
  /** More parts than the one shown. */
  readonly isLong: boolean
  readonly redactions: readonly Redaction[]
  readonly passages: readonly Passage[]
  readonly readers: readonly Id[]
  readonly isRead: boolean
}

export interface BoardData extends InCycle {
  readonly piles: readonly Pile[]
  readonly pile: Pile | undefined
  readonly filters: Readonly<Partial<Record<Filter, string>>>
  readonly languages: readonly string[]
  readonly themes: readonly PlacedTheme[]
  readonly cards: readonly Card[]
  readonly found: number
  readonly page: number
  readonly pages: number
  /** Of readers and of those who marked. */
  readonly names: ReadonlyMap<Id, string>
  readonly markers: ReadonlyMap<Id, Id>
  readonly progress: readonly { readonly personId: Id; readonly read: number }[]
  readonly answers: number
}

/** The answers to one question side by side, as narrowed; the first question with something unread, where none is named. */
export async function loadBoard(request: PageRequest): Promise<BoardData | 'forbidden' | undefined> {
  const inCycle = await loadCycleAtDesk(request)
  if (typeof inCycle !== 'object') return inCycle
  const { db, view } = request
  const person = view.person?.id
  if (person === undefined) return 'forbidden'
  const { id } = inCycle.cycle
  const piles = await listPiles(request, id, person)
  const pile = piles.find(({ key }) => key === view.query['question']) ?? piles.find(({ unread }) => unread > 0) ?? piles[0]
  const filters = readFilters(view.query)
  const [themes, languages, read] = await Promise.all([listThemes(db, id), listLanguages(db, id), countReadByPerson(db, id)])
  const choice = await toChoice(request, id, { pile, filters, themes, person })
  const found = pile === undefined ? 0 : await countAnswersToRead(db, id, choice)
  const pages = Math.max(1, Math.ceil(found / SHOWN))
  const page = Math.min(pages, Math.max(1, Math.trunc(Number(view.query['page'] ?? '1')) || 1))
  const rows = found === 0 ? [] : await listAnswersToRead(db, id, choice, { offset: (page - 1) * SHOWN, limit: SHOWN })
  const cards = await toCards(request, rows, person)
  const markers = await findMarkers(db, cards.flatMap((card) => card.passages.map((passage) => passage.id)))
  const names = await findNames(db, [...cards.flatMap(({ readers }) => readers), ...markers.values(), ...read.keys()])
  const progress = [...read].map(([personId, count]) => ({ personId, read: count }))
  return { ...inCycle, piles, pile, filters, languages, themes, cards, found, page, pages, names, markers, progress, answers: piles.reduce((sum, { answers }) => sum + answers, 0) }
}

async function listPiles({ db }: PageRequest, cycleId: Id, personId: Id): Promise<Pile[]> {
  const [calls, counts] = await Promise.all([listCalls(db, cycleId), countByQuestion(db, cycleId, personId)])
  return calls.flatMap((call) =>
    call.questions.flatMap((question) => {
      const count = counts.get(question.id)
      return count === undefined ? [] : [{ key: `${call.slug}/${question.number}`, call: call.title, question, ...count }]
    }),
  )
}

function readFilters(query: PageRequest['query']): BoardData['filters'] {
  return Object.fromEntries(FILTERS.map((key) => [key, query[key] ?? '']).filter(([, value]) => value !== '')) as BoardData['filters']
}

async function toChoice(
  { db }: PageRequest,
  cycleId: Id,
  { pile, filters, themes, person }: Pick<BoardData, 'pile' | 'filters' | 'themes'> & { person: Id },
): Promise<ReadingChoice> {
  const theme = filters.theme === undefined ? undefined : themes.find(({ slug }) => slug === filters.theme)
  // A theme that is not there has no answers: an address mistyped is not answered with all of them.
  const only = filters.theme === undefined ? undefined : theme === undefined ? [] : await listMarkedSources(db, cycleId, idsWithin(themes, theme))
  return {
    questionId: pile?.question.id,
    stakeholderGroup: filters.group,
    regionalGroup: filters.region,
    language: filters.language,
    unreadBy: filters.show === 'unread' ? person : undefined,
    assignedTo: filters.show === 'mine' ? person : undefined,
    only,
    without: filters.show === 'unmarked' ? await listMarkedSources(db, cycleId) : undefined,
  }
}

async function toCards({ db }: PageRequest, rows: readonly AnswerToRead[], person: Id): Promise<Card[]> {
  const ids = rows.map(({ id }) => id)
  const [texts, redacted, passages, readers] = await Promise.all([findBeginnings(db, ids, LENGTH + 1), findRedactions(db, ids), listPassagesOf(db, ids), listReaders(db, ids)])
  // What lost its words to an amendment has no place in the text.
  const marked = Map.groupBy(passages.filter(({ detachedAt }) => detachedAt === null), ({ sourceId }) => sourceId)
  return rows.map((row) => {
    const redactions = redacted.get(row.id) ?? []
    const { part, parts } = partOf(maskText(texts.get(row.id) ?? '', redactions), 1, LENGTH)
    const own = readers.get(row.id) ?? []
    return { ...row, ref: `C-${row.contributionNumber}/${row.number}`, part, isLong: parts > 1, redactions, passages: passagesIn(part, marked.get(row.id) ?? []), readers: own, isRead: own.includes(person) }
  })
}
