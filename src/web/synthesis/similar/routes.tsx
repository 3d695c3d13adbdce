import type { App, Services } from '../../context.ts'
import { servePrivatePage } from '../../page.tsx'
import { loadSimilar, type SimilarData } from './data.ts'
import { SimilarPage } from './desk.tsx'

/** Similar passages in other contributions, for whoever reads at the desk. */
export function similarRoutes(app: App, services: Services): void {
  servePrivatePage<SimilarData>(app, services, { path: '/desk/:forum/:cycle/similar', load: loadSimilar, render: (view, data) => <SimilarPage view={view} data={data} /> })
}
