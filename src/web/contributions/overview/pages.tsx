import { judge, type Dimension, type Tally } from '../../../contributions/overview/model.ts'
import { writeShortDate } from '../../../shared/time.ts'
import { NO_REGIONAL_GROUP, NOT_RECORDED } from '../../../shared/vocabularies.ts'
import type { View } from '../../context.ts'
import { cycleCrumbs } from '../../forums/data.ts'
import { Layout } from '../../ui/layout.tsx'
import { keyTitle, writeSum, type OverviewData } from './data.ts'

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
      <DateForm view={view} data={data} />
      <Counts view={view} data={data} />
      {data.overview.perhapsEarlier === 0 ? null : <p class="notice">{t('overview.perhaps-earlier', { count: data.overview.perhapsEarlier })}</p>}
      {data.hasRows ? (
        <>
          <div class="columns">
            <Block view={view} data={data} dimension="stakeholderGroup" counts={data.overview.byStakeholderGroup} />
            <Block view={view} data={data} dimension="regionalGroup" counts={data.overview.byRegionalGroup} />
          </div>
          <CrossTable view={view} data={data} />
          <div class="columns">
            <Block view={view} data={data} dimension="capacity" counts={data.overview.byCapacity} />
          </div>
        </>
      ) : null}
      <Published view={view} data={data} />
    </Layout>
  )
}

function DateForm({ view, data }: Props) {
  const { t } = view
  const wrong = data.wrongDate !== undefined
  return (
    <form method="get" action={view.path} class="filters" id="date">
      <div class={wrong ? 'field wrong' : 'field'}>
        <label for="field-asOf">{t('overview.date.label')}</label>
        {wrong ? <p class="error" id="error-asOf">{t('form.error.not-a-date')}</p> : null}
        <input
          id="field-asOf" name="asOf" type={wrong ? 'text' : 'date'} dir="ltr" value={data.wrongDate ?? data.asOf}
          aria-invalid={wrong ? 'true' : undefined} aria-describedby={wrong ? 'error-asOf' : undefined}
        />
      </div>
      <button class="quiet">{t('overview.date.change')}</button>
    </form>
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
      {known?.isPublished === true ? <li><strong>{number(view, known.total)}</strong> {t('overview.count.published', { count: known.total })}</li> : null}
      {known?.isPublished === false ? <Count view={view} count={overview.total} href={rowsHref(data)} words={t('overview.count.total', { count: overview.total })} /> : null}
      {data.hasRows
        ? (['organisation', 'individual'] as const).map((key) => (
            <Count view={view} count={overview.byCapacity[key] ?? 0} href={rowsHref(data, 'capacity', key)} words={t(`overview.count.${key}`, { count: overview.byCapacity[key] ?? 0 })} />
          ))
        : null}
      {growth === undefined || before === undefined ? null : (
        <Count
          view={view} count={growth} sign href={`/${data.forum.slug}/${before.cycle}/overview`}
          words={t(before.isPublished ? 'overview.count.growth-published' : 'overview.count.growth', { cycle: before.cycle, total: before.total })}
        />
      )}
    </ul>
  )
}

function Count(props: { view: View; count: number; href: string; words: string; sign?: boolean }) {
  const figure = number(props.view, props.count, props.sign === true ? { signDisplay: 'exceptZero' } : {})
  return <li>{props.count === 0 ? <><strong>{figure}</strong> {props.words}</> : <a href={props.href}><strong>{figure}</strong> {props.words}</a>}</li>
}

