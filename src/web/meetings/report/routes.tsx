import { z } from 'zod'
import { importReport } from '../../../meetings/report-import/commands.ts'
import { reportToKeep } from '../../../meetings/report-import/model.ts'
import { checkedOf } from '../../../meetings/report-checks/model.ts'
import { transact } from '../../../platform/database.ts'
import { checkReport } from '../../../procedures/check-report.ts'
import { line, parseFields } from '../../../shared/fields.ts'
import type { App, Services } from '../../context.ts'
import { fieldsToObject, serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import type { PageRequest } from '../../page.tsx'
import { loadMeetingsAtDesk, mayHold, type AtDesk, type MeetingsData } from '../data.ts'
import { ReportPage } from '../desk.tsx'
import { partWords } from '../forms.tsx'
import { loadReportAtDesk, previewReport, readReportText, type ReportData } from './data.ts'
import { ReportImportPage } from './desk.tsx'
import { readReportForm, reportValues } from './forms.tsx'

const importSchema = z.object({ language: line(35), meeting: line(60), title: line(200) })

/** Reports of meetings at the desk: taken from files, written, checked. Registered before the pages of meetings. */
export function reportRoutes(app: App, services: Services, keep: Keep): void {
  serveForm(app, services, {
    path: '/desk/:forum/meetings/new/report',
    load: loadMeetingsAtDesk,
    initial: ({ forum }) => ({ language: forum.language }),
    render: (view, data, form) => <ReportImportPage view={view} data={data} form={form} />,
    submit: takeReport,
  })
  serveForm(app, services, {
    path: '/desk/:forum/meetings/:meeting/report',
    load: loadReportAtDesk,
    initial: (data) => (data.draft === undefined ? reportValues(data.meeting) : { ...reportValues({ ...data.meeting, ...data.draft }), 'as-draft': 'yes' }),
    render: (view, data, form) => <ReportPage view={view} data={data} form={form} findings={data.findings} />,
    submit: (request, data, submitted) => (submitted.value('shall') === 'check' ? checkTyped(request, data, submitted) : keepTyped(request, data, submitted, keep)),
  })
}

async function takeReport(request: PageRequest, data: MeetingsData & AtDesk, submitted: Submitted): Promise<FormOutcome> {
  const { db, view, now } = request
  const parsed = parseFields(importSchema, { language: data.forum.language, meeting: '', title: '', ...fieldsToObject(submitted.fields) })
  const read = await readReportText(request, submitted)
  const errors: Record<string, string> = { ...(parsed.ok ? {} : parsed.errors), ...('errors' in read ? read.errors : {}) }
  const cycles = (submitted.fields['cycles'] ?? []).map((slug) => data.cycles.find((cycle) => cycle.slug === slug))
  const cycleIds = cycles.flatMap((cycle) => cycle?.id ?? [])
  if (cycles.includes(undefined) || cycleIds.length > 2 || (cycleIds.length > 0 && !mayHold(data.person, data.forum.id, cycleIds))) errors['cycles'] = 'not-in-list'
  if (!parsed.ok || 'errors' in read || Object.keys(errors).length > 0) return { errors }
  const preview = await previewReport(request, data, read.text, { ...parsed.value, hasCycle: cycleIds.length > 0 })
  if (preview.report.paragraphs.length === 0) return { errors: { file: 'meetings.report.refusal.empty' } }
  const { target } = preview
  if (submitted.value('shall') !== 'keep' || target === undefined) return { page: <ReportImportPage view={view} data={data} form={{ values: submitted.fields, errors: {}, uploads: {} }} preview={preview} /> }
  if (target.kind === 'here' && !mayHold(data.person, data.forum.id, target.meeting.cycleIds)) return { errors: { meeting: 'not-in-list' } }
  const to = target.kind === 'here' ? { kind: 'here' as const, slug: target.meeting.slug, revision: target.meeting.revision } : { ...target, meetingKind: 'virtual' as const, cycleIds }
  const source = submitted.uploads['file']?.name ?? null
  const kept = await transact(db, (tx) => importReport(tx, { kind: 'person', id: data.person.id }, { forumId: data.forum.id, target: to, report: reportToKeep(preview.report, partWords()), source }, now))
  return 'refusal' in kept ? { errors: { meeting: `meetings.report.refusal.${kept.refusal}` } } : { seeOther: `/desk/${data.forum.slug}/meetings/${kept.slug}/report` }
}

type Keep = (request: PageRequest, data: ReportData, submitted: Submitted) => Promise<FormOutcome>

async function keepTyped(request: PageRequest, data: ReportData, submitted: Submitted, keep: Keep): Promise<FormOutcome> {
  const kept = await keep(request, data, submitted)
  return 'errors' in kept && kept.errors['reason'] !== undefined ? { errors: { reason: 'meetings.report.refusal.reason-missing' } } : kept
}

/** What the checks see in what is typed; nothing is kept. */
async function checkTyped(request: PageRequest, data: ReportData, submitted: Submitted): Promise<FormOutcome> {
  const read = readReportForm(submitted)
  if (!read.ok) return { errors: read.errors }
  const meeting = { ...data.meeting, ...read.value, paragraphs: read.value.paragraphs.map((paragraph) => ({ ...paragraph, id: data.meeting.id })) }
  const findings = await checkReport(request.db, data.forum, checkedOf(meeting, data.forum.language))
  return { page: <ReportPage view={request.view} data={data} form={{ values: submitted.fields, errors: {}, uploads: {} }} findings={findings} /> }
}
