import { languageName } from '../../../shared/language.ts'
import { dateInZone, writeShortDate } from '../../../shared/time.ts'
import type { FormState, View } from '../../context.ts'
import { deskCrumbs } from '../../forums/data.ts'
import { ErrorSummary, LineField, TextField, typed } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import type { EditionDeskData } from './data.ts'

/** An edition at the desk: notes on it, and its translations. */
export function EditionDesk(props: { view: View; data: EditionDeskData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const { edition, errata } = data
  const title = t('publication.edition', { number: edition.number })
  const labels = { paragraph: t('publication.errata.paragraph'), text: t('publication.errata.text') }
  return (
    <Layout view={view} frame={data.frame} title={title} desk crumbs={[...deskCrumbs(view, data), { href: `/desk${data.base}/publish`, label: t('publication.desk.title') }, { label: title }]}>
      <h1 lang={data.language} dir="auto">{edition.title}</h1>
      <p class="meta"><span>{t('publication.edition-on', { number: edition.number, date: writeShortDate(dateInZone(edition.publishedAt, 'UTC'), view.lang) })}</span> <a href={`${data.base}/editions/${edition.number}`}>{t('publication.desk.read')}</a></p>
      <section class="block">
        <h2>{t('publication.errata')}</h2>
        <p>{t('publication.errata.lead')}</p>
        {errata.length === 0 ? <p class="empty">{t('publication.errata.none')}</p> : (
          <ul class="lines">
            {errata.map(({ dated, paragraphId, text }) => {
              const number = paragraphId === null ? undefined : data.numbers.get(paragraphId)
              return <li><span><strong>{writeShortDate(dated, view.lang)}</strong> {number === undefined ? t('publication.errata.whole') : <a href={`${data.base}/editions/${edition.number}#p${number}`}>¶ {number}</a>} <span lang={data.language} dir="auto">{text}</span></span></li>
            })}
          </ul>
        )}
        {!data.mayPublish ? null : (
          <form method="post" action={view.path} class="sheet">
            <ErrorSummary view={view} form={form} labels={labels} />
            <input type="hidden" name="formKey" value={typed(form, 'formKey')} />
            <LineField view={view} form={form} name="paragraph" label={labels.paragraph} hint={t('publication.errata.paragraph.hint')} type="number" dir="ltr" optional />
            <TextField view={view} form={form} name="text" label={labels.text} rows={4} lang={data.language} />
            <div class="actions"><button type="submit">{t('publication.errata.send')}</button></div>
          </form>
        )}
      </section>
      <TranslationList view={view} data={data} />
    </Layout>
  )
}

function TranslationList(props: { view: View; data: EditionDeskData }) {
  const { view, data } = props
  const { t } = view
  const desk = `/desk${data.base}/editions/${data.edition.number}/translations`
  return (
    <section class="block">
      <h2>{t('publication.translations')}</h2>
      <p>{t('publication.translations.lead')}</p>
      {data.translations.length === 0 ? <p class="empty">{t('publication.translations.none')}</p> : (
        <ul class="lines">
          {data.translations.map(({ language, title, publishedAt }) => (
            <li><span><a href={`${desk}/${language}`}>{languageName(language, view.lang)}</a> <span lang={language} dir="auto">{title}</span></span> <span class="tag">{publishedAt === null ? t('publication.translations.prepared') : t('publication.translations.published')}</span></li>
          ))}
        </ul>
      )}
      <p class="meta"><a href={`${desk}/new`}>{t('publication.translations.new')}</a></p>
    </section>
  )
}
