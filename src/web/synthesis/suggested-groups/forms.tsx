import { z } from 'zod'
import { languageName } from '../../../shared/language.ts'
import { parseFields, requiredLine } from '../../../shared/fields.ts'
import type { FormState, View } from '../../context.ts'
import { fieldsToObject, type Submitted } from '../../form.tsx'
import { SelectField } from '../../ui/fields.tsx'
import type { GroupsData, ShownGroup } from './data.ts'

/** What a person calls the theme that a group becomes. */
export function readTitle(submitted: Submitted) {
  return parseFields(z.object({ title: requiredLine(120) }), fieldsToObject(submitted.fields))
}

function action(view: View, data: GroupsData): string {
  return `${view.path}?${new URLSearchParams({ question: data.asked?.key ?? '' }).toString()}`
}

/** Asks for groups of the answers in one language. */
export function SuggestForm(props: { view: View; data: GroupsData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  if (data.languages.length === 0) return <p class="empty">{t('groups.no-answers')}</p>
  const choices = data.languages.map(({ language, answers }) => ({ value: language, label: t('groups.language', { language: languageName(language, view.lang), count: answers }) }))
  return (
    <form method="post" action={action(view, data)} class="sheet">
      <SelectField view={view} form={form} name="language" label={t('groups.field.language')} choices={choices} />
      <p class="hint">{t('groups.suggest.hint')}</p>
      <div class="actions"><button name="shall" value="suggest">{t('groups.suggest')}</button></div>
    </form>
  )
}

/** Takes a group, under a title that a person gives, or dismisses it. */
export function GroupForm(props: { view: View; data: GroupsData; group: ShownGroup; form: FormState }) {
  const { view, data, group, form } = props
  const { t } = view
  const isMeant = form.values['group']?.at(-1) === group.id
  const value = isMeant ? (form.values['title']?.at(-1) ?? '') : ''
  const error = isMeant ? form.errors['title'] : undefined
  // Where something is wrong, the summary leads here.
  const id = isMeant ? 'field-title' : `title-${group.id}`
  return (
    <form method="post" action={action(view, data)} class="sheet">
      <input type="hidden" name="group" value={group.id} />
      <div class={error === undefined ? 'field' : 'field wrong'}>
        <label for={id}>{t('groups.field.title')}</label>
        <input id={id} name="title" value={value} dir="auto" maxlength={200} aria-invalid={error === undefined ? undefined : 'true'} aria-describedby={error === undefined ? undefined : `${id}-error`} />
        {error === undefined ? null : <p class="error" id={`${id}-error`}>{view.error(error)}</p>}
      </div>
      <div class="actions">
        <button class="quiet" name="shall" value="take">{t('groups.take')}</button>
        <button class="quiet" name="shall" value="dismiss">{t('groups.dismiss')}</button>
      </div>
    </form>
  )
}
