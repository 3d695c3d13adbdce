import type { Forum } from '../../../forums/model.ts'
import type { OtherContributor, Sent } from '../../../contributions/sending/model.ts'
import { CLEARANCES } from '../../../contributions/sending/model.ts'
import type { UnsentFile } from '../../../contributions/unsent/model.ts'
import { suggestRegionalGroup } from '../../../shared/countries.ts'
import type { FieldErrors } from '../../../shared/fields.ts'
import { splitParagraphs } from '../../../shared/text.ts'
import { writeInstant, writeShortDate } from '../../../shared/time.ts'
import type { Call } from '../../../calls/model.ts'
import type { FormState, View } from '../../context.ts'
import { cycleCrumbs } from '../../forums/data.ts'
import { writeWhatIsPossible } from '../../calls/data.ts'
import { ChoiceField, ErrorSummary, LineField } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import { writeCountry, writeLanguage, writeRegionalGroup, writeSize, writeStakeholderGroup } from '../data.ts'
import { readAnswers } from '../questions/data.ts'
import { takesContributions } from '../send/data.ts'
import { labelsOf } from '../send/forms.tsx'
import { stepOf, unsentAddress, writeKeptUntil, type AtUnsent, type StepData } from './data.ts'
import { elsewhereLabels, otherLabels, StepLayout, SuggestionBox } from './forms.tsx'

