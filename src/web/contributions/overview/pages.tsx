import { CROSSINGS, sortTally, type Crossing, type Grouping, type Tally } from '../../../contributions/overview/model.ts'
import { writeShortDate } from '../../../shared/time.ts'
import { NO_REGIONAL_GROUP, NOT_RECORDED } from '../../../shared/vocabularies.ts'
import type { View } from '../../context.ts'
import { cycleCrumbs } from '../../forums/data.ts'
import { DayForm } from '../../ui/day-form.tsx'
import { Layout } from '../../ui/layout.tsx'
import { Arrivals, CutOffs } from '../arrivals/pages.tsx'
import { Ways } from '../annexes/pages.tsx'
import { writeClass, writeCrossing } from '../crossing/data.ts'
import { PICTURE_OF, type PictureName } from '../pictures/data.ts'
import { Differences, Published } from '../published/pages.tsx'
import { GapTable } from '../targets/pages.tsx'
import { keyTitle, rowsHref, SHARES, voiceOf, writeNumber, writeShare, type OverviewData } from './data.ts'

interface Props {
  view: View
  data: OverviewData
}

/** Who contributed, as of a day: counted from rows, beside what documents published. */
export function OverviewPage({ view, data }: Props) {
  const { t } = view
  const { forum, cycle } = data
  const base = `/${forum.slug}/${cycle.slug}`
  const crumbs = [...cycleCrumbs(data), { href: `${base}/contributions`, label: t('contributions.contributions') }, { label: t('overview.title') }]
  return (
    <Layout view={view} frame={data.frame} title={t('overview.title')} crumbs={crumbs}>
      <h1>{t('overview.title')}</h1>
      <p class="lead">{t(data.hasRows ? 'overview.lead' : 'overview.lead.no-rows', { date: writeShortDate(data.asOf, view.lang) })}</p>
      {data.cutOff === undefined ? null : <p class="notice">{t('calls.cut-offs.shown', { title: data.cutOff.title, date: writeShortDate(data.cutOff.on, view.lang) })}</p>}
      <DayForm view={view} data={data}><CutOffs view={view} data={data} /></DayForm>
      <Counts view={view} data={data} />
      <Campaigns view={view} data={data} />
      {data.overview.perhapsEarlier === 0 ? null : <p class="notice">{t('overview.perhaps-earlier', { count: data.overview.perhapsEarlier })}</p>}
      {data.hasRows ? (
        <>
          <div class="columns">
            <Block view={view} data={data} dimension="stakeholderGroup" counts={data.overview.byStakeholderGroup} />
            <Block view={view} data={data} dimension="regionalGroup" counts={data.overview.byRegionalGroup} />
          </div>
          <CrossBlock view={view} data={data} />
          <div class="columns">
            <Block view={view} data={data} dimension="capacity" counts={data.overview.byCapacity} />
          </div>
          <Arrivals view={view} data={data.arrivals} asOf={data.asOf} href={(from, until) => rowsHref({ ...data, asOf: until }, 'from', from)}>
            <Downloads view={view} data={data} name="arrivals" />
          </Arrivals>
        </>
      ) : null}
      <Published view={view} data={data} />
      <Ways view={view} data={data} pin={{ asOf: data.asOf, rows: data.rowsBy, columns: data.columnsBy, ...pinOf(data) }} />
    </Layout>
  )
}

/** What a figure pinned from here is narrowed to: the call of the cut-off. */
function pinOf({ cutOff, arrivals }: OverviewData): Record<string, string> {
  return cutOff === undefined ? {} : { cutOff: cutOff.title, call: arrivals.callSlugs.get(cutOff.callId) ?? '' }
}

/** Where the groups of a dimension stand against what was aimed at. */
function Gaps({ view, data, dimension }: Props & { dimension: Grouping }) {
  const gaps = data.gaps.gaps.filter(({ target }) => target.dimension === dimension)
  return gaps.length === 0 ? null : <GapTable view={view} forum={data.forum} gaps={gaps} />
}

/** The picture to keep, as it is to be cited: drawn and as a table. */
function Downloads({ view, data, name }: Props & { name: PictureName }) {
  const query = new URLSearchParams({ ...view.query, asOf: data.asOf }).toString()
  const formats = ['svg', 'png', 'csv'] as const
  return (
    <p class="meta">
      <span>{view.t('figures.keep')}</span> {formats.map((format) => <a href={`${view.path}/${name}.${format}?${query}`}>{view.t(`figures.keep.${format}`)}</a>)}
    </p>
  )
}

