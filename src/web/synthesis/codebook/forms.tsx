import { z } from 'zod'
import { optional, parseFields, prose, requiredLine, revision } from '../../../shared/fields.ts'
import type { Id } from '../../../shared/ids.ts'
import type { PlacedTheme } from '../../../synthesis/model.ts'
import type { FormState, View } from '../../context.ts'
import { fieldsToObject, type Submitted } from '../../form.tsx'
import { ErrorSummary, LineField, SelectField, TextField } from '../../ui/fields.tsx'

const words = { title: requiredLine(120), description: optional(prose(2000)).transform((text) => text ?? null) }

function parent(themes: readonly PlacedTheme[]) {
  return z
    .string()
    .optional()
    .refine((id) => id === undefined || id === '' || themes.some((theme) => theme.id === id), { error: 'not-in-list' })
    .transform((id) => (id === undefined || id === '' ? null : (id as Id<'theme'>)))
}

export function readTheme(themes: readonly PlacedTheme[], submitted: Submitted) {
  return parseFields(z.object({ ...words, parentId: parent(themes) }), fieldsToObject(submitted.fields))
}

export function readRevisedTheme(submitted: Submitted) {
  return parseFields(z.object({ ...words, revision: revision() }), fieldsToObject(submitted.fields))
}

export function readMove(themes: readonly PlacedTheme[], submitted: Submitted) {
  const place = z.string({ error: 'required' }).refine((text) => /^[0-9]{1,4}$/u.test(text), { error: 'not-a-number' }).transform(Number)
  return parseFields(z.object({ parentId: parent(themes), place }), fieldsToObject(submitted.fields))
}

/** Title and description; for a new theme also where it stands. */
export function ThemeForm(props: { view: View; form: FormState; themes?: readonly PlacedTheme[] }) {
  const { view, form, themes } = props
  const { t } = view
  const labels = { title: t('synthesis.field.title'), description: t('synthesis.field.description'), parentId: t('synthesis.field.parent') }
  return (
    <form method="post" action={view.path} class="sheet">
      <ErrorSummary view={view} form={form} labels={labels} />
      <LineField view={view} form={form} name="title" label={labels.title} />
      <TextField view={view} form={form} name="description" label={labels.description} hint={t('synthesis.field.description.hint')} rows={4} optional />
      {themes === undefined ? <input type="hidden" name="revision" value={form.values['revision']?.at(-1) ?? ''} /> : <ParentField view={view} form={form} themes={themes} />}
      <div class="actions"><button>{t('synthesis.save')}</button></div>
    </form>
  )
}

export function MoveForm(props: { view: View; form: FormState; themes: readonly PlacedTheme[] }) {
  const { view, form, themes } = props
  const { t } = view
  const labels = { parentId: t('synthesis.field.parent'), place: t('synthesis.field.place') }
  return (
    <form method="post" action={view.path} class="sheet">
      <ErrorSummary view={view} form={form} labels={labels} />
      <ParentField view={view} form={form} themes={themes} />
      <LineField view={view} form={form} name="place" label={labels.place} hint={t('synthesis.field.place.hint')} type="number" dir="ltr" />
      <div class="actions"><button>{t('synthesis.save')}</button></div>
    </form>
  )
}

function ParentField(props: { view: View; form: FormState; themes: readonly PlacedTheme[] }) {
  const { view, form, themes } = props
  const choices = themes.map((theme) => ({ value: theme.id, label: `${'\u2003'.repeat(theme.depth)}${theme.title}` }))
  return <SelectField view={view} form={form} name="parentId" label={view.t('synthesis.field.parent')} choices={choices} nothing={view.t('synthesis.field.parent.none')} optional />
}
