import type { App, Services } from '../../context.ts'
import { servePage } from '../../page.tsx'
import { loadCopy, type CopyData } from './data.ts'
import { CopyPage } from './pages.tsx'

/** A version with numbered lines, for who marks it up on paper or speaks of it on the telephone. */
export function copyRoutes(app: App, services: Services): void {
  servePage<CopyData>(app, services, {
    path: '/:forum/:cycle/documents/:document/versions/:version/review-copy',
    load: loadCopy,
    json: ({ document, version, blocks }) => ({ document: document.slug, version: version.number, blocks: blocks.map(({ kind, paragraph, lines }) => ({ kind, paragraph, lines })) }),
    render: (view, data) => <CopyPage view={view} data={data} />,
  })
}