/** The last step: everything as it will be sent, each part with the way to change it, and what still stands against sending. */
export function CheckPage(props: { view: View; data: StepData; form: FormState; sent: Sent | undefined; mistakes: FieldErrors; previewLink: string }) {
  const { view, data, form, sent, mistakes } = props
  const { t } = view
  const { call, unsent } = data
  const address = unsentAddress(data, data.id, data.secret)
  const labels: Readonly<Record<string, string>> = { ...labelsOf(view, call, false), ...otherLabels(view, { values: unsent?.fields ?? {} }), ...elsewhereLabels(view) }
  const wrong = Object.entries(mistakes)
  return (
    <StepLayout view={view} data={data}>
      {takesContributions(call, view) ? null : <p class="differs">{writeWhatIsPossible(view, call)}</p>}
      <ErrorSummary view={view} form={form} labels={labels} />
      {wrong.length === 0 ? null : (
        <div class="errors" role="alert">
          <p><strong>{t('sending.check.mistakes', { count: wrong.length })}</strong></p>
          <ul>{wrong.map(([field, code]) => <li><a href={`${address}/${stepOf(field)}${field === '' ? '' : `#field-${field}`}`}>{field === '' ? view.error(code) : `${labels[field] ?? field}: ${view.error(code)}`}</a></li>)}</ul>
        </div>
      )}
      <form method="post" novalidate action={`${address}/check`}>
        <SuggestionBox view={view} data={data} suggestion={data.suggestion} />
        {unsent === undefined ? null : <Summary view={view} forum={data.forum} call={call} fields={unsent.fields} sent={sent} files={unsent.files} stepAddress={address} />}
        <ClearancePart {...props} />
        {sent === undefined ? null : (
          <div class="actions">
            <button type="submit" name="go" value="send">{t('contributions.send.send')}</button>
            <button class="quiet" type="submit" name="go" value="save">{t('sending.save')}</button>
          </div>
        )}
      </form>
    </StepLayout>
  )
}

/** For whoever needs somebody's leave before it counts: a link that reads, and the choice to send it and keep it uncounted. */
function ClearancePart(props: { view: View; data: StepData; form: FormState; previewLink: string }) {
  const { view, data, form } = props
  const { t } = view
  const isOpen = (data.unsent?.fields['clearance']?.at(-1) ?? '') !== '' || data.remarks.length > 0
  return (
    <details class="block" open={isOpen}>
      <summary>{t('sending.clearance')}</summary>
      <p>{t('sending.clearance.lead')}</p>
      <p dir="ltr"><a class="address" href={props.previewLink.slice(view.publicUrl.length)}>{props.previewLink}</a></p>
      <ChoiceField view={view} form={form} name="clearance" label={t('sending.clearance.may')} optional choices={CLEARANCES.map((value) => ({ value, label: t(`sending.clearance.may.${value}`) }))} />
      <ChoiceField view={view} form={form} name="waits" several label={t('sending.clearance.when')} optional choices={[{ value: 'yes', label: t('sending.clearance.waits') }]} />
      <p class="hint">{t('sending.clearance.rule')}</p>
      <Remarks view={view} remarks={data.remarks} />
    </details>
  )
}

export function Remarks(props: { view: View; remarks: StepData['remarks'] }) {
  const { view, remarks } = props
  if (remarks.length === 0) return null
  return (
    <>
      <h3>{view.t('sending.remarks')}</h3>
      <ul class="entries">
        {remarks.map((remark) => (
          <li>
            <p class="meta"><span dir="auto">{remark.name}</span> <span>{writeInstant(remark.madeAt, view.lang)}</span>{remark.isCleared ? <span class="tag">{view.t('sending.remarks.cleared')}</span> : null}</p>
            {splitParagraphs(remark.text).map((part) => <p dir="auto">{part}</p>)}
          </li>
        ))}
      </ul>
    </>
  )
}

/** Everything of a contribution that is not sent yet, as it will be. `stepAddress`: each part has a link to change it. */
export function Summary(props: {
  view: View
  forum: Forum
  call: Call
  fields: Readonly<Record<string, readonly string[]>>
  sent: Sent | undefined
  files: readonly Pick<UnsentFile, 'name' | 'size' | 'id'>[]
  stepAddress?: string | undefined
  fileAddress?: string | undefined
}) {
  const { view, forum, call, fields, sent, files, stepAddress } = props
  const { t } = view
  const value = (name: string) => (fields[name]?.at(-1) ?? '').trim()
  const language = value('language') === '' ? undefined : value('language')
  const { choices } = readAnswers(fields, call.questions, { isLenient: true })
  const chosenOf = (id: string) => choices.find(({ questionId }) => questionId === id)?.options ?? []
  const answered = call.questions.filter((question) => value(`answer-${question.id}`) !== '' || chosenOf(question.id).length > 0)
  const change = (step: string) => (stepAddress === undefined ? null : <> <a class="change" href={`${stepAddress}/${step}`} aria-label={t('sending.change-named', { what: t(`sending.step.${step}` as 'sending.step.who') })}>{t('sending.change')}</a></>)
  return (
    <>
      <section class="block" aria-labelledby="sum-answers">
        <h2 id="sum-answers">{t('sending.step.answers')}{change('answers')}</h2>
        {answered.length === 0 ? <p class="empty">{t('sending.check.no-answer')}</p> : null}
        {answered.map((question) => (
          <div class="asked">
            <p class="hint" lang={forum.language} dir="auto">{question.number}. {splitParagraphs(question.text)[0]}</p>
            {chosenOf(question.id).length === 0 ? null : <ul>{chosenOf(question.id).map((number) => <li lang={forum.language} dir="auto">{question.options.find((option) => option.number === number)?.text ?? ''}</li>)}</ul>}
            <div class="text" lang={language}>{splitParagraphs(value(`answer-${question.id}`)).map((part) => <p dir="auto">{part}</p>)}</div>
          </div>
        ))}
      </section>
      <section class="block" aria-labelledby="sum-documents">
        <h2 id="sum-documents">{t('sending.step.documents')}{change('documents')}</h2>
        {files.length === 0 ? <p class="empty">{t('sending.documents.none')}</p> : (
          <ul class="lines">
            {files.map((file, place) => <li><span dir="auto">{props.fileAddress === undefined ? file.name : <a href={`${props.fileAddress}/${place + 1}/${encodeURIComponent(file.name)}`}>{file.name}</a>}</span> <span class="hint">{writeSize(view, file.size)}</span></li>)}
          </ul>
        )}
        {sent?.elsewhere === undefined ? null : <p dir="auto">{t('sending.elsewhere.said')} <cite>{sent.elsewhere.title}</cite>{[sent.elsewhere.publisher, sent.elsewhere.published === undefined ? undefined : writeShortDate(sent.elsewhere.published, view.lang), sent.elsewhere.url].filter((part) => part !== undefined).map((part) => `, ${part}`).join('')}</p>}
      </section>
      <section class="block" aria-labelledby="sum-who">
        <h2 id="sum-who">{t('sending.step.who')}{change('who')}</h2>
        <dl class="facts">{listFacts(view, forum, value, sent).map(([label, text]) => <><dt>{label}</dt><dd dir="auto">{text}</dd></>)}</dl>
      </section>
    </>
  )
}

function listFacts(view: View, forum: Forum, value: (name: string) => string, sent: Sent | undefined): (readonly [string, string])[] {
  const { t } = view
  const missing = t('contributions.not-recorded')
  const orMissing = (text: string | undefined) => (text === undefined || text === '' ? missing : text)
  if (sent === undefined) return [[t('contributions.fact.contributor'), orMissing(value('contributor'))], [t('contributions.fact.organisation'), orMissing(value('organisation'))]]
  const isSuggested = value('regionalGroup') === '' && sent.country !== undefined && sent.regionalGroup !== undefined && suggestRegionalGroup(sent.country) === sent.regionalGroup
  const region = writeRegionalGroup(view, forum, sent.regionalGroup ?? null)
  return [
    [t('contributions.fact.contributor'), orMissing(sent.contributor)],
    [t('contributions.fact.organisation'), orMissing(sent.organisation)],
    ...(sent.others ?? []).map((other, place) => [t('sending.others.one', { number: place + 2 }), writeOther(view, forum, other)] as const),
    [t('contributions.fact.capacity'), sent.capacity === undefined ? missing : t(`contributions.capacity.${sent.capacity}`)],
    [t('contributions.fact.stakeholder-group'), writeStakeholderGroup(view, forum, sent.stakeholderGroup ?? null)],
    [t('contributions.fact.country'), writeCountry(view, sent.country ?? null)],
    [t('contributions.fact.regional-group'), isSuggested ? t('sending.check.region-suggested', { group: region, country: writeCountry(view, sent.country ?? null) }) : region],
    [t('contributions.fact.language'), writeLanguage(view, sent.language ?? null)],
    [t('contributions.send.consent'), t(`contributions.consent.${sent.consent}`)],
    [t('sending.licence'), sent.licence === undefined ? missing : t(`sending.licence.${sent.licence}`)],
    [t('contributions.send.mail'), orMissing(sent.mail)],
  ]
}

/** One of several contributors in one line. */
export function writeOther(view: View, forum: Forum, other: { readonly [Part in keyof OtherContributor]?: OtherContributor[Part] | null }): string {
  return [
    other.name ?? undefined,
    other.organisation ?? undefined,
    other.capacity == null ? undefined : view.t(`contributions.capacity.${other.capacity}`),
    other.stakeholderGroup == null ? undefined : writeStakeholderGroup(view, forum, other.stakeholderGroup),
    other.country == null ? undefined : writeCountry(view, other.country),
  ].filter((part) => part !== undefined).join(', ')
}

/** Where the writer is led who goes on later: the link, until when it works, a mail with it, and the way to drop it all. */
export function LaterPage(props: { view: View; data: AtUnsent; form: FormState; isMailed: boolean }) {
  const { view, data, form } = props
  const { t } = view
  const { unsent } = data
  const address = unsentAddress(data, data.id, data.secret)
  if (unsent === undefined) return <GonePage view={view} data={data} />
  return (
    <Layout view={view} frame={data.frame} title={t('sending.later.title')} crumbs={[...cycleCrumbs(data), { label: data.call.title }]}>
      <h1>{t('sending.later.title')}</h1>
      <p class="lead">{t('sending.later.lead', { at: writeInstant(unsent.changedAt, view.lang), date: writeKeptUntil(view, unsent) })}</p>
      <div class="notice">
        <p>{t('sending.later.link')}</p>
        <p dir="ltr"><a class="address" href={address}>{`${view.publicUrl}${address}`}</a></p>
      </div>
      {props.isMailed ? <p class="notice" role="status">{t('sending.later.mailed')}</p> : null}
      <p class="actions">
        <a class="button" href={`${address}/answers`}>{t('sending.later.go-on')}</a>
        <a class="button quiet" href={`${address}/check`}>{t('sending.to-check')}</a>
      </p>
      <form class="sheet" method="post" novalidate>
        <ErrorSummary view={view} form={form} labels={{ to: t('sending.later.to') }} />
        <LineField view={view} form={form} name="to" type="email" label={t('sending.later.to')} hint={t('sending.later.to.hint')} autocomplete="email" dir="ltr" optional />
        <div class="actions"><button class="quiet" type="submit" name="go" value="mail">{t('sending.later.mail')}</button></div>
      </form>
      <form method="post" novalidate>
        <div class="actions"><button class="quiet" type="submit" name="go" value="drop">{t('sending.later.drop')}</button></div>
        <p class="hint">{t('sending.later.drop.hint')}</p>
      </form>
    </Layout>
  )
}

/** Nothing is kept under this link: it was dropped, or is over. */
export function GonePage(props: { view: View; data: AtUnsent }) {
  const { view, data } = props
  return (
    <Layout view={view} frame={data.frame} title={view.t('sending.gone.title')} crumbs={cycleCrumbs(data)}>
      <h1>{view.t('sending.gone.title')}</h1>
      <p class="lead">{view.t('sending.gone.lead')}</p>
      <p class="actions"><a class="button" href={`/${data.forum.slug}/${data.cycle.slug}/calls/${data.call.slug}/contribute`}>{view.t('contributions.send.title')}</a></p>
    </Layout>
  )
}
