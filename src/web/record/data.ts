import type { Cycle, Forum } from '../../forums/model.ts'
import { listCycles } from '../../forums/queries.ts'
import { findNames } from '../../people/queries.ts'
import type { ActName, Entry, OpenedText } from '../../record/model.ts'
import { findChain, listEntriesOf, listEntriesSince, listLatestEntries, listTexts, type Chain } from '../../record/queries.ts'
import { approximateDateSchema } from '../../shared/approximate-date.ts'
import type { Json } from '../../shared/canonical-json.ts'
import type { Id } from '../../shared/ids.ts'
import { excerpt } from '../../shared/text.ts'
import { parsePlainDate, writeShortDate } from '../../shared/time.ts'
import type { View } from '../context.ts'
import { isMessageKey, MESSAGES, type MessageArguments, type MessageKey } from '../messages.ts'
import { loadForum } from '../forums/data.ts'
import type { PageRequest } from '../page.tsx'
import type { Frame } from '../ui/layout.tsx'
import { findAddress } from './addresses/data.ts'

/** One act as people read it. */
export interface Told {
  readonly entry: Entry
  readonly sentence: string
  /** The page of what it is about, where there is one. */
  readonly href: string | undefined
}

export interface RecordData {
  readonly chain: Chain | undefined
  readonly entries: readonly Entry[]
  readonly texts: readonly OpenedText[]
  readonly told: readonly Told[]
  readonly before: number | undefined
  /** The sequence before which the next page begins; undefined on the last. */
  readonly earlier: number | undefined
}

export interface ForumRecordData extends RecordData {
  readonly forum: Forum
  readonly frame: Frame
}

export const PAGE = 100

export async function loadForumRecord(request: PageRequest): Promise<ForumRecordData | undefined> {
  const inForum = await loadForum(request, 'record')
  if (inForum === undefined) return undefined
  return { ...inForum, ...(await loadRecord(request, inForum.forum, PAGE)) }
}

/** A page of a chain, newest first; the installation's chain without a forum. */
export async function loadRecord(request: PageRequest, forum: Forum | undefined, limit: number): Promise<RecordData> {
  const chain = await findChain(request.db, forum?.id ?? null)
  const asked = Number(request.query['before'] ?? '')
  const before = Number.isSafeInteger(asked) && asked > 0 ? asked : undefined
  if (chain === undefined) return { chain, entries: [], texts: [], told: [], before, earlier: undefined }
  const entries = await listLatestEntries(request.db, chain.id, { limit, ...(before === undefined ? {} : { before }) })
  const texts = await textsOf(request, chain.id, entries)
  const last = entries.at(-1)?.sequence ?? 1
  return { chain, entries, texts, told: await tellEntries(request, forum, entries, texts), before, earlier: last > 1 ? last : undefined }
}

/** What happened lately in a forum, or in one of its cycles, as sentences, newest first. */
export async function tellLately(request: PageRequest, forum: Forum, limit: number, cycleId?: Id): Promise<Told[]> {
  const chain = await findChain(request.db, forum.id)
  if (chain === undefined) return []
  const entries = await listLatestEntries(request.db, chain.id, { limit, cycleId })
  return tellEntries(request, forum, entries, await textsOf(request, chain.id, entries))
}

/** What was done to contributions of a cycle after an entry of the record, as sentences, oldest first; the first `limit` of it. */
export async function tellContributionsSince(request: PageRequest, forum: Forum, cycleId: Id, sequence: number, limit: number): Promise<Told[]> {
  const chain = await findChain(request.db, forum.id)
  if (chain === undefined) return []
  const entries = await listEntriesSince(request.db, chain.id, { sequence, cycleId, subjectKinds: ['contribution', 'call'], limit })
  return tellEntries(request, forum, entries, await textsOf(request, chain.id, entries.toReversed()))
}

/** What happened to one thing, as sentences, oldest first. */
export async function tellHistory(request: PageRequest, forum: Forum, subjectId: Id): Promise<Told[]> {
  const entries = await listEntriesOf(request.db, subjectId)
  const texts = await Promise.all(entries.map((entry) => textsOf(request, entry.chainId, [entry])))
  return tellEntries(request, forum, entries, texts.flat())
}

async function textsOf(request: PageRequest, chainId: Id, entries: readonly Entry[]): Promise<OpenedText[]> {
  const [newest, oldest] = [entries[0]?.sequence, entries.at(-1)?.sequence]
  if (newest === undefined || oldest === undefined) return []
  const shown = new Set(entries.map((entry) => entry.sequence))
  const texts = await listTexts(request.db, chainId, oldest, newest, { all: false })
  return texts.filter((text) => shown.has(text.sequence))
}

