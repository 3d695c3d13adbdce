import { writeDate } from '../../../shared/time.ts'
import type { View } from '../../context.ts'
import { cycleCrumbs } from '../../forums/data.ts'
import { Layout } from '../../ui/layout.tsx'
import { ThemeSign } from '../codebook/pages.tsx'
import { Findings, QuotationBlock, ThemeList } from '../pages.tsx'
import type { RemovedTheme, Share, ThemePageData } from './data.ts'

/** One theme: what it means, what was said about it and by whom, and the findings that rest on it. */
export function ThemePage(props: { view: View; data: ThemePageData }) {
  const { view, data } = props
  const { t } = view
  const { theme } = data
  const base = `/${data.forum.slug}/${data.cycle.slug}`
  const said = new Set(data.quotations.map((quotation) => quotation.passage.id))
  const found = data.findings.filter((shown) => shown.quotations.some((quotation) => said.has(quotation.passage.id)))
  const crumbs = [...cycleCrumbs(data), { href: `${base}/breakdown`, label: t('synthesis.breakdown') }, { label: theme.title }]
  return (
    <Layout view={view} frame={data.frame} title={theme.title} crumbs={crumbs}>
      <h1 lang={data.forum.language} dir="auto"><ThemeSign colour={theme.colour} /> {theme.title}</h1>
      {theme.description === null ? null : <p class="lead" lang={data.forum.language} dir="auto">{theme.description}</p>}
      <div class="with-contents">
        <div class="contents"><ThemeList view={view} base={base} themes={data.themes} current={theme.slug} /></div>
        <div>
          <Scope view={view} data={data} />
          {found.length === 0 ? null : (
            <section class="block">
              <h2>{t('synthesis.theme.findings')}</h2>
              <Findings view={view} forum={data.forum} found={found} />
            </section>
          )}
          {data.quotations.length === 0 ? null : (
            <section class="block columns">
              <Shares view={view} base={base} title={t('codebook.by-group')} column={t('codebook.column.group')} shares={data.byGroup} />
              <Shares view={view} base={base} title={t('codebook.by-region')} column={t('codebook.column.region')} shares={data.byRegion} />
            </section>
          )}
          <section class="block">
            <h2>{t('synthesis.theme.passages', { count: data.quotations.length })}</h2>
            {data.quotations.map((quotation) => <div id={`P-${quotation.passage.number}`}><QuotationBlock view={view} forum={data.forum} quotation={quotation} /></div>)}
          </section>
        </div>
      </div>
    </Layout>
  )
}

/** What belongs to it, what does not, and where it comes from. */
function Scope(props: { view: View; data: ThemePageData }) {
  const { view, data } = props
  const { t } = view
  const { theme, origin } = data
  const { includes, excludes } = theme
  const own = (slug: string) => `/${data.forum.slug}/${data.cycle.slug}/themes/${slug}`
  const sentences = origin.merged.map((each) => t('codebook.lineage.merged', { theme: each.title }))
  const hasOrigin = origin.splitFrom !== undefined || origin.splitTo.length > 0 || sentences.length > 0
  return (
    <>
      {includes == null && excludes == null ? null : (
        <dl class="facts" lang={data.forum.language}>
          {includes == null ? null : <><dt lang={view.lang}>{t('codebook.field.includes')}</dt><dd dir="auto" class="words">{includes}</dd></>}
          {excludes == null ? null : <><dt lang={view.lang}>{t('codebook.field.excludes')}</dt><dd dir="auto" class="words">{excludes}</dd></>}
        </dl>
      )}
      {hasOrigin ? (
        <section class="notice" aria-label={t('codebook.lineage')}>
          {sentences.map((sentence) => <p>{sentence}</p>)}
          {origin.splitFrom === undefined ? null : <p><a href={own(origin.splitFrom.slug)}>{t('codebook.lineage.split-from', { theme: origin.splitFrom.title })}</a></p>}
          {origin.splitTo.map((each) => <p><a href={own(each.slug)}>{t('codebook.lineage.split-to', { theme: each.title })}</a></p>)}
        </section>
      ) : null}
    </>
  )
}

/** How many references a row names; the others stand below, among all passages. */
const NAMED = 12

function Shares(props: { view: View; base: string; title: string; column: string; shares: readonly Share[] }) {
  const { view, base, shares } = props
  return (
    <div>
      <table class="figures">
        <caption>{props.title}</caption>
        <thead><tr><th scope="col">{props.column}</th><th scope="col">{view.t('codebook.column.passages')}</th></tr></thead>
        <tbody>
          {shares.map((share) => (
            <tr>
              <th scope="row">
                <bdi>{share.title}</bdi>
                {share.quotations.length === 0 ? null : <span class="few">{share.quotations.slice(0, NAMED).map(({ passage }) => <> <a class="ref" href={`${base}/passages/P-${passage.number}`}>P-{passage.number}</a></>)}</span>}
              </th>
              <td>{share.quotations.length}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

export function RemovedThemePage(props: { view: View; data: RemovedTheme }) {
  const { view, data } = props
  const crumbs = [...cycleCrumbs(data), { href: `/${data.forum.slug}/${data.cycle.slug}/breakdown`, label: view.t('synthesis.breakdown') }, { label: data.removed.title }]
  return (
    <Layout view={view} frame={data.frame} title={data.removed.title} crumbs={crumbs}>
      <h1 lang={data.forum.language} dir="auto">{data.removed.title}</h1>
      <p class="differs">{view.t('codebook.removed', { date: writeDate(data.removed.on, view.lang) })}</p>
    </Layout>
  )
}
