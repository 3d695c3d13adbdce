import { flatten } from '../../../drafts/model.ts'
import { SUGGESTION_KINDS } from '../../../drafts/suggestions/model.ts'
import { excerpt, splitParagraphs } from '../../../shared/text.ts'
import type { FormState, View } from '../../context.ts'
import { deskCrumbs } from '../../forums/data.ts'
import { ChoiceField, ErrorSummary, TextField, typed } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import type { SuggestingData, SuggestionData } from './data.ts'
import { suggestionCrumbs, titleOf } from './pages.tsx'

/** The form of whoever takes part: first the paragraph is chosen from the text as it stands, then the change is written. No JavaScript. */
export function SuggestForm(props: { view: View; data: SuggestingData; form: FormState }) {
  const { view, data, form } = props
  const title = view.t(data.paragraph === undefined ? 'drafts.suggestion.choose' : 'drafts.suggestion.on', { number: data.paragraph?.number ?? 0 })
  return (
    <Layout view={view} frame={data.frame} title={title} crumbs={suggestionCrumbs(view, data, title)}>
      <h1>{title}</h1>
      {isChosen(data, form) ? <SuggestSheet view={view} data={data} form={form} /> : <Choosing view={view} data={data} />}
    </Layout>
  )
}

/** The desk's form for what a comment proposes. */
export function FromCommentForm(props: { view: View; data: SuggestingData; form: FormState }) {
  const { view, data, form } = props
  const ref = `R-${data.comment?.number ?? 0}`
  const title = view.t('drafts.suggestion.from-title', { ref })
  const crumbs = [...deskCrumbs(view, data), { href: `/desk${data.base}/documents`, label: view.t('drafts.title') }, { href: `/desk${data.address}`, label: data.document.title }, { href: `/desk${data.address}/suggestions`, label: view.t('drafts.suggestion.title') }, { label: ref }]
  return (
    <Layout view={view} frame={data.frame} title={title} desk crumbs={crumbs}>
      <h1>{title}</h1>
      {data.comment === undefined ? null : <blockquote class="quote"><p lang={data.comment.language ?? undefined} dir="auto">{data.comment.text}</p><p class="source"><a href={`${data.base}/comments/${ref}`}>{ref}</a></p></blockquote>}
      {isChosen(data, form) ? <SuggestSheet view={view} data={data} form={form} /> : <Choosing view={view} data={data} />}
    </Layout>
  )
}

function isChosen(data: SuggestingData, form: FormState): boolean {
  return data.paragraph !== undefined || typed(form, 'kind') === 'addition' || Object.keys(form.errors).length > 0
}

function SuggestSheet(props: { view: View; data: SuggestingData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const labels = { kind: t('drafts.suggestion.field.kind'), text: t('drafts.suggestion.field.text'), reason: t('drafts.suggestion.field.reason'), on: t('drafts.suggestion.field.on') }
  const kinds = SUGGESTION_KINDS.filter((kind) => kind === 'addition' || data.paragraph !== undefined).map((kind) => ({ value: kind, label: t(`drafts.suggestion.kind.${kind}`) }))
  return (
    <>
      {data.paragraph === undefined ? null : <blockquote class="prose" lang={data.document.language}>{splitParagraphs(data.paragraph.text).map((part) => <p dir="auto">{part}</p>)}</blockquote>}
      <form method="post" class="sheet">
        <ErrorSummary view={view} form={form} labels={labels} />
        <input type="hidden" name="formKey" value={typed(form, 'formKey')} />
        <input type="hidden" name="on" value={typed(form, 'on')} />
        <ChoiceField view={view} form={form} name="kind" label={labels.kind} choices={kinds} />
        <TextField view={view} form={form} name="text" label={labels.text} hint={t('drafts.suggestion.field.text.hint')} rows={8} lang={data.document.language} optional />
        <TextField view={view} form={form} name="reason" label={labels.reason} hint={t('drafts.suggestion.field.reason.hint')} rows={3} />
        <div class="actions"><button type="submit">{t('drafts.suggestion.send')}</button></div>
      </form>
    </>
  )
}

/** The working text as it stands, each paragraph with the way to suggest something for it. */
function Choosing(props: { view: View; data: SuggestingData }) {
  const { view, data } = props
  const { t } = view
  const way = (kind: string, on?: string): string => `${view.path}?kind=${kind}${on === undefined ? '' : `&on=${on}`}`
  return (
    <>
      <p class="lead">{t('drafts.suggestion.choose.lead')}</p>
      {flatten(data.text).length === 0 ? <p class="empty">{t('drafts.suggestion.no-text')}</p> : null}
      <p><a href={way('addition')}>{t('drafts.suggestion.at-start')}</a></p>
      {data.text.map((section) => (
        <section>
          {section.title === '' ? null : <h2 class="section-title" lang={data.document.language} dir="auto">{section.title}</h2>}
          <ol class="paras">
            {section.paragraphs.map(({ id, number, text }) => (
              <li class="para" id={`p${number}`}>
                <a class="mark" href={`#p${number}`}>¶ {number}</a>
                <div class="text" lang={data.document.language}><p dir="auto">{excerpt(text, 400)}</p></div>
                <aside class="voices"><p><a href={way('wording', id)} aria-label={`${t('drafts.suggestion.do.wording')}: ¶ ${number}`}>{t('drafts.suggestion.do.wording')}</a> · <a href={way('addition', id)} aria-label={`${t('drafts.suggestion.do.addition')}: ¶ ${number}`}>{t('drafts.suggestion.do.addition')}</a> · <a href={way('removal', id)} aria-label={`${t('drafts.suggestion.do.removal')}: ¶ ${number}`}>{t('drafts.suggestion.do.removal')}</a></p></aside>
              </li>
            ))}
          </ol>
        </section>
      ))}
    </>
  )
}

/** Taking one's own suggestion back. */
export function WithdrawForm(props: { view: View; data: SuggestionData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const title = t('drafts.suggestion.withdraw')
  const labels = { reason: t('drafts.suggestion.field.why-withdrawn') }
  return (
    <Layout view={view} frame={data.frame} title={title} crumbs={suggestionCrumbs(view, data, title)}>
      <h1>{title}</h1>
      <p class="lead">{titleOf(view, data.shown)}</p>
      <form method="post" class="sheet">
        <ErrorSummary view={view} form={form} labels={labels} />
        <TextField view={view} form={form} name="reason" label={labels.reason} rows={3} optional />
        <div class="actions"><button type="submit">{title}</button><a href={`${data.address}/suggestions/${data.shown.suggestion.number}`}>{t('drafts.suggestion.back')}</a></div>
      </form>
    </Layout>
  )
}
