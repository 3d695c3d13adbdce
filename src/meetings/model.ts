import type { Id } from '../shared/ids.ts'
import type { Visibility } from './joining/model.ts'
import type { MadeBlock } from './report-blocks/model.ts'
import { normaliseText, splitParagraphs } from '../shared/text.ts'
import { addDays, clockAt, instantAt, readingsOf, timeOfMinute, toMilliseconds, type Instant, type PlainDate, type PlainTime } from '../shared/time.ts'

export const MEETING_KINDS = ['virtual', 'informal', 'session'] as const
export type MeetingKind = (typeof MEETING_KINDS)[number]

export const PARTS = ['facilitator', 'moderator', 'secretariat', 'lead-expert', 'rapporteur', 'panellist', 'participant'] as const
export type Part = (typeof PARTS)[number]

/** What a link leads to. A recording is one of which nothing more is known. */
export const LINK_KINDS = ['recording', 'video', 'audio', 'chat', 'slides', 'transcript', 'agenda', 'document', 'other'] as const
export type LinkKind = (typeof LINK_KINDS)[number]

/** What can be said of how a meeting stands; a log of these is kept, and the latest of announced, cancelled and held is how it stands. */
export const STATUSES = ['announced', 'moved', 'cancelled', 'held'] as const
export type Status = (typeof STATUSES)[number]

export interface MeetingSummary {
  readonly id: Id<'meeting'>
  readonly forumId: Id<'forum'>
  readonly slug: string
  readonly title: string
  readonly kind: MeetingKind
  readonly ordinal: number | null
  readonly revision: number
  readonly cycleIds: readonly Id<'cycle'>[]
  readonly sittings: readonly Sitting[]
  readonly hasReport: boolean
  /** How it stands; null where nothing was announced, as for a meeting that was entered afterwards. */
  readonly standing: Exclude<Status, 'moved'> | null
}

export interface Meeting extends MeetingSummary {
  readonly reportDate: PlainDate | null
  readonly note: string | null
  readonly source: string | null
  readonly changes: readonly Change[]
  readonly participants: readonly Participant[]
  readonly links: readonly MeetingLink[]
  readonly paragraphs: readonly Paragraph[]
  readonly footnotes: readonly Footnote[]
  readonly annexes: readonly Annex[]
}

/** One time that a meeting was held; a meeting may be held in two sittings so that all zones can join. Null is not recorded. */
export interface Sitting {
  readonly date: PlainDate
  readonly starts: PlainTime | null
  readonly ends: PlainTime | null
  readonly zone: string | null
  readonly place: string | null
  /** Where the clock is put back and shows its hour of beginning twice: true for the second time. */
  readonly isLaterReading?: boolean
}

/** What was announced before: `what` is date, time or place. */
export interface Change {
  readonly what: string
  readonly earlier: string
  readonly reason: string
}

export interface Participant {
  readonly name: string
  readonly organisation: string | null
  readonly part: string
}

export interface MeetingLink {
  readonly id: Id
  readonly kind: string
  readonly title: string | null
  readonly url: string
  readonly passcode: string | null
  /** Who may see the link. */
  readonly visibility: Visibility
  /** Who may see its passcode. */
  readonly passcodeVisibility: Visibility
  /** In which language it is; BCP 47. */
  readonly language: string | null
}

/** A paragraph of a report. A number is citable; a paragraph that was printed without one has none. */
export interface Paragraph {
  readonly id: Id
  readonly number: number | null
  readonly heading: string | null
  readonly text: string
}

export interface Footnote {
  readonly mark: string
  readonly text: string
}

/** What an annex is: the words that were written, or a block made from what stood on its day. */
export const ANNEX_BLOCKS = ['text', 'participants', 'contributions', 'overview', 'words'] as const
export type AnnexBlock = (typeof ANNEX_BLOCKS)[number]

export interface Annex {
  readonly title: string
  readonly asOf: PlainDate | null
  readonly text: string
  /** What it is made of, where it is not the words that were written: a block made from what stood on its day. */
  readonly block?: AnnexBlock
  /** What it was made of when the report became final. */
  readonly frozen?: MadeBlock
}

export interface HeldTime {
  readonly starts: { readonly date: PlainDate; readonly time: PlainTime; readonly at: Instant }
  readonly ends: { readonly date: PlainDate; readonly time: PlainTime; readonly at: Instant } | undefined
}

/** The UTC side of a sitting, computed; undefined where no time or no zone is recorded. */
export function utcOf(sitting: Sitting): HeldTime | undefined {
  if (sitting.starts === null || sitting.zone === null) return undefined
  const starts = instantAt(sitting.date, sitting.starts, sitting.zone, sitting.isLaterReading === true)
  const ends = sitting.ends === null ? undefined : endOf(sitting, sitting.ends, sitting.zone, starts)
  return { starts: inUtc(starts), ends: ends === undefined ? undefined : inUtc(ends) }
}

function inUtc(at: Instant): HeldTime['starts'] {
  const { date, minute } = clockAt(at, 'UTC')
  return { date, time: timeOfMinute(minute), at }
}

/** Where the hour of the end is shown twice, the first time it is shown after the beginning. */
function endOf(sitting: Sitting, ends: PlainTime, zone: string, starts: Instant): Instant {
  const first = instantAt(endDay(sitting), ends, zone)
  return first > starts ? first : instantAt(endDay(sitting), ends, zone, true)
}

/** Minutes from its beginning to its end, as time passes and not as the clock's hands go; undefined where they are not recorded. */
export function minutesOf(sitting: Sitting): number | undefined {
  const held = utcOf(sitting)
  return held?.ends === undefined ? undefined : Math.round((toMilliseconds(held.ends.at) - toMilliseconds(held.starts.at)) / 60_000)
}

