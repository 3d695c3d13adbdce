import type { Call } from '../../calls/model.ts'
import { extendDeadlineSchema, openCallSchema, reasonSchema, reviseCallSchema } from '../../calls/schema.ts'
import { parseFields } from '../../shared/fields.ts'
import { ANYWHERE_ON_EARTH } from '../../shared/time.ts'
import type { FormState, View } from '../context.ts'
import { fieldsToObject, type Submitted } from '../form.tsx'
import { ChoiceField, ErrorSummary, LineField, TextField } from '../ui/fields.tsx'
import { questionLabels, QuestionRow, questionValues, readQuestions, rowsOf } from './questions/forms.tsx'

/** What a new call's form begins with. */
export function newCallValues(): Record<string, string> {
  return { deadlineZone: ANYWHERE_ON_EARTH, isSoft: 'soft', isSurvey: 'call', isDraft: 'open', ...questionValues([]) }
}

/** What the form of a call begins with. */
export function callValues(call: Call): Record<string, string> {
  return {
    title: call.title,
    introduction: call.introduction,
    audience: call.audience ?? '',
    opensOn: call.opensOn ?? '',
    deadline: call.deadline ?? '',
    deadlineZone: call.deadlineZone,
    isSoft: call.isSoft ? 'soft' : 'firm',
    isSurvey: call.isSurvey ? 'survey' : 'call',
    rollingUntil: call.rollingUntil ?? '',
    source: call.source ?? '',
    revision: String(call.revision),
    ...questionValues(call.questions),
  }
}

/** Reads the form of a new call. Rows left empty are no questions; errors name the row as the form does. */
export function readNewCall(submitted: Submitted) {
  const { rows, input } = readRows(submitted)
  return renamed(parseFields(openCallSchema, input), rows)
}

export function readRevision(submitted: Submitted) {
  const { rows, input } = readRows(submitted)
  return renamed(parseFields(reviseCallSchema, input), rows)
}

export function readExtension(submitted: Submitted) {
  return parseFields(extendDeadlineSchema, fieldsToObject(submitted.fields))
}

export function readReason(submitted: Submitted) {
  return parseFields(reasonSchema, fieldsToObject(submitted.fields))
}

function readRows(submitted: Submitted) {
  const { rows, questions } = readQuestions(submitted)
  return { rows, input: { ...fieldsToObject(submitted.fields), questions } }
}

/** The schema counts the rows it was given; the form counts those it shows. */
function renamed<T extends { ok: true } | { ok: false; errors: Readonly<Record<string, string>> }>(parsed: T, rows: readonly number[]): T {
  if (parsed.ok) return parsed
  const errors = Object.entries(parsed.errors).map(([name, code]) => [name === 'questions' ? '' : name.replace(/^questions\.([0-9]+)/u, (_, place: string) => `questions.${rows[Number(place)] ?? 0}`), code])
  return { ...parsed, errors: Object.fromEntries(errors) as Record<string, string> }
}

/** The fields of a call, new (`call` undefined) or there already. */
export function CallForm(props: { view: View; form: FormState; call: Call | undefined }) {
  const { view, form, call } = props
  const { t } = view
  const rows = rowsOf(form.values)
  const labels: Record<string, string> = {
    title: t('calls.form.title'), slug: t('calls.form.slug'), introduction: t('calls.form.introduction'), audience: t('calls.form.audience'), opensOn: t('calls.form.opens-on'),
    ...questionLabels(view, rows),
    remarksUntil: t('calls.draft.form.until'), deadline: t('calls.form.deadline'), deadlineZone: t('calls.form.zone'), rollingUntil: t('calls.form.rolling'), source: t('calls.form.source'),
  }
  const kinds = [{ value: 'soft', label: t('calls.form.soft.yes') }, { value: 'firm', label: t('calls.form.soft.no') }]
  const names = [{ value: 'call', label: t('calls.form.is-survey.call') }, { value: 'survey', label: t('calls.form.is-survey.survey') }]
  const drafts = [{ value: 'open', label: t('calls.draft.form.open') }, { value: 'draft', label: t('calls.draft.form.draft') }]
  return (
    <form class="sheet" method="post" novalidate>
      <ErrorSummary view={view} form={form} labels={labels} />
      {call === undefined ? null : <input type="hidden" name="revision" value={form.errors[''] === undefined ? form.values['revision']?.at(-1) : call.revision} />}
      <LineField view={view} form={form} name="title" label={t('calls.form.title')} />
      {call === undefined ? <LineField view={view} form={form} name="slug" label={t('calls.form.slug')} hint={t('calls.form.slug.hint')} dir="ltr" /> : null}
      <ChoiceField view={view} form={form} name="isSurvey" label={t('calls.form.is-survey')} choices={names} />
      <TextField view={view} form={form} name="introduction" label={t('calls.form.introduction')} rows={8} />
      <LineField view={view} form={form} name="audience" label={t('calls.form.audience')} hint={t('calls.form.audience.hint')} optional />
      {call !== undefined ? null : (
        <>
          <ChoiceField view={view} form={form} name="isDraft" label={t('calls.draft.form')} choices={drafts} />
          <LineField view={view} form={form} name="remarksUntil" type="date" label={t('calls.draft.form.until')} hint={t('calls.draft.form.until.hint')} optional />
        </>
      )}
      <LineField view={view} form={form} name="opensOn" type="date" label={t('calls.form.opens-on')} hint={t('calls.form.opens-on.hint')} optional />
      <LineField view={view} form={form} name="deadline" type="date" label={t('calls.form.deadline')} hint={t(call?.deadline == null ? 'calls.form.deadline.hint' : 'calls.refusal.deadline-set')} optional />
      <LineField view={view} form={form} name="deadlineZone" label={t('calls.form.zone')} hint={t('calls.form.zone.hint')} dir="ltr" optional />
      <ChoiceField view={view} form={form} name="isSoft" label={t('calls.form.soft')} choices={kinds} />
      <LineField view={view} form={form} name="rollingUntil" label={t('calls.form.rolling')} hint={t('calls.form.rolling.hint')} optional />
      <LineField view={view} form={form} name="source" label={t('calls.form.source')} hint={t('calls.form.source.hint')} optional />
      {rows.map((row) => <QuestionRow view={view} form={form} row={row} call={call} />)}
      <div class="actions"><button type="submit">{t(call === undefined ? 'calls.form.open' : 'calls.form.save')}</button></div>
    </form>
  )
}
