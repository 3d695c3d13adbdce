import { DIMENSIONS, type Cell, type Dimension } from '../../../synthesis/matrix/model.ts'
import type { View } from '../../context.ts'
import { cycleCrumbs, deskCrumbs } from '../../forums/data.ts'
import { Layout } from '../../ui/layout.tsx'
import { QuotationBlock } from '../pages.tsx'
import type { CellData, MatrixData } from './data.ts'

/** Themes by groups: where much is said, who is silent, and whose voice is missing. */
export function MatrixPage(props: { view: View; data: MatrixData; isDesk?: boolean }) {
  const { view, data, isDesk = false } = props
  const { t } = view
  const base = `/${data.forum.slug}/${data.cycle.slug}`
  const title = t('findings.way.matrix')
  const before = isDesk ? [...deskCrumbs(view, data), { href: `/desk${base}/findings`, label: t('synthesis.findings') }] : [...cycleCrumbs(data), { href: `${base}/breakdown`, label: t('synthesis.breakdown') }]
  const missing = data.columns.stakeholderGroup.filter((column) => column.present === 0)
  return (
    <Layout view={view} frame={data.frame} title={title} crumbs={[...before, { label: title }]} desk={isDesk}>
      <h1>{title}</h1>
      <p class="lead">{t('findings.matrix.lead', { count: data.total })}</p>
      <p class="meta">
        {isDesk ? <a href={`${base}/matrix`}>{t('findings.matrix.public')}</a> : <a href={`${base}/breakdown`}>{t('synthesis.breakdown')}</a>}
        <a href={`${base}/matrix.csv`}>CSV</a><a href={`${base}/matrix.json`}>{t('findings.data')}</a>
      </p>
      {missing.length === 0 ? null : <p class="differs">{t('findings.matrix.missing', { groups: new Intl.ListFormat(view.lang === 'en' ? 'en-GB' : view.lang).format(missing.map((column) => column.title)) })}</p>}
      {data.rows.length === 0 ? <p class="empty">{t('findings.matrix.none')}</p> : DIMENSIONS.map((dimension) => <MatrixTable view={view} data={data} dimension={dimension} isDesk={isDesk} />)}
      <Key view={view} />
    </Layout>
  )
}

function MatrixTable(props: { view: View; data: MatrixData; dimension: Dimension; isDesk: boolean }) {
  const { view, data, dimension, isDesk } = props
  const { t } = view
  const base = `/${data.forum.slug}/${data.cycle.slug}`
  const label = t(`findings.matrix.by-${dimension === 'stakeholderGroup' ? 'stakeholder' : 'region'}`)
  const address = (slug: string, key: string): string => {
    const query = new URLSearchParams(isDesk ? { theme: slug, [dimension]: key } : { [dimension]: key }).toString()
    return isDesk ? `/desk${base}/findings/pick?${query}` : `${base}/matrix/${slug}?${query}`
  }
  return (
    <div class="scroll" tabindex={0} role="region" aria-label={label}>
      <table class="figures matrix">
        <caption>{label}</caption>
        <thead>
          <tr>
            <th scope="col">{t('findings.matrix.theme')}</th>
            {data.columns[dimension].map((column) => <th scope="col">{column.title}<span class="present">{t('findings.matrix.present', { count: column.present })}</span></th>)}
            <th scope="col">{t('findings.matrix.all')}</th>
            <th scope="col">{t('findings.matrix.agreement')}</th>
          </tr>
        </thead>
        <tbody>
          {data.rows.map((row) => (
            <tr>
              <th scope="row" class={`depth-${Math.min(row.theme.depth, 3)}`}><a href={`${base}/themes/${row.theme.slug}`}><bdi lang={data.forum.language}>{row.theme.title}</bdi></a></th>
              {row.cells[dimension].map((cell) => <td><CellFigure view={view} cell={cell} href={address(row.theme.slug, cell.key)} /></td>)}
              <td>{row.contributions} <span class="passages">{t('findings.matrix.passages', { count: row.passages })}</span></td>
              <td class="agreement">{row.agreements.map((number) => <a href={`${base}/breakdown#F-${number}`}>F-{number}</a>)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** A number with its shade; never the shade alone. Silence and absence look and read differently. */
function CellFigure(props: { view: View; cell: Cell; href: string }) {
  const { view, cell, href } = props
  const { t } = view
  if (cell.state === 'spoken') {
    return <a href={href} class={`heat-${cell.shade}`} title={t('findings.matrix.cell', { contributions: cell.contributions, passages: cell.passages })}>{cell.contributions}</a>
  }
  return <span class={cell.state} title={t(`findings.matrix.${cell.state}`)}><span aria-hidden="true">{cell.state === 'silent' ? '○' : '—'}</span><span class="hidden-words">{t(`findings.matrix.${cell.state}`)}</span></span>
}

function Key(props: { view: View }) {
  const { t } = props.view
  return (
    <dl class="facts matrix-key">
      <dt><span class="heat-1">1</span> <span class="heat-4">4</span></dt><dd>{t('findings.matrix.key.spoken')}</dd>
      <dt><span class="silent" aria-hidden="true">○</span></dt><dd>{t('findings.matrix.silent')}</dd>
      <dt><span class="absent" aria-hidden="true">—</span></dt><dd>{t('findings.matrix.absent')}</dd>
    </dl>
  )
}

/** The passages that a cell counts. */
export function CellPage(props: { view: View; data: CellData }) {
  const { view, data } = props
  const { t } = view
  const base = `/${data.forum.slug}/${data.cycle.slug}`
  const to = (page: number): string => `?${new URLSearchParams({ ...(data.dimension === undefined ? {} : { [data.dimension]: data.group ?? '' }), page: String(page) }).toString()}`
  return (
    <Layout view={view} frame={data.frame} title={data.theme.title} crumbs={[...cycleCrumbs(data), { href: `${base}/breakdown`, label: t('synthesis.breakdown') }, { href: `${base}/matrix`, label: t('findings.way.matrix') }, { label: data.theme.title }]}>
      <h1><bdi lang={data.forum.language}>{data.theme.title}</bdi></h1>
      {data.title === undefined ? null : <p class="lead"><bdi>{data.title}</bdi></p>}
      <p class="meta"><a href={`${base}/themes/${data.theme.slug}`}>{t('findings.cell.all')}</a></p>
      {data.quotations.length === 0 ? <p class="empty">{t('findings.cell.none')}</p> : null}
      {data.quotations.map((quotation) => <QuotationBlock view={view} forum={data.forum} quotation={quotation} />)}
      {data.page === 1 && !data.hasNext ? null : (
        <nav class="pages" aria-label={t('synthesis.reading.pages')}>
          {data.page > 1 ? <a href={to(data.page - 1)} rel="prev">{t('synthesis.reading.earlier')}</a> : null}
          {data.hasNext ? <a href={to(data.page + 1)} rel="next">{t('synthesis.reading.later')}</a> : null}
        </nav>
      )}
    </Layout>
  )
}
