import type { Child } from 'hono/jsx'
import type { Forum } from '../../../forums/model.ts'
import { newId } from '../../../platform/new-id.ts'
import { FILES_LIMIT } from '../../../contributions/unsent/model.ts'
import { parts } from '../../../calls/translations/model.ts'
import { questionsFor } from '../../../calls/variants/model.ts'
import { listCountries } from '../../../shared/countries.ts'
import { CAPACITIES, CONSENTS, LICENCES } from '../../../shared/vocabularies.ts'
import type { FormState, View } from '../../context.ts'
import { cycleCrumbs } from '../../forums/data.ts'
import { writeWhatIsPossible } from '../../calls/data.ts'
import { ChoiceField, ErrorSummary, LineField, SelectField, typed } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import { writeSize } from '../data.ts'
import { ELSEWHERE_PARTS, otherField, placesOfOthers, takesContributions } from '../send/data.ts'
import { AnswerFields, GroupFields, labelsOf, LanguageField } from '../send/forms.tsx'
import { isOfStep, keptInstead, STEPS, unsentAddress, writeKeptUntil, type StepData, type Step, type Suggestion } from './data.ts'

interface StepProps {
  view: View
  data: StepData
  form: FormState
}

/** One step of a contribution: its few fields, and the way on, back and out. */
export function StepPage(props: StepProps) {
  const { view, data, form } = props
  const { call, step } = data
  const isPossible = takesContributions(call, view)
  // What was written already is shown for its writer to copy, whatever became of the call.
  const isShown = isPossible || data.unsent !== undefined || Object.keys(form.errors).length > 0
  return (
    <StepLayout {...props}>
      {step === 'answers' ? <p class="lead">{view.t('sending.answers.lead')}</p> : null}
      {step === 'answers' || !isPossible ? <p class={isPossible ? 'notice' : 'differs'}>{writeWhatIsPossible(view, call, data.say)}</p> : null}
      {step === 'answers' && isPossible && data.unsent === undefined ? <p class="meta"><a href={`/${data.forum.slug}/${data.cycle.slug}/calls/${call.slug}/word`}>{view.t('word-form.send.title')}</a></p> : null}
      {isShown ? <StepForm {...props} /> : null}
      {isPossible && data.unsent === undefined ? <p class="meta"><a href={`${unsentAddress(data, data.id, data.secret).split('/unsent/')[0] ?? ''}/contribute?whole=1`}>{view.t('sending.whole')}</a></p> : null}
    </StepLayout>
  )
}

function StepForm(props: StepProps) {
  const { view, data, form } = props
  const { call, step } = data
  return (
    <form
      class="sheet" method="post" enctype={step === 'documents' ? 'multipart/form-data' : undefined} novalidate action={`${unsentAddress(data, data.id, data.secret)}/${step}`}
      data-keep
    >
      <ErrorSummary view={view} form={form} labels={{ ...labelsOf(view, call, false), ...otherLabels(view, form), ...elsewhereLabels(view) }} />
      <Clash {...props} />
      <Hidden data={data} form={form} />
      {step === 'answers' ? <AnswersStep {...props} /> : step === 'documents' ? <DocumentsStep {...props} /> : <WhoStep {...props} />}
      <div class="actions">
        <button type="submit" name="go" value="next">{view.t(step === 'who' ? 'sending.to-check' : 'sending.next')}</button>
        <button class="quiet" type="submit" name="go" value="save">{view.t('sending.save')}</button>
      </div>
      <SavingNote view={view} data={data} />
    </form>
  )
}

/** What the island says once it runs; without it the line is not there. */
function SavingNote(props: { view: View; data: StepData }) {
  const { view } = props
  return (
    <p
      class="meta saving" role="status" hidden data-saved={view.t('sending.island.saved', { time: '%' })} data-waits={view.t('sending.island.waits')}
      data-clash={view.t('sending.island.clash')}
    ></p>
  )
}

/** Heading, the four steps and what is common to them. */
export function StepLayout(props: { view: View; data: StepData; form?: FormState; children?: Child }) {
  const { view, data } = props
  const { forum, cycle, call, step } = data
  const said = data.say(parts.title, call.title)
  const title = view.t('sending.title', { step: view.t(`sending.step.${step}`), call: call.title })
  return (
    <Layout
      view={view} frame={data.frame} title={title} islands={['saving.js']}
      crumbs={[...cycleCrumbs(data), { href: `/${forum.slug}/${cycle.slug}/calls/${call.slug}`, label: call.title }, { label: view.t('contributions.send.title') }]}
    >
      <p class="meta" lang={said.lang} dir="auto">{said.text}</p>
      <h1>{view.t(`sending.step.${step}`)}</h1>
      <nav class="steps" aria-label={view.t('sending.steps')}>
        <ol>
          {STEPS.map((each) => (
            <li>
              {data.unsent === undefined || each === step
                ? <span aria-current={each === step ? 'step' : undefined}>{view.t(`sending.step.${each}`)}</span>
                : <a href={`${unsentAddress(data, data.id, data.secret)}/${each}`}>{view.t(`sending.step.${each}`)}</a>}
            </li>
          ))}
        </ol>
      </nav>
      {props.children}
      {data.unsent === undefined ? null : <p class="meta"><a href={unsentAddress(data, data.id, data.secret)}>{view.t('sending.later', { date: writeKeptUntil(view, data.unsent) })}</a></p>}
    </Layout>
  )
}

