import { allotted, type Item } from '../../../meetings/items/model.ts'
import { minutesOf, type Sitting } from '../../../meetings/model.ts'
import { splitParagraphs } from '../../../shared/text.ts'
import { writeInstant } from '../../../shared/time.ts'
import type { View } from '../../context.ts'
import { Layout } from '../../ui/layout.tsx'
import type { MeetingData } from '../data.ts'
import { SittingTime } from '../sitting/pages.tsx'
import type { AgendaPageData } from './data.ts'

/** The items of an agenda, numbered, with minutes, presenters and what they point to. */
export function ItemList(props: { view: View; language: string; items: readonly Item[] }) {
  const { view, language, items } = props
  return (
    <ol class="agenda">
      {items.map((item, at) => (
        <li id={`item-${at + 1}`}>
          <p><strong lang={language} dir="auto">{item.title}</strong></p>
          {item.minutes === null && item.presenter === null ? null : (
            <p class="meta">
              {item.minutes === null ? null : <span>{view.t('meetings.plan.agenda.minutes', { count: item.minutes })}</span>}
              {item.presenter === null ? null : <span dir="auto">{item.presenter}</span>}
            </p>
          )}
          {item.about === null ? null : <div lang={language} dir="auto">{splitParagraphs(item.about).map((part) => <p>{part}</p>)}</div>}
          {item.links.length === 0 ? null : <ul>{item.links.map((link) => <li><a href={link.url} dir="auto">{link.title}</a></li>)}</ul>}
        </li>
      ))}
    </ol>
  )
}

/** Minutes allotted, against the length of each sitting that has one. */
export function MinutesLine(props: { view: View; items: readonly Item[]; sittings: readonly Sitting[] }) {
  const { view } = props
  const sum = allotted(props.items)
  const lengths = [...new Set(props.sittings.flatMap((sitting) => minutesOf(sitting) ?? []))]
  if (sum === undefined) return null
  const longest = Math.max(...lengths)
  return (
    <p class={lengths.length > 0 && sum > longest ? 'differs' : 'meta'}>
      <span>{lengths.length === 0 ? view.t('meetings.plan.agenda.sum', { sum }) : view.t('meetings.plan.agenda.sum-of', { sum, length: lengths.join(' / ') })}</span>
      {lengths.length > 0 && sum > longest ? <> {view.t('meetings.plan.agenda.too-much', { over: sum - longest })}</> : null}
    </p>
  )
}

/** The agenda on the page of its meeting; nothing where none is written. */
export function AgendaBlock(props: { view: View; data: MeetingData }) {
  const { view, data } = props
  const { items, forum, meeting } = data
  if (items.length === 0) return null
  return (
    <section class="block" id="items">
      <h2>{view.t(meeting.kind === 'session' ? 'meetings.plan.agenda.run' : 'meetings.plan.agenda.title')}</h2>
      <MinutesLine view={view} items={items} sittings={meeting.sittings} />
      <ItemList view={view} language={forum.language} items={items} />
      <p><a href={`/${forum.slug}/meetings/${meeting.slug}/agenda`}>{view.t('meetings.plan.agenda.page')}</a></p>
    </section>
  )
}

/** An agenda by itself, to send round and to print; with when each of its revisions was sent. */
export function AgendaPage(props: { view: View; data: AgendaPageData }) {
  const { view, data } = props
  const { forum, meeting } = data
  const title = view.t('meetings.plan.agenda.of', { meeting: meeting.title })
  const crumbs = [{ href: `/${forum.slug}`, label: forum.title }, { href: `/${forum.slug}/meetings`, label: view.t('meetings.title') }, { href: `/${forum.slug}/meetings/${meeting.slug}`, label: meeting.title }, { label: view.t('meetings.plan.agenda.title') }]
  return (
    <Layout view={view} frame={data.frame} title={title} crumbs={crumbs}>
      <h1><span>{view.t('meetings.plan.agenda.title')}</span> <small lang={forum.language} dir="auto">{meeting.title}</small></h1>
      {meeting.sittings.map((sitting) => <p class="lead"><SittingTime view={view} sitting={sitting} />{sitting.place === null ? null : <> · <span dir="auto">{sitting.place}</span></>}</p>)}
      {data.items.length === 0 ? <p class="empty">{view.t('meetings.plan.agenda.none')}</p> : (
        <>
          <MinutesLine view={view} items={data.items} sittings={meeting.sittings} />
          <ItemList view={view} language={forum.language} items={data.items} />
        </>
      )}
      {data.circulations.length === 0 ? null : (
        <section class="block">
          <h2>{view.t('meetings.plan.agenda.sent')}</h2>
          {data.circulations.map(({ number, sentAt, text }) => (
            <details>
              <summary>{view.t('meetings.plan.agenda.revision', { number })} · <time datetime={sentAt}>{writeInstant(sentAt, view.lang)}</time></summary>
              <pre class="as-sent" lang={forum.language} dir="auto">{`\n${text}`}</pre>
            </details>
          ))}
        </section>
      )}
    </Layout>
  )
}
