import type { App, Services } from '../../context.ts'
import { servePage } from '../../page.tsx'
import { quotationToJson, themeToJson } from '../data.ts'
import { loadTheme, type RemovedTheme, type Share, type ThemePageData } from './data.ts'
import { RemovedThemePage, ThemePage } from './pages.tsx'

/** The public page of a theme; the address of one that was merged leads on. */
export function themeRoutes(app: App, services: Services): void {
  servePage<ThemePageData | RemovedTheme>(app, services, {
    path: '/:forum/:cycle/themes/:theme',
    load: loadTheme,
    json: (data) => ('removed' in data ? { theme: data.removed.slug, title: data.removed.title, removed: data.removed.on } : toJson(data)),
    render: (view, data) => ('removed' in data ? <RemovedThemePage view={view} data={data} /> : <ThemePage view={view} data={data} />),
  })
}

function toJson(data: ThemePageData): object {
  const { origin } = data
  const counts = (shares: readonly Share[]) => Object.fromEntries(shares.map(({ key, quotations }) => [key, quotations.length]))
  return {
    ...themeToJson(data, data.theme),
    lineage: { splitFrom: origin.splitFrom?.slug ?? null, merged: origin.merged.map(({ slug }) => slug), splitTo: origin.splitTo.map(({ slug }) => slug) },
    byStakeholderGroup: counts(data.byGroup),
    byRegionalGroup: counts(data.byRegion),
    passages: data.quotations.map((quotation) => quotationToJson(data, quotation)),
  }
}