/** What the form carries for itself: what it had before its eyes, and which page it is, so that its own next save is no clash with its last. */
function Hidden(props: { data: StepData; form: FormState }) {
  const { data, form } = props
  // Turned back for another page's words, it has them before its eyes now: sent again, it is meant.
  return (
    <>
      <input type="hidden" name="saved" value={String(data.unsent?.revision ?? 0)} />
      <input type="hidden" name="device" value={typed(form, 'device') === '' ? newId() : typed(form, 'device')} />
      <input type="hidden" name="for" value={data.variant?.slug ?? ''} />
      <input type="hidden" name="invitation" value={form.values['invitation']?.at(-1) ?? ''} />
    </>
  )
}

/** Both texts, where another page saved something else meanwhile: nothing is lost that was typed here or there. */
function Clash(props: StepProps) {
  const { view, data, form } = props
  if (form.errors[''] !== 'sending.refusal.changed-meanwhile') return null
  const labels: Readonly<Record<string, string>> = { ...labelsOf(view, data.call, false), ...otherLabels(view, form), ...elsewhereLabels(view) }
  const kept = Object.keys(form.values).flatMap((name) => {
    const text = keptInstead(data.unsent, form.values, name)
    return text === undefined || labels[name] === undefined ? [] : [{ label: labels[name], text }]
  })
  return (
    <div class="differs">
      <p>{view.t('sending.clash')}</p>
      <dl class="facts">{kept.map(({ label, text }) => <><dt>{label}</dt><dd dir="auto" class="kept-text">{text === '' ? view.t('sending.clash.empty') : text}</dd></>)}</dl>
    </div>
  )
}

function AnswersStep(props: StepProps) {
  const { view, data, form } = props
  return (
    <>
      <AnswerFields view={view} form={form} call={data.call} questions={questionsFor(data.call, data.variant)} say={data.say} />
      <LanguageField view={view} form={form} />
    </>
  )
}

function DocumentsStep(props: StepProps) {
  const { view, data, form } = props
  const { t } = view
  const files = data.unsent?.files ?? []
  const error = form.errors['file']
  return (
    <>
      <section class="field" aria-labelledby="files">
        <h2 id="files">{t('sending.documents.files')}</h2>
        {files.length === 0 ? <p class="empty">{t('sending.documents.none')}</p> : (
          <ul class="lines">
            {files.map((file) => (
              <li>
                <span dir="auto">{file.name} <span class="hint">{writeSize(view, file.size)}</span></span>
                <button class="quiet" type="submit" name="remove" value={file.id} aria-label={t('sending.documents.remove-named', { name: file.name })}>{t('sending.documents.remove')}</button>
              </li>
            ))}
          </ul>
        )}
        <div class={error === undefined ? 'field' : 'field wrong'}>
          <label for="field-file">{t('sending.documents.add')}</label>
          <p class="hint" id="hint-file">{t('sending.documents.hint', { count: FILES_LIMIT })}</p>
          {error === undefined ? null : <p class="error" id="error-file">{view.error(error)}</p>}
          <input type="file" id="field-file" name="file" multiple aria-describedby={error === undefined ? 'hint-file' : 'hint-file error-file'} />
          <button class="quiet" type="submit" name="go" value="add">{t('sending.documents.upload')}</button>
        </div>
      </section>
      <fieldset class="field">
        <legend>{t('sending.elsewhere')}</legend>
        <p class="hint">{t('sending.elsewhere.hint')}</p>
        {ELSEWHERE_PARTS.map((part) => (
          <LineField
            view={view} form={form} name={`elsewhere-${part}`} label={t(`sending.elsewhere.${part}`)} optional type={part === 'published' ? 'date' : part === 'url' ? 'url' : 'text'}
            dir={part === 'url' ? 'ltr' : 'auto'}
          />
        ))}
      </fieldset>
    </>
  )
}

