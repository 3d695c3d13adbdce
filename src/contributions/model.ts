import type { Id } from '../shared/ids.ts'
import type { Instant, PlainDate } from '../shared/time.ts'
import type { Capacity, Channel, Consent } from '../shared/vocabularies.ts'

/** Everything known of a contribution but its mail address; for the desk. What the public sees is `asPublished`. */
export interface Contribution {
  readonly id: Id<'contribution'>
  readonly cycleId: Id<'cycle'>
  readonly callId: Id<'call'>
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
}

type Publishable = Pick<Contribution, 'contributor' | 'organisation' | 'consent' | 'withdrawnAt'>

/** Whether anyone may read its words and files: consent was given, and it stands. */
export function hasPublicText(contribution: Pick<Contribution, 'consent' | 'withdrawnAt'>): boolean {
  return contribution.consent !== 'not-at-all' && contribution.withdrawnAt === null
}

/** Whether anyone may know who sent it. */
export function hasPublicName(contribution: Pick<Contribution, 'consent' | 'withdrawnAt'>): boolean {
  return contribution.consent === 'full' && contribution.withdrawnAt === null
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
  const isOpen = contribution.consent !== 'not-at-all'
  return {
    ...contribution,
    contributor: isNamed ? contribution.contributor : null,
    organisation: isNamed ? contribution.organisation : null,
    // A source's own label often holds the name.
    label: isNamed ? contribution.label : null,
    country: isOpen ? contribution.country : null,
    language: isOpen ? contribution.language : null,
    capacity: isOpen ? contribution.capacity : null,
    withdrawnReason: isOpen ? contribution.withdrawnReason : null,
  }
}

/** One answer, as anyone may see it: `text` is empty and `contributor` null where consent or withdrawal ask for it. */
export interface Answer {
  readonly id: Id<'answer'>
  readonly contributionId: Id<'contribution'>
  readonly contributionNumber: number
  /** The number of the question it answers: the last part of its reference, `2017/C-14/2`. */
  readonly number: number
  readonly questionId: Id<'question'>
  readonly text: string
  readonly language: string | null
  readonly contributor: string | null
  readonly stakeholderGroup: string | null
  readonly regionalGroup: string | null
  readonly consent: Consent
  readonly withdrawn: boolean
}

/**
 * What has to be accounted for: each answer; where a contribution has none but a file, the contribution itself. Withdrawn ones are
 * listed and marked, for they may have a fate already.
 */
export interface Unit {
  readonly kind: 'answer' | 'contribution'
  readonly id: Id<'answer'> | Id<'contribution'>
  readonly contributionId: Id<'contribution'>
  readonly contributionNumber: number
  /** The answer's number; null for a contribution as a whole. */
  readonly number: number | null
  readonly withdrawn: boolean
}

export interface Attachment {
  readonly id: Id<'attachment'>
  readonly position: number
  readonly name: string
  readonly mediaType: string
  readonly size: number
  readonly sha256: string
}
