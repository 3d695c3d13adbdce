import { addSection, moveSection, removeSection, renameSection, reviseDocument } from '../../../drafts/commands.ts'
import { addParagraphs, moveParagraph, removeParagraph, setOwnVoice } from '../../../drafts/paragraphs/commands.ts'
import { paragraphSchema, paragraphsSchema, sectionTitleSchema, titleSchema, versionSchema } from '../../../drafts/schema.ts'
import { newId } from '../../../platform/new-id.ts'
import { transact, type Tx } from '../../../platform/database.ts'
import { citeParagraph } from '../../../procedures/cite-paragraph.ts'
import { freezeVersion } from '../../../procedures/freeze-version.ts'
import { mergeParagraphs } from '../../../procedures/merge-paragraphs.ts'
import { reviseParagraph } from '../../../procedures/revise-paragraph.ts'
import type { Actor } from '../../../record/model.ts'
import { parseFields } from '../../../shared/fields.ts'
import { isId, type Id } from '../../../shared/ids.ts'
import type { App, Services, View } from '../../context.ts'
import { fieldsToObject, serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import type { PageRequest } from '../../page.tsx'
import { loadDocumentDesk, type InDocument } from '../data.ts'
import { versionMailWriter } from '../following/data.ts'
import { loadCitable, loadParagraph, loadSection, loadWorking, type CitableData, type ParagraphData, type SectionData, type WorkingData } from './data.ts'
import { WorkingDesk } from './desk.tsx'
import { CiteForm, FreezeForm, ParagraphForm, ParagraphsForm, SectionForm, TitleForm } from './forms.tsx'

const BASE = '/desk/:forum/:cycle/documents/:document'

/** The working text of a document and everything that is done to it. */
export function workingRoutes(app: App, services: Services): void {
  serveForm<WorkingData>(app, services, {
    path: BASE,
    load: loadWorking,
    render: (view, data, form) => <WorkingDesk view={view} data={data} form={form} />,
    submit: (request, data, submitted) => act(request, data, submitted),
  })
  titleRoutes(app, services)
  sectionRoutes(app, services)
  paragraphRoutes(app, services)
  freezeRoute(app, services)
}

function titleRoutes(app: App, services: Services): void {
  serveForm<InDocument>(app, services, {
    path: `${BASE}/title`,
    load: loadDocumentDesk,
    initial: ({ document }) => ({ title: document.title, revision: String(document.revision) }),
    render: (view, data, form) => <TitleForm view={view} data={data} form={form} title={view.t('drafts.desk.rename')} guard="revision" />,
    submit: async (request, data, submitted) => {
      const parsed = parseFields(titleSchema, fieldsToObject(submitted.fields))
      if (!parsed.ok) return { errors: parsed.errors }
      const input = { documentId: data.document.id, revision: toNumber(submitted.value('revision')), title: parsed.value.title }
      return finish(request, data, (tx, actor) => reviseDocument(tx, actor, input, request.now))
    },
  })
  serveForm<InDocument>(app, services, {
    path: `${BASE}/sections/new`,
    load: loadDocumentDesk,
    initial: () => ({ formKey: newId() }),
    render: (view, data, form) => <TitleForm view={view} data={data} form={form} title={view.t('drafts.desk.add-section')} guard="formKey" />,
    submit: async (request, data, submitted) => {
      const parsed = parseFields(titleSchema, fieldsToObject(submitted.fields))
      if (!parsed.ok) return { errors: parsed.errors }
      const input = { documentId: data.document.id, title: parsed.value.title, sectionId: toId<'section'>(submitted.value('formKey')) }
      return finish(request, data, (tx, actor) => addSection(tx, actor, input, request.now))
    },
  })
}

function sectionRoutes(app: App, services: Services): void {
  serveForm<SectionData>(app, services, {
    path: `${BASE}/sections/:section`,
    load: loadSection,
    initial: ({ section }) => ({ title: section.title, before: section.title }),
    render: (view, data, form) => <SectionForm view={view} data={data} form={form} />,
    submit: async (request, data, submitted) => {
      const parsed = parseFields(sectionTitleSchema, fieldsToObject(submitted.fields))
      if (!parsed.ok) return { errors: parsed.errors }
      const input = { documentId: data.document.id, sectionId: data.section.id, ...parsed.value }
      return finish(request, data, (tx, actor) => renameSection(tx, actor, input, request.now))
    },
  })
}

function paragraphRoutes(app: App, services: Services): void {
  serveForm<InDocument>(app, services, {
    path: `${BASE}/paragraphs/new`,
    load: loadDocumentDesk,
    initial: (_, { query }) => ({ section: query['section'] ?? '', after: query['after'] ?? 'end', formKey: newId() }),
    render: (view, data, form) => <ParagraphsForm view={view} data={data} form={form} />,
    submit: async (request, data, submitted) => {
      const parsed = parseFields(paragraphsSchema, fieldsToObject(submitted.fields))
      if (!parsed.ok) return { errors: parsed.errors }
      const after = submitted.value('after') === 'start' ? 'start' : (toId<'paragraph'>(submitted.value('after')) ?? 'end')
      const input = { documentId: data.document.id, sectionId: toId(submitted.value('section')) ?? newId(), after, text: parsed.value.text, firstId: toId<'paragraph'>(submitted.value('formKey')) } as const
      return finish(request, data, (tx, actor) => addParagraphs(tx, actor, input, request.now), 'text')
    },
  })
  serveForm<ParagraphData>(app, services, {
    path: `${BASE}/paragraphs/:paragraph`,
    load: loadParagraph,
    initial: ({ paragraph }) => ({ text: paragraph.text, revision: String(paragraph.revision) }),
    render: (view, data, form) => <ParagraphForm view={view} data={data} form={form} />,
    submit: async (request, data, submitted) => {
      const parsed = parseFields(paragraphSchema, fieldsToObject(submitted.fields))
      if (!parsed.ok) return { errors: parsed.errors }
      const input = { documentId: data.document.id, paragraphId: data.paragraph.id, revision: toNumber(submitted.value('revision')), text: parsed.value.text }
      return finish(request, data, (tx, actor) => reviseParagraph(tx, actor, input, request.now))
    },
  })
  serveForm<CitableData>(app, services, {
    path: `${BASE}/paragraphs/:paragraph/cite`,
    load: loadCitable,
    initial: ({ ground }) => ({ refs: (ground?.refs ?? []).join(', ') }),
    render: (view, data, form) => <CiteForm view={view} data={data} form={form} />,
    submit: async (request, data, submitted) => {
      const refs = [submitted.value('refs'), ...(submitted.fields['more'] ?? [])].join(' ').slice(0, 5000)
      const cited = await run(request, (tx, actor) => citeParagraph(tx, actor, { documentId: data.document.id, paragraphId: data.paragraph.id, refs }, request.now))
      if (!('refusal' in cited)) return { seeOther: `/desk${data.address}#p${data.paragraph.number}` }
      if (cited.refusal === 'unknown-references') return { errors: { refs: request.view.t('drafts.refusal.unknown-references', { refs: cited.refs.join(', ') }) } }
      return { errors: { '': request.view.t(`drafts.refusal.${cited.refusal}`) } }
    },
  })
}

function freezeRoute(app: App, services: Services): void {
  serveForm<InDocument>(app, services, {
    path: `${BASE}/freeze`,
    load: loadDocumentDesk,
    initial: ({ document }) => ({ title: document.title, formKey: newId(), stage: 'public' }),
    render: (view, data, form) => <FreezeForm view={view} data={data} form={form} />,
    submit: async (request, data, submitted) => {
      const parsed = parseFields(versionSchema, fieldsToObject(submitted.fields))
      if (!parsed.ok) return { errors: parsed.errors }
      const { stage, review, reviewCloses, ...version } = parsed.value
      // A day on which it comes out says that it does not come out now.
      const isHeld = stage === 'held' || version.releaseOn !== undefined
      const opened = review ? { title: version.title, introduction: '', closesOn: reviewCloses } : undefined
      const input = { documentId: data.document.id, ...version, isHeld, review: opened, write: versionMailWriter(services), versionId: toId<'version'>(submitted.value('formKey')) }
      const frozen = await run(request, (tx, actor) => freezeVersion(tx, actor, input, request.now))
      if ('refusal' in frozen) return { errors: { [frozen.refusal === 'closes-in-the-past' ? 'reviewCloses' : frozen.refusal === 'release-in-the-past' ? 'releaseOn' : '']: request.view.t(`drafts.refusal.${frozen.refusal}`) } }
      if (isHeld) return { seeOther: `/desk${data.address}/versions/${frozen.number}` }
      return { seeOther: `${data.address}/versions/${frozen.number}` }
    },
  })
}

/** The small actions of the working text; what is refused is said above it. */
function act(request: PageRequest, data: WorkingData, submitted: Submitted): Promise<FormOutcome> {
  const { now } = request
  const documentId = data.document.id
  const paragraphId = toId<'paragraph'>(submitted.value('paragraph')) ?? newId<'paragraph'>()
  const sectionId = toId<'section'>(submitted.value('section')) ?? newId<'section'>()
  const revision = toNumber(submitted.value('revision'))
  const direction = submitted.value('direction') === 'up' ? 'up' : 'down'
  const to = submitted.value('to') === 'up' || submitted.value('to') === 'down' ? (submitted.value('to') as 'up' | 'down') : (toId<'section'>(submitted.value('to')) ?? newId<'section'>())
  const number = data.text.flatMap(({ paragraphs }) => paragraphs).find(({ id }) => id === paragraphId)?.number
  const done = (work: (tx: Tx, actor: Actor) => Promise<object>): Promise<FormOutcome> => finish(request, data, work, '', number === undefined ? '' : `#p${number}`)
  switch (submitted.value('action')) {
    case 'move-section':
      return done((tx, actor) => moveSection(tx, actor, { documentId, sectionId, direction }, now))
    case 'remove-section':
      return done((tx, actor) => removeSection(tx, actor, { documentId, sectionId }, now))
    case 'move':
      return done((tx, actor) => moveParagraph(tx, actor, { documentId, paragraphId, to }, now))
    case 'merge':
      return done((tx, actor) => mergeParagraphs(tx, actor, { documentId, paragraphId, revision, nextRevision: toNumber(submitted.value('next')) }, now))
    case 'voice':
      return done((tx, actor) => setOwnVoice(tx, actor, { documentId, paragraphId, isOwnVoice: submitted.value('own') === 'yes' }, now))
    case 'remove':
      return done((tx, actor) => removeParagraph(tx, actor, { documentId, paragraphId, revision }, now))
    default:
      return Promise.resolve({ errors: { '': 'not-found' } })
  }
}

type DraftsRefusal =
  | 'document-not-found' | 'changed-meanwhile' | 'section-not-found' | 'section-not-empty' | 'paragraph-not-found' | 'at-the-edge' | 'nothing-to-merge-with' | 'empty' | 'not-by-form'

/** Runs a command of the signed-in person and goes back to the working text; a refusal is said in its sentence, beside `field`. */
async function finish(request: PageRequest, data: InDocument, work: (tx: Tx, actor: Actor) => Promise<object>, field = '', fragment = ''): Promise<FormOutcome> {
  const outcome = await run(request, work)
  if ('refusal' in outcome) return { errors: { [field]: sentence(request.view, outcome.refusal as DraftsRefusal) } }
  return { seeOther: `/desk${data.address}${fragment}` }
}

function sentence(view: View, refusal: DraftsRefusal): string {
  return view.t(`drafts.refusal.${refusal}`)
}

function run<T extends object>(request: PageRequest, work: (tx: Tx, actor: Actor) => Promise<T>): Promise<T> {
  const { person } = request.view
  if (person === undefined) throw new Error('A desk page was loaded for nobody')
  return transact(request.db, (tx) => work(tx, { kind: 'person', id: person.id }))
}

function toNumber(text: string): number {
  return /^[0-9]{1,9}$/u.test(text) ? Number(text) : 0
}

function toId<Kind extends string>(text: string): Id<Kind> | undefined {
  return isId(text) ? (text as Id<Kind>) : undefined
}