/** The large figures, each a link to its rows. */
function Counts({ view, data }: Props) {
  const { t } = view
  const { known, before, overview } = data
  const growth = known === undefined || before === undefined || known.total === 0 ? undefined : known.total - before.total
  return (
    <ul class="counts">
      {known === undefined ? <li><strong>0</strong> {t('overview.count.total', { count: 0 })}</li> : null}
      {known?.isPublished === true ? <li><strong>{writeNumber(view, known.total)}</strong> {t('overview.count.published', { count: known.total })}</li> : null}
      {known?.isPublished === false ? <Count view={view} count={overview.total} href={rowsHref(data)} words={t('overview.count.total', { count: overview.total })} /> : null}
      {data.hasRows
        ? (['organisation', 'individual'] as const).map((key) => (
            <Count view={view} count={overview.byCapacity[key] ?? 0} href={rowsHref(data, 'capacity', key)} words={t(`overview.count.${key}`, { count: overview.byCapacity[key] ?? 0 })} />
          ))
        : null}
      {data.campaigns === undefined || data.campaigns.rule === 'each' ? null : <Count view={view} count={data.campaigns.once} href={campaignsHref(data)} words={t('overview.count.once', { count: data.campaigns.once })} />}
      {growth === undefined || before === undefined ? null : (
        <Count
          view={view} count={growth} sign href={`/${data.forum.slug}/${before.cycle}/overview`}
          words={t(before.isPublished ? 'overview.count.growth-published' : 'overview.count.growth', { cycle: before.cycle, total: before.total })}
        />
      )}
    </ul>
  )
}

const campaignsHref = (data: OverviewData): string => `/${data.forum.slug}/${data.cycle.slug}/campaigns`

/** Letters that many sent, and the rule by which they are counted. */
function Campaigns({ view, data }: Props) {
  const { campaigns } = data
  if (campaigns === undefined) return null
  return (
    <p class="meta">
      <span>{view.t('overview.campaigns', { count: campaigns.members, campaigns: campaigns.campaigns })} {view.t(`campaigns.rule.${campaigns.rule}`)}</span> <a href={campaignsHref(data)}>{view.t('campaigns.title')}</a>
    </p>
  )
}

function Count(props: { view: View; count: number; href: string; words: string; sign?: boolean }) {
  const figure = writeNumber(props.view, props.count, props.sign === true ? { signDisplay: 'exceptZero' } : {})
  return <li>{props.count === 0 ? <><strong>{figure}</strong> {props.words}</> : <a href={props.href}><strong>{figure}</strong> {props.words}</a>}</li>
}

