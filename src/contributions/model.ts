import { suggestRegionalGroup } from '../shared/countries.ts'
import type { Id } from '../shared/ids.ts'
import type { Instant, PlainDate } from '../shared/time.ts'
import type { Capacity, Channel, Consent, Licence, ListEntry } from '../shared/vocabularies.ts'
import type { Clearance, ContributionState } from './sending/model.ts'
import type { Redaction } from './redaction/model.ts'
import { DECLINE_REASONS, type DeclineReason, type ModerationReason } from './moderation/model.ts'

/** Everything known of a contribution but its mail address; for the desk. What the public sees is `asPublished`. */
export interface Contribution {
  readonly id: Id<'contribution'>
  readonly cycleId: Id<'cycle'>
  readonly callId: Id<'call'>
  /** The variant of the call that it answers; null for the call as it is for everybody. */
  readonly variantId: Id<'variant'> | null
  readonly number: number
  readonly contributor: string | null
  readonly organisation: string | null
  readonly capacity: Capacity | null
  readonly country: string | null
  readonly stakeholderGroup: string | null
  readonly regionalGroup: string | null
  readonly channel: Channel
  readonly language: string | null
  readonly consent: Consent
  /** How a source names it, kept beside our own reference. */
  readonly label: string | null
  /** Null where only a bound is known: it arrived by `receivedBy`. */
  readonly receivedAt: Instant | null
  readonly receivedBy: PlainDate
  readonly isLate: boolean
  readonly withdrawnAt: Instant | null
  readonly withdrawnReason: string | null
  /** Since when the desk shows it to nobody until it has decided; null once it has, and for all others. */
  readonly heldAt: Instant | null
  readonly declinedAt: Instant | null
  /** The kind of reason for which it is held or was declined; null for all others. */
  readonly moderatedFor: ModerationReason | null
  /** Whether it is received, or still waits to be released or confirmed: then it is neither counted nor public. */
  readonly state: ContributionState
  readonly confirmedAt: Instant | null
  readonly releasedAt: Instant | null
  readonly clearance: Clearance | null
  readonly licence: Licence | null
  readonly elsewhere: { readonly title: string; readonly publisher: string | null; readonly published: PlainDate | null; readonly url: string | null } | null
  readonly referenceId: Id<'reference'> | null
  readonly invitationId: Id<'invitation'> | null
  readonly amendedAt: Instant | null
  /** When the sender of something entered at the desk was asked last whether it was entered right; null where nobody was. */
  readonly senderAskedAt: Instant | null
  readonly senderConfirmedAt: Instant | null
}

/** One of those who sent it together with the one it is named after. */
export interface Contributor {
  readonly contributionId: Id<'contribution'>
  readonly position: number
  readonly name: string | null
  readonly organisation: string | null
  readonly capacity: Capacity | null
  readonly country: string | null
  readonly stakeholderGroup: string | null
  readonly regionalGroup: string | null
}

type Moments = Pick<Contribution, 'withdrawnAt' | 'heldAt' | 'declinedAt'> & { readonly state?: ContributionState | undefined }
type Publishable = Pick<Contribution, 'contributor' | 'organisation' | 'consent'> & Moments

/** Where a contribution stands. What its sender withdrew stays withdrawn, whatever the desk had decided before. */
export type Standing = 'stands' | 'waiting' | 'held' | 'declined' | 'withdrawn'

export function standingOf({ withdrawnAt, heldAt, declinedAt, state }: Moments): Standing {
  if (withdrawnAt !== null) return 'withdrawn'
  if (state !== undefined && state !== 'received') return 'waiting'
  if (declinedAt !== null) return 'declined'
  return heldAt === null ? 'stands' : 'held'
}

/**
 * Whether it is counted in overviews, and its words can be built on: what is held is counted, for it has come and nothing is
 * decided; what was declined or withdrawn is not (decision 22). The tallies say the same day by day.
 */
export function counts(contribution: Moments): boolean {
  const standing = standingOf(contribution)
  return standing === 'stands' || standing === 'held'
}

/** The kind of reason for which the desk declined it; null for what is not declined. */
export function declinedForOf({ declinedAt, moderatedFor }: Pick<Contribution, 'declinedAt' | 'moderatedFor'>): DeclineReason | null {
  return declinedAt === null ? null : (DECLINE_REASONS.find((reason) => reason === moderatedFor) ?? 'other')
}

/** Whether anyone may read its words and files: consent was given, and it stands. */
export function hasPublicText(contribution: Pick<Contribution, 'consent'> & Moments): boolean {
  return contribution.consent !== 'not-at-all' && standingOf(contribution) === 'stands'
}

/** Whether anyone may know who sent it. */
export function hasPublicName(contribution: Pick<Contribution, 'consent'> & Moments): boolean {
  return contribution.consent === 'full' && standingOf(contribution) === 'stands'
}

