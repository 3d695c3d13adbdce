import type { Child } from 'hono/jsx'
import type { Call } from '../../../calls/model.ts'
import type { Question } from '../../../calls/questions/model.ts'
import { parts, type Say } from '../../../calls/translations/model.ts'
import { questionsFor, type Variant } from '../../../calls/variants/model.ts'
import { NOT_SAID } from '../../../contributions/model.ts'
import type { Forum } from '../../../forums/model.ts'
import { listCountries } from '../../../shared/countries.ts'
import { CONTENT_LANGUAGES } from '../../../shared/language.ts'
import { newId } from '../../../platform/new-id.ts'
import { splitParagraphs } from '../../../shared/text.ts'
import { CAPACITIES, CONSENTS, NO_REGIONAL_GROUP } from '../../../shared/vocabularies.ts'
import type { FormState, View } from '../../context.ts'
import { cycleCrumbs } from '../../forums/data.ts'
import { writeWhatIsPossible, type InCall } from '../../calls/data.ts'
import { ChoiceField, ErrorSummary, FileField, LineField, SelectField } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import { writeLanguage } from '../data.ts'
import { choiceField, wordsField } from '../questions/data.ts'
import { choiceLabel, QuestionFields, wordsLabel } from '../questions/forms.tsx'
import { droppedAnswers, takesContributions } from './data.ts'

interface FormProps {
  view: View
  form: FormState
  forum: Forum
  call: Call
  variant: Variant | undefined
  say: Say
  /** Where it is sent, when that is not this address. */
  action: string | undefined
}

/** The public form. Questions first; then who answers, and what may be published. */
export function ContributePage(props: { view: View; data: InCall; form: FormState; action?: string; notice?: Child }) {
  const { view, data, form } = props
  const { forum, cycle, call } = data
  const base = `/${forum.slug}/${cycle.slug}`
  const title = data.say(parts.title, call.title)
  const wasSent = Object.keys(form.errors).length > 0
  return (
    <Layout
      view={view} frame={data.frame} title={`${view.t('contributions.send.title')}: ${call.title}`}
      crumbs={[...cycleCrumbs(data), { href: `${base}/calls/${call.slug}`, label: call.title }, { label: view.t('contributions.send.title') }]}
    >
      <h1 lang={title.lang} dir="auto">{title.text}</h1>
      {takesContributions(call, view) ? <p class="lead">{view.t('contributions.send.lead')}</p> : null}
      <p class={takesContributions(call, view) ? 'notice' : 'differs'}>{writeWhatIsPossible(view, call, data.say)}</p>
      {props.notice ?? (takesContributions(call, view) ? <p class="meta"><a href={`${base}/calls/${call.slug}/form.docx${data.variant === undefined ? '' : `?for=${data.variant.slug}`}`}>{view.t('word-form.download')}</a> <a href={`${base}/calls/${call.slug}/word`}>{view.t('word-form.send.title')}</a></p> : null)}
      {takesContributions(call, view) || wasSent ? <ContributeForm view={view} form={form} forum={forum} call={call} variant={data.variant} say={data.say} action={props.action} /> : null}
    </Layout>
  )
}

function ContributeForm(props: FormProps) {
  const { view, form, forum, call } = props
  const { t } = view
  return (
    <form class="sheet" method="post" action={props.action} enctype="multipart/form-data" novalidate>
      <ErrorSummary view={view} form={form} labels={labelsOf(view, call, false)} />
      <HiddenFields form={form} call={call} />
      <section aria-labelledby="answers">
        <h2 id="answers">{t('contributions.send.answers')}</h2>
        <AnswerFields view={view} form={form} call={call} questions={questionsFor(call, props.variant)} say={props.say} />
        <FileField view={view} form={form} name="file" label={t('contributions.send.file')} hint={t('contributions.send.file.hint')} optional />
        <LanguageField view={view} form={form} />
      </section>
      <section aria-labelledby="who">
        <h2 id="who">{t('contributions.send.who')}</h2>
        <LineField view={view} form={form} name="contributor" label={t('contributions.send.contributor')} hint={t('contributions.send.contributor.hint')} autocomplete="name" optional />
        <LineField view={view} form={form} name="organisation" label={t('contributions.send.organisation')} autocomplete="organization" optional />
        <ChoiceField
          view={view} form={form} name="capacity" label={t('contributions.send.capacity')} optional
          choices={CAPACITIES.map((capacity) => ({ value: capacity, label: t(`contributions.send.capacity.${capacity}`) }))}
        />
        <GroupFields view={view} form={form} forum={forum} />
      </section>
      <ChoiceField
        view={view} form={form} name="consent" label={t('contributions.send.consent')}
        choices={CONSENTS.map((consent) => ({ value: consent, label: t(`contributions.consent.${consent}`) }))}
      />
      <LineField view={view} form={form} name="mail" type="email" label={t('contributions.send.mail')} hint={t('contributions.send.mail.hint')} autocomplete="email" dir="ltr" optional />
      <div class="actions"><button type="submit">{t('contributions.send.send')}</button></div>
    </form>
  )
}

