import { citeInText, type Cited } from '../../../publication/citing/model.ts'
import { RENDER_FORMATS, REVIEW_FORMATS, type RenderFormat } from '../../../publication/renders/model.ts'
import type { View } from '../../context.ts'
import { Layout } from '../../ui/layout.tsx'
import type { FileData } from './data.ts'

/** A document that is not here yet, or that could not be made: what is known about it, and what to do. */
export function NoFilePage(props: { view: View; data: FileData }) {
  const { view, data } = props
  const { render } = data
  const title = view.t(`publication.formats.${data.format}`)
  const isWaiting = render.state === 'waiting'
  return (
    <Layout view={view} frame={data.frame} title={title} refresh={5} crumbs={[...data.crumbs, { label: title }]}>
      <h1>{isWaiting ? view.t('publication.formats.waiting') : view.t('publication.formats.failed')}</h1>
      <p class="lead" lang={data.language} dir="auto">{data.title} ({title})</p>
      {isWaiting ? <p class="notice">{view.t('publication.formats.waiting.lead')}</p> : (
        <>
          <p class="differs">{view.t(`publication.formats.failure.${render.failure ?? 'ended'}`)}</p>
          {render.paragraph === null ? null : <p><a href={`${data.page}#p${render.paragraph}`}>{view.t('publication.formats.failure.paragraph', { number: render.paragraph })}</a></p>}
        </>
      )}
      <p class="meta"><a href={view.path}>{view.t('publication.formats.again')}</a> <a href={data.page}>{view.t('publication.formats.read-here')}</a></p>
    </Layout>
  )
}

/** The ways to have an edition: one link for each format. */
export function FormatLinks(props: { view: View; address: string }) {
  const { view, address } = props
  return <>{RENDER_FORMATS.map((format) => <a href={`${address}/edition.${format}`} type={typeOf(format)}>{view.t(`publication.formats.${format}`)}</a>)}</>
}

/** The review copies of a version. */
export function ReviewLinks(props: { view: View; address: string }) {
  const { view, address } = props
  return <>{REVIEW_FORMATS.map((format) => <a href={`${address}/review.${format}`} type={typeOf(format)}>{view.t(`publication.formats.review.${format}`)}</a>)}</>
}

const TYPES: Readonly<Record<RenderFormat, string>> = { html: 'text/html', pdf: 'application/pdf', docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', epub: 'application/epub+zip', md: 'text/markdown', json: 'application/json' }

function typeOf(format: RenderFormat): string {
  return TYPES[format]
}

/** How an edition is cited: in a line of text, and as reference managers take it. */
export function CiteThis(props: { view: View; cited: Cited }) {
  const { view, cited } = props
  const path = new URL(cited.address).pathname
  return (
    <section class="block" id="cite" itemscope itemtype="https://schema.org/Report">
      <h2>{view.t('publication.cite')}</h2>
      <p lang={cited.language} dir="auto">{citeInText(cited)}</p>
      <meta itemprop="name" content={cited.title} />
      <meta itemprop="author" content={cited.author} />
      <meta itemprop="publisher" content={cited.author} />
      <meta itemprop="datePublished" content={cited.publishedAt} />
      <meta itemprop="inLanguage" content={cited.language} />
      <meta itemprop="abstract" content={cited.abstract} />
      <meta itemprop="version" content={String(cited.edition)} />
      <link itemprop="url" href={cited.address} />
      <p class="meta"><a href={`${path}/citation.bib`}>BibTeX</a> <a href={`${path}/citation.json`}>CSL-JSON</a> <a href={`${path}/citation.txt`}>{view.t('publication.cite.plain')}</a></p>
    </section>
  )
}

/** What search engines and reference managers read in the head of an edition's page. */
export function CitationHead(props: { cited: Cited; others: readonly { readonly language: string; readonly href: string }[]; feed: string }) {
  const { cited, others } = props
  return (
    <>
      <link rel="canonical" href={cited.address} />
      <link rel="alternate" type="application/atom+xml" href={props.feed} />
      {others.map(({ language, href }) => <link rel="alternate" hreflang={language} href={href} />)}
      <meta name="citation_title" content={cited.title} />
      <meta name="citation_author" content={cited.author} />
      <meta name="citation_publisher" content={cited.author} />
      <meta name="citation_publication_date" content={cited.publishedAt.slice(0, 10).replaceAll('-', '/')} />
      <meta name="citation_language" content={cited.language} />
      <meta name="citation_public_url" content={cited.address} />
      <meta name="citation_pdf_url" content={`${cited.address}/edition.pdf`} />
    </>
  )
}
