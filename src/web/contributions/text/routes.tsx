import type { App, Services } from '../../context.ts'
import { servePage } from '../../page.tsx'
import { contributionAddress } from '../data.ts'
import { documentJson, loadDocumentText, type DocumentTextData } from './data.ts'
import { DocumentTextPage } from './pages.tsx'

/** The text of attached documents, for anyone who may have the files. */
export function textRoutes(app: App, services: Services): void {
  servePage<DocumentTextData>(app, services, {
    path: '/:forum/:cycle/contributions/:ref/text/:position',
    load: loadDocumentText,
    json: ({ forum, cycle, contribution, document, part, blocks, marks, fileRedactions }) => ({
      forum: forum.slug,
      cycle: cycle.slug,
      ...documentJson(cycle.slug, document, contributionAddress(forum.slug, cycle.slug, contribution.number)),
      part,
      blocks: blocks.map(({ kind, level, page, label, start, end, text }) => ({ kind, level, page, label, start, end, text })),
      redacted: (fileRedactions.get(document.attachmentId) ?? []).map(({ start, end, reason }) => ({ start, end, reason })),
      passages: marks.map(({ number, start, end }) => ({ ref: `${cycle.slug}/P-${number}`, start, end })),
    }),
    render: (view, data) => <DocumentTextPage view={view} data={data} />,
  })
}
