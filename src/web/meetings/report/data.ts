import type { Finding } from '../../../meetings/report-findings/model.ts'
import { listedNames, readReport, type ReadReport } from '../../../meetings/report-reading/model.ts'
import { reportText } from '../../../meetings/report-text/model.ts'
import type { Meeting, MeetingSummary } from '../../../meetings/model.ts'
import { checkedOf } from '../../../meetings/report-checks/model.ts'
import { checkReport } from '../../../procedures/check-report.ts'
import type { PlainDate } from '../../../shared/time.ts'
import { primaryLanguage } from '../../../shared/words.ts'
import type { Submitted } from '../../form.tsx'
import type { PageRequest } from '../../page.tsx'
import { draftOf } from '../report-way/data.ts'
import { loadMeetingAtDesk, type AtDesk, type MeetingData, type MeetingsData } from '../data.ts'

export interface ReportData extends MeetingData, AtDesk {
  /** What the checks see in the report that is kept. */
  readonly findings: readonly Finding[]
  /** A first draft of what the meeting left, where one is asked for. */
  readonly draft: { readonly paragraphs: Meeting['paragraphs']; readonly footnotes: Meeting['footnotes']; readonly annexes: Meeting['annexes'] } | undefined
}

/** A meeting at the desk with what the checks see in its report. */
export async function loadReportAtDesk(request: PageRequest): Promise<ReportData | 'forbidden' | undefined> {
  const data = await loadMeetingAtDesk(request)
  if (data === undefined || data === 'forbidden') return data
  const { forum, meeting } = data
  const isAsked = request.query['draft'] !== undefined && meeting.paragraphs.length === 0
  const made = isAsked ? await draftOf(request, data) : undefined
  const draft = made === undefined ? undefined : { ...made, paragraphs: made.paragraphs.map((paragraph) => ({ ...paragraph, id: meeting.id })) }
  return { ...data, draft, findings: meeting.paragraphs.length === 0 ? [] : await checkReport(request.db, forum, checkedOf(meeting, forum.language)) }
}

/** Letters of a report's text at most. */
export const REPORT_LIMIT = 400_000

/** The text of the file that came, or what was pasted. */
export async function readReportText({ services, view }: PageRequest, submitted: Submitted): Promise<{ text: string } | { errors: Record<string, string> }> {
  const upload = submitted.uploads['file']
  if (upload === undefined) {
    const pasted = submitted.value('text')
    if (pasted.trim() === '') return { errors: { file: 'required' } }
    return pasted.length > REPORT_LIMIT ? { errors: { text: `too-long:${REPORT_LIMIT}:${pasted.length}` } } : { text: pasted }
  }
  const read = await services.extractor.extractStyled(services.files.path(upload.sha256), upload.name)
  if (read.outcome === 'refused') return { errors: { file: view.t(`documents.reason.${read.reason}`) } }
  if (read.outcome === 'no-text') return { errors: { file: 'meetings.report.refusal.no-text' } }
  if (read.format !== 'text' && read.format !== 'markdown') return { text: reportText(read).slice(0, REPORT_LIMIT) }
  // Of a text the lines themselves tell more than what was made of them.
  const chunks: Uint8Array[] = []
  for await (const chunk of services.files.read(upload.sha256) as AsyncIterable<Uint8Array>) chunks.push(chunk)
  return { text: new TextDecoder().decode(Buffer.concat(chunks)).slice(0, REPORT_LIMIT) }
}

/** What was read of a report, what the checks say of it, and which meeting it would be kept with. */
export interface ReadPreview {
  readonly text: string
  readonly report: ReadReport
  readonly findings: readonly Finding[]
  readonly target: { readonly kind: 'here'; readonly meeting: MeetingSummary } | { readonly kind: 'new'; readonly slug: string; readonly title: string; readonly date: PlainDate } | undefined
}

/** Reads a report and finds its meeting: the one chosen, or that of the day that it names; with a cycle chosen, a new one. */
export async function previewReport({ db }: PageRequest, data: MeetingsData, text: string, chosen: { language: string; meeting: string; title: string; hasCycle: boolean }): Promise<ReadPreview> {
  const language = primaryLanguage(chosen.language)
  const report = readReport(text, language)
  const day = report.heldOn ?? report.date
  const ofDay = data.meetings.filter(({ sittings }) => sittings.some(({ date }) => date === day))
  const [only] = ofDay.length === 1 ? ofDay : []
  const meeting = chosen.meeting === '' ? only : data.meetings.find(({ slug }) => slug === chosen.meeting)
  const isNew = chosen.hasCycle && day !== null && (chosen.meeting === 'new' || meeting === undefined)
  const title = chosen.title === '' ? (report.title[0] ?? '') : chosen.title
  const target: ReadPreview['target'] = isNew && title !== '' ? { kind: 'new', slug: freeSlug(`${day}-meeting`, data.meetings), title: title.slice(0, 200), date: day } : meeting === undefined ? undefined : { kind: 'here', meeting }
  const heldOn = target?.kind === 'here' ? target.meeting.sittings.map(({ date }) => date) : []
  return { text, report, target, findings: await checkReport(db, data.forum, { language, ...report, heldOn, names: listedNames(report.annexes) }) }
}

function freeSlug(base: string, meetings: readonly MeetingSummary[]): string {
  for (let number = 1; ; number++) {
    const slug = number === 1 ? base : `${base}-${number}`
    if (!meetings.some((meeting) => meeting.slug === slug)) return slug
  }
}
