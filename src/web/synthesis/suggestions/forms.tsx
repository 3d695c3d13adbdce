import type { FormState, View } from '../../context.ts'
import { SUGGESTION_VERDICTS } from '../../../synthesis/suggestions/model.ts'
import { CONTENT_LANGUAGES, languageName } from '../../../shared/language.ts'
import { cycleCrumbs, deskCrumbs } from '../../forums/data.ts'
import { ErrorSummary, LineField, SelectField, TextField, typed } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import type { MySuggestionData, SuggestingData, SuggestionsData } from './data.ts'
import { SuggestionEntry } from './pages.tsx'

/** The public form: no account, no JavaScript. */
export function SuggestForm(props: { view: View; data: SuggestingData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const ref = `F-${data.finding.number}`
  const base = `/${data.forum.slug}/${data.cycle.slug}`
  const title = t('suggestions.form.title', { ref })
  const labels = { proposal: t('suggestions.field.proposal'), comment: t('suggestions.field.comment'), author: t('suggestions.field.author'), mail: t('suggestions.field.mail'), language: t('suggestions.field.language') }
  const languages = CONTENT_LANGUAGES.map((tag) => ({ value: tag, label: languageName(tag, view.lang) }))
  return (
    <Layout view={view} frame={data.frame} title={title} crumbs={[...cycleCrumbs(data), { href: `${base}/breakdown`, label: t('synthesis.breakdown') }, { label: title }]}>
      <h1>{title}</h1>
      <blockquote class="quote"><p lang={data.forum.language} dir="auto">{data.finding.statement}</p><p class="source"><a href={`${base}/breakdown#${ref}`}>{ref}</a></p></blockquote>
      <p>{t('suggestions.form.lead')}</p>
      <form method="post" class="sheet">
        <ErrorSummary view={view} form={form} labels={labels} />
        <input type="hidden" name="formKey" value={typed(form, 'formKey')} />
        <TextField view={view} form={form} name="proposal" label={labels.proposal} hint={t('suggestions.field.proposal.hint')} rows={4} lang={data.forum.language} optional />
        <TextField view={view} form={form} name="comment" label={labels.comment} rows={4} optional />
        <SelectField view={view} form={form} name="language" label={labels.language} choices={languages} nothing={t('suggestions.field.language.none')} optional />
        <LineField view={view} form={form} name="author" label={labels.author} hint={t('suggestions.field.author.hint')} autocomplete="name" optional />
        <LineField view={view} form={form} name="mail" type="email" dir="ltr" autocomplete="email" label={labels.mail} hint={t('suggestions.field.mail.hint')} optional />
        <div class="actions"><button>{t('suggestions.form.send')}</button></div>
      </form>
    </Layout>
  )
}

/** What the sender sees behind the secret link: the receipt, what became of it, and the way to withdraw. */
export function MySuggestionPage(props: { view: View; data: MySuggestionData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const base = `/${data.forum.slug}/${data.cycle.slug}`
  const ref = `S-${data.suggestion.number}`
  return (
    <Layout view={view} frame={data.frame} title={ref} crumbs={[...cycleCrumbs(data), { href: `${base}/breakdown`, label: t('synthesis.breakdown') }, { label: ref }]}>
      <h1>{t(data.suggestion.withdrawnAt === null ? 'suggestions.mine.title' : 'suggestions.mine.withdrawn')}</h1>
      <p class="receipt-ref">{ref}</p>
      <ErrorSummary view={view} form={form} labels={{}} />
      <p class="notice">{t('suggestions.mine.keep')}</p>
      <SuggestionEntry view={view} forum={data.forum} suggestion={data.suggestion} />
      {data.suggestion.withdrawnAt !== null ? null : <form method="post"><div class="actions"><button class="quiet" name="shall" value="withdraw">{t('suggestions.mine.withdraw')}</button></div></form>}
    </Layout>
  )
}

/** What anyone said to the findings, at the desk, each with the place to answer. */
export function SuggestionsDesk(props: { view: View; data: SuggestionsData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const desk = `/desk/${data.forum.slug}/${data.cycle.slug}`
  const title = t('findings.way.suggestions')
  const labels = { verdict: t('suggestions.field.verdict'), reason: t('suggestions.field.reason') }
  const sent = typed(form, 'suggestion')
  return (
    <Layout view={view} frame={data.frame} title={title} desk crumbs={[...deskCrumbs(view, data), { href: `${desk}/findings`, label: t('synthesis.findings') }, { label: title }]}>
      <h1>{title}</h1>
      <p class="lead">{t('suggestions.desk.lead')}</p>
      <ErrorSummary view={view} form={form} labels={labels} />
      {data.suggestions.length === 0 ? <p class="empty">{t('suggestions.desk.none')}</p> : null}
      <ul class="entries">
        {data.suggestions.map(({ suggestion, finding }) => {
          const own: FormState = sent === suggestion.id ? form : { values: { verdict: ['noted'] }, errors: {}, uploads: {} }
          const choices = SUGGESTION_VERDICTS.map((verdict) => ({ value: verdict, label: t(`suggestions.verdict.${verdict}`) }))
          return (
            <li>
              <h2>{finding === undefined ? null : <a href={`${desk}/findings/F-${finding.number}`}>F-{finding.number}</a>}</h2>
              <SuggestionEntry view={view} forum={data.forum} suggestion={suggestion} />
              {suggestion.verdict !== null || suggestion.withdrawnAt !== null ? null : (
                <details class="rests" open={sent === suggestion.id}>
                  <summary>{t('suggestions.desk.answer', { ref: `S-${suggestion.number}` })}</summary>
                  <form method="post" class="sheet">
                    <input type="hidden" name="suggestion" value={suggestion.id} />
                    <SelectField view={view} form={own} name="verdict" label={labels.verdict} choices={choices} />
                    <TextField view={view} form={own} name="reason" label={labels.reason} hint={t('suggestions.field.reason.hint')} rows={2} lang={data.forum.language} />
                    <div class="actions"><button>{t('suggestions.desk.send')}</button></div>
                  </form>
                </details>
              )}
            </li>
          )
        })}
      </ul>
    </Layout>
  )
}
