import type { App, Services } from '../../context.ts'
import { servePage, servePublicFile } from '../../page.tsx'
import { writeCsv } from '../pictures/data.ts'
import { loadCountries, type CountriesData } from './data.ts'
import { CountriesPage } from './pages.tsx'

/** From which countries contributions came, by the classes of dated lists. */
export function countryRoutes(app: App, services: Services): void {
  servePage<CountriesData>(app, services, {
    path: '/:forum/:cycle/countries',
    load: loadCountries,
    json: ({ forum, cycle, asOf, tally, contributions, from, shown }) => ({ forum: forum.slug, cycle: cycle.slug, asOf, ...tally, from: from ?? null, shown, contributions: contributions.map(({ number }) => `${cycle.slug}/C-${number}`) }),
    render: (view, data) => <CountriesPage view={view} data={data} />,
    isBadRequest: (data) => data.wrongDate !== undefined,
  })
  servePublicFile(app, services, '/:forum/:cycle/countries.csv', async (request) => {
    const data = await loadCountries(request)
    if (data === undefined || data.wrongDate !== undefined) return undefined
    const { byClass, none, notRecorded, byCountry } = data.tally
    const rows = [...Object.entries(byClass), ['none', none], ['not recorded', notRecorded]].map(([key, count]) => ['class', key, count])
    return { type: 'text/csv; charset=utf-8', text: writeCsv([['by', 'key', 'contributions'], ...(rows as string[][]), ...byCountry.map(({ country, count }) => ['country', country, count])]), saveAs: `${data.cycle.slug}-countries-${data.asOf}.csv` }
  })
}
