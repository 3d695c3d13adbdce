import { flatten } from '../../../drafts/model.ts'
import { dateInZone, writeDate } from '../../../shared/time.ts'
import type { FormState, View } from '../../context.ts'
import { deskCrumbs } from '../../forums/data.ts'
import { ChoiceField, ErrorSummary, LineField, TextField } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import { headingOf } from '../blocks/data.ts'
import { BlockText, SectionTitle } from '../blocks/pages.tsx'
import type { OptionsData } from './data.ts'

/** The outlines of a cycle side by side, and the choice between them. */
export function OptionsPage(props: { view: View; data: OptionsData; form: FormState }) {
  const { view, data } = props
  const { t } = view
  return (
    <Layout view={view} frame={data.frame} title={t('options.title')} desk crumbs={[...deskCrumbs(view, data), { href: `/desk${data.base}/documents`, label: t('drafts.title') }, { label: t('options.title') }]}>
      <h1>{t('options.title')}</h1>
      <p class="lead">{t('options.lead')}</p>
      {data.outlines.length === 0 ? <p class="empty">{t('options.none')}</p> : null}
      <div class="outlines" tabindex={0} role="region" aria-label={t('options.title')}>{data.outlines.map((outline) => <Outline view={view} data={data} outline={outline} />)}</div>
      {data.outlines.some(({ document }) => document.chosen === null) ? <ChooseForm {...props} /> : null}
    </Layout>
  )
}

function Outline(props: { view: View; data: OptionsData; outline: OptionsData['outlines'][number] }) {
  const { view, data } = props
  const { document, text, setting } = props.outline
  const count = flatten(text).length
  const into = data.documents.find(({ id }) => id === document.chosen?.into)
  return (
    <article class={document.chosen === null ? 'option' : 'option chosen'} aria-labelledby={`option-${document.slug}`}>
      <h2 id={`option-${document.slug}`} lang={document.language} dir="auto"><a href={`/desk${data.base}/documents/${document.slug}`}>{document.title}</a></h2>
      <p class="meta"><span>{view.t('options.paragraphs', { count })}</span>{document.chosen === null ? null : <span class="tag">{view.t('options.chosen')}</span>}</p>
      {document.chosen === null ? null : <div class="notice"><p>{view.t('options.chosen-on', { date: writeDate(dateInZone(document.chosen.at, 'UTC'), view.lang) })}</p><p dir="auto">{document.chosen.reason}</p>{into === undefined ? null : <p><a href={`/desk${data.base}/documents/${into.slug}`}>{view.t('options.chosen-into')}</a></p>}</div>}
      {text.length === 0 ? <p class="empty">{view.t('options.empty')}</p> : null}
      {text.map((section) => {
        const Tag = headingOf(section.level + 1)
        return (
          <>
            {section.title === '' ? null : <Tag lang={document.language} dir="auto"><SectionTitle view={view} setting={setting} section={section} /></Tag>}
            {section.paragraphs.map((paragraph) => <BlockText view={view} setting={{ ...setting, whole: `/desk${data.base}/documents/${document.slug}` }} paragraph={paragraph} />)}
          </>
        )
      })}
    </article>
  )
}

function ChooseForm(props: { view: View; data: OptionsData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const labels = { outline: t('options.field.outline'), reason: t('options.field.reason'), title: t('options.field.title'), slug: t('options.field.slug') }
  const open = data.outlines.filter(({ document }) => document.chosen === null)
  return (
    <section class="block">
      <h2>{t('options.choose')}</h2>
      <ErrorSummary view={view} form={form} labels={labels} />
      <form method="post" class="sheet">
        <ChoiceField view={view} form={form} name="outline" label={labels.outline} choices={open.map(({ document }) => ({ value: document.id, label: document.title }))} />
        <TextField view={view} form={form} name="reason" label={labels.reason} hint={t('options.field.reason.hint')} rows={4} />
        <LineField view={view} form={form} name="title" label={labels.title} />
        <LineField view={view} form={form} name="slug" label={labels.slug} hint={t('drafts.field.slug.hint')} dir="ltr" />
        <div class="actions"><button type="submit">{t('options.choose')}</button></div>
      </form>
    </section>
  )
}
