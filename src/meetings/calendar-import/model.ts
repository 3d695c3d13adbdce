import type { MeetingSummary } from '../model.ts'
import type { ReadMeeting } from '../calendar-reading/model.ts'

/** An entry that was taken before: which meeting it became, and as what. */
export interface KnownEntry {
  readonly uid: string
  readonly occurrence: string
  readonly meetingId: string
  readonly slug: string
  readonly sequence: number
  readonly digest: string
}

/** What becomes of an entry: a meeting, a change of one, nothing for it is here so, is older than what is here, or is cancelled. */
export const PLANS = ['new', 'changed', 'same', 'older', 'cancelled'] as const
export type Plan = (typeof PLANS)[number]

export interface PlannedMeeting {
  readonly key: string
  readonly meeting: ReadMeeting
  readonly plan: Plan
  /** The address of the meeting: the one it has, or will have. */
  readonly slug: string
}

/** What is compared to tell whether an entry changed. */
export function textOfEntry({ title, note, sittings, isCancelled }: ReadMeeting): string {
  return JSON.stringify({ title, note, sittings, isCancelled })
}

/** What becomes of the entries of a file, given those known of earlier ones and the addresses that are taken. */
export function planImport(meetings: readonly ReadMeeting[], known: readonly KnownEntry[], taken: readonly Pick<MeetingSummary, 'slug'>[], digestOf: (text: string) => string): PlannedMeeting[] {
  const slugs = new Set(taken.map(({ slug }) => slug))
  return meetings.map((meeting) => {
    const key = `${meeting.uid} ${meeting.occurrence}`
    const before = known.find(({ uid, occurrence }) => uid === meeting.uid && occurrence === meeting.occurrence)
    const digest = digestOf(textOfEntry(meeting))
    const plan: Plan = before === undefined ? (meeting.isCancelled ? 'cancelled' : 'new') : before.digest === digest ? 'same' : meeting.sequence < before.sequence ? 'older' : meeting.isCancelled ? 'cancelled' : 'changed'
    const slug = before?.slug ?? freeSlug(meeting, slugs, digest)
    if (plan === 'new') slugs.add(slug)
    return { key: digestOf(key), meeting, plan, slug }
  })
}

/** `2019-11-27-bpf-cybersecurity`; where a title has no letters of an address, its day and the beginning of its digest. */
function freeSlug({ title, sittings }: ReadMeeting, taken: ReadonlySet<string>, digest: string): string {
  const words = title.normalize('NFKD').replace(/\p{M}+/gu, '').toLowerCase().split(/[^a-z0-9]+/u).filter((word) => word !== '')
  const base = [sittings[0]?.date ?? '', ...(words.length === 0 ? [digest.slice(0, 8)] : words)].join('-').slice(0, 54).replace(/-+$/u, '')
  for (let number = 1; ; number++) {
    const slug = number === 1 ? base : `${base}-${number}`
    if (!taken.has(slug)) return slug
  }
}
