import type { App, Services } from '../../context.ts'
import { servePage, servePrivatePage } from '../../page.tsx'
import { becameAsData, loadBecame, loadOwnBecame, type BecameData } from '../became/data.ts'
import { BecamePage } from '../became/pages.tsx'
import { loadEditionParagraph, loadVersionParagraph, paragraphAsData, type ParagraphTrace } from './data.ts'
import { ParagraphPage } from './pages.tsx'

/** The trace of one thing, either way: what stands behind a paragraph, and what became of a contribution. */
export function oneTraceRoutes(app: App, services: Services): void {
  for (const [path, load] of [['/:forum/:cycle/editions/:edition/paragraphs/:paragraph', loadEditionParagraph], ['/:forum/:cycle/documents/:document/versions/:version/paragraphs/:paragraph', loadVersionParagraph]] as const) {
    servePage<ParagraphTrace>(app, services, { path, load, json: paragraphAsData, render: (view, data) => <ParagraphPage view={view} data={data} /> })
  }
  servePage<BecameData>(app, services, { path: '/:forum/:cycle/contributions/:ref/became', load: loadBecame, json: becameAsData, render: (view, data) => <BecamePage view={view} data={data} /> })
  servePrivatePage<BecameData>(app, services, { path: '/:forum/:cycle/contributions/:ref/follow/:secret/became', load: loadOwnBecame, render: (view, data) => <BecamePage view={view} data={data} /> })
}
