import { z } from 'zod'
import { MOST_SHARE, TARGET_DIMENSIONS, TARGET_UNITS, type TargetDimension } from '../../../contributions/targets/model.ts'
import { oneOf, parseFields } from '../../../shared/fields.ts'
import type { FormState, View } from '../../context.ts'
import { fieldsToObject, type Submitted } from '../../form.tsx'
import { ChoiceField, ErrorSummary, LineField, SelectField, type Choice } from '../../ui/fields.tsx'
import { keyTitle } from '../overview/data.ts'
import { groupKeys, type TargetsAtDesk } from './data.ts'

/** What stands in the menu for each group of a dimension. */
const EACH = '*'

/** Reads the form of a target; the group must be of the forum's own lists, and a share one that can be reached. */
export function readTarget(data: TargetsAtDesk, submitted: Submitted) {
  const known = new Set(listChoiceValues(data))
  const who = z
    .string({ error: 'required' })
    .refine((text) => text !== '', { error: 'required' })
    .refine((text) => text === '' || known.has(text), { error: 'not-in-list' })
    .transform((text) => {
      const key = text.slice(text.indexOf(':') + 1)
      return { dimension: text.slice(0, text.indexOf(':')) as TargetDimension, key: key === EACH ? null : key }
    })
  const least = z
    .string({ error: 'required' })
    .trim()
    .refine((text) => text !== '', { error: 'required' })
    .refine((text) => text === '' || /^[1-9][0-9]{0,5}$/u.test(text), { error: 'not-a-number' })
    .transform(Number)
  const schema = z.object({ who, unit: oneOf(TARGET_UNITS), least }).superRefine((value, context) => {
    if (value.unit === 'share' && value.least > MOST_SHARE) context.addIssue({ code: 'custom', path: ['least'], message: `figures.error.share:${MOST_SHARE}` })
  })
  return parseFields(schema, fieldsToObject(submitted.fields))
}

export function TargetForm(props: { view: View; data: TargetsAtDesk; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const labels = { who: t('figures.target.field.who'), unit: t('figures.target.field.unit'), least: t('figures.target.field.least') }
  return (
    <form method="post" action={view.path} class="sheet">
      <ErrorSummary view={view} form={form} labels={labels} />
      <SelectField view={view} form={form} name="who" label={labels.who} choices={listChoices(view, data)} nothing={t('overview.field.what.choose')} />
      <LineField view={view} form={form} name="least" label={labels.least} type="number" dir="ltr" />
      <ChoiceField view={view} form={form} name="unit" label={labels.unit} choices={TARGET_UNITS.map((unit) => ({ value: unit, label: t(`figures.target.unit.${unit}`) }))} />
      <div class="actions"><button name="do" value="set">{t('figures.target.set')}</button></div>
    </form>
  )
}

function listChoiceValues(data: TargetsAtDesk): string[] {
  const keys = groupKeys(data.forum)
  return TARGET_DIMENSIONS.flatMap((dimension) => [EACH, ...keys[dimension]].map((key) => `${dimension}:${key}`))
}

function listChoices(view: View, data: TargetsAtDesk): Choice[] {
  return listChoiceValues(data).map((value) => {
    const dimension = value.slice(0, value.indexOf(':')) as TargetDimension
    const key = value.slice(value.indexOf(':') + 1)
    return { value, label: key === EACH ? view.t(`figures.target.each.${dimension}`) : `${view.t(`overview.column.${dimension}`)}: ${keyTitle(view, data.forum, key)}` }
  })
}
