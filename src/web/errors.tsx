import type { Context } from 'hono'
import { privateHtml } from './answer.ts'
import type { Env, View } from './context.ts'
import { findMovedTo } from '../forums/moving/queries.ts'
import { findCycle, findForum } from '../forums/queries.ts'
import type { Db } from '../platform/database.ts'
import type { MessageKey } from './messages.ts'
import { Layout } from './ui/layout.tsx'

/** An address that leads nowhere: what was taken elsewhere is followed there; else it says so, and offers the ways that do. As data for `.json` addresses. */
export async function notFoundPage(c: Context<Env>, { db, view }: { readonly db: Db; readonly view: View }): Promise<Response> {
  const [, desk = '', path = ''] = /^\/(desk\/)?(.*)$/u.exec(view.path) ?? []
  const moved = c.req.method === 'GET' ? await findMovedTo(db, path) : undefined
  if (moved !== undefined) return c.redirect(`/${desk}${moved}${c.env.json === true ? '.json' : ''}${new URL(c.req.url).search}`, 301)
  if (c.env.json === true) return c.json({ error: 'not-found' }, 404, { 'cache-control': 'no-store' })
  return simplePage(c, view, 404, 'error.not-found.title', 'error.not-found.text', await waysFrom(db, view))
}

interface Way {
  readonly href: string
  readonly label: string
}

/** The cycle and the forum that the address names, as far as they are there: a page that helps leads to no second dead end. */
async function waysFrom(db: Db, view: View): Promise<Way[]> {
  const [forumSlug = '', cycleSlug = ''] = view.path.split('/').filter((part) => part !== '' && part !== 'desk')
  const forum = await findForum(db, forumSlug)
  if (forum === undefined) return []
  const cycle = await findCycle(db, forum.id, cycleSlug)
  return [
    ...(cycle === undefined ? [] : [{ href: `/${forum.slug}/${cycle.slug}`, label: view.t('error.way.cycle', { title: cycle.title }) }]),
    { href: `/${forum.slug}`, label: view.t('error.way.forum', { title: forum.title }) },
  ]
}

export function forbiddenPage(c: Context<Env>, view: View): Promise<Response> {
  return simplePage(c, view, 403, 'error.forbidden.title', view.person === undefined ? 'error.sign-in.text' : 'error.forbidden.text')
}

export function crossSitePage(c: Context<Env>, view: View): Promise<Response> {
  return simplePage(c, view, 403, 'error.cross-site.title', 'error.cross-site.text')
}

/** A form so long, or so unlike a form, that it cannot be read. What was sent is not kept: the sentence says what the limit is. */
export function tooLargePage(c: Context<Env>, view: View): Promise<Response> {
  return simplePage(c, view, 413, 'error.too-large.title', 'error.too-large.text')
}

/** A fault: the reference stands on the page and in the log, so that whoever writes to the secretariat can name it. */
export function faultPage(c: Context<Env>, view: View, reference: string): Promise<Response> {
  return privateHtml(
    c,
    <Layout view={view} title={view.t('error.fault.title')}>
      <div class="reading">
        <h1>{view.t('error.fault.title')}</h1>
        <p class="lead">{view.t('error.fault.text')}</p>
        <p>
          {view.t('error.fault.reference')} <strong class="figure">{reference}</strong>
        </p>
      </div>
    </Layout>,
    500,
  )
}

/** What was sent is not what a form sends, or broke off on the way. */
export function notAFormPage(c: Context<Env>, view: View): Promise<Response> {
  return simplePage(c, view, 400, 'error.not-a-form.title', 'error.not-a-form.text')
}

function simplePage(c: Context<Env>, view: View, status: 400 | 403 | 404 | 413, title: MessageKey, text: MessageKey, ways: readonly Way[] = []): Promise<Response> {
  return privateHtml(
    c,
    <Layout view={view} title={view.t(title)}>
      <div class="reading">
        <h1>{view.t(title)}</h1>
        <p class="lead">{view.t(text)}</p>
        <ul class="bare">
          {ways.map(({ href, label }) => <li><a href={href}>{label}</a></li>)}
          <li><a href="/">{view.t('error.way.home')}</a></li>
          {status === 403 && view.person === undefined ? <li><a href="/login">{view.t('error.way.login')}</a></li> : null}
        </ul>
      </div>
    </Layout>,
    status,
  )
}
