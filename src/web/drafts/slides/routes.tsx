import type { App, Services } from '../../context.ts'
import { servePage } from '../../page.tsx'
import { loadVersion, type VersionData } from '../data.ts'
import { SlidesPage } from './pages.tsx'

/** Versions of documents that are slides, to be shown to people in a room. */
export function slideRoutes(app: App, services: Services): void {
  servePage<VersionData>(app, services, {
    path: '/:forum/:cycle/documents/:document/versions/:version/slides',
    load: async (request) => {
      const data = await loadVersion(request)
      return data?.document.kind === 'slides' ? data : undefined
    },
    json: ({ document, version, text }) => ({
      document: document.slug,
      version: version.number,
      title: version.title,
      language: document.language,
      slides: text.map(({ title, paragraphs }) => ({ title, paragraphs: paragraphs.map(({ number, text: words }) => ({ number, text: words })) })),
    }),
    render: (view, data) => <SlidesPage view={view} data={data} />,
  })
}
