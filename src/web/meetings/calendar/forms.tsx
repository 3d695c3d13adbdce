import { z } from 'zod'
import { MEETING_KINDS } from '../../../meetings/model.ts'
import type { PlannedMeeting } from '../../../meetings/calendar-import/model.ts'
import type { RefusedEntry } from '../../../meetings/calendar-reading/model.ts'
import { line, oneOf, optional, requiredLine } from '../../../shared/fields.ts'
import { readTimeZone, parsePlainDate } from '../../../shared/time.ts'
import type { FormState, View } from '../../context.ts'
import { ChoiceField, ErrorSummary, FileField, LineField, SelectField, TextField, typed } from '../../ui/fields.tsx'
import type { MeetingsData } from '../data.ts'
import { SittingTime } from '../sitting/pages.tsx'

/** Letters of a calendar file at most: some five thousand entries. */
export const CALENDAR_LIMIT = 2_000_000

const day = requiredLine(10).refine((text) => text === '' || parsePlainDate(text) !== undefined, { error: 'not-a-date' }).transform((text) => parsePlainDate(text))

export const importSchema = z.object({
  kind: oneOf(MEETING_KINDS),
  zone: line(60).refine((text) => text === '' || readTimeZone(text) !== undefined, { error: 'not-a-time-zone' }).transform((text) => readTimeZone(text) ?? null),
  from: day,
  until: day,
  reason: optional(line(1000)),
})

/** What was read of a file: what will become of each entry, and what cannot be taken. */
export interface Preview {
  readonly planned: readonly PlannedMeeting[]
  readonly refused: readonly RefusedEntry[]
  readonly hasFloating: boolean
  readonly isCut: boolean
  /** The file's text, to be sent again when it is saved. */
  readonly text: string
}

/** The form that a calendar file is given with, and below it, once it was read, what it holds. */
export function ImportForm(props: { view: View; data: MeetingsData; form: FormState; preview?: Preview | undefined }) {
  const { view, data, form, preview } = props
  const { t } = view
  const labels = { file: t('meetings.calendar.file'), calendar: t('meetings.calendar.pasted'), zone: t('meetings.calendar.zone'), from: t('meetings.calendar.from'), until: t('meetings.calendar.until'), kind: t('meetings.form.kind'), cycles: t('meetings.form.cycles'), reason: t('meetings.form.reason') }
  return (
    <form method="post" action={view.path} class="sheet" enctype="multipart/form-data" novalidate>
      <ErrorSummary view={view} form={form} labels={labels} />
      {preview === undefined ? <FileFields view={view} form={form} labels={labels} /> : <PreviewTable view={view} preview={preview} form={form} />}
      <LineField view={view} form={form} name="zone" dir="ltr" optional label={labels.zone} hint={t('meetings.calendar.zone-hint')} />
      <div class="columns">
        <LineField view={view} form={form} name="from" type="date" dir="ltr" label={labels.from} hint={t('meetings.calendar.window-hint')} />
        <LineField view={view} form={form} name="until" type="date" dir="ltr" label={labels.until} />
      </div>
      <SelectField view={view} form={form} name="kind" label={labels.kind} choices={MEETING_KINDS.map((kind) => ({ value: kind, label: t(`meetings.kind.${kind}`) }))} />
      <ChoiceField view={view} form={form} name="cycles" several label={labels.cycles} hint={t('meetings.calendar.cycles-hint')} choices={data.cycles.map(({ slug, title }) => ({ value: slug, label: title }))} />
      <LineField view={view} form={form} name="reason" optional label={labels.reason} hint={t('meetings.calendar.reason-hint')} />
      <div class="actions">
        {preview === undefined ? null : <button type="submit" name="shall" value="take">{t('meetings.calendar.take')}</button>}
        <button type="submit" name="shall" value="look" class={preview === undefined ? undefined : 'quiet'}>{t(preview === undefined ? 'meetings.calendar.look' : 'meetings.calendar.look-again')}</button>
      </div>
    </form>
  )
}

function FileFields(props: { view: View; form: FormState; labels: { file: string; calendar: string } }) {
  const { view, form, labels } = props
  return (
    <>
      <FileField view={view} form={form} name="file" optional label={labels.file} hint={view.t('meetings.calendar.file-hint')} />
      <TextField view={view} form={form} name="calendar" rows={6} optional label={labels.calendar} />
    </>
  )
}

function PreviewTable(props: { view: View; preview: Preview; form: FormState }) {
  const { view, preview } = props
  const { t } = view
  const left = new Set(props.form.values['leave'] ?? [])
  return (
    <>
      <textarea name="calendar" hidden>{`\n${preview.text}`}</textarea>
      {preview.hasFloating ? <p class="differs">{t('meetings.calendar.floating', { zone: typed(props.form, 'zone') })}</p> : null}
      {preview.isCut ? <p class="differs">{t('meetings.calendar.cut')}</p> : null}
      <div class="scroll" tabindex={0} role="region" aria-label={t('meetings.calendar.preview')}>
        <table class="figures">
          <caption>{t('meetings.calendar.preview')}</caption>
          <thead><tr><th scope="col">{t('meetings.calendar.entry')}</th><th scope="col">{t('meetings.when')}</th><th scope="col">{t('meetings.calendar.becomes')}</th><th scope="col">{t('meetings.calendar.leave')}</th></tr></thead>
          <tbody>
            {preview.planned.map(({ key, meeting, plan, slug }) => (
              <tr>
                <th scope="row" dir="auto">{meeting.title}</th>
                <td>{meeting.sittings.map((sitting) => <div><SittingTime view={view} sitting={sitting} />{sitting.place === null ? null : <>, <bdi>{sitting.place}</bdi></>}</div>)}</td>
                <td>{t(`meetings.calendar.plan.${plan}`, { slug })}</td>
                <td>{plan === 'new' || plan === 'changed' ? <input type="checkbox" name="leave" value={key} checked={left.has(key)} aria-label={t('meetings.calendar.leave-this', { title: meeting.title })} /> : null}</td>
              </tr>
            ))}
            {preview.refused.map(({ title, problem, about }) => (
              <tr>
                <th scope="row" dir="auto">{title === '' ? t('meetings.calendar.untitled') : title}</th>
                <td colspan={3}>{t(`meetings.calendar.problem.${problem}`, { about })}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}
