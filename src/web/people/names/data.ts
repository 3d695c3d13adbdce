import { LRUCache } from 'lru-cache'
import { listNameUses } from '../../../contributions/handling/queries.ts'
import type { OpenNames } from '../../../contributions/handling/model.ts'
import { listCycles } from '../../../forums/queries.ts'
import { listParticipantNames } from '../../../meetings/queries.ts'
import { proposeDuplicates, type Proposal } from '../../../people/duplicates/model.ts'
import { NAME_KINDS, readRegister, type NameKind, type Register, type RegisteredName } from '../../../people/register/model.ts'
import { apartAmong, findUnitWords, listApart, listRegisteredNames, type Apart } from '../../../people/register/queries.ts'
import type { Reader } from '../../../platform/database.ts'
import { readStamp } from '../../../record/queries.ts'
import type { Id } from '../../../shared/ids.ts'
import { formatRef } from '../../../shared/refs.ts'
import { loadForumAtDesk, type AtDesk, type InForum } from '../../forums/data.ts'
import type { PageRequest } from '../../page.tsx'

/** Where a name stands: how many contributions and places in lists of participants, and some of the contributions. */
export interface Use {
  readonly contributions: number
  readonly participants: number
  readonly refs: readonly { readonly ref: string; readonly href: string }[]
}

export interface NamesOfForum {
  readonly proposals: readonly Proposal[]
  readonly rows: readonly RegisteredName[]
  readonly register: Register
  readonly apart: readonly Apart[]
  readonly unitWords: { readonly words: readonly string[]; readonly revision: number }
  readonly useOf: (kind: NameKind, name: string) => Use
  readonly names: ReadonlyMap<NameKind, readonly string[]>
}

const NOWHERE: Use = { contributions: 0, participants: 0, refs: [] }

/** Looked through once for each state of the forum's record: whatever changes a name is an act. */
const looked = new LRUCache<string, { readonly stamp: string; readonly names: NamesOfForum }>({ max: 20 })

/** The names that stand in a forum, what was said of them, and which of them may be one. */
export async function loadNamesOf(db: Reader, forum: { readonly id: Id<'forum'>; readonly slug: string }): Promise<NamesOfForum> {
  const stamp = await readStamp(db, forum.id)
  const known = looked.get(forum.id)
  if (known?.stamp === stamp) return known.names
  const names = await lookThrough(db, forum)
  looked.set(forum.id, { stamp, names })
  return names
}

async function lookThrough(db: Reader, forum: { readonly id: Id<'forum'>; readonly slug: string }): Promise<NamesOfForum> {
  const [uses, participants, rows, apart, unitWords, cycles] = [
    await listNameUses(db, forum.id), await listParticipantNames(db, forum.id), await listRegisteredNames(db, forum.id), await listApart(db, forum.id), await findUnitWords(db, forum.id), await listCycles(db, forum.id),
  ]
  const slugs = new Map<Id, string>(cycles.map(({ id, slug }) => [id, slug]))
  const use = new Map<string, Use>()
  for (const { kind, name, count, examples } of uses) {
    const refs = examples.map(({ cycleId, number }) => ({ ref: formatRef(slugs.get(cycleId) ?? '', 'C', number), href: `/desk/${forum.slug}/${slugs.get(cycleId) ?? ''}/inbox/C-${number}` }))
    use.set(`${kind} ${name}`, { contributions: count, participants: 0, refs })
  }
  for (const { kind, name, count } of participants) use.set(`${kind} ${name}`, { ...(use.get(`${kind} ${name}`) ?? NOWHERE), participants: count })
  const register = readRegister(rows)
  const isApart = apartAmong(apart)
  const names = new Map(NAME_KINDS.map((kind): [NameKind, string[]] => [kind, [...new Set([...uses, ...participants].filter((each) => each.kind === kind).map((each) => each.name))].sort(byLetters)]))
  const proposals = NAME_KINDS.flatMap((kind) => openProposals(kind, names.get(kind) ?? [], unitWords.words, register, isApart))
  return { proposals, rows, register, apart, unitWords, names, useOf: (kind, name) => use.get(`${kind} ${name}`) ?? NOWHERE }
}

/** Between what names are known as: those merged already ask nothing, and two families of names are asked about once. */
function openProposals(kind: NameKind, names: readonly string[], unitWords: readonly string[], register: Register, isApart: (kind: NameKind, one: string, other: string) => boolean): Proposal[] {
  const asked = new Set<string>()
  return proposeDuplicates(kind, names, unitWords, (one, other) => isApart(kind, one, other) || isApart(kind, register.knownAs(kind, one), register.knownAs(kind, other))).flatMap((proposal) => {
    const [one, other] = [register.knownAs(kind, proposal.one), register.knownAs(kind, proposal.other)]
    const key = JSON.stringify([one, other].sort(byLetters))
    if (one === other || asked.has(key)) return []
    asked.add(key)
    return [{ ...proposal, one, other }]
  })
}

/** By code unit, which no locale changes. */
function byLetters(a: string, b: string): number {
  return a < b ? -1 : 1
}

/** The names of which somebody has still to say whether they stand for one. */
export function openNamesOf({ proposals, register }: NamesOfForum): OpenNames {
  const of = (kind: NameKind) => proposals.filter((proposal) => proposal.kind === kind).flatMap(({ one, other }) => [...register.namesOf(kind, one), ...register.namesOf(kind, other)])
  return { people: of('person'), organisations: of('organisation') }
}

export interface NamesData extends InForum, AtDesk, NamesOfForum {
  readonly base: string
}

/** The names of the forum of the address, for whoever enters contributions there. */
export async function loadNames(request: PageRequest): Promise<NamesData | 'forbidden' | undefined> {
  const atDesk = await loadForumAtDesk(request, 'enter-contributions')
  if (typeof atDesk !== 'object') return atDesk
  return { ...atDesk, ...(await loadNamesOf(request.db, atDesk.forum)), base: `/desk/${atDesk.forum.slug}/names` }
}

export interface MergeData extends NamesData {
  readonly kind: NameKind
  readonly from: string
  readonly into: string
}

/** Two names of the address, both of which stand in the forum. */
export async function loadMerge(request: PageRequest): Promise<MergeData | 'forbidden' | undefined> {
  const data = await loadNames(request)
  if (typeof data !== 'object') return data
  const { query } = request
  const kind = NAME_KINDS.find((each) => each === query['kind'])
  const [from, into] = [query['from'] ?? '', query['into'] ?? '']
  if (kind === undefined || from === into) return undefined
  const known = new Set([...(data.names.get(kind) ?? []), ...data.rows.filter((row) => row.kind === kind).map((row) => row.name)])
  return known.has(from) && known.has(into) ? { ...data, kind, from, into } : undefined
}

/** The address at which two names are looked at side by side. */
export function mergeAddress(base: string, kind: NameKind, from: string, into: string): string {
  return `${base}/merge?${new URLSearchParams({ kind, from, into }).toString()}`
}