/** The day on which a sitting ends by its own clock: the next one where the hand has gone past midnight. */
export function endDay(sitting: Sitting): PlainDate {
  return sitting.starts !== null && sitting.ends !== null && sitting.ends < sitting.starts ? addDays(sitting.date, 1) : sitting.date
}

/** Past midnight a sitting goes on this long at most; an end before the start that would make it longer is a mistake. */
const OVER_MIDNIGHT = 12 * 60

/** Minutes by the clock's hands from one time to the next time that it shows the other. */
function minutesTo(starts: PlainTime, ends: PlainTime): number {
  const minutes = (time: PlainTime): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))
  return (minutes(ends) - minutes(starts) + 24 * 60) % (24 * 60)
}

export type SittingProblem = 'ends-before-it-starts' | 'end-without-start' | 'zone-missing' | 'no-such-time'

/** What cannot be true of a sitting. `no-such-time`: the clocks of the zone were put forward over it that day, or over the whole day. */
export function problemOfSitting(sitting: Sitting): SittingProblem | undefined {
  const { starts, ends, zone, date } = sitting
  if (ends !== null && starts === null) return 'end-without-start'
  if (starts === null) return undefined
  if (zone === null) return 'zone-missing'
  if (ends !== null && (ends === starts || (ends < starts && minutesTo(starts, ends) > OVER_MIDNIGHT))) return 'ends-before-it-starts'
  const isShown = (day: PlainDate, time: PlainTime): boolean => readingsOf(day, time, zone).length > 0
  return isShown(date, starts) && (ends === null || isShown(endDay(sitting), ends)) ? undefined : 'no-such-time'
}

/**
 * Reads participants, one a line: `Name / Organisation (part)`; organisation and part may be absent. Only a known word in the last
 * brackets is a part, so that brackets of a name stay in it; `words` maps lower-case words to parts.
 */
export function parseParticipants(text: string, words: ReadonlyMap<string, Part>): Participant[] {
  return normaliseText(text)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const bracket = /^(.*\S)\s*\(([^()]*)\)$/u.exec(line)
      const part = bracket === null ? undefined : words.get((bracket[2] ?? '').trim().toLowerCase())
      const rest = part === undefined ? line : (bracket?.[1] ?? line)
      const slash = rest.search(/\s\/\s/u)
      const name = slash < 0 ? rest : rest.slice(0, slash).trim()
      const organisation = slash < 0 ? '' : rest.slice(slash + 3).trim()
      return { name, organisation: organisation === '' ? null : organisation, part: part ?? 'participant' }
    })
}

export type TypedReport = { readonly paragraphs: readonly Omit<Paragraph, 'id'>[]; readonly footnotes: readonly Footnote[] }

/**
 * Reads a report as it is typed: paragraphs between empty lines; `# ` begins a heading for the paragraph that follows; `[1] ` begins a
 * footnote. Where a paragraph begins with its number (`3. `), numbers are taken as typed and the others have none; else all are
 * numbered from 1. Refuses a number or a footnote given twice, and a heading that nothing follows.
 */
export function parseReport(text: string): TypedReport | { readonly problem: 'number-twice' | 'heading-without-text' | 'footnote-twice' } {
  const paragraphs: Omit<Paragraph, 'id'>[] = []
  const footnotes: Footnote[] = []
  let heading: string | null = null
  for (const part of splitParagraphs(text)) {
    const footnote = /^\[([^\]\s]{1,8})\]\s+(.+)$/su.exec(part)
    const title = /^#+\s+([^\n]+)\n?(.*)$/su.exec(part)
    if (footnote !== null) footnotes.push({ mark: footnote[1] ?? '', text: footnote[2] ?? '' })
    else {
      if (title !== null && heading !== null) return { problem: 'heading-without-text' }
      if (title !== null) heading = (title[1] ?? '').trim()
      const body = title === null ? part : (title[2] ?? '').trim()
      if (body === '') continue
      const numbered = /^([1-9][0-9]{0,3})[.)]\s+(.+)$/su.exec(body)
      paragraphs.push({ number: numbered === null ? null : Number(numbered[1]), heading, text: numbered?.[2] ?? body })
      heading = null
    }
  }
  if (heading !== null) return { problem: 'heading-without-text' }
  if (new Set(footnotes.map((note) => note.mark)).size < footnotes.length) return { problem: 'footnote-twice' }
  return numberParagraphs(paragraphs, footnotes)
}

function numberParagraphs(paragraphs: readonly Omit<Paragraph, 'id'>[], footnotes: readonly Footnote[]): ReturnType<typeof parseReport> {
  const typed = paragraphs.flatMap(({ number }) => (number === null ? [] : [number]))
  if (typed.length === 0) return { paragraphs: paragraphs.map((paragraph, place) => ({ ...paragraph, number: place + 1 })), footnotes }
  return new Set(typed).size < typed.length ? { problem: 'number-twice' } : { paragraphs, footnotes }
}

/** A report as it would be typed: `parseReport` of it gives the same. */
export function writeReportText(report: TypedReport): string {
  const parts = report.paragraphs.flatMap(({ number, heading, text }) => [...(heading === null ? [] : [`# ${heading}`]), number === null ? text : `${number}. ${text}`])
  return [...parts, ...report.footnotes.map(({ mark, text }) => `[${mark}] ${text}`)].join('\n\n')
}

/** Splits a text at its footnote marks (`[1]`): texts stand at even places, marks at odd ones. */
export function splitAtMarks(text: string): string[] {
  return text.split(/\[([^\]\s]{1,8})\]/u)
}
