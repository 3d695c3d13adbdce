import type { Context } from 'hono'
import { LRUCache } from 'lru-cache'
import type { Document } from '../../../drafts/model.ts'
import type { SentBatch } from '../../../drafts/live/model.ts'
import { BATCH_LIMIT } from '../../../drafts/live/schema.ts'
import { findDocument } from '../../../drafts/queries.ts'
import { findCycle, findForum } from '../../../forums/queries.ts'
import type { Person } from '../../../people/model.ts'
import { may } from '../../../people/policy.ts'
import type { Db } from '../../../platform/database.ts'
import type { Id } from '../../../shared/ids.ts'
import type { Env, Services } from '../../context.ts'
import { isFromElsewhere } from '../../form.tsx'
import { readRequest, type PageRequest } from '../../page.tsx'

/** Somebody who may write in a text. */
export interface AtText {
  readonly request: PageRequest
  readonly document: Document
  readonly person: Person
}

/** Why a request is not for a text: nobody signed in is told apart from who may not write here. */
export type Closed = 'not-found' | 'signed-out' | 'forbidden' | 'from-elsewhere'

interface Place {
  readonly forumId: Id<'forum'>
  readonly cycleId: Id<'cycle'>
  readonly document: Document
}

/** What addresses name, for a moment: who types asks several times a second. Whether they may is asked every time. */
const places = new WeakMap<Db, LRUCache<string, Place>>()
const REMEMBERED_MS = 3_000

async function findPlace(c: Context<Env>, { db }: Services): Promise<Place | undefined> {
  const { forum: forumSlug = '', cycle: cycleSlug = '', document: slug = '' } = c.req.param() as Readonly<Record<string, string>>
  const known = places.get(db) ?? new LRUCache<string, Place>({ max: 500, ttl: REMEMBERED_MS })
  places.set(db, known)
  const address = `${forumSlug}/${cycleSlug}/${slug}`
  // The text as it is opened is read anew, with its title.
  const found = c.req.method === 'POST' ? known.get(address) : undefined
  if (found !== undefined) return found
  const forum = await findForum(db, forumSlug)
  const cycle = forum === undefined ? undefined : await findCycle(db, forum.id, cycleSlug)
  const document = cycle === undefined ? undefined : await findDocument(db, cycle.id, slug)
  if (forum === undefined || cycle === undefined || document === undefined) return undefined
  const place = { forumId: forum.id, cycleId: cycle.id, document }
  known.set(address, place)
  return place
}

/** The text that the address names, for whoever may write in it. Asked at every batch, for a role may end while somebody writes. */
export async function openText(c: Context<Env>, services: Services): Promise<AtText | Closed> {
  if (c.req.method === 'POST' && isFromElsewhere(c)) return 'from-elsewhere'
  const [request, place] = await Promise.all([readRequest(c, services), findPlace(c, services)])
  if (place === undefined || c.env.json === true) return 'not-found'
  const { forumId, cycleId, document } = place
  const { person } = request.view
  if (person === undefined) return 'signed-out'
  return may(person, 'edit-drafts', { forumId, cycleId }) ? { request, document, person } : 'forbidden'
}

/** What a program sent, as JSON; undefined for what is none, or too much. */
export async function readJson(request: Request): Promise<{ readonly value: unknown } | 'too-large' | undefined> {
  if (!(request.headers.get('content-type') ?? '').startsWith('application/json')) return undefined
  if (request.body === null) return undefined
  const parts: Uint8Array[] = []
  let size = 0
  const reader = request.body.getReader() as ReadableStreamDefaultReader<Uint8Array>
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    size += value.length
    if (size > BATCH_LIMIT) {
      await reader.cancel()
      return 'too-large'
    }
    parts.push(value)
  }
  try {
    return { value: JSON.parse(Buffer.concat(parts).toString('utf8')) }
  } catch {
    return undefined
  }
}

/** Pictures that one batch may name, at most; the rest of them are none. */
const MOST_PICTURES = 500

/** The digests of pictures that steps name and that were never uploaded. */
export async function missingPictures({ files }: Services, { steps }: SentBatch): Promise<ReadonlySet<string>> {
  const named = new Set(Array.from(JSON.stringify(steps).matchAll(/"sha256":"([0-9a-f]{64})"/gu), ([, digest]) => digest ?? ''))
  for (const digest of [...named].slice(0, MOST_PICTURES)) if (await files.has(digest)) named.delete(digest)
  return named
}

/** A version as an address or a browser that comes back names it; undefined for anything else. */
export function readVersionNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^(?:0|[1-9][0-9]{0,9})$/u.test(text) ? Number(text) : undefined
}

/** Chunks that a reader has not taken, at most: one who is slower is let go, and comes back for what is missing. */
const MOST_WAITING = 200

/**
 * An answer that goes on until its reader leaves, or the process stops. `begin` is given where chunks go and answers how to end it.
 */
export function openStream(services: Services, begin: (send: (chunk: Uint8Array) => void) => Promise<() => void>): ReadableStream<Uint8Array> {
  let end: (() => void) | undefined
  let isOver = false
  let close = (): void => undefined
  const finish = (): void => {
    if (isOver) return
    isOver = true
    services.stopping?.removeEventListener('abort', close)
    end?.()
  }
  return new ReadableStream<Uint8Array>(
    {
      async start(controller) {
        close = () => {
          if (isOver) return
          finish()
          controller.close()
        }
        services.stopping?.addEventListener('abort', close)
        const stop = await begin((chunk) => {
          if (isOver) return
          if ((controller.desiredSize ?? 0) < -MOST_WAITING) close()
          else controller.enqueue(chunk)
        })
        if (isOver) stop()
        else end = stop
        if (services.stopping?.aborted === true) close()
      },
      cancel: finish,
    },
    { highWaterMark: 1 },
  )
}
