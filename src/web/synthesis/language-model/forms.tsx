import { z } from 'zod'
import { oneOf, parseFields, requiredLine } from '../../../shared/fields.ts'
import { MOST_PASSAGES, REQUEST_KINDS, type ModelSuggestion } from '../../../synthesis/language-model/model.ts'
import type { FormState, View } from '../../context.ts'
import { fieldsToObject, type Submitted } from '../../form.tsx'
import { ChoiceField, SelectField } from '../../ui/fields.tsx'
import type { ModelData } from './data.ts'

export function readQuestion(data: ModelData, submitted: Submitted) {
  const schema = z.object({ kind: oneOf(REQUEST_KINDS), theme: z.string({ error: 'required' }).refine((id) => data.themes.some((theme) => theme.id === id), { error: 'not-in-list' }) })
  return parseFields(schema, fieldsToObject(submitted.fields))
}

export function readTitle(submitted: Submitted) {
  return parseFields(z.object({ title: requiredLine(120) }), fieldsToObject(submitted.fields))
}

/** Switches it for the cycle, by whoever manages the cycle. */
export function SwitchForm(props: { view: View; data: ModelData }) {
  const { view, data } = props
  if (!data.maySwitch) return null
  return (
    <form method="post" action={view.path} class="actions">
      <button class="quiet" name="shall" value={data.isOn ? 'switch-off' : 'switch-on'}>{view.t(data.isOn ? 'model.switch-off' : 'model.switch-on')}</button>
    </form>
  )
}

/** Asks for groups or statements of the passages of a theme. */
export function AskForm(props: { view: View; data: ModelData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const themes = data.themes.map((theme) => ({ value: theme.id, label: `${'\u2003'.repeat(theme.depth)}${theme.title} (${t('synthesis.reading.passages', { count: theme.passages })})` }))
  return (
    <form method="post" action={view.path} class="sheet">
      <ChoiceField view={view} form={form} name="kind" label={t('model.field.kind')} choices={REQUEST_KINDS.map((kind) => ({ value: kind, label: t(`model.kind.${kind}`) }))} />
      <SelectField view={view} form={form} name="theme" label={t('model.field.theme')} hint={t('model.field.theme.hint', { most: MOST_PASSAGES })} choices={themes} nothing={t('model.field.theme.choose')} />
      <div class="actions"><button name="shall" value="ask">{t('model.ask')}</button></div>
    </form>
  )
}

/** Takes a suggestion, a group under the title that a person gives it, or dismisses it. */
export function SuggestionForm(props: { view: View; suggestion: ModelSuggestion; isGroup: boolean; form: FormState }) {
  const { view, suggestion, isGroup, form } = props
  const { t } = view
  const isMeant = form.values['suggestion']?.at(-1) === suggestion.id
  const error = isMeant ? form.errors['title'] : undefined
  // Where something is wrong, the summary leads here.
  const id = isMeant ? 'field-title' : `title-${suggestion.id}`
  return (
    <form method="post" action={view.path} class={isGroup ? 'sheet' : ''}>
      <input type="hidden" name="suggestion" value={suggestion.id} />
      {isGroup ? (
        <div class={error === undefined ? 'field' : 'field wrong'}>
          <label for={id}>{t('groups.field.title')}</label>
          <input id={id} name="title" value={isMeant ? (form.values['title']?.at(-1) ?? '') : suggestion.text} dir="auto" aria-invalid={error === undefined ? undefined : 'true'} aria-describedby={error === undefined ? undefined : `${id}-error`} />
          {error === undefined ? null : <p class="error" id={`${id}-error`}>{view.error(error)}</p>}
        </div>
      ) : null}
      <div class="actions">
        <button class="quiet" name="shall" value="take">{t(isGroup ? 'groups.take' : 'model.write')}</button>
        <button class="quiet" name="shall" value="dismiss">{t('groups.dismiss')}</button>
      </div>
    </form>
  )
}
