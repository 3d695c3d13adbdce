import type { Context } from 'hono'
import { z } from 'zod'
import { dismissLeftovers, openLiveText, type BatchRefusal, type PersonsBatch } from '../../../drafts/live/commands.ts'
import { batchSchema, presenceSchema } from '../../../drafts/live/schema.ts'
import type { Answer } from '../../../drafts/live/model.ts'
import { listBatches, listLeftovers, loadLiveText, rememberText } from '../../../drafts/live/queries.ts'
import { lockDocument } from '../../../drafts/queries.ts'
import { transact } from '../../../platform/database.ts'
import { gather, type Gathering } from '../../../platform/gathering.ts'
import { submitSteps } from '../../../procedures/submit-steps.ts'
import { isId, type Id } from '../../../shared/ids.ts'
import type { Refusal } from '../../../shared/result.ts'
import { answer, cachedPages } from '../../answer.ts'
import type { App, Env, Services } from '../../context.ts'
import { follow, sayPresence } from '../feed/data.ts'
import { missingPictures, openStream, openText, readJson, readVersionNumber, type AtText, type Closed } from './data.ts'

const BASE = '/desk/:forum/:cycle/documents/:document/live'
/** Batches that are taken in one go, at most. */
const TOGETHER = 60
const STATUS = { 'not-found': 404, 'signed-out': 401, forbidden: 403, 'from-elsewhere': 403 } as const satisfies Record<Closed, number>
const PRIVATE = { 'cache-control': 'no-store', 'x-robots-tag': 'noindex' }

type Outcome = Answer | BatchRefusal | Refusal<'document-not-found'>

/** The doors of live editing, for the editor's island and any other client: JSON in and out, and a stream of what others do. */
export function liveRoutes(app: App, services: Services): void {
  const { db } = services
  // What comes while a batch is being written is taken together in the next go, by one connection for each text.
  const submit: Gathering<PersonsBatch & { readonly documentId: Id }, Outcome> = gather((items) => submitSteps(db, items[0]?.documentId ?? ('' as Id), items, services.clock()), TOGETHER)
  app.get(BASE, (c) => withText(c, services, (at) => openDocument(c, services, at)))
  app.get(`${BASE}/steps`, (c) =>
    withText(c, services, async ({ document }) => {
      const since = readVersionNumber(c.req.query('since'))
      return since === undefined ? c.json({ refusal: 'no-such-version' }, 422, PRIVATE) : c.json({ batches: await listBatches(db, document.id, since) }, 200, PRIVATE)
    }),
  )
  app.post(`${BASE}/steps`, (c) =>
    withBody(c, services, batchSchema, async ({ document, person }, sent) => {
      const outcome = await submit(document.id, { documentId: document.id, person: person.id, sent, missing: await missingPictures(services, sent) })
      return 'refusal' in outcome ? c.json(outcome, 409, PRIVATE) : c.json({ answer: outcome }, 200, PRIVATE)
    }),
  )
  app.get(`${BASE}/events`, (c) => withText(c, services, (at) => Promise.resolve(openEvents(c, services, at))))
  app.post(`${BASE}/presence`, (c) =>
    withBody(c, services, presenceSchema, async ({ document, person }, present) => {
      await sayPresence(db, document.id, { ...present, person: person.id, name: person.name })
      return c.json({ heard: true }, 200, PRIVATE)
    }),
  )
  app.post(`${BASE}/leftovers`, (c) =>
    withBody(c, services, dismissSchema, async ({ document, person }, { ids }) => {
      const dismissed = await transact(db, (tx) => dismissLeftovers(tx, { documentId: document.id, personId: person.id, ids }))
      return c.json({ ...dismissed, leftovers: await listLeftovers(db, document.id, person.id) }, 200, PRIVATE)
    }),
  )
}

const dismissSchema = z.strictObject({ ids: z.array(z.string().refine(isId)).max(500) })

async function withText(c: Context<Env>, services: Services, work: (at: AtText) => Promise<Response>): Promise<Response> {
  const at = await openText(c, services)
  return typeof at === 'string' ? c.json({ refusal: at }, STATUS[at], PRIVATE) : work(at)
}

async function withBody<T>(c: Context<Env>, services: Services, schema: z.ZodType<T>, work: (at: AtText, value: T) => Promise<Response>): Promise<Response> {
  return withText(c, services, async (at) => {
    const body = await readJson(c.req.raw)
    if (body === 'too-large') return c.json({ refusal: 'too-large' }, 413, PRIVATE)
    const parsed = body === undefined ? undefined : schema.safeParse(body.value)
    return parsed?.success === true ? work(at, parsed.data) : c.json({ refusal: 'unreadable' }, 422, PRIVATE)
  })
}

/** The text as it stands, with the writer's own leftovers: where an editor begins. */
async function openDocument(c: Context<Env>, services: Services, { document, person }: AtText): Promise<Response> {
  const { db } = services
  const known = await loadLiveText(db, document.id)
  const text = known ?? (await transact(db, async (tx) => ((await lockDocument(tx, document.id)) === undefined ? undefined : openLiveText(tx, document.id))))
  if (text === undefined) return c.json({ refusal: 'not-found' }, 404, PRIVATE)
  rememberText(text)
  const { slug, title, language } = document
  const leftovers = await listLeftovers(db, document.id, person.id)
  const opened = { document: { id: document.id, slug, title, language }, person: { id: person.id, name: person.name }, version: text.version, tree: text.doc.toJSON() as object, leftovers }
  return answer(c, cachedPages.unkept({ type: 'application/json; charset=utf-8', text: JSON.stringify(opened) }))
}

/**
 * What others do, as it is taken: events `taken` (batches; the id is the version), `presence`, and a comment now and then. Begins after
 * `Last-Event-ID`, or `since`. `client` names who listens, so that the others see them leave.
 */
function openEvents(c: Context<Env>, services: Services, { document, person }: AtText): Response {
  const since = readVersionNumber(c.req.header('last-event-id')) ?? readVersionNumber(c.req.query('since'))
  if (since === undefined) return c.json({ refusal: 'no-such-version' }, 422, PRIVATE)
  const client = c.req.query('client')
  const stream = openStream(services, async (send) => {
    const stop = await follow(services.db, document.id, 'writer', since, send)
    return () => {
      stop()
      if (isId(client)) void sayPresence(services.db, document.id, { client: client as Id<'client'>, person: person.id, name: person.name, block: null, anchor: 0, head: 0 }, true).catch(() => undefined)
    }
  })
  return c.body(stream, 200, { ...PRIVATE, 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' })
}
