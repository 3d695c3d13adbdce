import type { ApproximateDate } from '../shared/approximate-date.ts'
import type { Id } from '../shared/ids.ts'
import type { PlainDate } from '../shared/time.ts'
import type { Confirmation, ListEntry, Phase } from '../shared/vocabularies.ts'
import type { RecordedDate } from './acts.ts'

export interface Forum {
  readonly id: Id<'forum'>
  readonly slug: string
  readonly title: string
  readonly mandate: string
  readonly conveningBody: string | null
  readonly isDemonstration: boolean
  readonly language: string
  readonly stakeholderGroups: readonly ListEntry[]
  readonly regionalGroups: readonly ListEntry[]
  readonly website: string | null
  /** What makes a contribution by the public form count. */
  readonly confirmation: Confirmation
  /** Made for one review, with one cycle and one document. */
  readonly isReviewAlone: boolean
  readonly revision: number
}

export interface Cycle {
  readonly id: Id<'cycle'>
  readonly forumId: Id<'forum'>
  readonly slug: string
  readonly title: string
  readonly focus: string
  readonly note: string | null
  /** Where it was taken to, as `forum/cycle`; it has no pages of its own then. */
  readonly movedTo: string | null
  readonly revision: number
}

/** A label of where a cycle stood from one day to another; it permits and forbids nothing, for in life phases overlap. */
export interface PhaseSpan {
  readonly phase: Phase
  readonly from: PlainDate | null
  readonly until: PlainDate | null
}

export interface Milestone {
  readonly id: Id<'milestone'>
  readonly title: string
  readonly isSoft: boolean
  readonly date: ApproximateDate
  readonly note: string | null
  readonly source: string | null
  readonly revision: number
  /** Earlier dates, oldest first, each with the reason why it changed. */
  readonly earlier: readonly { readonly date: ApproximateDate; readonly changedOn: PlainDate | null; readonly reason: string }[]
}

export interface Decision {
  readonly id: Id<'decision'>
  readonly cycleId: Id<'cycle'> | null
  readonly body: string
  readonly date: ApproximateDate
  readonly outcome: string
  readonly summary: string
  readonly source: string | null
}

export interface Workstream {
  readonly id: Id<'workstream'>
  readonly title: string
  readonly task: string
  readonly leads: readonly string[]
}

/** Words of addresses that no forum may take as its own. */
export const RESERVED_SLUGS: ReadonlySet<string> = new Set(['actions', 'announcements', 'assets', 'calendars', 'desk', 'events', 'files', 'follow-meetings', 'health', 'language', 'lists', 'login', 'logout', 'mail', 'meetings', 'new-forum', 'new-review', 'notices', 'outbox', 'overview', 'points', 'polls', 'record'])

/**
 * Words of addresses below a forum, and of its desk, that no cycle may take as its own; and those of the pages of a cycle, for
 * `/forum/calls/main` would else be the call `main` of the cycle `forum` of a forum `desk`.
 */
export const CYCLE_RESERVED_SLUGS: ReadonlySet<string> = new Set([
  'actions', 'agenda-template', 'announcements', 'decisions', 'edit', 'events', 'follow-meetings', 'lists', 'mail', 'meetings', 'names', 'new-cycle', 'new-decision', 'new-meeting', 'notices', 'overview', 'papers', 'people', 'points', 'polls', 'record', 'terms',
  'annexes', 'breakdown', 'calls', 'campaigns', 'comments', 'contributions', 'corrections', 'countries', 'documents', 'editions', 'figures', 'findings', 'ledger', 'matrix', 'participation',
  'passages', 'proposals', 'references', 'reports', 'reviews', 'suggestions', 'themes', 'threads', 'trace',
])

/** The desk's own word wherever something is added, and a page of a forum that would take its address at the desk: no call and no meeting may take them as its own. */
export const ADDED_RESERVED_SLUGS: ReadonlySet<string> = new Set(['new', 'participation'])

/** True for a slug that can stand in an address: letters of a to z, figures and hyphens, 2 to 60 of them. */
export function isSlug(text: string): boolean {
  return /^[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])$/u.test(text) && !text.includes('--')
}

/** The phases in which a cycle stands on a day: several may run at once. */
export function phasesOn(spans: readonly PhaseSpan[], day: PlainDate): PhaseSpan[] {
  return spans.filter((span) => (span.from !== null || span.until !== null) && (span.from ?? '0000') <= day && day <= (span.until ?? '9999'))
}

/** A date without the words used for it, as an entry of the record holds it. */
export function recordedDate(date: ApproximateDate): RecordedDate {
  if ('on' in date) return { on: date.on }
  return 'when' in date ? { when: '' } : { from: date.from, until: date.until }
}

/** The words of a date, to be committed to beside it; undefined when it was given without. */
export function wordsOfDate(date: ApproximateDate): string | undefined {
  if ('on' in date) return undefined
  return 'when' in date ? date.when : date.words
}
