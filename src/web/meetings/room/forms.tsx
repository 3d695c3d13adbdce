import type { Child } from 'hono/jsx'
import type { Forum } from '../../../forums/model.ts'
import type { Item } from '../../../meetings/items/model.ts'
import { STRENGTHS } from '../../../meetings/points/model.ts'
import { CONTENT_LANGUAGES, languageName } from '../../../shared/language.ts'
import type { FormState, View } from '../../context.ts'
import { typed } from '../../ui/fields.tsx'

/** Several of these stand on one page: a form on a page of its own (`isAlone`) has the ids that its errors lead to, the others have none. */
export interface QuickProps {
  readonly view: View
  readonly form: FormState
  readonly isAlone?: boolean
}

export const EMPTY_FORM: FormState = { values: {}, errors: {}, uploads: {} }

function Quick(props: QuickProps & { name: string; label: string; optional?: boolean; children?: Child }) {
  const { view, form, name } = props
  const error = form.errors[name]
  return (
    <div class={error === undefined ? 'field' : 'field wrong'}>
      <label for={props.isAlone === true ? `field-${name}` : undefined}>
        {props.label}{props.optional === true ? <span class="optional"> {view.t('form.optional')}</span> : null}
        {error === undefined ? null : <span class="error">{view.error(error)}</span>}
        {props.children}
      </label>
    </div>
  )
}

export function QuickLine(props: QuickProps & { name: string; label: string; optional?: boolean; type?: 'text' | 'url' | 'date' | 'email'; autocomplete?: string }) {
  const { form, name, isAlone } = props
  return (
    <Quick {...props}>
      <input id={isAlone === true ? `field-${name}` : undefined} name={name} type={props.type ?? 'text'} value={typed(form, name)} dir={props.type === 'url' ? 'ltr' : 'auto'} autocomplete={props.autocomplete ?? 'off'} aria-invalid={form.errors[name] === undefined ? undefined : 'true'} />
    </Quick>
  )
}

export function QuickText(props: QuickProps & { name: string; label: string; optional?: boolean; rows?: number }) {
  const { form, name, isAlone } = props
  return (
    <Quick {...props}>
      <textarea id={isAlone === true ? `field-${name}` : undefined} name={name} rows={props.rows ?? 3} dir="auto" aria-invalid={form.errors[name] === undefined ? undefined : 'true'}>{`\n${typed(form, name)}`}</textarea>
    </Quick>
  )
}

export function QuickChoice(props: QuickProps & { name: string; label: string; optional?: boolean; nothing?: string; choices: readonly { readonly value: string; readonly label: string }[] }) {
  const { form, name, isAlone } = props
  return (
    <Quick {...props}>
      <select id={isAlone === true ? `field-${name}` : undefined} name={name}>
        {props.nothing === undefined ? null : <option value="" selected={typed(form, name) === ''}>{props.nothing}</option>}
        {props.choices.map((choice) => <option value={choice.value} selected={typed(form, name) === choice.value}>{choice.label}</option>)}
      </select>
    </Quick>
  )
}

export function QuickTick(props: QuickProps & { name: string; label: string }) {
  const { view, form, name, isAlone } = props
  const error = form.errors[name]
  return (
    <div class="field">
      {error === undefined ? null : <p class="error">{view.error(error)}</p>}
      <label class="choice"><input id={isAlone === true ? `field-${name}` : undefined} type="checkbox" name={name} value="yes" checked={typed(form, name) === 'yes'} /><span>{props.label}</span></label>
    </div>
  )
}

/** Under which item of the agenda. */
export function ItemChoice(props: QuickProps & { items: readonly Item[] }) {
  const { view, items } = props
  return items.length === 0 ? null : <QuickChoice {...props} name="item" label={view.t('room.form.item')} nothing={view.t('room.under-none')} choices={items.map(({ id, title }, place) => ({ value: id, label: `${place + 1}. ${title}` }))} />
}

export function NoteFields(props: QuickProps & { items: readonly Item[] }) {
  const { view } = props
  return <><ItemChoice {...props} /><QuickText {...props} name="text" rows={3} label={view.t('room.form.notes')} /></>
}

export function RemarkFields(props: QuickProps & { items: readonly Item[] }) {
  const { view } = props
  const { t } = view
  return (
    <>
      <ItemChoice {...props} />
      <QuickText {...props} name="text" label={t('room.form.remark')} />
      <QuickLine {...props} name="speaker" optional label={t('room.form.speaker')} />
      <QuickLine {...props} name="organisation" optional label={t('room.form.organisation')} />
      <QuickTick {...props} name="isNamed" label={t('room.form.is-named')} />
      <QuickChoice {...props} name="language" optional label={t('room.form.language')} nothing={t('room.form.language-none')} choices={CONTENT_LANGUAGES.map((tag) => ({ value: tag, label: languageName(tag, view.lang) }))} />
    </>
  )
}

export function HandFields(props: QuickProps & { forum: Pick<Forum, 'stakeholderGroups'> }) {
  const { view, forum } = props
  const { t } = view
  return (
    <>
      <QuickLine {...props} name="name" autocomplete="name" label={t('room.form.name')} />
      <QuickLine {...props} name="organisation" optional autocomplete="organization" label={t('room.form.organisation')} />
      <QuickChoice {...props} name="stakeholderGroup" optional label={t('room.form.group')} nothing={t('room.form.group-none')} choices={forum.stakeholderGroups.map(({ key, title }) => ({ value: key, label: title }))} />
      <QuickTick {...props} name="isRemote" label={t('room.form.is-remote')} />
    </>
  )
}

export function LinkFields(props: QuickProps) {
  const { view } = props
  return <><QuickLine {...props} name="url" type="url" label={view.t('meetings.form.link-url')} /><QuickLine {...props} name="title" optional label={view.t('meetings.form.link-title')} /></>
}

export function PollFields(props: QuickProps & { items: readonly Item[] }) {
  const { view } = props
  return <><ItemChoice {...props} /><QuickLine {...props} name="question" label={view.t('room.form.question')} /><QuickText {...props} name="options" label={view.t('room.form.options')} /></>
}

export function PointFields(props: QuickProps & { items?: readonly Item[] }) {
  const { view } = props
  return (
    <>
      {props.items === undefined ? null : <ItemChoice {...props} items={props.items} />}
      <QuickText {...props} name="text" label={view.t('room.form.point')} />
      <QuickChoice {...props} name="strength" label={view.t('room.form.strength')} choices={STRENGTHS.map((strength) => ({ value: strength, label: view.t(`points.strength.${strength}`) }))} />
    </>
  )
}
