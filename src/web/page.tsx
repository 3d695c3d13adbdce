import type { Context } from 'hono'
import { getCookie } from 'hono/cookie'
import type { JSX } from 'hono/jsx/jsx-runtime'
import type { Forum } from '../forums/model.ts'
import { findForum } from '../forums/queries.ts'
import type { Person } from '../people/model.ts'
import { findPersonOfLogin } from '../people/queries.ts'
import { readStamp } from '../record/queries.ts'
import type { Db } from '../platform/database.ts'
import { readTimeZone, toMilliseconds, type Instant } from '../shared/time.ts'
import { answer, cachedPages, privateHtml, writeDocument, type Rendered } from './answer.ts'
import type { App, Env, Services, View } from './context.ts'
import { forbiddenPage, notFoundPage } from './errors.tsx'
import { addressOf } from './http.ts'
import { chooseLanguage, textDirection } from '../shared/language.ts'
import { errorSentence, translator } from './messages.ts'

/** What a page is loaded with. */
export interface PageRequest {
  readonly services: Services
  readonly db: Db
  readonly now: Instant
  readonly params: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
  readonly view: View
  /** The reader's login, whether good or not. */
  readonly loginToken: string | undefined
  /** What opens versions that go round before they are public (drafts/held); whether good or not. */
  readonly readingKeys?: string | undefined
  /** What the browser is known by where it votes; whether made by us or not. */
  readonly voter?: string | undefined
  /** The network address that it comes from, where that is not this machine's own. */
  readonly from?: string | undefined
  /** The forum that the address names, where it has been found already. */
  readonly forum?: Forum
  /** How far the record had come when the page was asked for, where that was read: what is shown changes with it alone. */
  readonly stamp?: string
}

export interface SeeOther {
  readonly seeOther: string
}

export interface PublicPage<Data> {
  /** Under `/:forum` where the page belongs to a forum. */
  readonly path: string
  /** Undefined: there is no such page. */
  readonly load: (request: PageRequest) => Promise<Data | SeeOther | undefined>
  /** What is served at the same address with `.json`. */
  readonly json: (data: Data, request: PageRequest) => object
  readonly render: (view: View, data: Data) => JSX.Element
  /** What the page changes with beside the record; empty where the record says all. */
  readonly stamp?: (request: PageRequest) => Promise<string>
  /** True where the address asks for something that cannot be, and page and data say so: answered 400, kept for nobody. */
  readonly isBadRequest?: (data: Data) => boolean
  /** True where times are shown in the reader's own zone too: such a page is kept for each zone apart. */
  readonly usesZone?: boolean
  /** True where what is shown is still being counted: kept for nobody, for it changes without an act. */
  readonly isPassing?: (data: Data) => boolean
}

/** How long a page may be served unchanged while nothing was recorded: what depends on the clock ("open until") is late by this much at most. */
const FRESHNESS = 60_000

/**
 * Serves a public page and its data. Both are kept, compressed, by address and language, until anything is recorded in the forum:
 * every change of state is an act, so the head of the chain tells whether a page can have changed, in every process alike.
 */
export function servePage<Data extends object>(app: App, services: Services, page: PublicPage<Data>): void {
  serveKept(app, services, page.path, async (c, request) => {
    const data = await page.load(request)
    if (data === undefined || isSeeOther(data)) return data
    const rendered: Rendered =
      c.env.json === true
        ? { type: 'application/json; charset=utf-8', text: `${JSON.stringify(page.json(data, request))}\n` }
        : { type: 'text/html; charset=utf-8', text: await writeDocument(page.render(request.view, data)) }
    return { rendered, isBadRequest: page.isBadRequest?.(data) === true, isPassing: page.isPassing?.(data) === true }
  }, page)
}

/** Serves what a public page offers to keep: a picture, a table. Kept as pages are; undefined where there is none. */
export function servePublicFile(app: App, services: Services, path: string, make: (request: PageRequest) => Promise<Rendered | undefined>): void {
  serveKept(app, services, path, async (c, request) => {
    const rendered = c.env.json === true ? undefined : await make(request)
    return rendered === undefined ? undefined : { rendered, isBadRequest: false, isPassing: false }
  })
}

interface Made {
  readonly rendered: Rendered
  readonly isBadRequest: boolean
  readonly isPassing: boolean
}

