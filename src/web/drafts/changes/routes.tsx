import type { App, Services } from '../../context.ts'
import { servePage } from '../../page.tsx'
import { changesAsData, loadChanges, type ChangesData } from './data.ts'
import { ChangesPage } from './pages.tsx'

/** What changed in a version, and why. */
export function changeRoutes(app: App, services: Services): void {
  servePage<ChangesData>(app, services, {
    path: '/:forum/:cycle/documents/:document/versions/:version/changes',
    load: loadChanges,
    json: changesAsData,
    render: (view, data) => <ChangesPage view={view} data={data} />,
  })
}