/**
 * The key that makes a double click one contribution, and the revision of the questions. A form that comes back because the call
 * was changed, or because its key is used, carries the new ones: sent again, it is taken.
 */
export function HiddenFields(props: { form: FormState; call: Call }) {
  const { form, call } = props
  const wasDeclined = form.errors[''] !== undefined
  return (
    <>
      <input type="hidden" name="formKey" value={wasDeclined ? newId() : form.values['formKey']?.at(-1)} />
      <input type="hidden" name="revision" value={wasDeclined ? String(call.revision) : form.values['revision']?.at(-1)} />
    </>
  )
}

export function AnswerFields(props: { view: View; form: FormState; call: Call; questions: readonly Question[]; say: Say; atDesk?: boolean }) {
  const { view, form, call } = props
  const dropped = droppedAnswers(form.values, call)
  return (
    <>
      {props.questions.map((question) => <QuestionFields view={view} form={form} question={question} say={props.say} atDesk={props.atDesk === true} />)}
      {dropped.map((text) => (
        <div class="differs">
          <p>{view.t('contributions.send.dropped')}</p>
          {splitParagraphs(text).map((part) => <p dir="auto">{part}</p>)}
        </div>
      ))}
    </>
  )
}

export function LanguageField(props: { view: View; form: FormState }) {
  const { view, form } = props
  const typed = form.values['language']?.at(-1) ?? ''
  const tags = CONTENT_LANGUAGES.some((tag) => tag === typed) || typed === '' ? CONTENT_LANGUAGES : [...CONTENT_LANGUAGES, typed]
  return (
    <SelectField
      view={view} form={form} name="language" label={view.t('contributions.send.language')} nothing={view.t('contributions.send.language.other')} optional
      choices={tags.map((tag) => ({ value: tag, label: writeLanguage(view, tag) }))}
    />
  )
}

export function GroupFields(props: { view: View; form: FormState; forum: Forum }) {
  const { view, form, forum } = props
  const { t } = view
  const notSaid = t('contributions.send.not-said')
  const regions = [
    ...forum.regionalGroups.map(({ key, title }) => ({ value: key, label: title })),
    { value: NO_REGIONAL_GROUP, label: t('contributions.send.regional-group.none') },
    { value: NOT_SAID, label: notSaid },
  ]
  return (
    <>
      <SelectField
        view={view} form={form} name="stakeholderGroup" label={t('contributions.send.stakeholder-group')} nothing={notSaid} optional
        choices={forum.stakeholderGroups.map(({ key, title }) => ({ value: key, label: title }))}
      />
      <SelectField
        view={view} form={form} name="country" label={t('contributions.send.country')} nothing={notSaid} optional
        choices={listCountries(view.lang).map(({ code, name }) => ({ value: code, label: name }))}
      />
      <SelectField
        view={view} form={form} name="regionalGroup" label={t('contributions.send.regional-group')} hint={t('contributions.send.regional-group.hint')}
        nothing={t('contributions.send.regional-group.suggest')} choices={regions} optional
      />
    </>
  )
}

/** What the fields are called, for the summary above a form that came back. */
export function labelsOf(view: View, call: Call, atDesk: boolean): Record<string, string> {
  const { t } = view
  const labels: Record<string, string> = {
    contributor: t('contributions.send.contributor'), organisation: t('contributions.send.organisation'), capacity: t('contributions.send.capacity'), country: t('contributions.send.country'),
    stakeholderGroup: t('contributions.send.stakeholder-group'), regionalGroup: t('contributions.send.regional-group'), language: t('contributions.send.language'),
    consent: t('contributions.send.consent'), mail: t('contributions.send.mail'), file: t('contributions.send.file'), channel: t('contributions.desk.channel'),
    receivedBy: t('contributions.desk.received-by'), label: t('contributions.desk.label'),
  }
  for (const question of call.questions) {
    labels[wordsField(question.id)] = wordsLabel(view, question, atDesk)
    labels[choiceField(question.id)] = choiceLabel(view, question)
  }
  return labels
}
