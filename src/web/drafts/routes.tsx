import { startDocument } from '../../drafts/commands.ts'
import { flatten } from '../../drafts/model.ts'
import { documentSchema } from '../../drafts/schema.ts'
import { transact } from '../../platform/database.ts'
import { parseFields } from '../../shared/fields.ts'
import type { App, Services } from '../context.ts'
import { fieldsToObject, serveForm } from '../form.tsx'
import { servePage } from '../page.tsx'
import { saidAsData } from '../synthesis/cited/data.ts'
import { groundAsData } from '../trace/ground/data.ts'
import { loadComparison, loadDocuments, loadDocumentsDesk, loadDocumentVersions, loadVersion, type CompareData, type DocumentData, type DocumentsData, type VersionData } from './data.ts'
import { headingAsData } from './blocks/data.ts'
import { pictureFileRoutes } from './blocks/routes.tsx'
import { DocumentsDesk } from './desk.tsx'
import { ComparePage, DocumentPage, DocumentsPage, VersionPage } from './pages.tsx'
import { editorRoutes } from './editor/routes.tsx'
import { suggestionRoutes } from './suggestions/routes.tsx'
import { liveRoutes } from './live/routes.tsx'
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
    json: ({ document, from, to, paragraphs }) => ({ document: document.slug, from: from.number, to: to.number, paragraphs }),
    render: (view, data) => <ComparePage view={view} data={data} />,
  })
  serveForm<DocumentsData>(app, services, {
    path: '/desk/:forum/:cycle/documents',
    load: loadDocumentsDesk,
    initial: ({ forum }) => ({ kind: 'draft-output', language: forum.language }),
    render: (view, data, form) => <DocumentsDesk view={view} data={data} form={form} />,
    submit: async ({ db, now, view }, { forum, cycle, base }, { fields }) => {
      const parsed = parseFields(documentSchema, fieldsToObject(fields))
      if (!parsed.ok) return { errors: parsed.errors }
      const { person } = view
      if (person === undefined) return { errors: { '': 'not-found' } }
      const started = await transact(db, (tx) => startDocument(tx, { kind: 'person', id: person.id }, { forumId: forum.id, cycleId: cycle.id, ...parsed.value }, now))
      if ('refusal' in started) return { errors: { slug: view.t(`drafts.refusal.${started.refusal}`) } }
      return { seeOther: `/desk${base}/documents/${parsed.value.slug}` }
    },
  })
  editorRoutes(app, services)
  suggestionRoutes(app, services)
  workingRoutes(app, services)
  pictureFileRoutes(app, services)
  liveRoutes(app, services)
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
    json: ({ document, versions }) => ({
      document: document.slug,
      kind: document.kind,
      title: document.title,
      language: document.language,
      versions: versions.map(({ number, title, note, cutOff, frozenAt }) => ({ version: number, title, note, cutOff, frozenAt })),
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
    frozenAt: version.frozenAt,
    language: document.language,
    sections: text.map((section) => ({ title: section.title, ...headingAsData(setting, section), paragraphs: section.paragraphs.map(({ number }) => number) })),
    paragraphs: flatten(text).map(({ number, id, isOwnVoice, text: words, body }) => ({ number, id, ownVoice: isOwnVoice, text: words, ...(body === undefined ? {} : { body }), restsOn: groundAsData(cycle.slug, ground.get(id)), ...saidAsData(cycle.slug, said.get(id)) })),
  }
}
