import { HAS_TEXT, NEEDS_PERSON, OUTCOMES, type ContributedDocument } from '../../../contributions/documents/model.ts'
import { downloadName } from '../../../contributions/model.ts'
import { writeInstant } from '../../../shared/time.ts'
import type { FormState, View } from '../../context.ts'
import { deskCrumbs } from '../../forums/data.ts'
import { ErrorSummary, LineField, TextField } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import { DocumentText, Redacted, Warnings } from '../text/pages.tsx'
import { writeOutcome } from '../text/data.ts'
import type { FileAtDesk, FilesAtDesk } from './data.ts'

/** The attached files of a cycle, those first that need a person. */
export function FilesPage(props: { view: View; data: FilesAtDesk }) {
  const { view, data } = props
  const { t } = view
  const waiting = [...NEEDS_PERSON].reduce((sum, outcome) => sum + (data.counts.get(outcome) ?? 0), 0)
  const base = `/desk/${data.forum.slug}/${data.cycle.slug}/files`
  const at = (page: number) => `${base}?${new URLSearchParams({ ...(data.outcome === undefined ? {} : { outcome: data.outcome }), page: String(page) }).toString()}`
  return (
    <Layout view={view} frame={data.frame} desk title={t('documents.desk.title')} crumbs={[...deskCrumbs(view, data), { label: t('documents.desk.title') }]}>
      <h1>{t('documents.desk.title')}</h1>
      <p class="lead">{t('documents.desk.lead', { count: waiting })}</p>
      {data.counts.size < 2 ? null : (
        <nav class="pages" aria-label={t('documents.desk.outcomes')}>
          <a href={base} aria-current={data.outcome === undefined ? 'page' : undefined}>{t('documents.desk.all')}</a>
          {OUTCOMES.filter((outcome) => data.counts.has(outcome)).map((outcome) => (
            <a href={`${base}?outcome=${outcome}`} aria-current={data.outcome === outcome ? 'page' : undefined}>{t(`documents.desk.${outcome}`, { count: data.counts.get(outcome) ?? 0 })}</a>
          ))}
        </nav>
      )}
      {data.documents.length === 0 ? <p class="empty">{t('documents.desk.none')}</p> : null}
      <ul class="entries aside">{data.documents.map((document) => <FileRow view={view} base={base} document={document} />)}</ul>
      {data.pages < 2 ? null : (
        <nav class="pages" aria-label={t('documents.desk.pages')}>
          {data.page > 1 ? <a href={at(data.page - 1)}>{t('contributions.pages.earlier')}</a> : null}
          {data.page < data.pages ? <a href={at(data.page + 1)}>{t('contributions.pages.later')}</a> : null}
        </nav>
      )}
    </Layout>
  )
}

function FileRow(props: { view: View; base: string; document: ContributedDocument }) {
  const { view, base, document } = props
  return (
    <li>
      <h2><a href={`${base}/C-${document.contributionNumber}/${document.position}`}>C-{document.contributionNumber}</a> <bdi>{downloadName(document.name)}</bdi></h2>
      <p>{writeOutcome(view, document)}</p>
      <p class="meta">
        {NEEDS_PERSON.has(document.outcome) ? <span class="tag warn">{view.t('documents.desk.needs-person')}</span> : null}
        {document.format === null ? null : <span>{view.t(`documents.format.${document.format}`)}</span>}
        {document.readAt === null ? null : <span>{writeInstant(document.readAt, view.lang)}</span>}
      </p>
    </li>
  )
}

/** One attached file: what came of it, its text or the form that takes it. */
export function FilePage(props: { view: View; data: FileAtDesk; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const { document } = data
  const name = downloadName(document.name)
  const desk = `/desk/${data.forum.slug}/${data.cycle.slug}`
  const redactions = data.fileRedactions.get(document.attachmentId) ?? []
  const isTypable = NEEDS_PERSON.has(document.outcome) || document.outcome === 'typed-in'
  return (
    <Layout view={view} frame={data.frame} desk title={name} crumbs={[...deskCrumbs(view, data), { href: `${desk}/files`, label: t('documents.desk.title') }, { label: name }]}>
      <p class="meta"><a href={`${desk}/contributions/C-${document.contributionNumber}`}>{data.ref}</a></p>
      <h1 dir="auto">{name}</h1>
      <p class="lead">{writeOutcome(view, document)}</p>
      <Warnings view={view} document={document} />
      {data.typed === undefined ? null : <p class="meta">{t('documents.desk.typed', { by: data.typed.by ?? t('documents.desk.nobody'), at: writeInstant(data.typed.at, view.lang) })}</p>}
      <p class="actions"><a class="button quiet" href={`${desk}/contributions/C-${document.contributionNumber}/files/${document.position}/${encodeURIComponent(name)}`} download={name}>{t('documents.original')}</a>{HAS_TEXT.has(document.outcome) ? <> <a class="button quiet" href={`${desk}/inbox/C-${document.contributionNumber}/redact/file-${document.position}`}>{t('redaction.begin')}</a></> : null}</p>
      {redactions.length === 0 ? null : <Redacted view={view} redactions={redactions} />}
      {isTypable ? <TypeInForm view={view} data={data} form={form} /> : null}
      {document.outcome === 'extracted' ? (
        <section class="block">
          <h2>{t('documents.desk.text')}</h2>
          <DocumentText view={view} blocks={data.blocks} marks={[]} language={document.language} />
          <p><a href={`${desk}/reading/C-${document.contributionNumber}/file-${document.position}`}>{t('documents.desk.reading')}</a></p>
        </section>
      ) : null}
    </Layout>
  )
}

/** Page by page where there are pages, else as a whole; what could not be read may be tried again. */
function TypeInForm(props: { view: View; data: FileAtDesk; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const { document, typing } = data
  const labels = { page: t('documents.desk.page'), text: t('documents.desk.text') }
  const typed = new Set(document.outcome === 'typed-in' ? data.blocks.map(({ page }) => page) : [])
  const hasPages = document.pages !== null && document.pages > 0
  const pages = hasPages ? Array.from({ length: Math.min(document.pages ?? 0, 500) }, (_, index) => index + 1) : []
  return (
    <section class="block" aria-labelledby="type-in">
      <h2 id="type-in">{t('documents.desk.type-in')}</h2>
      {pages.length < 2 ? null : (
        <nav class="elsewhere" aria-label={t('documents.desk.which-page')}>
          {pages.map((page) => <><a href={`${view.path}?page=${page}#type-in`} aria-current={page === typing ? 'page' : undefined}>{page}{typed.has(page) ? '✓' : ''}</a> </>)}
        </nav>
      )}
      <form method="post" action={`${view.path}${typing === null ? '' : `?page=${typing}`}`} class="sheet" novalidate>
        <ErrorSummary view={view} form={form} labels={labels} />
        <input type="hidden" name="revision" value={String(document.revision)} />
        <LineField view={view} form={form} name="page" label={labels.page} hint={t('documents.desk.page.hint')} dir="ltr" optional />
        <TextField view={view} form={form} name="text" label={labels.text} hint={t('documents.desk.text.hint')} rows={18} {...(data.contribution.language === null ? {} : { lang: data.contribution.language })} />
        <div class="actions">
          <button name="shall" value="type">{t(hasPages ? 'documents.desk.save-page' : 'documents.desk.save')}</button>
          {document.outcome === 'typed-in' ? null : <button class="quiet" name="shall" value="again">{t('documents.desk.again')}</button>}
        </div>
      </form>
    </section>
  )
}
