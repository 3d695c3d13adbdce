import type { FormState, View } from '../context.ts'
import { deskCrumbs } from '../forums/data.ts'
import { ErrorSummary, LineField, TextField } from '../ui/fields.tsx'
import { Layout } from '../ui/layout.tsx'
import type { LibraryDeskData } from './data.ts'
import { ReferenceList } from './pages.tsx'

/** The library at the desk: a form above what is listed. */
export function LibraryDesk(props: { view: View; data: LibraryDeskData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const labels = { title: t('library.field.title'), author: t('library.field.author'), publisher: t('library.field.publisher'), published: t('library.field.published'), url: t('library.field.url'), note: t('library.field.note') }
  const crumbs = [...deskCrumbs(view, data), { label: t('library.title') }]
  return (
    <Layout view={view} frame={data.frame} title={t('library.title')} crumbs={crumbs} desk>
      <h1>{t('library.title')}</h1>
      <p class="meta"><span><a href={`${data.base}/references`}>{t('library.to-list')}</a></span> <span><a href={`/desk/${data.forum.slug}/papers`}>{t('desk.papers.title')}</a></span></p>
      <div class="columns">
        <section><ReferenceList view={view} data={data} narrow /></section>
        <section>
          <h2>{t('library.add')}</h2>
          {data.paper === undefined ? null : <p class="notice">{t('library.paper.lists')} <a href={`/desk/${data.forum.slug}/papers/${data.paper.id}`} dir="auto">{data.paper.title ?? data.paper.address ?? t('library.paper.file')}</a></p>}
          <ErrorSummary view={view} form={form} labels={labels} />
          <form method="post" class="sheet">
            <LineField view={view} form={form} name="title" label={labels.title} />
            <LineField view={view} form={form} name="author" label={labels.author} optional />
            <LineField view={view} form={form} name="publisher" label={labels.publisher} optional />
            <LineField view={view} form={form} name="published" label={labels.published} hint={t('library.field.published.hint')} optional dir="ltr" />
            <LineField view={view} form={form} name="url" label={labels.url} type="url" optional dir="ltr" />
            <TextField view={view} form={form} name="note" label={labels.note} rows={3} optional />
            <div class="actions"><button type="submit">{t('library.add.send')}</button></div>
          </form>
        </section>
      </div>
    </Layout>
  )
}
