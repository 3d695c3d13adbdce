import { flatten } from '../../drafts/model.ts'
import { labelLanguage } from '../../publication/labels/model.ts'
import { dateInZone, writeShortDate } from '../../shared/time.ts'
import type { View } from '../context.ts'
import { CitationHead, CiteThis, FormatLinks } from './formats/pages.tsx'
import { citedOf } from './formats/data.ts'
import { ErrataOf, SincePublished } from './errata/pages.tsx'
import { BesideSections, Languages } from './translations/pages.tsx'
import { ContentsList, FrozenSections } from '../drafts/pages.tsx'
import { CoverageCard } from '../trace/pages.tsx'
import { Layout } from '../ui/layout.tsx'
import { VoicesLegend } from '../ui/voices.tsx'
import { AnnexHeading, AnnexSection } from './annexes/pages.tsx'
import { referencesOf, type EditionData, type EditionsData } from './data.ts'
import { PublishedWith, Shortcomings } from './gate/pages.tsx'

/** What was published of a cycle. */
export function EditionsPage(props: { view: View; data: EditionsData }) {
  const { view, data } = props
  const title = view.t('publication.title')
  return (
    <Layout view={view} frame={data.frame} title={title} crumbs={[{ href: `/${data.forum.slug}`, label: data.forum.title }, { href: data.base, label: data.cycle.title }, { label: title }]}>
      <h1>{title}</h1>
      <p class="lead">{view.t('publication.lead')}</p>
      {data.editions.length === 0 ? <p class="empty">{view.t('publication.none')}</p> : null}
      <ul class="entries aside">
        {data.editions.map((edition) => (
          <li>
            <h2 dir="auto"><a href={`${data.base}/editions/${edition.number}`}>{edition.title}</a></h2>
            <p class="meta">
              <span>{view.t('publication.edition-on', { number: edition.number, date: writeShortDate(dateInZone(edition.publishedAt, 'UTC'), view.lang) })}</span>
              {edition.units === 0 ? null : <span>{view.t('trace.coverage', { accounted: edition.accounted, units: edition.units })} {view.t('trace.coverage.words')}</span>}
            </p>
            <p dir="auto">{edition.summary}</p>
          </li>
        ))}
      </ul>
    </Layout>
  )
}

