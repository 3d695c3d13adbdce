import type { Call } from '../../../calls/model.ts'
import { listCalls } from '../../../calls/queries.ts'
import { INBOX_REASONS, type InboxChoice, type InboxReason, type InInbox, type OpenNames } from '../../../contributions/handling/model.ts'
import { countInbox, listInbox, listReadersProgress } from '../../../contributions/handling/queries.ts'
import { may } from '../../../people/policy.ts'
import { findNames, listRoleHolders } from '../../../people/queries.ts'
import type { Id } from '../../../shared/ids.ts'
import { isId } from '../../../shared/ids.ts'
import { loadCycleAtDesk, type AtDesk, type InCycle } from '../../forums/data.ts'
import type { PageRequest } from '../../page.tsx'
import { loadNamesOf, openNamesOf } from '../../people/names/data.ts'

const PAGE = 50

/** Somebody who can be asked to read. */
export interface PossibleReader {
  readonly id: Id<'person'>
  readonly name: string
}

export interface AtInbox extends InCycle, AtDesk {
  readonly base: string
  readonly calls: readonly Call[]
  readonly choice: InboxChoice
  /** The query of the choice, without `?`: what the pages behind the list keep. */
  readonly query: string
  readonly open: OpenNames
  readonly readers: readonly PossibleReader[]
  /** Whether this person may decide, see what is redacted, and names that are not public. */
  readonly decides: boolean
}

export interface InboxData extends AtInbox {
  readonly rows: readonly InInbox[]
  readonly counts: { readonly all: number; readonly byReason: ReadonlyMap<InboxReason, number> }
  readonly names: ReadonlyMap<Id, string>
  readonly page: number
  readonly pages: number
  readonly progress: Awaited<ReturnType<typeof listReadersProgress>>
}

/** The inbox of the address, for whoever reads contributions there, as the query narrows it. */
export async function loadAtInbox(request: PageRequest): Promise<AtInbox | 'forbidden' | undefined> {
  const atDesk = await loadCycleAtDesk(request, 'read-contributions')
  if (typeof atDesk !== 'object') return atDesk
  const { forum, cycle, person } = atDesk
  const { db, query } = request
  const calls = await listCalls(db, cycle.id)
  const reader = query['reader'] ?? ''
  const choice: InboxChoice = {
    reason: INBOX_REASONS.find((reason) => reason === query['reason']),
    callId: calls.find(({ slug }) => slug === query['call'])?.id,
    readerId: reader === 'me' ? person.id : isId(reader) ? reader : undefined,
    all: query['all'] === 'yes',
  }
  const kept = Object.entries(query).filter(([key, value]) => ['reason', 'call', 'reader', 'all'].includes(key) && value !== '')
  return {
    ...atDesk,
    base: `/desk/${forum.slug}/${cycle.slug}/inbox`,
    calls,
    choice,
    query: new URLSearchParams(kept).toString(),
    open: openNamesOf(await loadNamesOf(db, forum)),
    readers: await listPossibleReaders(request, atDesk),
    decides: may(person, 'enter-contributions', { forumId: forum.id, cycleId: cycle.id }),
  }
}

export async function loadInbox(request: PageRequest): Promise<InboxData | 'forbidden' | undefined> {
  const at = await loadAtInbox(request)
  if (typeof at !== 'object') return at
  const { db, query } = request
  const { reason, ...rest } = at.choice
  const counts = await countInbox(db, at.cycle.id, rest, at.open)
  const total = reason === undefined ? counts.all : (counts.byReason.get(reason) ?? 0)
  const pages = Math.max(1, Math.ceil(total / PAGE))
  const page = Math.min(pages, Math.max(1, Math.trunc(Number(query['page'] ?? '1')) || 1))
  const rows = await listInbox(db, at.cycle.id, at.choice, at.open, { offset: (page - 1) * PAGE, limit: PAGE })
  const progress = await listReadersProgress(db, at.cycle.id)
  const names = await findNames(db, [...rows.flatMap((row) => row.progress.map(({ personId }) => personId)), ...progress.map(({ personId }) => personId)])
  return { ...at, rows, counts, names, page, pages, progress }
}

/** Everybody whose role lets them read contributions here, each once, by name. */
async function listPossibleReaders({ db }: PageRequest, { forum, cycle }: InCycle): Promise<PossibleReader[]> {
  const holders = await listRoleHolders(db, forum.id)
  const byPerson = Map.groupBy(holders, ({ personId }) => personId)
  const reading = [...byPerson].filter(([id, roles]) => may({ id, name: '', mail: null, roles }, 'read-contributions', { forumId: forum.id, cycleId: cycle.id }))
  return reading.map(([id, [role]]) => ({ id, name: role?.name ?? '' })).sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** The address of the list with other choices. */
export function inboxAddress(at: AtInbox, over: Readonly<Record<string, string | undefined>>): string {
  const query = new URLSearchParams(at.query)
  for (const [key, value] of Object.entries(over)) {
    if (value === undefined || value === '') query.delete(key)
    else query.set(key, value)
  }
  const text = query.toString()
  return text === '' ? at.base : `${at.base}?${text}`
}
