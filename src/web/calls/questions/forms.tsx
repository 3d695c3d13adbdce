import type { Call } from '../../../calls/model.ts'
import { QUESTION_KINDS, type Question } from '../../../calls/questions/model.ts'
import { QUESTION_LIMIT } from '../../../calls/schema.ts'
import type { FormState, View } from '../../context.ts'
import type { Submitted } from '../../form.tsx'
import { LineField, SelectField, TextField } from '../../ui/fields.tsx'

/** Empty rows offered below the questions that are there. */
const SPARE = 4
const FIELDS = ['id', 'text', 'guidance', 'kind', 'options', 'isRequired', 'hasWords', 'lengthLimit'] as const

/** What the rows begin with: a question each, and some empty ones. */
export function questionValues(questions: readonly Question[]): Record<string, string> {
  const values: Record<string, string> = {}
  questions.forEach((question, place) => {
    Object.assign(values, named(place, {
      id: question.id,
      text: question.text,
      guidance: question.guidance ?? '',
      kind: question.kind,
      options: question.options.map(({ text }) => text).join('\n'),
      isRequired: question.isRequired ? 'yes' : '',
      hasWords: question.hasWords ? 'yes' : '',
      lengthLimit: question.lengthLimit === null ? '' : String(question.lengthLimit),
    }))
  })
  for (let place = questions.length; place < questions.length + SPARE; place++) Object.assign(values, named(place, { text: '', kind: 'open' }))
  return values
}

function named(place: number, row: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(row).map(([field, value]) => [`questions.${place}.${field}`, value]))
}

/** The questions that a form sent, with the rows they stood in. Rows left empty are none. */
export function readQuestions(submitted: Submitted) {
  const rows = rowsOf(submitted.fields).filter((row) => submitted.value(`questions.${row}.text`).trim() !== '')
  return { rows, questions: rows.map((row) => Object.fromEntries(FIELDS.map((field) => [field, submitted.value(`questions.${row}.${field}`)]))) }
}

export function rowsOf(fields: Readonly<Record<string, readonly string[]>>): number[] {
  const rows = Object.keys(fields).map((name) => /^questions\.([0-9]{1,3})\.text$/u.exec(name)?.[1])
  return rows.filter((row) => row !== undefined).map(Number).sort((a, b) => a - b).slice(0, QUESTION_LIMIT + SPARE)
}

/** What the fields of a row are called, for the summary above a form that came back. */
export function questionLabels(view: View, rows: readonly number[]): Record<string, string> {
  const { t } = view
  return Object.assign({}, ...rows.map((row) => named(row, {
    text: t('calls.form.question-new'), guidance: t('calls.form.guidance'), kind: t('calls.question.kind'), options: t('calls.question.options'), lengthLimit: t('calls.question.limit'),
  }))) as Record<string, string>
}

/** One question: its words in sight, what kind it is behind one click where it is an ordinary open one. */
export function QuestionRow(props: { view: View; form: FormState; row: number; call: Call | undefined }) {
  const { view, form, row } = props
  const { t } = view
  const value = (field: string) => form.values[`questions.${row}.${field}`]?.at(-1) ?? ''
  const known = props.call?.questions.find((question) => question.id === value('id'))
  const label = known === undefined ? t('calls.form.question-new') : t('calls.form.question', { number: known.number })
  const isPlain = value('kind') === 'open' && value('lengthLimit') === '' && value('isRequired') === ''
  const isWrong = ['kind', 'options', 'lengthLimit'].some((field) => form.errors[`questions.${row}.${field}`] !== undefined)
  return (
    <fieldset class="group">
      <legend>{label}</legend>
      <input type="hidden" name={`questions.${row}.id`} value={value('id')} />
      <TextField view={view} form={form} name={`questions.${row}.text`} label={label} hint={known === undefined ? undefined : t('calls.form.question.hint')} rows={3} optional />
      <TextField view={view} form={form} name={`questions.${row}.guidance`} label={t('calls.form.guidance')} rows={2} optional />
      <details open={!isPlain || isWrong}>
        <summary>{t('calls.question.more')}</summary>
        <SelectField
          view={view} form={form} name={`questions.${row}.kind`} label={t('calls.question.kind')} choices={QUESTION_KINDS.map((kind) => ({ value: kind, label: t(`calls.question.kind.${kind}`) }))}
        />
        <TextField view={view} form={form} name={`questions.${row}.options`} label={t('calls.question.options')} hint={t('calls.question.options.hint')} rows={4} optional />
        <Box name={`questions.${row}.isRequired`} isTicked={value('isRequired') === 'yes'} label={t('calls.question.required')} />
        <Box name={`questions.${row}.hasWords`} isTicked={value('hasWords') === 'yes'} label={t('calls.question.has-words')} />
        <LineField view={view} form={form} name={`questions.${row}.lengthLimit`} label={t('calls.question.limit')} optional />
      </details>
    </fieldset>
  )
}

function Box(props: { name: string; isTicked: boolean; label: string }) {
  return (
    <label class="choice">
      <input type="checkbox" name={props.name} value="yes" checked={props.isTicked} />
      <span>{props.label}</span>
    </label>
  )
}