/** An edition: the published text between its two margins, then its annexes. */
export function EditionPage(props: { view: View; data: EditionData }) {
  const { view, data } = props
  const { t } = view
  const { edition, version, text, base } = data
  const date = writeShortDate(dateInZone(edition.publishedAt, 'UTC'), view.lang)
  const { translated } = data
  const whole = `${base}/editions/${edition.number}`
  const address = translated === undefined ? whole : `${whole}/${version.language}`
  const cited = { ...citedOf(view.publicUrl, data, edition, version.language), address: `${view.publicUrl}${address}` }
  return (
    <Layout view={view} frame={data.frame} head={<CitationHead cited={cited} others={data.translations.map(({ language }) => ({ language, href: `${base}/editions/${edition.number}/${language}` }))} feed={`${base}/feed.atom`} />} title={edition.title} description={edition.summary} crumbs={[{ href: `/${data.forum.slug}`, label: data.forum.title }, { href: base, label: data.cycle.title }, { href: `${base}/editions`, label: t('publication.place') }, { label: t('publication.edition', { number: edition.number }) }]}>
      <h1 lang={version.language} dir="auto">{edition.title}</h1>
      <p class="lead" lang={version.language} dir="auto">{edition.summary}</p>
      <p class="meta">
        <span>{t('publication.edition-on', { number: edition.number, date })}</span>
        <span>{t('publication.paragraphs', { count: flatten(text).length })}</span>
        <FormatLinks view={view} address={address} />
        <a href={`${address}.json`}>{t('publication.data')}</a>
        <a href={`${base}/feed.atom`}>{t('publication.feed')}</a>
        <a href={`${base}/documents/${version.documentSlug}`}>{t('publication.versions')}</a>
        <a href="#cite">{t('publication.cite')}</a>
      </p>
      <Languages view={view} data={data} address={whole} />
      <SincePublished view={view} base={base} edition={edition} others={data.others} errata={data.errata} language={version.language} />
      <PublishedWith view={view} residue={data.residue.length} shortcomings={data.shortcomings} />
      <div class="with-contents">
        <nav class="contents" aria-label={t('publication.contents')}>
          <ContentsList view={view} setting={data.setting} text={text} />
          <ul><li><a href="#annexes">{t('publication.annexes')}</a><ul>{data.annexes.filter(({ kind }) => kind !== 'residue' || data.residue.length > 0).map(({ kind, label, title }) => <li><a href={`#${kind}`} lang={labelLanguage(version.language)}>{label} {title}</a></li>)}</ul></li></ul>
          {edition.units === 0 ? null : <CoverageCard view={view} base={base} coverage={edition} />}
          <VoicesLegend title={t('trace.voices')} groups={data.forum.stakeholderGroups} />
        </nav>
        <div>
          {translated?.isBeside === true ? <BesideSections view={view} data={data} translated={translated} text={text} /> : <FrozenSections view={view} at={whole} setting={data.setting} text={text} parts={data.parts} ground={data.ground} after={(paragraph) => <ErrataOf view={view} errata={data.errata} paragraph={paragraph} language={translated?.originalLanguage ?? version.language} />} />}
          <Annexes view={view} data={data} />
          <CiteThis view={view} cited={cited} />
        </div>
      </div>
    </Layout>
  )
}

/** What a page lists of a residue; the whole of it is in the edition's data. */
const RESIDUE = 1000

/** What stands after the text: as in the documents and in their order; what was missing stands here whether it was chosen or not. */
function Annexes(props: { view: View; data: EditionData }) {
  const { view, data } = props
  const { t } = view
  const { annexes, residue, base, version } = data
  const missing = annexes.find(({ kind }) => kind === 'residue')
  return (
    <section class="block" id="annexes">
      <h2>{t('publication.annexes')}</h2>
      {annexes.filter(({ kind }) => kind !== 'residue' && kind !== 'references').map((annex) => <AnnexSection view={view} language={version.language} annex={annex} all={`${base}/comments`} />)}
      {residue.length === 0 ? null : (
        <>
          {missing === undefined ? <h3 id="residue">{t('publication.annex.residue')}</h3> : <AnnexHeading view={view} language={version.language} annex={missing} />}
          <p>{t('publication.annex.residue.lead')}</p>
          <ul class="names">{residue.slice(0, RESIDUE).map(({ ref }) => <li><a href={`${base}/trace#${ref.split('/').slice(1).join('-')}`}>{ref}</a></li>)}</ul>
          {residue.length > RESIDUE ? <p><a href={`${base}/editions/${data.edition.number}.json`}>{t('publication.annex.residue.more', { count: residue.length - RESIDUE })}</a></p> : null}
        </>
      )}
      <Shortcomings view={view} language={version.language} shortcomings={data.shortcomings} />
      <References view={view} data={data} />
    </section>
  )
}

/** The works that the text cites, each at its own address. */
function References(props: { view: View; data: EditionData }) {
  const { view, data } = props
  const references = referencesOf(data)
  const annex = data.annexes.find(({ kind }) => kind === 'references')
  if (references.length === 0) return null
  return (
    <>
      {annex === undefined ? <h3 id="references">{view.t('publication.annex.references')}</h3> : <AnnexHeading view={view} language={data.version.language} annex={annex} />}
      <ul class="lines">{references.map(({ name, title, author, url }) => <li><span><a href={url}>{name}</a> <span dir="auto">{title}{author === null ? '' : `, ${author}`}</span></span></li>)}</ul>
    </>
  )
}
