import { z } from 'zod'
import type { ApproximateDate } from '../../../shared/approximate-date.ts'
import { line, oneOf, optional, parseFields, type FieldErrors } from '../../../shared/fields.ts'
import { parsePlainDate } from '../../../shared/time.ts'
import type { FormState, View } from '../../context.ts'
import { ChoiceField, LineField } from '../../ui/fields.tsx'

const KINDS = ['day', 'window', 'waits'] as const

const day = line(10)
  .refine((text) => text === '' || parsePlainDate(text) !== undefined, { error: 'not-a-date' })
  .transform((text) => parsePlainDate(text))
  .optional()

const dateSchema = z.object({ 'date-kind': oneOf(KINDS), on: day, from: day, until: day, words: optional(line(200)), when: optional(line(200)) })

export const DATE_FIELDS = ['date-kind', 'on', 'from', 'until', 'words', 'when'] as const

/** Reads the fields of an approximate date. Refuses what the chosen kind lacks, and a window that ends before it begins. */
export function readDateFields(fields: object): { ok: true; value: ApproximateDate } | { ok: false; errors: FieldErrors } {
  const parsed = parseFields(dateSchema, fields)
  if (!parsed.ok) return parsed
  const { 'date-kind': kind, on, from, until, words, when } = parsed.value
  if (kind === 'day') return on === undefined ? missing('on') : { ok: true, value: { on } }
  if (kind === 'waits') return when === undefined ? missing('when') : { ok: true, value: { when } }
  if (from === undefined || until === undefined) return missing(from === undefined ? 'from' : 'until')
  if (until < from) return { ok: false, errors: { until: 'forums.refusal.ends-before-it-begins' } }
  return { ok: true, value: { from, until, ...(words === undefined ? {} : { words }) } }
}

function missing(field: string): { ok: false; errors: FieldErrors } {
  return { ok: false, errors: { [field]: 'required' } }
}

/** What the fields show of a date that there is. */
export function dateValues(date: ApproximateDate): Record<string, string> {
  if ('on' in date) return { 'date-kind': 'day', on: date.on }
  if ('when' in date) return { 'date-kind': 'waits', when: date.when }
  return { 'date-kind': 'window', from: date.from, until: date.until, words: date.words ?? '' }
}

export function dateLabels(view: View): Record<string, string> {
  return Object.fromEntries(DATE_FIELDS.map((name) => [name, view.t(`forums.date.${name}`)]))
}

/** A date as it is spoken of: a day, a window with the words used for it, or something that waits for something else. */
export function ApproximateDateFields(props: { view: View; form: FormState }) {
  const { view, form } = props
  return (
    <>
      <ChoiceField view={view} form={form} name="date-kind" label={view.t('forums.date.date-kind')} choices={KINDS.map((kind) => ({ value: kind, label: view.t(`forums.date.kind.${kind}`) }))} />
      <LineField view={view} form={form} name="on" type="date" dir="ltr" optional label={view.t('forums.date.on')} />
      <LineField view={view} form={form} name="from" type="date" dir="ltr" optional label={view.t('forums.date.from')} />
      <LineField view={view} form={form} name="until" type="date" dir="ltr" optional label={view.t('forums.date.until')} />
      <LineField view={view} form={form} name="words" optional label={view.t('forums.date.words')} hint={view.t('forums.date.words-hint')} />
      <LineField view={view} form={form} name="when" optional label={view.t('forums.date.when')} hint={view.t('forums.date.when-hint')} />
    </>
  )
}