/** Who sent it, as anyone may know it: name and organisation; null without consent, once withdrawn, and where neither is recorded. */
export function publicName(contribution: Publishable): string | null {
  if (!hasPublicName(contribution)) return null
  const parts = [contribution.contributor, contribution.organisation].filter((part) => part !== null)
  return parts.length === 0 ? null : parts.join(', ')
}

/** A contribution as anyone may see it: every page and every `.json` for the public is made from this and from nothing else. */
export function asPublished(contribution: Contribution): Contribution {
  const isNamed = hasPublicName(contribution)
  const standing = standingOf(contribution)
  const isOpen = contribution.consent !== 'not-at-all' && (standing === 'stands' || standing === 'withdrawn')
  // What was declined is not said to come from any group: perhaps nobody of that group sent it.
  const groups = standing === 'declined' ? { stakeholderGroup: null, regionalGroup: null } : {}
  return {
    ...contribution,
    contributor: isNamed ? contribution.contributor : null,
    organisation: isNamed ? contribution.organisation : null,
    // A source's own label often holds the name.
    label: isNamed ? contribution.label : null,
    country: isOpen ? contribution.country : null,
    language: isOpen ? contribution.language : null,
    capacity: isOpen ? contribution.capacity : null,
    licence: isOpen ? contribution.licence : null,
    // What was published elsewhere says who wrote it.
    elsewhere: isNamed ? contribution.elsewhere : null,
    referenceId: isNamed ? contribution.referenceId : null,
    invitationId: null,
    clearance: null,
    withdrawnReason: isOpen ? contribution.withdrawnReason : null,
    ...groups,
  }
}

/** One answer, as anyone may see it: `text` is empty and `contributor` null where consent, withdrawal or the desk's decision ask for it. */
export interface Answer {
  readonly id: Id<'answer'>
  readonly contributionId: Id<'contribution'>
  readonly contributionNumber: number
  /** The number of the question it answers: the last part of its reference, `2017/C-14/2`. */
  readonly number: number
  readonly questionId: Id<'question'>
  /** Redacted words are blackened, character by character. */
  readonly text: string
  readonly redactions: readonly Redaction[]
  readonly language: string | null
  readonly contributor: string | null
  readonly stakeholderGroup: string | null
  readonly regionalGroup: string | null
  readonly consent: Consent
  readonly withdrawn: boolean
  readonly standing: Standing
  readonly declinedFor: DeclineReason | null
}

/**
 * What has to be accounted for: each answer; where a contribution has none but a file, the contribution itself. Withdrawn ones are
 * listed and marked, for they may have a fate already; declined ones have theirs by that, and say for what kind of reason.
 */
export interface Unit {
  readonly kind: 'answer' | 'contribution'
  readonly id: Id<'answer'> | Id<'contribution'>
  readonly contributionId: Id<'contribution'>
  readonly contributionNumber: number
  /** The answer's number; null for a contribution as a whole. */
  readonly number: number | null
  readonly withdrawn: boolean
  /** The kind of reason for which the desk declined it; null for all others. */
  readonly declinedFor: DeclineReason | null
}

export interface Attachment {
  readonly id: Id<'attachment'>
  readonly position: number
  readonly name: string
  readonly mediaType: string
  readonly size: number
  readonly sha256: string
}

/** The regional group to keep: the one chosen; none where it was not to be said; where nothing was chosen, the one of the country. */
export function decideRegionalGroup(chosen: string | undefined, country: string | undefined, groups: readonly ListEntry[]): string | undefined {
  if (chosen === NOT_SAID) return undefined
  if (chosen !== undefined) return chosen
  const suggested = country === undefined ? undefined : suggestRegionalGroup(country)
  return groups.some(({ key }) => key === suggested) ? suggested : undefined
}

/** What stands in a form for "I would rather not say": kept as not recorded, and no group is suggested for it. */
export const NOT_SAID = 'not-said'

/** Types that a browser may be told of; anything else is sent as plain bytes. All are sent to be kept, never to be shown. */
const NAMED_TYPES = new Set([
  'application/pdf', 'application/msword', 'application/rtf', 'application/epub+zip', 'application/zip', 'text/plain', 'text/csv', 'image/png', 'image/jpeg', 'image/gif', 'image/webp',
  'application/vnd.oasis.opendocument.text', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
])

/** The media type under which a received file is sent on: what its sender claimed, where that is harmless. */
export function safeMediaType(claimed: string): string {
  const type = (claimed.split(';')[0] ?? '').trim().toLowerCase()
  return NAMED_TYPES.has(type) ? type : 'application/octet-stream'
}

/** A file's name as it can be offered for saving: its last part, without what controls a terminal, a path or a header. */
export function downloadName(name: string): string {
  const last = name.split(/[\\/]/u).at(-1) ?? ''
  const plain = Array.from(last.replace(/[\p{C}<>:"|?*]/gu, ' ').replace(/\s+/gu, ' ').trim().replace(/^\.+/u, '')).slice(-150).join('').trim()
  return plain === '' ? 'file' : plain
}
