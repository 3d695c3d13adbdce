import { canonicalJson, type Json } from '../shared/canonical-json.ts'
import type { Id } from '../shared/ids.ts'
import type { Instant } from '../shared/time.ts'

/** Who does something: a signed-in person, whoever came without account, or the product itself (start, import, clock). */
export type Actor = { readonly kind: 'person'; readonly id: Id<'person'> } | { readonly kind: 'public' } | { readonly kind: 'system' }

export const SYSTEM: Actor = { kind: 'system' }
export const PUBLIC: Actor = { kind: 'public' }

/**
 * Every kind of act with the detail its entry holds: ids, enumerations, numbers, dates and references, never names or texts (those
 * are committed to). Each concept's `acts.ts` adds its own by declaration merging; the sentence of an act is the message `act.<name>`.
 */
export interface ActDetails {
  'forum-imported': { readonly files: number; readonly digest: string; readonly [concept: string]: Json }
}

export type ActName = keyof ActDetails

export interface CommittedText {
  readonly text: string
  /** Whether anyone may read it; what is not public stays at the desk and out of public exports. */
  readonly isPublic: boolean
}

/** One act, as a command hands it in. `forumId` null is the installation's own chain. */
export interface Act<Name extends ActName = ActName> {
  readonly forumId: Id<'forum'> | null
  readonly cycleId?: Id<'cycle'> | null
  readonly act: Name
  readonly subject: { readonly kind: string; readonly id: Id }
  readonly detail: ActDetails[Name]
  readonly texts?: Readonly<Record<string, CommittedText>>
}

/** One entry of a chain, as stored and as published. */
export interface Entry {
  readonly chainId: Id<'chain'>
  readonly sequence: number
  readonly at: Instant
  readonly act: string
  readonly actorKind: string
  readonly actorId: Id | null
  readonly subjectKind: string
  readonly subjectId: Id
  readonly cycleId: Id | null
  readonly detail: Readonly<Record<string, Json>>
  readonly commitments: Readonly<Record<string, string>>
  readonly previous: string
  readonly hash: string
}

/** A text behind a commitment, with the salt that opens it. */
export interface OpenedText {
  readonly sequence: number
  readonly name: string
  readonly salt: string
  readonly text: string
  readonly isPublic: boolean
}

export type Digest = (text: string) => string

/** What is hashed: everything of an entry but its hash, in one spelling. */
export function entryText(entry: Omit<Entry, 'hash'>): string {
  return canonicalJson({
    chain: entry.chainId,
    sequence: entry.sequence,
    at: entry.at,
    act: entry.act,
    actor: { kind: entry.actorKind, id: entry.actorId },
    subject: { kind: entry.subjectKind, id: entry.subjectId },
    cycle: entry.cycleId,
    detail: entry.detail,
    commitments: entry.commitments,
    previous: entry.previous,
  })
}

/** What the first entry of a chain names as its previous one. */
export function genesis(chainId: Id, digest: Digest): string {
  return digest(`convoke-record/1 ${chainId}`)
}

export type Verified =
  | { readonly ok: true; readonly length: number; readonly head: string }
  | { readonly ok: false; readonly sequence: number; readonly problem: 'gap' | 'previous' | 'hash' | 'commitment' | 'chain' }

/**
 * Checks entries in order: numbered without gaps, each naming the hash of the one before, each hash that of its text, each text at
 * hand the one committed to. A text that is no longer at hand (erased) is no problem. Continues from `from` when given.
 */
export function verifyEntries(
  chainId: Id,
  entries: Iterable<Entry>,
  textsOf: (sequence: number) => readonly OpenedText[],
  digest: Digest,
  commit: (salt: string, text: string) => string,
  from: { length: number; head: string } = { length: 0, head: genesis(chainId, digest) },
): Verified {
  let { length, head } = from
  for (const entry of entries) {
    const problem = problemOf(entry, { chainId, length, head }, digest) ?? problemOfTexts(entry, textsOf(entry.sequence), commit)
    if (problem !== undefined) return { ok: false, sequence: entry.sequence, problem }
    length = entry.sequence
    head = entry.hash
  }
  return { ok: true, length, head }
}

function problemOf(entry: Entry, before: { chainId: Id; length: number; head: string }, digest: Digest) {
  if (entry.chainId !== before.chainId) return 'chain'
  if (entry.sequence !== before.length + 1) return 'gap'
  if (entry.previous !== before.head) return 'previous'
  return digest(entryText(entry)) === entry.hash ? undefined : 'hash'
}

function problemOfTexts(entry: Entry, texts: readonly OpenedText[], commit: (salt: string, text: string) => string) {
  const differs = texts.some((opened) => entry.commitments[opened.name] !== commit(opened.salt, opened.text))
  return differs ? ('commitment' as const) : undefined
}
