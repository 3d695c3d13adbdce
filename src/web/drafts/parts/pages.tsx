import { html } from 'hono/html'
import type { View } from '../../context.ts'
import type { Parts } from './data.ts'

/** Paragraphs that another part sets in full: their numbers, each with its anchor, so that an address of a paragraph leads here and on. */
export function Elsewhere(props: { view: View; parts: Parts; paragraphs: readonly { readonly number: number }[] }) {
  const { view, parts } = props
  const links = props.paragraphs.map(({ number }) => html`<a id="p${number}" href="?part=${parts.partOf(number)}#p${number}">${number}</a> `)
  return <p class="elsewhere"><span>{view.t('drafts.parts.elsewhere')} ¶</span> {links}</p>
}

/** The way through the parts of a long text; nothing where one page holds it. */
export function PartsNav(props: { view: View; parts: Parts; query?: Readonly<Record<string, string>> }) {
  const { view, parts } = props
  const to = (part: number | 'all'): string => `?${new URLSearchParams({ ...props.query, part: String(part) }).toString()}`
  const { current, count } = parts
  if (count === 1) return null
  if (current === 'all') return <nav class="pages" aria-label={view.t('drafts.parts')}><a href={to(1)}>{view.t('drafts.parts.in-parts')}</a></nav>
  return (
    <nav class="pages" aria-label={view.t('drafts.parts')}>
      <span>{view.t('drafts.parts.part', { current, count })}</span>
      {current > 1 ? <a href={to(current - 1)} rel="prev">{view.t('drafts.parts.earlier')}</a> : null}
      {current < count ? <a href={to(current + 1)} rel="next">{view.t('drafts.parts.later')}</a> : null}
      <a href={to('all')}>{view.t('drafts.parts.all')}</a>
    </nav>
  )
}
