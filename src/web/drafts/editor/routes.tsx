import { Readable } from 'node:stream'
import type { Context } from 'hono'
import { z } from 'zod'
import { PICTURE_LIMIT, readPicture } from '../../../drafts/pictures/model.ts'
import { transact } from '../../../platform/database.ts'
import { citeParagraph } from '../../../procedures/cite-paragraph.ts'
import { isId } from '../../../shared/ids.ts'
import type { App, Env, Services } from '../../context.ts'
import { isFromElsewhere } from '../../form.tsx'
import { readRequest, servePrivatePage, type PageRequest } from '../../page.tsx'
import { loadCited, loadEditor, loadSources, type EditorData } from './data.ts'
import { EditorPage } from './pages.tsx'

const BASE = '/desk/:forum/:cycle/documents/:document/edit'

/** The editing page, and what its island asks for and sends beside the text itself. */
export function editorRoutes(app: App, services: Services): void {
  servePrivatePage<EditorData>(app, services, {
    path: BASE,
    load: loadEditor,
    render: (view, data) => <EditorPage view={view} data={data} />,
  })
  app.get(`${BASE}/cited`, (c) => answer(c, services, async (request, data) => ({ status: 200, body: await loadCited(request, data) })))
  app.get(`${BASE}/sources`, (c) => answer(c, services, async (request, data) => ({ status: 200, body: await loadSources(request, data) })))
  app.put(`${BASE}/citations/:paragraph`, (c) => answer(c, services, (request, data) => cite(c, request, data)))
  app.put(`${BASE}/pictures`, (c) => answer(c, services, (request) => takePicture(c, services, request)))
}

interface Said {
  readonly status: 200 | 400 | 413 | 422
  readonly body: object
}

/** Data for the island: for those who write drafts, kept by nobody, taken from no other site. */
async function answer(c: Context<Env>, services: Services, work: (request: PageRequest, data: EditorData) => Promise<Said>): Promise<Response> {
  const request = await readRequest(c, services)
  c.header('cache-control', 'no-store')
  if (c.req.method !== 'GET' && isFromElsewhere(c)) return c.json({ error: request.view.t('drafts.editor.refusal.elsewhere') }, 403)
  const data = await loadEditor(request)
  if (data === undefined) return c.json({ error: request.view.t('drafts.refusal.document-not-found') }, 404)
  if (data === 'forbidden') return c.json({ error: request.view.t('drafts.editor.refusal.forbidden') }, 403)
  const { status, body } = await work(request, data)
  return c.json(body, status)
}

const citationSchema = z.strictObject({ change: z.enum(['add', 'remove']), ref: z.string().min(1).max(60).regex(/^[^\s,;]+$/u) })

/** Cites one thing into a paragraph, or takes it out; what others cite there meanwhile stays. */
async function cite(c: Context<Env>, request: PageRequest, data: EditorData): Promise<Said> {
  const { t } = request.view
  const paragraphId = request.params['paragraph'] ?? ''
  const bytes = await readBytes(c, 2_000)
  const parsed = citationSchema.safeParse(bytes === undefined ? undefined : parseJson(bytes))
  if (!parsed.success || !isId(paragraphId)) return { status: 400, body: { error: t('drafts.editor.refusal.unreadable') } }
  const { change, ref } = parsed.data
  const input = { documentId: data.document.id, paragraphId, refs: ref, change }
  const cited = await transact(request.db, (tx) => citeParagraph(tx, { kind: 'person', id: data.person.id }, input, request.now))
  if (!('refusal' in cited)) return { status: 200, body: await loadCited(request, data) }
  const sentence = cited.refusal === 'unknown-references' ? t('drafts.refusal.unknown-references', { refs: cited.refs.join(', ') }) : t(`drafts.refusal.${cited.refusal}`)
  return { status: 422, body: { error: sentence } }
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return undefined
  }
}

/** Takes a picture for a figure: read anew from its bytes, kept without anything that is no picture. */
async function takePicture(c: Context<Env>, services: Services, { view: { t } }: PageRequest): Promise<Said> {
  const bytes = await readBytes(c, PICTURE_LIMIT)
  const picture = bytes === undefined ? { refusal: 'picture-too-large' as const } : readPicture(bytes)
  if ('refusal' in picture) return { status: picture.refusal === 'picture-too-large' ? 413 : 422, body: { error: t(`drafts.editor.refusal.${picture.refusal}`) } }
  const stored = await services.files.store(Readable.from([picture.bytes]), PICTURE_LIMIT + 1_000)
  if (stored === undefined) return { status: 413, body: { error: t('drafts.editor.refusal.picture-too-large') } }
  return { status: 200, body: { sha256: stored.sha256, mediaType: picture.mediaType, width: picture.width, height: picture.height } }
}

/** What was sent, of at most `limit` bytes; undefined where it is more, which is read no further. */
async function readBytes(c: Context<Env>, limit: number): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of Readable.fromWeb((c.req.raw.body ?? new Blob().stream()) as import('node:stream/web').ReadableStream) as AsyncIterable<Uint8Array>) {
    size += chunk.length
    if (size > limit) return undefined
    chunks.push(chunk)
  }
  return new Uint8Array(Buffer.concat(chunks))
}
