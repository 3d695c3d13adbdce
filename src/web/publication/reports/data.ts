import { MEETING_KINDS, type MeetingKind, type MeetingSummary } from '../../../meetings/model.ts'
import { findMeeting, listMeetings } from '../../../meetings/queries.ts'
import { findReportWay } from '../../../meetings/report/queries.ts'
import { listCycles } from '../../../forums/queries.ts'
import { plainText } from '../../../publication/data/model.ts'
import { REPORT_FORMATS, seriesId, type RenderFormat } from '../../../publication/renders/model.ts'
import { compileReports, reportsOf } from '../../../publication/reports/queries.ts'
import type { Print, PrintSection } from '../../../publication/text/model.ts'
import { cycleCrumbs, loadCycle, loadForum, type InCycle } from '../../forums/data.ts'
import { mayHold } from '../../meetings/data.ts'
import type { PageRequest } from '../../page.tsx'
import { readyRender, type FileData } from '../formats/data.ts'

export interface ReportsData extends InCycle {
  /** Null: all of the cycle. */
  readonly kind: MeetingKind | null
  /** Those of which there are reports. */
  readonly series: readonly MeetingKind[]
  readonly print: Print
  readonly reports: readonly CompiledReport[]
}

/** A report as it stands among others: its sections, of which the first has its title. */
export interface CompiledReport {
  readonly meeting: MeetingSummary
  readonly href: string
  readonly sections: readonly { readonly section: PrintSection; readonly anchor: string }[]
}

/** The public reports of a cycle or of a series of its meetings, as one document; undefined where there are none. */
export async function loadReports(request: PageRequest): Promise<ReportsData | undefined> {
  const asked = request.params['series']
  const kind = asked === undefined ? null : MEETING_KINDS.find((each) => each === asked)
  const inCycle = kind === undefined ? undefined : await loadCycle(request, 'meetings')
  if (kind === undefined || inCycle === undefined) return undefined
  const { db, view } = request
  const { forum, cycle } = inCycle
  const meetings = await listMeetings(db, forum.id, cycle.id)
  const print = await compileReports(db, { forum, cycles: await listCycles(db, forum.id), publicUrl: view.publicUrl }, { cycle, kind })
  if (print === undefined) return undefined
  const series = MEETING_KINDS.filter((each) => reportsOf(meetings, each).length > 0)
  return { ...inCycle, kind, series, print, reports: gather(print, reportsOf(meetings, kind), `/${forum.slug}/meetings`) }
}

/** Each report begins with the one section that stands at the top. */
function gather({ sections }: Print, meetings: readonly MeetingSummary[], base: string): CompiledReport[] {
  const reports: { meeting: MeetingSummary; href: string; sections: { section: PrintSection; anchor: string }[] }[] = []
  for (const [place, section] of sections.entries()) {
    const meeting = meetings[reports.length]
    if (section.level === 1 && meeting !== undefined) reports.push({ meeting, href: `${base}/${meeting.slug}`, sections: [] })
    reports.at(-1)?.sections.push({ section, anchor: `s${place + 1}` })
  }
  return reports
}

export function reportsToJson({ forum, cycle, kind, print, reports }: ReportsData): object {
  return {
    forum: forum.slug,
    cycle: cycle.slug,
    series: kind,
    title: print.matter.title,
    language: print.language,
    reports: reports.map(({ meeting, href, sections }) => ({
      meeting: meeting.slug,
      title: meeting.title,
      url: href,
      sections: sections.slice(1).map(({ section }) => ({
        heading: section.title === '' ? null : section.title,
        paragraphs: section.blocks.map(({ shown = '', content }) => ({ number: shown === '' ? null : Number(shown), text: plainText(content) })),
        ...(section.parts === undefined ? {} : { parts: section.parts }),
      })),
    })),
    footnotes: print.notes.map(({ mark, content }) => ({ mark: mark ?? null, text: plainText(content) })),
  }
}

const FORMATS: readonly RenderFormat[] = REPORT_FORMATS

function formatOf(file: string | undefined, name: string): RenderFormat | undefined {
  return FORMATS.find((format) => file === `${name}.${format}`)
}

/** The document of a meeting's report. A draft's is the desk's, as its page is. */
export async function loadReportFile(request: PageRequest, format: RenderFormat): Promise<FileData | undefined> {
  const inForum = await loadForum(request, 'meetings')
  const { db, view } = request
  const meeting = inForum === undefined ? undefined : await findMeeting(db, inForum.forum.id, request.params['meeting'] ?? '')
  if (inForum === undefined || meeting === undefined || (meeting.paragraphs.length === 0 && meeting.annexes.length === 0)) return undefined
  const { forum, frame } = inForum
  const isHidden = (await findReportWay(db, meeting.id)).state === 'draft' && !(view.person !== undefined && mayHold(view.person, forum.id, meeting.cycleIds))
  if (isHidden) return undefined
  const page = `/${forum.slug}/meetings/${meeting.slug}`
  const crumbs = [{ href: `/${forum.slug}`, label: forum.title }, { href: `/${forum.slug}/meetings`, label: view.t('meetings.title') }, { href: page, label: meeting.title }]
  const render = await readyRender(request, { subject: { kind: 'report', id: meeting.id, language: forum.language }, forumId: forum.id, format })
  return { frame, crumbs, page, title: meeting.title, language: forum.language, format, fileName: `${forum.slug}-${meeting.slug}.${format}`, render }
}

/** The document of the reports of a cycle (`reports.pdf`) or of one of its series (`reports/virtual.pdf`). */
export async function loadReportsFile(request: PageRequest, file: string): Promise<FileData | undefined> {
  const kinds = [null, ...MEETING_KINDS]
  const kind = kinds.find((each) => formatOf(file, each ?? 'reports') !== undefined)
  const format = kind === undefined ? undefined : formatOf(file, kind ?? 'reports')
  const inCycle = format === undefined ? undefined : await loadCycle(request, 'meetings')
  if (kind === undefined || format === undefined || inCycle === undefined) return undefined
  const { forum, cycle, frame } = inCycle
  if (reportsOf(await listMeetings(request.db, forum.id, cycle.id), kind).length === 0) return undefined
  const page = `/${forum.slug}/${cycle.slug}/reports${kind === null ? '' : `/${kind}`}`
  const title = request.view.t(`meetings.reports.${kind ?? 'all'}`)
  const id = kind === null ? cycle.id : seriesId(cycle.id, kind)
  const render = await readyRender(request, { subject: { kind: 'reports', id, language: forum.language }, forumId: forum.id, format })
  return { frame, crumbs: [...cycleCrumbs(inCycle), { href: page, label: title }], page, title, language: forum.language, format, fileName: `${forum.slug}-${cycle.slug}-reports${kind === null ? '' : `-${kind}`}.${format}`, render }
}
