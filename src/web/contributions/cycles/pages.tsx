import { sumOf, tallyOf, type Grouping } from '../../../contributions/overview/model.ts'
import { writeShortDate } from '../../../shared/time.ts'
import type { View } from '../../context.ts'
import { Layout } from '../../ui/layout.tsx'
import { keyTitle, writeNumber, writeShare } from '../overview/data.ts'
import { countOf, keysIn, type CycleCounts, type CyclesData, type KnownCount } from './data.ts'

interface Props {
  view: View
  data: CyclesData
}

/** All cycles of a forum beside each other: what was published and what the rows give, clearly apart. */
export function CyclesPage({ view, data }: Props) {
  const { t } = view
  const base = `/${data.forum.slug}`
  const known = data.cycles.some(({ counts }) => counts.length > 0)
  return (
    <Layout view={view} frame={data.frame} title={t('figures.cycles.title')} crumbs={[{ href: base, label: data.forum.title }, { label: t('figures.cycles.title') }]}>
      <h1>{t('figures.cycles.title')}</h1>
      <p class="lead">{t('figures.cycles.lead')}</p>
      {known ? <Totals view={view} data={data} /> : <p class="empty">{t('figures.cycles.none')}</p>}
      {(['stakeholderGroup', 'regionalGroup', 'capacity'] as const).map((dimension) => <Groups view={view} data={data} dimension={dimension} />)}
    </Layout>
  )
}

function Totals({ view, data }: Props) {
  const { t } = view
  const most = Math.max(1, ...data.cycles.flatMap(({ counts }) => counts.map(({ count }) => count)))
  return (
    <section class="block">
      <h2 id="totals">{t('figures.cycles.totals')}</h2>
      <p class="quiet-text legend">
        <svg width="14" height="14" aria-hidden="true"><rect class="voice-1" width="14" height="14" /></svg> {t('figures.cycles.legend.rows')}{' '}
        <svg width="14" height="14" aria-hidden="true"><rect class="published-bar" x="1" y="1" width="12" height="12" /></svg> {t('figures.cycles.legend.published')}
      </p>
      <table class="bars cycles" aria-labelledby="totals">
        <thead class="hidden-words">
          <tr><th scope="col">{t('figures.cycles.cycle')}</th><th scope="col">{t('overview.column.as-of')}</th><td></td><th scope="col">{t('overview.column.contributions')}</th><th scope="col">{t('overview.column.source')}</th></tr>
        </thead>
        <tbody>{data.cycles.map((each) => each.counts.map((count, place) => <TotalRow view={view} data={data} each={each} count={count} isFirst={place === 0} most={most} />))}</tbody>
      </table>
      <p class="meta">
        <span>{t('figures.keep')}</span> {(['svg', 'png', 'csv'] as const).map((format) => <a href={`${view.path}/cycles.${format}`}>{t(`figures.keep.${format}`)}</a>)}
      </p>
    </section>
  )
}

function TotalRow(props: Props & { each: CycleCounts; count: KnownCount; isFirst: boolean; most: number }) {
  const { view, data, each, count, isFirst } = props
  const base = `/${data.forum.slug}/${each.cycle.slug}`
  const isRows = count.source === null
  const width = ((100 * count.count) / props.most).toFixed(1)
  return (
    <tr class={isFirst ? 'first' : undefined}>
      <th scope="row">{isFirst ? <a href={`${base}/overview`}>{each.cycle.slug}</a> : <span class="hidden-words">{each.cycle.slug}</span>}</th>
      <td class="when">{view.t(isRows ? 'figures.cycles.rows-by' : 'figures.cycles.published-by', { date: writeShortDate(count.asOf, view.lang) })}</td>
      <td class="bar">
        <svg viewBox="0 0 100 10" preserveAspectRatio="none" width="100" height="15" aria-hidden="true"><rect class={isRows ? 'voice-1' : 'published-bar'} width={width} height="10" vector-effect="non-scaling-stroke" /></svg>
      </td>
      <td class="number">{isRows ? <a href={`${base}/contributions?asOf=${count.asOf}`}>{writeNumber(view, count.count)}</a> : <a href={`${base}/overview?asOf=${count.asOf}#published`}>{writeNumber(view, count.count)}</a>}</td>
    </tr>
  )
}

/** The groups of a dimension, a column for each cycle of which any is known. */
function Groups({ view, data, dimension }: Props & { dimension: Grouping }) {
  const { t } = view
  const keys = keysIn(data, dimension)
  const cycles = data.cycles.filter((each) => keys.some((key) => countOf(each, dimension, key) !== undefined))
  if (cycles.length === 0) return null
  const id = `cycles-${dimension}`
  return (
    <section class="block">
      <h2 id={id}>{t(`overview.by.${dimension}`)}</h2>
      <p class="quiet-text">{t('figures.cycles.groups')}</p>
      <div class="scroll" tabindex={0} role="region" aria-labelledby={id}>
        <table class="figures">
          <thead>
            <tr>
              <th scope="col">{t(`overview.column.${dimension}`)}</th>
              {cycles.map(({ cycle, overview, counts }) => <th scope="col">{cycle.slug}<br /><span class="quiet-text">{overview === null ? t('figures.cycles.published') : writeShortDate(counts.at(-1)?.asOf ?? ('' as never), view.lang)}</span></th>)}
            </tr>
          </thead>
          <tbody>
            {keys.map((key) => (
              <tr>
                <th scope="row">{keyTitle(view, data.forum, key)}</th>
                {cycles.map((each) => <GroupCell view={view} data={data} each={each} dimension={dimension} name={key} />)}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

function GroupCell(props: Props & { each: CycleCounts; dimension: Grouping; name: string }) {
  const { view, data, each, dimension, name } = props
  const known = countOf(each, dimension, name)
  if (known === undefined) return <td><span class="quiet-text">{view.t('overview.rows.none')}</span></td>
  if (known.isPublished || each.overview === null) return <td><em>{writeNumber(view, known.count)}</em></td>
  const query = new URLSearchParams({ [dimension]: name }).toString()
  const base = sumOf(tallyOf(each.overview, dimension))
  return (
    <td>
      {known.count === 0 ? '0' : <a href={`/${data.forum.slug}/${each.cycle.slug}/contributions?${query}`}>{writeNumber(view, known.count)}</a>}{' '}
      <span class="quiet-text">{writeShare(view, known.count, base)}</span>
    </td>
  )
}
