import type { Id } from '../../shared/ids.ts'
import type { Consent } from '../../shared/vocabularies.ts'
import { parsePlainDate, type Instant } from '../../shared/time.ts'

/**
 * `unconfirmed`: nobody knows yet whether its sender sent it; `waiting` for the desk; then `listed` as a reference, `declined` with a
 * reason, or `withdrawn` by its sender.
 */
export const SUGGESTION_STATES = ['unconfirmed', 'waiting', 'listed', 'declined', 'withdrawn'] as const
export type SuggestionState = (typeof SUGGESTION_STATES)[number]

/** How it is known that an address is the sender's: by an answer to a mail of ours, by the signature of their domain, or because they said so when they were asked. */
export const PROOFS = ['answer', 'signature', 'confirmed'] as const
export type Proof = (typeof PROOFS)[number]

/** What is said of a work of others. One of title, address and file is always there. */
export interface Paper {
  readonly title: string | null
  readonly author: string | null
  readonly publisher: string | null
  /** As it was written: a year, a month, a day. */
  readonly published: string | null
  readonly address: string | null
  /** Why it matters. */
  readonly note: string | null
}

export interface PaperFile {
  readonly name: string
  readonly mediaType: string
  /** Bytes. */
  readonly size: number
  readonly sha256: string
}

/** A paper that somebody suggested for a forum's library; cited as `LS-3`. */
export interface PaperSuggestion extends Paper {
  readonly id: Id<'paper-suggestion'>
  readonly forumId: Id<'forum'>
  readonly cycleId: Id<'cycle'> | null
  /** Null while it is unconfirmed, and of what was never confirmed. */
  readonly number: number | null
  /** The same of all that came in one mail. */
  readonly mailKey: Id
  readonly name: string | null
  readonly organisation: string | null
  readonly consent: SuggesterConsent
  /** Null in what a public folder brought. */
  readonly mail: string | null
  readonly language: string
  readonly state: SuggestionState
  readonly proof: Proof | null
  readonly reason: string | null
  readonly isWithheld: boolean
  readonly referenceId: Id<'reference'> | null
  readonly suggestedAt: Instant
  readonly askedAt: Instant | null
  readonly decidedAt: Instant | null
  readonly files: readonly PaperFile[]
}

export type SuggesterConsent = Exclude<Consent, 'not-at-all'>

/** Papers of one mail that are taken. */
export const MOST_PAPERS = 20
/** Code points of what is said of a paper, and of why it matters. */
export const LINE_LIMIT = 500
export const NOTE_LIMIT = 5000
/** How long what is not confirmed stands on the desk's list. Days. */
export const UNCONFIRMED_DAYS = 14

/** The citable reference of a suggestion; within its forum. */
export function suggestionRef(number: number): string {
  return `LS-${number}`
}

/** Who is named as having suggested it: nobody whose address is not sure, nor who does not want to be. */
export function publicSuggester(suggestion: Pick<PaperSuggestion, 'consent' | 'name' | 'organisation' | 'proof'>): string | null {
  if (suggestion.consent !== 'full' || suggestion.proof === null) return null
  const said = [suggestion.name, suggestion.organisation].filter((each) => each !== null && each !== '')
  return said.length === 0 ? null : said.join(', ')
}

/** Whether its words are shown to everybody: what nobody has looked at is not, where the forum looks at everything first. */
export function isShown(suggestion: Pick<PaperSuggestion, 'state' | 'isWithheld'>, confirmation: 'none' | 'mail' | 'hold'): boolean {
  if (suggestion.isWithheld || suggestion.state === 'withdrawn' || suggestion.state === 'unconfirmed') return false
  return suggestion.state !== 'waiting' || confirmation !== 'hold'
}

/** The day that it was published on, where that was said to the day. */
export function dayOf(published: string | null): string | undefined {
  return published !== null && parsePlainDate(published) !== undefined ? published : undefined
}

/** Words compared as they read: letters and figures alone. */
function bareWords(text: string): string {
  return text.normalize('NFKC').toLowerCase().replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, ' ').trim()
}

/** An address as it is compared: without scheme, www, an ending slash and what only names a place on the page; a DOI and an arXiv number by themselves. */
export function comparedAddress(address: string): string {
  const plain = address.trim().replace(/^https?:\/\/(?:www\.)?/iu, '').replace(/#.*$/u, '').replace(/\/+$/u, '')
  const doi = /^(?:dx\.)?doi\.org\/(10\.\S+)$/iu.exec(plain)?.[1]
  if (doi !== undefined) return `doi:${doi.toLowerCase()}`
  const arxiv = /^arxiv\.org\/(?:abs|pdf)\/(.+?)(?:v[0-9]{1,3})?(?:\.pdf)?$/iu.exec(plain)?.[1]
  if (arxiv !== undefined) return `arxiv:${arxiv.toLowerCase()}`
  const slash = plain.indexOf('/')
  return slash < 0 ? plain.toLowerCase() : plain.slice(0, slash).toLowerCase() + plain.slice(slash)
}

/** True where two say the same work: the same address, or the same title. */
export function isSameWork(one: Pick<Paper, 'title' | 'address'>, other: Pick<Paper, 'title' | 'address'>): boolean {
  if (one.address !== null && other.address !== null && comparedAddress(one.address) === comparedAddress(other.address)) return true
  const [a, b] = [one.title, other.title].map((title) => (title === null ? '' : bareWords(title)))
  return a !== '' && a === b
}
