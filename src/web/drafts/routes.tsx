import { flatten } from '../../drafts/model.ts'
import type { App, Services } from '../context.ts'
import { servePage } from '../page.tsx'
import { saidAsData } from '../synthesis/cited/data.ts'
import { groundAsData } from '../trace/ground/data.ts'
import { changeRoutes } from './changes/routes.tsx'
import { checksRoutes } from './checks/routes.tsx'
import { copyRoutes } from './copy/routes.tsx'
import { loadComparison, loadDocuments, loadDocumentVersions, loadVersion, type CompareData, type DocumentData, type DocumentsData, type VersionData } from './data.ts'
import { beginRoutes } from './begin/routes.tsx'
import { headingAsData } from './blocks/data.ts'
import { pictureFileRoutes } from './blocks/routes.tsx'
import { ComparePage, DocumentPage, DocumentsPage, VersionPage } from './pages.tsx'
import { followRoutes } from './following/routes.tsx'
import { editorRoutes } from './editor/routes.tsx'
import { liveRoutes } from './live/routes.tsx'
import { rollingRoutes } from './rolling/routes.tsx'
import { optionRoutes } from './options/routes.tsx'
import { releaseRoutes } from './releases/routes.tsx'
import { returnRoutes } from './returning/routes.tsx'
import { slideRoutes } from './slides/routes.tsx'
import { suggestionRoutes } from './suggestions/routes.tsx'
import { workingRoutes } from './working/routes.tsx'

/** Documents: their public versions and comparisons, and the desk where they are written. */
export function draftsRoutes(app: App, services: Services): void {
  documentRoutes(app, services)
  servePage<VersionData>(app, services, {
    path: '/:forum/:cycle/documents/:document/versions/:version',
    load: loadVersion,
    json: versionAsData,
    render: (view, data) => <VersionPage view={view} data={data} />,
  })
  servePage<CompareData>(app, services, {
    path: '/:forum/:cycle/documents/:document/compare',
    load: loadComparison,
    json: ({ document, from, to, sections, paragraphs }) => ({ document: document.slug, from: from.number, to: to.number, sections, paragraphs }),
    render: (view, data) => <ComparePage view={view} data={data} />,
  })
  editorRoutes(app, services)
  beginRoutes(app, services)
  optionRoutes(app, services)
  slideRoutes(app, services)
  returnRoutes(app, services)
  copyRoutes(app, services)
  followRoutes(app, services)
  releaseRoutes(app, services)
  changeRoutes(app, services)
  suggestionRoutes(app, services)
  workingRoutes(app, services)
  liveRoutes(app, services)
  rollingRoutes(app, services)
  checksRoutes(app, services)
  pictureFileRoutes(app, services)
}

function documentRoutes(app: App, services: Services): void {
  servePage<DocumentsData>(app, services, {
    path: '/:forum/:cycle/documents',
    load: loadDocuments,
    json: ({ documents, versions }) => ({
      documents: documents.flatMap(({ id, slug, kind, title, language }) => {
        const own = versions.filter(({ documentId }) => documentId === id)
        return own.length === 0 ? [] : [{ document: slug, kind, title, language, versions: own.map(({ number }) => number) }]
      }),
    }),
    render: (view, data) => <DocumentsPage view={view} data={data} />,
  })
  servePage<DocumentData>(app, services, {
    path: '/:forum/:cycle/documents/:document',
    load: loadDocumentVersions,
    json: ({ document, versions, agreedIn }) => ({
      document: document.slug,
      kind: document.kind,
      title: document.title,
      language: document.language,
      agreedIn: agreedIn?.slug ?? null,
      versions: versions.map(({ number, title, note, cutOff, commentsCutOff, frozenAt }) => ({ version: number, title, note, cutOff, commentsCutOff, frozenAt })),
    }),
    render: (view, data) => <DocumentPage view={view} data={data} />,
  })
}

function versionAsData({ cycle, document, version, text, ground, said, setting }: VersionData): object {
  return {
    document: document.slug,
    version: version.number,
    title: version.title,
    note: version.note,
    cutOff: version.cutOff,
    commentsCutOff: version.commentsCutOff,
    frozenAt: version.frozenAt,
    language: document.language,
    sections: text.map((section) => ({ title: section.title, ...headingAsData(setting, section), paragraphs: section.paragraphs.map(({ number }) => number) })),
    paragraphs: flatten(text).map(({ number, id, isOwnVoice, text: words, body }) => ({ number, id, ownVoice: isOwnVoice, text: words, ...(body === undefined ? {} : { body }), restsOn: groundAsData(cycle.slug, ground.get(id)), ...saidAsData(cycle.slug, said.get(id)) })),
  }
}