function WhoStep(props: StepProps) {
  const { view, data, form } = props
  const { t } = view
  const asked = Number(view.query['others'] ?? '0')
  const places = placesOfOthers(form.values)
  const rows = [...new Set([...places, ...(asked > 0 && asked <= 50 ? [asked] : [])])].sort((a, b) => a - b)
  return (
    <>
      <LineField view={view} form={form} name="contributor" label={t('contributions.send.contributor')} hint={t('contributions.send.contributor.hint')} autocomplete="name" optional />
      <LineField view={view} form={form} name="organisation" label={t('contributions.send.organisation')} autocomplete="organization" optional />
      <ChoiceField
        view={view} form={form} name="capacity" label={t('contributions.send.capacity')} optional
        choices={CAPACITIES.map((capacity) => ({ value: capacity, label: t(`contributions.send.capacity.${capacity}`) }))}
      />
      <SuggestionBox view={view} data={data} suggestion={data.suggestion} />
      <GroupFields view={view} form={form} forum={data.forum} />
      <section aria-labelledby="others">
        <h2 id="others">{t('sending.others')}</h2>
        <p class="hint">{t('sending.others.hint')}</p>
        {rows.map((place) => <OtherFields view={view} form={form} forum={data.forum} place={place} />)}
        <button class="quiet" type="submit" name="go" value="add">{t('sending.others.add')}</button>
      </section>
      <ChoiceField
        view={view} form={form} name="consent" label={t('contributions.send.consent')}
        choices={CONSENTS.map((consent) => ({ value: consent, label: t(`contributions.consent.${consent}`) }))}
      />
      <SelectField
        view={view} form={form} name="licence" label={t('sending.licence')} hint={t('sending.licence.hint')} nothing={t('contributions.send.not-said')} optional
        choices={LICENCES.map((licence) => ({ value: licence, label: t(`sending.licence.${licence}`) }))}
      />
      <LineField
        view={view} form={form} name="mail" type="email" label={t('contributions.send.mail')} hint={t(data.forum.confirmation === 'mail' ? 'sending.mail-hint.confirm' : 'sending.mail-hint')} autocomplete="email" dir="ltr" optional
      />
    </>
  )
}

export function OtherFields(props: { view: View; form: FormState; forum: Forum; place: number }) {
  const { view, form, forum, place } = props
  const { t } = view
  const notSaid = t('contributions.send.not-said')
  return (
    <fieldset class="field other" id={`other-${place}`} tabindex={-1}>
      <legend>{t('sending.others.one', { number: place + 1 })}</legend>
      <LineField view={view} form={form} name={otherField(place, 'name')} label={t('sending.others.name')} optional />
      <LineField view={view} form={form} name={otherField(place, 'organisation')} label={t('contributions.send.organisation')} optional />
      <SelectField
        view={view} form={form} name={otherField(place, 'capacity')} label={t('sending.others.capacity')} nothing={notSaid} optional
        choices={CAPACITIES.map((capacity) => ({ value: capacity, label: t(`contributions.capacity.${capacity}`) }))}
      />
      <SelectField
        view={view} form={form} name={otherField(place, 'stakeholderGroup')} label={t('contributions.send.stakeholder-group')} nothing={notSaid} optional
        choices={forum.stakeholderGroups.map(({ key, title }) => ({ value: key, label: title }))}
      />
      <SelectField
        view={view} form={form} name={otherField(place, 'country')} label={t('contributions.send.country')} nothing={notSaid} optional
        choices={listCountries(view.lang).map(({ code, name }) => ({ value: code, label: name }))}
      />
    </fieldset>
  )
}

/** What the forum knows of the organisation already, from where, and a button that takes it. Nothing is filled in by itself. */
export function SuggestionBox(props: { view: View; data: { readonly forum: Forum }; suggestion: Suggestion | undefined }) {
  const { view, data, suggestion } = props
  if (suggestion === undefined) return null
  const title = (list: readonly { key: string; title: string }[], key: string | null) => (key === null ? [] : [list.find((entry) => entry.key === key)?.title ?? key])
  const groups = [...title(data.forum.stakeholderGroups, suggestion.stakeholderGroup), ...title(data.forum.regionalGroups, suggestion.regionalGroup)].join(' · ')
  return (
    <div class="notice">
      <p dir="auto">{view.t('sending.known', { organisation: suggestion.organisation, groups })} <a href={suggestion.href}>{suggestion.ref}</a></p>
      <button class="quiet" type="submit" name="go" value="take">{view.t('sending.known.take')}</button>
    </div>
  )
}

export function otherLabels(view: View, form: Pick<FormState, 'values'>): Record<string, string> {
  const { t } = view
  const labels: Record<string, string> = {}
  for (const place of placesOfOthers(form.values)) {
    const of = t('sending.others.one', { number: place + 1 })
    labels[otherField(place, 'name')] = `${of}: ${t('sending.others.name')}`
    labels[otherField(place, 'organisation')] = `${of}: ${t('contributions.send.organisation')}`
    labels[otherField(place, 'capacity')] = `${of}: ${t('sending.others.capacity')}`
    labels[otherField(place, 'stakeholderGroup')] = `${of}: ${t('contributions.send.stakeholder-group')}`
    labels[otherField(place, 'country')] = `${of}: ${t('contributions.send.country')}`
  }
  return labels
}

export function elsewhereLabels(view: View): Record<string, string> {
  return { ...Object.fromEntries(ELSEWHERE_PARTS.map((part) => [`elsewhere-${part}`, view.t(`sending.elsewhere.${part}`)])), licence: view.t('sending.licence') }
}

/** The mistakes that concern this step. */
export function errorsOfStep(errors: FormState['errors'], step: Step): FormState['errors'] {
  return Object.fromEntries(Object.entries(errors).filter(([field]) => isOfStep(field, step)))
}