async function tellEntries(request: PageRequest, forum: Forum | undefined, entries: readonly Entry[], texts: readonly OpenedText[]): Promise<Told[]> {
  const names = await findNames(request.db, entries.flatMap((entry) => (entry.actorId === null ? [] : [entry.actorId])))
  const opened = Map.groupBy(texts, (text) => text.sequence)
  const cycles = forum === undefined ? [] : await listCycles(request.db, forum.id)
  const told: Told[] = []
  for (const entry of entries) {
    const sentence = tell(request.view, entry, nameActor(request.view, entry, names), opened.get(entry.sequence) ?? [])
    told.push({ entry, sentence, href: forum === undefined ? undefined : await findAddress(request.db, forum, cycleOf(cycles, entry), entry) })
  }
  return told
}

function cycleOf(cycles: readonly Cycle[], entry: Entry): Cycle | undefined {
  return cycles.find((cycle) => cycle.id === entry.cycleId)
}

/** Acts that tell of somebody's habits and not of the forum: told without the name. The entry keeps the id, for the hash is over it. */
const UNNAMED: readonly string[] = ['logged-in', 'login-link-made', 'answers-read', 'answers-unread'] satisfies readonly ActName[]

function nameActor(view: View, entry: Entry, names: ReadonlyMap<Id, string>): string {
  if (entry.actorKind === 'person' && UNNAMED.includes(entry.act)) return view.t('record.actor.desk')
  if (entry.actorKind === 'public') return view.t('record.actor.public')
  if (entry.actorKind === 'system') return view.t('record.actor.system')
  return names.get(entry.actorId as Id) ?? view.t('record.actor.unknown')
}

/** The sentence of an act. One that this version does not know, or whose detail it cannot read, gets a neutral one. */
export function tell(view: View, entry: Entry, actor: string, texts: readonly OpenedText[]): string {
  const key = `act.${entry.act}`
  const neutral = (): string => view.t('record.unknown', { actor, act: entry.act })
  if (!isMessageKey(key)) return neutral()
  try {
    return view.t(key, withSelectors(key, sentenceArguments(view, entry, actor, texts)))
  } catch {
    return neutral()
  }
}

/** The message format has no hyphen in the words it selects by: `lead-expert` is written `lead_expert` there. */
function withSelectors(key: MessageKey, args: MessageArguments): MessageArguments {
  const selected = [...(MESSAGES['en']?.[key] ?? '').matchAll(/\{\s*(\w+)\s*,\s*select\b/gu)].map((match) => match[1] ?? '')
  const replaced = selected.flatMap((name) => (typeof args[name] === 'string' ? [[name, args[name].replaceAll('-', '_')] as const] : []))
  return { ...args, ...Object.fromEntries(replaced) }
}

function sentenceArguments(view: View, entry: Entry, actor: string, texts: readonly OpenedText[]): MessageArguments {
  const detail = Object.entries(entry.detail).map(([name, value]) => [name, writeDetail(view, value)] as const)
  const committed = Object.keys(entry.commitments).map((name) => {
    const text = texts.find((each) => each.name === name)?.text
    return [name, text === undefined ? view.t('record.erased') : excerpt(text.replaceAll(/\s+/gu, ' '), 160)] as const
  })
  return { ...Object.fromEntries([...detail, ...committed]), actor }
}

function writeDetail(view: View, value: Json): string | number {
  if (typeof value === 'number') return value
  if (typeof value === 'string') {
    const date = parsePlainDate(value)
    return date === undefined ? value : writeShortDate(date, view.lang)
  }
  if (typeof value === 'boolean') return String(value)
  if (Array.isArray(value)) return value.map((item: Json) => writeDetail(view, item)).join(', ')
  return value === null ? '' : writeDateDetail(view, value)
}

/** A date as it stands in an entry: without its words, which are committed to apart from it. */
function writeDateDetail(view: View, value: Json): string {
  const parsed = approximateDateSchema.safeParse(value)
  if (!parsed.success || 'when' in parsed.data) return view.t('record.date.waits')
  const date = parsed.data
  if ('on' in date) return writeShortDate(date.on, view.lang)
  return view.t('record.date.window', { from: writeShortDate(date.from, view.lang), until: writeShortDate(date.until, view.lang) })
}
