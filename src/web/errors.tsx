import type { Context } from 'hono'
import { privateHtml } from './answer.ts'
import type { Env, View } from './context.ts'
import type { MessageKey } from './messages.ts'
import { Layout } from './ui/layout.tsx'

/** An address that leads nowhere: says so, and offers the ways that do. As data for `.json` addresses. */
export async function notFoundPage(c: Context<Env>, view: View): Promise<Response> {
  if (c.env.json === true) return c.json({ error: 'not-found' }, 404, { 'cache-control': 'no-store' })
  return simplePage(c, view, 404, 'error.not-found.title', 'error.not-found.text')
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

function simplePage(c: Context<Env>, view: View, status: 400 | 403 | 404 | 413, title: MessageKey, text: MessageKey): Promise<Response> {
  const parts = view.path.split('/').filter((part) => part !== '')
  return privateHtml(
    c,
    <Layout view={view} title={view.t(title)}>
      <div class="reading">
        <h1>{view.t(title)}</h1>
        <p class="lead">{view.t(text)}</p>
        <ul class="ways">
          {parts.length > 2 ? <li><a href={`/${parts.slice(0, 2).join('/')}`}>{view.t('error.way.cycle')}</a></li> : null}
          {parts.length > 1 ? <li><a href={`/${parts[0] ?? ''}`}>{view.t('error.way.forum')}</a></li> : null}
          <li><a href="/">{view.t('error.way.home')}</a></li>
          {status === 403 && view.person === undefined ? <li><a href="/login">{view.t('error.way.login')}</a></li> : null}
        </ul>
      </div>
    </Layout>,
    status,
  )
}
