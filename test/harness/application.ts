import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import type { Call } from '../../src/calls/model.ts'
import { buildCall } from '../../src/calls/testing.ts'
import { buildForum } from '../../src/forums/testing.ts'
import type { Cycle, Forum } from '../../src/forums/model.ts'
import { buildLogin } from '../../src/people/testing.ts'
import type { Db } from '../../src/platform/database.ts'
import { createExtractor } from '../../src/platform/extractor.ts'
import { createTypesetter } from '../../src/platform/typesetter.ts'
import { openRenderDesk } from '../../src/publication/renders/reactions.ts'
import { fixedDns } from '../../src/platform/mail-dns.ts'
import { openMailKeys } from '../../src/platform/mail-signing.ts'
import { openFileStore } from '../../src/platform/files.ts'
import type { Id } from '../../src/shared/ids.ts'
import { parseInstant, type Instant } from '../../src/shared/time.ts'
import type { Role } from '../../src/shared/vocabularies.ts'
import { createApp, handleRequest } from '../../src/web/app.tsx'
import type { Services } from '../../src/web/context.ts'
import { LOGIN_COOKIE } from '../../src/web/page.tsx'
import { testDatabase, uniqueSlug } from './postgres.ts'
import { recordRoutes, recordVisit } from './routes-visited.ts'

export interface RequestOptions {
  readonly cookie?: string
  readonly language?: string
  readonly headers?: Readonly<Record<string, string>>
}

export type FieldValue = string | Blob | readonly string[]

/** The whole application on this file's database, with a clock that stands still until it is moved. */
export interface TestApplication {
  readonly db: Db
  readonly services: Services
  /** Where the clock stands. */
  now: Instant
  get(path: string, options?: RequestOptions): Promise<Response>
  /** A page's data: asks at its address with `.json` (before the query), parsed; fails when it is not served with 200. */
  json(path: string, options?: RequestOptions): Promise<Record<string, unknown>>
  /** Any request, as it comes. */
  request(request: Request): Promise<Response>
  /** Sends a form, as multipart when a value is a file. Redirects are not followed. */
  post(path: string, fields: Readonly<Record<string, FieldValue>>, options?: RequestOptions): Promise<Response>
  /** Signs somebody in; answers the cookie. */
  signIn(role: Role, forumId: Id<'forum'> | null): Promise<string>
  seedForum(over?: Partial<Forum>): Promise<{ forum: Forum; cycle: Cycle }>
  /** A forum with a call, and somebody signed in there in a role. */
  seedCall(role: Role): Promise<SeededCall>
}

/** A call in a cycle of its own, the cookie of whoever works there, and the addresses of the cycle in public and at the desk. */
export interface SeededCall {
  readonly forum: Forum
  readonly cycle: Cycle
  readonly call: Call
  /** Of the first question. */
  readonly questionId: Id<'question'>
  readonly cookie: string
  readonly base: string
  readonly desk: string
}

const START = '2026-11-02T10:00:00.000Z'

export async function testApplication(): Promise<TestApplication> {
  const db = await testDatabase()
  const folder = await mkdtemp(join(tmpdir(), 'convoke-test-files-'))
  afterAll(() => rm(folder, { recursive: true, force: true }))
  const state = { now: parseInstant(START) as Instant }
  const files = await openFileStore(folder, state.now)
  // Nothing is started until a page is set.
  const typesetter = createTypesetter()
  afterAll(() => typesetter.stop())
  const services: Services = {
    db,
    // `npm test` has built it by now: it starts in a third of the time that its sources take.
    extractor: createExtractor({}, process.env['CONVOKE_BUILT_READER']),
    files,
    renders: openRenderDesk({ db, files, store: await openFileStore(join(folder, 'renders'), state.now), typesetter, clock: () => state.now, publicUrl: () => 'http://localhost:8080' }),
    clock: () => state.now,
    publicUrl: 'http://localhost:8080',
    secret: 'a secret for tests',
    assets: { address: (name) => `/assets/${name}`, file: () => undefined },
    log: (level, message, fields) => {
      if (level === 'error') process.stderr.write(`${message} ${JSON.stringify(fields)}\n`)
    },
    keepsMail: true,
    mailDomain: 'forum.example.org',
    mailLeaves: 'not',
    mailKeys: () => openMailKeys(db, 'forum.example.org'),
    mailDns: fixedDns({}),
    takesMail: true,
    mailAddress: 'convoke@example.org',
  }
  const app = createApp(services)
  recordRoutes(app.routes)
  const send = async (request: Request): Promise<Response> => {
    const response = await handleRequest(app, request)
    recordVisit(response.headers.get('x-route'))
    return response
  }
  const signIn = async (role: Role, forumId: Id<'forum'> | null) => `${LOGIN_COOKIE}=${(await buildLogin(db, role, forumId, state.now)).token}`
  const seedForum = (over: Partial<Forum> = {}) => buildForum(db, over.slug ?? uniqueSlug(), state.now, over)
  const get = (path: string, options: RequestOptions = {}) => send(new Request(`http://localhost:8080${path}`, { headers: headersOf(options) }))
  return {
    db,
    services,
    get now() {
      return state.now
    },
    set now(instant: Instant) {
      state.now = instant
    },
    get,
    request: send,
    json: async (path, options) => {
      const [address, query] = path.split('?')
      const response = await get(`${address ?? ''}.json${query === undefined ? '' : `?${query}`}`, options)
      if (response.status !== 200) throw new Error(`${path} answered ${response.status}: ${await response.text()}`)
      return (await response.json()) as Record<string, unknown>
    },
    post: (path, fields, options = {}) => send(new Request(`http://localhost:8080${path}`, { method: 'POST', body: bodyOf(fields), headers: headersOf(options), redirect: 'manual' })),
    signIn,
    seedForum,
    seedCall: async (role) => {
      const { forum, cycle } = await seedForum()
      const call = await buildCall(db, cycle, state.now)
      const questionId = call.questions[0]?.id
      if (questionId === undefined) throw new Error('The call that was built has no question')
      const base = `/${forum.slug}/${cycle.slug}`
      return { forum, cycle, call, questionId, cookie: await signIn(role, forum.id), base, desk: `/desk${base}` }
    },
  }
}

function headersOf(options: RequestOptions): Record<string, string> {
  return {
    host: 'localhost:8080',
    ...(options.cookie === undefined ? {} : { cookie: options.cookie }),
    ...(options.language === undefined ? {} : { 'accept-language': options.language }),
    ...options.headers,
  }
}

function bodyOf(fields: Readonly<Record<string, FieldValue>>): FormData | URLSearchParams {
  const entries = Object.entries(fields).flatMap(([name, value]): [string, string | Blob][] =>
    typeof value === 'string' || value instanceof Blob ? [[name, value]] : value.map((item) => [name, item]),
  )
  if (!entries.some(([, value]) => value instanceof Blob)) return new URLSearchParams(entries.map(([name, value]) => [name, typeof value === 'string' ? value : '']))
  const form = new FormData()
  for (const [name, value] of entries) form.append(name, value)
  return form
}
