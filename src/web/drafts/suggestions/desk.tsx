import { splitParagraphs } from '../../../shared/text.ts'
import type { FormState, View } from '../../context.ts'
import { deskCrumbs } from '../../forums/data.ts'
import { ChoiceField, ErrorSummary, SelectField, TextField, typed } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import type { InDocument } from '../data.ts'
import type { DecidingData, SuggestionsData } from './data.ts'
import { PageLinks, StateLinks, SuggestionEntry, SuggestionList, titleOf, WordChange } from './pages.tsx'

function crumbs(view: View, data: InDocument, last?: string) {
  const list = { href: `/desk${data.address}/suggestions`, label: view.t('drafts.suggestion.title') }
  const way = [...deskCrumbs(view, data), { href: `/desk${data.base}/documents`, label: view.t('drafts.title') }, { href: `/desk${data.address}`, label: data.document.title }]
  return last === undefined ? [...way, { label: list.label }] : [...way, list, { label: last }]
}

/** What was suggested for a document: what waits first, one by one or all at once. */
export function SuggestionsDesk(props: { view: View; data: SuggestionsData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const here = `/desk${data.address}/suggestions`
  const waits = data.shown.some(({ suggestion }) => suggestion.outcome === null)
  const left = /^[0-9]{1,6}$/u.test(view.query['left'] ?? '') ? Number(view.query['left']) : 0
  return (
    <Layout view={view} frame={data.frame} title={t('drafts.suggestion.of', { document: data.document.title })} desk crumbs={crumbs(view, data)}>
      <h1>{t('drafts.suggestion.of', { document: data.document.title })}</h1>
      {left === 0 ? null : <p class="differs">{t('drafts.suggestion.left', { count: left })}</p>}
      <StateLinks view={view} data={data} here={here} />
      <div class="columns">
        <section><SuggestionList view={view} data={data} href={(number) => `${here}/${number}`} /></section>
        {waits ? <AllAtOnce view={view} data={data} form={form} /> : null}
      </div>
      <PageLinks view={view} data={data} here={here} />
    </Layout>
  )
}

function AllAtOnce(props: { view: View; data: SuggestionsData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const labels = { outcome: t('drafts.suggestion.field.outcome'), reason: t('drafts.suggestion.field.why'), author: t('drafts.suggestion.field.author') }
  const authors = new Map(data.shown.flatMap(({ suggestion, author }) => (suggestion.outcome === null && suggestion.authorId !== null ? [[suggestion.authorId, author ?? t('drafts.suggestion.somebody')] as const] : [])))
  return (
    <section>
      <h2>{t('drafts.suggestion.all-at-once')}</h2>
      <p>{t('drafts.suggestion.all-at-once.lead')}</p>
      <form method="post" class="sheet">
        <ErrorSummary view={view} form={form} labels={labels} />
        <SelectField view={view} form={form} name="author" label={labels.author} nothing={t('drafts.suggestion.everybody')} choices={[...authors].map(([value, label]) => ({ value, label }))} optional />
        <ChoiceField view={view} form={form} name="outcome" label={labels.outcome} choices={outcomes(view)} />
        <TextField view={view} form={form} name="reason" label={labels.reason} hint={t('drafts.suggestion.field.why.hint')} rows={3} />
        <div class="actions"><button type="submit">{t('drafts.suggestion.decide')}</button></div>
      </form>
    </section>
  )
}

function outcomes(view: View) {
  return (['accepted', 'rejected'] as const).map((outcome) => ({ value: outcome, label: view.t(`drafts.suggestion.choice.${outcome}`) }))
}

/** One suggestion against the text as it was and as it stands. */
export function DecideForm(props: { view: View; data: DecidingData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const { suggestion } = data.shown
  const labels = { outcome: t('drafts.suggestion.field.outcome'), reason: t('drafts.suggestion.field.why'), text: t('drafts.suggestion.field.take') }
  return (
    <Layout view={view} frame={data.frame} title={titleOf(view, data.shown)} desk crumbs={crumbs(view, data, `S-${suggestion.number}`)}>
      <h1>{titleOf(view, data.shown)}</h1>
      <SuggestionEntry view={view} data={data} shown={data.shown} />
      {suggestion.outcome !== null ? null : (
        <>
          <Against view={view} data={data} />
          <form method="post" class="sheet">
            <ErrorSummary view={view} form={form} labels={labels} />
            <ChoiceField view={view} form={form} name="outcome" label={labels.outcome} choices={outcomes(view)} />
            {suggestion.kind === 'removal' ? null : <TextField view={view} form={form} name="text" label={labels.text} hint={t('drafts.suggestion.field.take.hint')} rows={8} lang={data.document.language} optional />}
            <TextField view={view} form={form} name="reason" label={labels.reason} hint={t('drafts.suggestion.field.why.hint')} rows={3} />
            <input type="hidden" name="revision" value={form.errors[''] === undefined ? typed(form, 'revision') : String(data.paragraph?.revision ?? '')} />
            <div class="actions"><button type="submit">{t('drafts.suggestion.decide')}</button></div>
          </form>
        </>
      )}
    </Layout>
  )
}

/** How the suggestion stands to what was changed since it was made. */
function Against(props: { view: View; data: DecidingData }) {
  const { view, data } = props
  const { t } = view
  const { effect, paragraph, shown } = data
  const { language } = data.document
  if (effect.state === 'ready') return null
  if (effect.state === 'gone' || effect.state === 'nothing') return <p class="differs">{t(`drafts.suggestion.effect.${effect.state}`)}</p>
  return (
    <section class="block">
      <p class="differs">{t(`drafts.suggestion.effect.${effect.state}`)}</p>
      <h2>{t('drafts.suggestion.since')}</h2>
      <div class="prose" lang={language}><WordChange language={language} from={shown.suggestion.before ?? ''} to={paragraph?.text ?? ''} /></div>
      {effect.state === 'merged' ? (
        <>
          <h2>{t('drafts.suggestion.merged')}</h2>
          <div class="prose" lang={language}>{splitParagraphs(effect.text ?? '').map((part) => <p dir="auto">{part}</p>)}</div>
        </>
      ) : (
        <>
          <h2>{t('drafts.suggestion.against-now')}</h2>
          <div class="prose" lang={language}><WordChange language={language} from={paragraph?.text ?? ''} to={shown.suggestion.text ?? ''} /></div>
        </>
      )}
    </section>
  )
}
