import { z } from 'zod'
import type { ReportInput } from '../../../meetings/report/commands.ts'
import type { ReportState } from '../../../meetings/report/model.ts'
import { ANNEX_BLOCKS, parseReport, writeReportText, type Annex, type Meeting } from '../../../meetings/model.ts'
import { line, optional, parseFields, prose, requiredLine, requiredProse, type FieldErrors } from '../../../shared/fields.ts'
import { parsePlainDate } from '../../../shared/time.ts'
import type { FormState, View } from '../../context.ts'
import { fieldsToObject, type Submitted } from '../../form.tsx'
import { ErrorSummary, LineField, SelectField, TextField, typed } from '../../ui/fields.tsx'
import { Revision } from '../forms.tsx'

const ANNEXES_LIMIT = 20

const optionalDate = line(10)
  .refine((text) => text === '' || parsePlainDate(text) !== undefined, { error: 'not-a-date' })
  .transform((text) => parsePlainDate(text) ?? null)
const reportSchema = z.object({ report: requiredProse(200_000), 'report-date': optionalDate, reason: optional(line(1000)), 'as-draft': line(3) })
const annexSchema = z
  .object({ title: requiredLine(300), 'as-of': optionalDate, text: prose(200_000), block: z.enum(ANNEX_BLOCKS, { error: 'not-in-list' }) })
  .refine(({ block, text }) => block !== 'text' || text !== '', { error: 'required', path: ['text'] })
  .refine(({ block, 'as-of': asOf }) => block === 'text' || asOf !== null, { error: 'meetings.report.refusal.block-without-day', path: ['as-of'] })
const ANNEX_FIELDS = ['title', 'as-of', 'text', 'block'] as const

type ReportFields = Pick<ReportInput, 'paragraphs' | 'footnotes' | 'annexes' | 'reportDate' | 'reason' | 'asDraft'>

/** Reads the report form; an annex whose fields are all empty is none. */
export function readReportForm(submitted: Submitted): { ok: true; value: ReportFields } | { ok: false; errors: FieldErrors } {
  const parsed = parseFields(reportSchema, { 'report-date': '', 'as-draft': '', ...fieldsToObject(submitted.fields) })
  const errors: Record<string, string> = parsed.ok ? {} : { ...parsed.errors }
  const annexes: Annex[] = []
  for (let place = 0; place < ANNEXES_LIMIT; place++) {
    const fields = Object.fromEntries(ANNEX_FIELDS.map((name) => [name, submitted.value(`annex-${name}-${place}`)]))
    fields['block'] = fields['block'] === '' ? 'text' : (fields['block'] ?? 'text')
    if (Object.entries(fields).every(([name, value]) => name === 'block' ? value === 'text' : value.trim() === '')) continue
    const annex = parseFields(annexSchema, fields)
    if (annex.ok) annexes.push({ title: annex.value.title, asOf: annex.value['as-of'], text: annex.value.text, ...(annex.value.block === 'text' ? {} : { block: annex.value.block }) })
    else for (const [name, code] of Object.entries(annex.errors)) errors[`annex-${name}-${place}`] = code
  }
  if (!parsed.ok) return { ok: false, errors }
  const report = parseReport(parsed.value.report)
  if ('problem' in report) return { ok: false, errors: { ...errors, report: `meetings.refusal.${report.problem}` } }
  if (Object.keys(errors).length > 0) return { ok: false, errors }
  return { ok: true, value: { ...report, annexes, reportDate: parsed.value['report-date'], reason: parsed.value.reason ?? null, asDraft: parsed.value['as-draft'] === 'yes' } }
}

/** What the report form shows of the report that there is. */
export function reportValues(meeting: Meeting): Record<string, string> {
  const annexes = meeting.annexes.flatMap(({ title, asOf, text, block = 'text' }, place): [string, string][] => [[`annex-title-${place}`, title], [`annex-as-of-${place}`, asOf ?? ''], [`annex-text-${place}`, text], [`annex-block-${place}`, block]])
  return { report: writeReportText(meeting), 'report-date': meeting.reportDate ?? '', revision: String(meeting.revision), ...Object.fromEntries(annexes) }
}

export function ReportForm(props: { view: View; form: FormState; annexes: number; state: ReportState | null; isNew: boolean }) {
  const { view, form } = props
  const places = Array.from({ length: Math.min(props.annexes + 1, ANNEXES_LIMIT) }, (_, place) => place)
  const labels = Object.fromEntries([
    ['report', view.t('meetings.form.report')],
    ['report-date', view.t('meetings.form.report-date')],
    ['reason', view.t('meetings.form.reason')],
    ...places.flatMap((place) =>
      (['title', 'as-of', 'text', 'block'] as const).map((name) => [`annex-${name}-${place}`, `${view.t('meetings.form.annex', { number: place + 1 })}: ${view.t(name === 'block' ? 'meetings.report.block' : `meetings.form.annex-${name}`)}`]),
    ),
  ]) as Record<string, string>
  return (
    <form method="post" action={view.path} class="sheet" novalidate>
      <ErrorSummary view={view} form={form} labels={labels} />
      <Revision form={form} />
      <LineField view={view} form={form} name="report-date" type="date" dir="ltr" optional label={view.t('meetings.form.report-date')} hint={view.t('meetings.form.report-date-hint')} />
      <TextField view={view} form={form} name="report" rows={24} label={view.t('meetings.form.report')} hint={view.t('meetings.form.report-hint')} />
      {places.map((place) => (
        <fieldset class="group">
          <legend>{view.t('meetings.form.annex', { number: place + 1 })}</legend>
          <LineField view={view} form={form} name={`annex-title-${place}`} optional label={view.t('meetings.form.annex-title')} />
          <LineField view={view} form={form} name={`annex-as-of-${place}`} type="date" dir="ltr" optional label={view.t('meetings.form.annex-as-of')} />
          <SelectField view={view} form={form} name={`annex-block-${place}`} label={view.t('meetings.report.block')} hint={view.t('meetings.report.block-hint')} choices={ANNEX_BLOCKS.map((block) => ({ value: block, label: view.t(`meetings.report.block.of.${block}`) }))} />
          <TextField view={view} form={form} name={`annex-text-${place}`} rows={4} optional label={view.t('meetings.form.annex-text')} />
        </fieldset>
      ))}
      {props.state === 'final' ? <LineField view={view} form={form} name="reason" label={view.t('meetings.form.reason')} hint={view.t('meetings.report.reason-hint')} /> : null}
      {props.isNew && props.state === null ? <label class="choice"><input type="checkbox" name="as-draft" value="yes" checked={typed(form, 'as-draft') === 'yes'} /><span>{view.t('meetings.report.as-draft')}</span></label> : null}
      <div class="actions"><button type="submit" name="shall" value="save">{view.t('meetings.form.save')}</button> <button type="submit" name="shall" value="check" class="quiet">{view.t('meetings.report.check')}</button></div>
    </form>
  )
}