/** One dimension: a table whose cells hold the bars, largest first, and what was published otherwise. */
function Block(props: Props & { dimension: Grouping; counts: Tally }) {
  const { view, data, dimension, counts } = props
  const { t } = view
  const most = Math.max(1, ...Object.values(counts))
  return (
    <section class="block">
      <h2 id={`by-${dimension}`}>{t(`overview.by.${dimension}`)}</h2>
      <p class="quiet-text">{t('overview.shares-of', { count: data.overview.total })}</p>
      <table class="bars" aria-labelledby={`by-${dimension}`}>
        <thead class="hidden-words">
          <tr><th scope="col">{t(`overview.column.${dimension}`)}</th><td></td><th scope="col">{t('overview.column.contributions')}</th><th scope="col">{t('overview.column.share')}</th></tr>
        </thead>
        <tbody>
          {sortTally(counts).map(([key, count]) => (
            <tr>
              <th scope="row">{keyTitle(view, data.forum, key)}</th>
              <td class="bar">
                <svg viewBox="0 0 100 10" preserveAspectRatio="none" width="100" height="15" aria-hidden="true">
                  {count === 0 ? null : <rect class={`voice-${voiceOf(data.forum, dimension, key)}`} width={((100 * count) / most).toFixed(1)} height="10" />}
                </svg>
              </td>
              <td class="number">{count === 0 ? '0' : <a href={rowsHref(data, dimension, key)}>{writeNumber(view, count)}</a>}</td>
              <td class="number quiet-text">{writeShare(view, count, data.overview.total)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Differences view={view} data={data} dimension={dimension} />
      <Gaps view={view} data={data} dimension={dimension} />
      <Downloads view={view} data={data} name={PICTURE_OF[dimension]} />
    </section>
  )
}

/** Two groupings crossed: darker is more, and an empty cell is a voice not heard. */
function CrossBlock({ view, data }: Props) {
  const { t } = view
  const { rowsBy, columnsBy } = data
  return (
    <section class="block">
      <h2 id="cross">{t(rowsBy === 'stakeholderGroup' && columnsBy === 'regionalGroup' ? 'overview.cross' : 'overview.crossed', { rows: writeCrossing(view, rowsBy), columns: writeCrossing(view, columnsBy) })}</h2>
      <p class="quiet-text">{t('overview.cross.lead')} {data.share === undefined ? null : t(`overview.cross.share.${data.share}.lead`, { count: data.overview.total })}{rowsBy === 'countryClass' || columnsBy === 'countryClass' ? ` ${t('overview.cross.classes')}` : null}</p>
      <CrossForm view={view} data={data} />
      <CrossCells view={view} data={data} />
      <Downloads view={view} data={data} name="crossed" />
    </section>
  )
}

function CrossForm({ view, data }: Props) {
  const { t } = view
  const menus = [
    { name: 'rows', label: t('overview.cross.rows'), chosen: data.rowsBy },
    { name: 'columns', label: t('overview.cross.columns'), chosen: data.columnsBy },
  ]
  return (
    <form method="get" action={`${view.path}#cross`} class="filters">
      {view.query['asOf'] === undefined ? null : <input type="hidden" name="asOf" value={data.asOf} />}
      {menus.map(({ name, label, chosen }) => (
        <div class="field">
          <label for={`field-${name}`}>{label}</label>
          <select id={`field-${name}`} name={name}>{CROSSINGS.map((each) => <option value={each} selected={each === chosen}>{writeCrossing(view, each)}</option>)}</select>
        </div>
      ))}
      <div class="field">
        <label for="field-share">{t('overview.cross.show')}</label>
        <select id="field-share" name="share">
          <option value="">{t('overview.cross.counts')}</option>
          {SHARES.map((each) => <option value={each} selected={each === data.share}>{t(`overview.cross.share.${each}`)}</option>)}
        </select>
      </div>
      <button class="quiet">{t('overview.cross.change')}</button>
    </form>
  )
}

function CrossCells({ view, data }: Props) {
  const { t } = view
  const { rowsBy, columnsBy, crossed, share } = data
  const most = Math.max(1, ...crossed.counts.flat())
  const write = (count: number, row: number, column: number): string =>
    share === undefined ? writeNumber(view, count) : writeShare(view, count, share === 'row' ? (crossed.rowTotals[row] ?? 0) : share === 'column' ? (crossed.columnTotals[column] ?? 0) : crossed.total)
  return (
    <div class="scroll" tabindex={0} role="region" aria-labelledby="cross">
      <table class="figures cross">
        <thead>
          <tr>
            <th scope="col"><span class="hidden-words">{writeCrossing(view, rowsBy)}</span></th>
            {crossed.columns.map((column) => <th scope="col"><ShortKey view={view} data={data} dimension={columnsBy} keyName={column} /></th>)}
            <th scope="col">{t('overview.cross.all')}</th>
          </tr>
        </thead>
        <tbody>
          {crossed.rows.map((row, at) => (
            <tr>
              <th scope="row">{writeClass(view, rowsBy, row) ?? keyTitle(view, data.forum, row)}</th>
              {crossed.columns.map((column, across) => {
                const count = crossed.counts[at]?.[across] ?? 0
                if (count === 0) return <td><span aria-hidden="true" class="quiet-text">·</span><span class="hidden-words">0</span></td>
                return <td><a class={`heat-${Math.ceil((4 * count) / most)}`} href={rowsHref(data, rowsBy, row, columnsBy, column)}>{write(count, at, across)}</a></td>
              })}
              <td><TotalCell view={view} count={crossed.rowTotals[at] ?? 0} href={rowsHref(data, rowsBy, row)} /></td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t('overview.cross.all')}</th>
            {crossed.columns.map((column, across) => <td><TotalCell view={view} count={crossed.columnTotals[across] ?? 0} href={rowsHref(data, columnsBy, column)} /></td>)}
            <td><TotalCell view={view} count={crossed.total} href={rowsHref(data)} /></td>
          </tr>
        </tfoot>
      </table>
    </div>
  )
}

function TotalCell(props: { view: View; count: number; href: string }) {
  return props.count === 0 ? <>0</> : <a href={props.href}>{writeNumber(props.view, props.count)}</a>
}

/** Regional groups go by their letters, with the name behind them. */
function ShortKey({ view, data, dimension, keyName }: Props & { dimension: Crossing; keyName: string }) {
  const title = writeClass(view, dimension, keyName) ?? keyTitle(view, data.forum, keyName)
  const isShort = dimension === 'regionalGroup' && keyName !== NO_REGIONAL_GROUP && keyName !== NOT_RECORDED
  return isShort ? <abbr title={title}>{keyName}</abbr> : <>{title}</>
}
