import type { Child } from 'hono/jsx'
import type { FieldErrors } from '../../shared/fields.ts'
import type { FormState, View } from '../context.ts'

interface FieldProps {
  view: View
  form: FormState
  name: string
  label: string
  hint?: string | undefined
  optional?: boolean
}

/** What was typed into a field, or what it began with. */
export function typed(form: FormState, name: string): string {
  return form.values[name]?.at(-1) ?? ''
}

/** Above a form that came back: how many fields need another look, each a link to its field. */
export function ErrorSummary(props: { view: View; form: FormState; labels: Readonly<Record<string, string>> }) {
  const { view, form } = props
  const errors = Object.entries(form.errors)
  if (errors.length === 0) return null
  return (
    <div class="errors" role="alert" tabindex={-1} id="errors">
      <p><strong>{view.t('form.errors', { count: errors.length })}</strong></p>
      <ul>
        {errors.map(([field, code]) => (
          <li>{field === '' ? view.error(code) : <a href={`#field-${field}`}>{props.labels[field] ?? field}: {view.error(code)}</a>}</li>
        ))}
      </ul>
    </div>
  )
}

/** One line of text. */
export function LineField(props: FieldProps & { type?: 'text' | 'email' | 'url' | 'date' | 'time' | 'number'; autocomplete?: string; dir?: 'ltr' | 'auto' }) {
  const { form, name } = props
  return (
    <Field {...props}>
      <input
        id={`field-${name}`} name={name} type={props.type ?? 'text'} value={typed(form, name)} dir={props.dir ?? 'auto'}
        autocomplete={props.autocomplete} aria-required={props.optional === true ? undefined : 'true'} {...described(form.errors, name, props.hint)}
      />
    </Field>
  )
}

/** Several lines of text. The first line end after the tag is the parser's, so one is always written. */
export function TextField(props: FieldProps & { rows?: number; lang?: string }) {
  const { form, name } = props
  return (
    <Field {...props}>
      <textarea
        id={`field-${name}`} name={name} rows={props.rows ?? 6} dir="auto" lang={props.lang} aria-required={props.optional === true ? undefined : 'true'}
        {...described(form.errors, name, props.hint)}
      >{`\n${typed(form, name)}`}</textarea>
    </Field>
  )
}

export interface Choice {
  readonly value: string
  readonly label: string
  readonly hint?: string
}

/** One of a list, as a menu; begins with nothing chosen. */
export function SelectField(props: FieldProps & { choices: readonly Choice[]; nothing?: string }) {
  const { form, name } = props
  return (
    <Field {...props}>
      <select id={`field-${name}`} name={name} aria-required={props.optional === true ? undefined : 'true'} {...described(form.errors, name, props.hint)}>
        {props.nothing === undefined ? null : <option value="" selected={typed(form, name) === ''}>{props.nothing}</option>}
        {props.choices.map((choice) => (
          <option value={choice.value} selected={typed(form, name) === choice.value}>{choice.label}</option>
        ))}
      </select>
    </Field>
  )
}

/** One (radio) or several (checkbox) of a short list, all in sight. */
export function ChoiceField(props: FieldProps & { choices: readonly Choice[]; several?: boolean }) {
  const { view, form, name } = props
  const chosen = form.values[name] ?? []
  const error = form.errors[name]
  return (
    <fieldset class="field" id={`field-${name}`} aria-describedby={describedBy(form.errors, name, props.hint)} tabindex={-1}>
      <legend>{props.label}{props.optional === true ? <Optional view={view} /> : null}</legend>
      {props.hint === undefined ? null : <p class="hint" id={`hint-${name}`}>{props.hint}</p>}
      {error === undefined ? null : <p class="error" id={`error-${name}`}>{view.error(error)}</p>}
      {props.choices.map((choice) => (
        <label class="choice">
          <input type={props.several === true ? 'checkbox' : 'radio'} name={name} value={choice.value} checked={chosen.includes(choice.value)} />
          <span>{choice.label}{choice.hint === undefined ? null : <span class="hint"> {choice.hint}</span>}</span>
        </label>
      ))}
    </fieldset>
  )
}

/** One attached file. A file that arrived with an earlier try is named and kept; choosing another replaces it. */
export function FileField(props: FieldProps) {
  const { view, form, name } = props
  const kept = form.uploads[name]
  return (
    <Field {...props}>
      {kept === undefined ? null : (
        <p class="kept">
          {view.t('form.file-kept', { name: kept.name })}
          <input type="hidden" name={`upload:${name}`} value={kept.key} />
        </p>
      )}
      <input type="file" id={`field-${name}`} name={name} {...described(form.errors, name, props.hint)} />
    </Field>
  )
}

/** Label, hint and error around a control; the sentence of an error stands beside its field. */
export function Field(props: FieldProps & { children?: Child }) {
  const { view, form, name } = props
  const error = form.errors[name]
  return (
    <div class={error === undefined ? 'field' : 'field wrong'}>
      <label for={`field-${name}`}>{props.label}{props.optional === true ? <Optional view={view} /> : null}</label>
      {props.hint === undefined ? null : <p class="hint" id={`hint-${name}`}>{props.hint}</p>}
      {error === undefined ? null : <p class="error" id={`error-${name}`}>{view.error(error)}</p>}
      {props.children}
    </div>
  )
}

function Optional(props: { view: View }) {
  return <span class="optional"> {props.view.t('form.optional')}</span>
}

function described(errors: FieldErrors, name: string, hint: string | undefined) {
  return { 'aria-describedby': describedBy(errors, name, hint), 'aria-invalid': errors[name] === undefined ? undefined : ('true' as const) }
}

function describedBy(errors: FieldErrors, name: string, hint: string | undefined): string | undefined {
  const ids = [hint === undefined ? '' : `hint-${name}`, errors[name] === undefined ? '' : `error-${name}`].filter((id) => id !== '')
  return ids.length === 0 ? undefined : ids.join(' ')
}