function serveKept(app: App, services: Services, path: string, make: (c: Context<Env>, request: PageRequest) => Promise<Made | SeeOther | undefined>, page: { readonly stamp?: PublicPage<object>['stamp']; readonly usesZone?: boolean } = {}): void {
  app.get(path, async (c) => {
    const slug = c.req.param('forum')
    const [read, forum] = await Promise.all([readRequest(c, services), slug === undefined ? undefined : findForum(services.db, slug)])
    if (slug !== undefined && forum === undefined) return notFoundPage(c, read)
    const head = await readStamp(services.db, forum?.id)
    const request: PageRequest = forum === undefined ? read : { ...read, forum, stamp: head }
    const stamp = `${head} ${(await page.stamp?.(request)) ?? ''} ${Math.floor(toMilliseconds(request.now) / FRESHNESS)}`
    const url = new URL(c.req.url)
    const key = `${c.env.json === true ? 'json' : 'html'} ${request.view.lang} ${page.usesZone === true ? (request.view.zone ?? '') : ''} ${url.pathname}${url.search}`
    const isShared = request.view.person === undefined && request.readingKeys === undefined
    const known = isShared ? cachedPages.find(key, stamp) : undefined
    if (known !== undefined) return answer(c, known)
    const made = await make(c, request)
    if (made === undefined) return notFoundPage(c, request)
    if (isSeeOther(made)) return c.redirect(made.seeOther, 303)
    const { rendered } = made
    if (made.isBadRequest) return c.body(rendered.text, 400, { 'content-type': rendered.type, 'cache-control': 'no-store' })
    return answer(c, isShared && !made.isPassing ? cachedPages.keep(key, stamp, rendered) : cachedPages.unkept(rendered))
  })
}

/** Serves a page that is for one reader: behind a secret link, or at the desk. Never kept, never indexed. */
export function servePrivatePage<Data>(
  app: App,
  services: Services,
  page: {
    readonly path: string
    readonly load: (request: PageRequest) => Promise<Data | SeeOther | 'forbidden' | undefined>
    readonly render: (view: View, data: Data) => JSX.Element
  },
): void {
  app.get(page.path, async (c) => {
    const request = await readRequest(c, services)
    const data = await page.load(request)
    if (data === undefined || c.env.json === true) return notFoundPage(c, request)
    if (data === 'forbidden') return forbiddenPage(c, request.view)
    if (isSeeOther(data)) return c.redirect(data.seeOther, 303)
    return privateHtml(c, page.render(request.view, data))
  })
}

export function isSeeOther(data: unknown): data is SeeOther {
  return typeof data === 'object' && data !== null && 'seeOther' in data
}

export const LOGIN_COOKIE = 'convoke_login'
export const LANGUAGE_COOKIE = 'convoke_language'
export const ZONE_COOKIE = 'convoke_zone'
export const READING_COOKIE = 'convoke_reading'
/** What one browser is known by where it votes without an account. */
export const VOTER_COOKIE = 'convoke_voter'

/** Gathers what is the same for every page: who reads, in which language, when. */
export async function readRequest(c: Context<Env>, services: Services): Promise<PageRequest> {
  const now = services.clock()
  const query = c.req.query()
  const lang = chooseLanguage(query['lang'], getCookie(c, LANGUAGE_COOKIE), c.req.header('accept-language'))
  const view: View = {
    lang,
    dir: textDirection(lang),
    t: translator(lang),
    error: (code) => errorSentence(translator(lang), code),
    path: new URL(c.req.url).pathname,
    query,
    now,
    zone: chooseZone(query['zone'], getCookie(c, ZONE_COOKIE)),
    publicUrl: services.publicUrl,
    assets: services.assets,
    person: await readPerson(c, services, now),
  }
  return { services, db: services.db, now, from: addressOf(c.env.peer, c.req.header('x-forwarded-for')), params: c.req.param(), query, view, loginToken: getCookie(c, LOGIN_COOKIE), readingKeys: getCookie(c, READING_COOKIE), voter: getCookie(c, VOTER_COOKIE) }
}

/** The zone that is asked for by the address, else the one that was chosen before; an empty one in the address is none. */
export function chooseZone(asked: string | undefined, chosen: string | undefined): string | undefined {
  const zone = asked ?? chosen
  // Spaces are read as they are most often meant.
  return zone === undefined || zone.length > 60 ? undefined : readTimeZone(zone.trim().replace(/\s+/gu, '_'))
}

async function readPerson(c: Context<Env>, services: Services, now: Instant): Promise<Person | undefined> {
  const token = getCookie(c, LOGIN_COOKIE)
  return token === undefined ? undefined : findPersonOfLogin(services.db, token, now)
}
