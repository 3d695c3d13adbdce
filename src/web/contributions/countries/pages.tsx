import { COUNTRY_CLASSES, COUNTRY_LISTS } from '../../../shared/country-classes.ts'
import { countryName, isCountry } from '../../../shared/countries.ts'
import { writeShortDate } from '../../../shared/time.ts'
import type { View } from '../../context.ts'
import { cycleCrumbs } from '../../forums/data.ts'
import { DayForm } from '../../ui/day-form.tsx'
import { Layout } from '../../ui/layout.tsx'
import { contributionAddress, writeWho } from '../data.ts'
import { writeNumber, writeShare } from '../overview/data.ts'
import { PAGE, type CountriesData } from './data.ts'

interface Props {
  view: View
  data: CountriesData
}

/** From where contributions came: by classes of countries, with the lists they are taken from, and by country. */
export function CountriesPage({ view, data }: Props) {
  const { t } = view
  const base = `/${data.forum.slug}/${data.cycle.slug}`
  const { tally } = data
  return (
    <Layout view={view} frame={data.frame} title={t('figures.countries')} crumbs={[...cycleCrumbs(data), { href: `${base}/overview`, label: t('overview.title') }, { label: t('figures.countries') }]}>
      <h1>{t('figures.countries')}</h1>
      <p class="lead">{t('figures.countries.lead', { date: writeShortDate(data.asOf, view.lang), recorded: tally.recorded, all: tally.recorded + tally.notRecorded })}</p>
      <DayForm view={view} data={data} />
      {data.from === undefined ? null : <Rows view={view} data={data} />}
      <Classes view={view} data={data} />
      {tally.byCountry.length === 0 ? null : (
        <section class="block">
          <h2 id="by-country">{t('figures.countries.by-country')}</h2>
          <ul class="lines many">{tally.byCountry.map(({ country, count }) => <li><span>{countryName(country, view.lang)}</span> <Number view={view} data={data} from={country} count={count} /></li>)}</ul>
        </section>
      )}
    </Layout>
  )
}

function Classes({ view, data }: Props) {
  const { t } = view
  const { tally } = data
  const lines = [...COUNTRY_CLASSES.map((each) => [each, tally.byClass[each]] as const), ['none', tally.none] as const, ['not-recorded', tally.notRecorded] as const]
  return (
    <section class="block">
      <h2 id="classes">{t('figures.countries.classes')}</h2>
      <p class="quiet-text">{t('figures.countries.classes.lead', { recorded: tally.recorded })}</p>
      <div class="scroll" tabindex={0} role="region" aria-labelledby="classes">
        <table class="figures countries">
          <thead><tr><th scope="col">{t('figures.countries.class')}</th><th scope="col">{t('overview.column.contributions')}</th><th scope="col">{t('overview.column.share')}</th><th scope="col">{t('figures.countries.list')}</th></tr></thead>
          <tbody>
            {lines.map(([each, count]) => {
              const list = each === 'none' || each === 'not-recorded' ? undefined : COUNTRY_LISTS[each]
              return (
                <tr>
                  <th scope="row">{t(`figures.countries.class.${each}`)}</th>
                  <td><Number view={view} data={data} from={each} count={count} /></td>
                  <td>{each === 'not-recorded' ? '–' : writeShare(view, count, tally.recorded)}</td>
                  <td>{list === undefined ? null : <a href={list.url}>{t('figures.countries.list-of', { source: list.source, date: writeShortDate(list.asOf, view.lang) })}</a>}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
    </section>
  )
}

function Number(props: Props & { from: string; count: number }) {
  const { view, data, from, count } = props
  const query = new URLSearchParams({ from, asOf: data.asOf })
  return count === 0 ? <span>0</span> : <a href={`${view.path}?${query.toString()}`}>{writeNumber(view, count)}</a>
}

function Rows({ view, data }: Props) {
  const { t } = view
  const from = data.from ?? ''
  const name = isCountry(from) ? countryName(from, view.lang) : t(`figures.countries.class.${from as 'none'}`)
  const last = Math.ceil(data.shown / PAGE)
  const to = (page: number): string => `${view.path}?${new URLSearchParams({ from, asOf: data.asOf, page: String(page) }).toString()}`
  return (
    <section class="block">
      <h2 id="rows">{t('figures.countries.rows', { name })}</h2>
      <p class="quiet-text">{t('figures.countries.rows.lead', { count: data.shown })}</p>
      <ul class="lines">{data.contributions.map((contribution) => <li><span><a href={contributionAddress(data.forum.slug, data.cycle.slug, contribution.number)}>C-{contribution.number}</a> <span dir="auto">{writeWho(view, contribution)}</span></span></li>)}</ul>
      {last < 2 ? null : (
        <nav class="pages" aria-label={t('contributions.pages')}>
          {data.page > 1 ? <a href={to(data.page - 1)} rel="prev">{t('contributions.pages.earlier')}</a> : null}
          <span>{data.page} / {last}</span>
          {data.page < last ? <a href={to(data.page + 1)} rel="next">{t('contributions.pages.later')}</a> : null}
        </nav>
      )}
    </section>
  )
}