/** One dimension: a table whose cells hold the bars, largest first, and what was published otherwise. */
function Block(props: Props & { dimension: Exclude<Dimension, 'total'>; counts: Tally }) {
  const { view, data, dimension, counts } = props
  const { t } = view
  const most = Math.max(1, ...Object.values(counts))
  return (
    <section class="block">
      <h2 id={`by-${dimension}`}>{t(`overview.by.${dimension}`)}</h2>
      <table class="bars" aria-labelledby={`by-${dimension}`}>
        <thead class="hidden-words">
          <tr><th scope="col">{t(`overview.column.${dimension}`)}</th><td></td><th scope="col">{t('overview.column.contributions')}</th></tr>
        </thead>
        <tbody>
          {sortCounts(counts).map(([key, count]) => (
            <tr>
              <th scope="row">{keyTitle(view, data.forum, key)}</th>
              <td class="bar">
                <svg viewBox="0 0 100 10" preserveAspectRatio="none" width="100" height="15" aria-hidden="true">
                  {count === 0 ? null : <rect class={barClass(data, dimension, key)} width={((100 * count) / most).toFixed(1)} height="10" />}
                </svg>
              </td>
              <td class="number">{count === 0 ? '0' : <a href={rowsHref(data, dimension, key)}>{number(view, count)}</a>}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Differences view={view} data={data} dimension={dimension} />
    </section>
  )
}

function Differences({ view, data, dimension }: Props & { dimension: Dimension }) {
  const { t, lang } = view
  const figures = data.figures.filter((figure) => figure.dimension === dimension)
  const sums = data.sums.filter((sum) => sum.dimension === dimension)
  const differing = figures.filter((figure) => judge(figure) === 'differs' || judge(figure) === 'cannot-tell')
  if (differing.length + sums.length === 0) return null
  return (
    <div class="differs">
      <p><strong>{t(differing.some((figure) => judge(figure) === 'differs') || sums.length > 0 ? 'overview.differs' : 'overview.cannot-tell')}</strong></p>
      {differing.map((figure) => {
        const { source, published } = figure
        const computed = figure.computed ?? 0
        const later = (figure.atMost ?? 0) - computed
        const words = { source, published, computed, later, name: keyTitle(view, data.forum, figure.key), date: writeShortDate(figure.asOf, lang) }
        return <p>{t(judge(figure) === 'differs' ? 'overview.differs.figure' : 'overview.cannot-tell.figure', words)}</p>
      })}
      {sums.map((sum) => <p>{writeSum(view, data, sum)}</p>)}
    </div>
  )
}

/** Stakeholder group by regional group: darker is more, and an empty cell is a voice not heard. */
function CrossTable({ view, data }: Props) {
  const { t } = view
  const groups = Object.keys(data.overview.byStakeholderGroup)
  const regions = Object.keys(data.overview.byRegionalGroup)
  const cell = (group: string, region: string): number =>
    data.overview.cross.filter((each) => each.stakeholderGroup === group && each.regionalGroup === region).reduce((sum, each) => sum + each.count, 0)
  const most = Math.max(1, ...groups.flatMap((group) => regions.map((region) => cell(group, region))))
  return (
    <section class="block">
      <h2 id="cross">{t('overview.cross')}</h2>
      <p class="quiet-text">{t('overview.cross.lead')}</p>
      <div class="scroll" tabindex={0} role="region" aria-labelledby="cross">
        <table class="figures cross">
          <thead>
            <tr>
              <th scope="col"><span class="hidden-words">{t('overview.column.stakeholderGroup')}</span></th>
              {regions.map((region) => <th scope="col">{region === NO_REGIONAL_GROUP || region === NOT_RECORDED ? keyTitle(view, data.forum, region) : <abbr title={keyTitle(view, data.forum, region)}>{region}</abbr>}</th>)}
              <th scope="col">{t('overview.cross.all')}</th>
            </tr>
          </thead>
          <tbody>
            {groups.map((group) => (
              <tr>
                <th scope="row">{keyTitle(view, data.forum, group)}</th>
                {regions.map((region) => {
                  const count = cell(group, region)
                  if (count === 0) return <td><span aria-hidden="true" class="quiet-text">·</span><span class="hidden-words">0</span></td>
                  return <td><a class={`heat-${Math.ceil((4 * count) / most)}`} href={rowsHref(data, 'stakeholderGroup', group, 'regionalGroup', region)}>{number(view, count)}</a></td>
                })}
                <td>{number(view, data.overview.byStakeholderGroup[group] ?? 0)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

/** Every figure that a document stated, beside the one that the rows give for its day. */
function Published({ view, data }: Props) {
  const { t, lang } = view
  if (data.figures.length === 0) return null
  return (
    <section class="block">
      <h2 id="published">{t('overview.published')}</h2>
      <p class="quiet-text">{t(data.hasRows ? 'overview.published.lead' : 'overview.published.no-rows')}</p>
      <Differences view={view} data={data} dimension="total" />
      <div class="scroll" tabindex={0} role="region" aria-labelledby="published">
        <table class="published">
          <thead>
            <tr>
              <th scope="col">{t('overview.column.what')}</th><th scope="col">{t('overview.column.as-of')}</th><th scope="col" class="number">{t('overview.column.published')}</th>
              <th scope="col" class="number">{t('overview.column.rows')}</th><th scope="col">{t('overview.column.source')}</th>
            </tr>
          </thead>
          <tbody>
            {data.figures.map((figure) => (
              <tr>
                <th scope="row">{keyTitle(view, data.forum, figure.key)}</th>
                <td>{writeShortDate(figure.asOf, lang)}</td>
                <td class="number">{number(view, figure.published)}</td>
                <td class={judge(figure) === 'differs' ? 'number warn' : 'number'}>{figure.computed === null ? t('overview.rows.none') : number(view, figure.computed)}</td>
                <td>{figure.source}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

/** Largest first, in the forum's order among equals; what belongs to no group or is not recorded last. */
function sortCounts(counts: Tally): [string, number][] {
  const isLast = (key: string): number => [NO_REGIONAL_GROUP, NOT_RECORDED].indexOf(key)
  return Object.entries(counts).sort(([a, more], [b, less]) => isLast(a) - isLast(b) || less - more)
}

function barClass(data: OverviewData, dimension: Dimension, key: string): string {
  if (key === NOT_RECORDED || key === NO_REGIONAL_GROUP) return 'voice-0'
  if (dimension !== 'stakeholderGroup') return 'voice-1'
  return `voice-${Math.min(data.forum.stakeholderGroups.findIndex((group) => group.key === key) + 1, 7)}`
}

/** The list of the contributions behind a figure. */
function rowsHref(data: OverviewData, ...choice: readonly string[]): string {
  const query = new URLSearchParams()
  for (let place = 0; place + 1 < choice.length; place += 2) query.set(choice[place] ?? '', choice[place + 1] ?? '')
  if (data.cutOff === undefined) query.set('asOf', data.asOf)
  else query.set('cutOff', data.cutOff.slug)
  return `/${data.forum.slug}/${data.cycle.slug}/contributions?${query.toString()}`
}

function number(view: View, count: number, options: Intl.NumberFormatOptions = {}): string {
  return new Intl.NumberFormat(view.lang === 'fr' ? 'fr' : 'en', options).format(count)
}
