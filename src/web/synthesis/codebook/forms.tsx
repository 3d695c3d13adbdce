import { z } from 'zod'
import { optional, optionalOneOf, parseFields, prose, requiredLine, revision } from '../../../shared/fields.ts'
import type { Id } from '../../../shared/ids.ts'
import { THEME_COLOURS, type ThemeColour } from '../../../synthesis/codebook/model.ts'
import type { PlacedTheme } from '../../../synthesis/model.ts'
import type { FormState, View } from '../../context.ts'
import { fieldsToObject, type Submitted } from '../../form.tsx'
import { ErrorSummary, LineField, SelectField, TextField, typed } from '../../ui/fields.tsx'
import { ThemeSign } from './pages.tsx'

const scope = optional(prose(2000)).transform((text) => text ?? null)
const marks = { colour: optionalOneOf(THEME_COLOURS).transform((colour) => colour ?? null), includes: scope, excludes: scope }
const words = { title: requiredLine(120), description: scope, ...marks }

/** The fields of a form as the commands take them. */
function toInput<T extends { colour: ThemeColour | null; includes: string | null; excludes: string | null }>({ colour, includes, excludes, ...rest }: T) {
  return { ...rest, marks: { colour, includes, excludes } }
}

function parent(themes: readonly PlacedTheme[]) {
  return z
    .string()
    .optional()
    .refine((id) => id === undefined || id === '' || themes.some((theme) => theme.id === id), { error: 'not-in-list' })
    .transform((id) => (id === undefined || id === '' ? null : (id as Id<'theme'>)))
}

export function readTheme(themes: readonly PlacedTheme[], submitted: Submitted) {
  return parseFields(z.object({ ...words, parentId: parent(themes) }).transform(toInput), fieldsToObject(submitted.fields))
}

export function readRevisedTheme(submitted: Submitted) {
  return parseFields(z.object({ ...words, revision: revision() }).transform(toInput), fieldsToObject(submitted.fields))
}

export function readMove(themes: readonly PlacedTheme[], submitted: Submitted) {
  const place = z.string({ error: 'required' }).refine((text) => /^[0-9]{1,4}$/u.test(text), { error: 'not-a-number' }).transform(Number)
  return parseFields(z.object({ parentId: parent(themes), place }), fieldsToObject(submitted.fields))
}

/** What a theme's form begins with. */
export function themeFields(theme: PlacedTheme) {
  const { title, description, includes, excludes, colour, revision } = theme
  return { title, description: description ?? '', includes: includes ?? '', excludes: excludes ?? '', colour: colour ?? '', revision: String(revision) }
}

/** Title, description and scope; for a new theme also where it stands. */
export function ThemeForm(props: { view: View; form: FormState; themes?: readonly PlacedTheme[] }) {
  const { view, form, themes } = props
  const { t } = view
  const labels = { title: t('synthesis.field.title'), description: t('synthesis.field.description'), includes: t('codebook.field.includes'), excludes: t('codebook.field.excludes'), colour: t('codebook.field.colour'), parentId: t('synthesis.field.parent') }
  return (
    <form method="post" action={view.path} class="sheet">
      <ErrorSummary view={view} form={form} labels={labels} />
      <LineField view={view} form={form} name="title" label={labels.title} />
      <TextField view={view} form={form} name="description" label={labels.description} hint={t('synthesis.field.description.hint')} rows={4} optional />
      <TextField view={view} form={form} name="includes" label={labels.includes} hint={t('codebook.field.includes.hint')} rows={2} optional />
      <TextField view={view} form={form} name="excludes" label={labels.excludes} hint={t('codebook.field.excludes.hint')} rows={2} optional />
      <ColourField view={view} form={form} label={labels.colour} />
      {themes === undefined ? <input type="hidden" name="revision" value={form.values['revision']?.at(-1) ?? ''} /> : <ParentField view={view} form={form} themes={themes} />}
      <div class="actions"><button>{t('synthesis.save')}</button></div>
    </form>
  )
}

function ColourField(props: { view: View; form: FormState; label: string }) {
  const { view, form, label } = props
  const { t } = view
  const chosen = typed(form, 'colour')
  const error = form.errors['colour']
  return (
    <fieldset class="field colours" id="field-colour" tabindex={-1}>
      <legend>{label}</legend>
      <p class="hint">{t('codebook.field.colour.hint')}</p>
      {error === undefined ? null : <p class="error">{view.error(error)}</p>}
      {(['', ...THEME_COLOURS] as const).map((colour) => (
        <label class="choice">
          <input type="radio" name="colour" value={colour} checked={colour === chosen} />
          <span><ThemeSign colour={colour === '' ? null : colour} /> {t(colour === '' ? 'codebook.colour.none' : `codebook.colour.${colour}`)}</span>
        </label>
      ))}
    </fieldset>
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
