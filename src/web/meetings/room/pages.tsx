import type { Child } from 'hono/jsx'
import type { Id } from '../../../shared/ids.ts'
import type { MessageKey } from '../../messages.ts'
import type { FormState, View } from '../../context.ts'
import { ErrorSummary } from '../../ui/fields.tsx'
import { Layout, type Crumb } from '../../ui/layout.tsx'
import { blocksOf, ITEM_PARTS, partOf } from '../blocks/pages.tsx'
import type { RoomData } from './data.ts'
import { EMPTY_FORM, HandFields, LinkFields } from './forms.tsx'

/** The live page of a meeting, for those who follow: it reads itself anew where there are scripts, and is as good without them when it is loaded again. */
export function RoomPage(props: { view: View; data: RoomData }) {
  const { view, data } = props
  const { forum, meeting, content } = data
  const { t } = view
  const isOpen = content.room.state === 'open'
  const here = `/${forum.slug}/meetings/${meeting.slug}`
  return (
    <Layout view={view} frame={data.frame} title={t('room.title', { title: meeting.title })} crumbs={roomCrumbs(view, data)} islands={isOpen || content.room.state === 'not-open' ? ['room.js'] : []} sheets={['room.css']}>
      <h1 lang={forum.language} dir="auto">{meeting.title}</h1>
      <p class="meta"><a href={here}>{t('room.about-meeting')}</a><a href={`${here}/room.json`}>{t('room.data')}</a>{view.person === undefined ? null : <a href={`/desk${here}/room`}>{t('room.work')}</a>}</p>
      <LiveBlocks view={view} data={data} audience="readers" aside={<>{isOpen ? <><RaiseHand view={view} data={data} /><DropLink view={view} data={data} /></> : null}<Transcripts view={view} data={data} /></>} />
    </Layout>
  )
}

/** What changes, part by part, around what stands still. `data-events` is where a page that is open hears of changes. */
export function LiveBlocks(props: { view: View; data: RoomData; audience: 'readers' | 'desk'; aside?: Child; under?: (itemId: Id | null) => Child }) {
  const { view, data, audience } = props
  const { t } = view
  const { forum, meeting, content } = data
  const blocks = new Map(blocksOf({ view, place: data, content, audience }).map(({ id, node }) => [id, node]))
  const base = `${audience === 'desk' ? '/desk' : ''}/${forum.slug}/meetings/${meeting.slug}/room/events`
  return (
    <div class="room" data-state={content.room.state} data-room={base} data-version={String(content.room.version)} data-lost={t('room.lost')} data-agenda-changed={t('room.agenda-changed')} data-conflict={t('room.conflict')} data-unsent={t('room.unsent')}>
      <p class="notice room-news" role="status" hidden />
      <div data-block="state">{blocks.get('state')}</div>
      <div class="room-columns">
        <div class="room-main">
          {[...content.items.map(({ id }) => id), null].map((itemId) => (
            <section class="room-item" id={`item-${itemId ?? 'none'}`}>
              {ITEM_PARTS.map((part) => <div data-block={partOf(part, itemId)}>{blocks.get(partOf(part, itemId))}</div>)}
              {props.under?.(itemId)}
            </section>
          ))}
        </div>
        <aside class="room-side" aria-label={t('room.side')}>
          <h2>{t('room.agenda')}</h2>
          <div data-block="agenda">{blocks.get('agenda')}</div>
          <h2>{t('room.queue')}</h2>
          <div data-block="queue">{blocks.get('queue')}</div>
          {props.aside}
        </aside>
      </div>
    </div>
  )
}

function Transcripts({ view, data }: { view: View; data: RoomData }) {
  const { transcripts } = data.content
  if (transcripts.length === 0) return null
  return (
    <>
      <h2>{view.t('room.transcripts')}</h2>
      <ul class="room-links">{transcripts.map(({ number, title }) => <li><a href={`/${data.forum.slug}/meetings/${data.meeting.slug}/transcripts/${number}`} dir="auto">{title ?? view.t('room.transcript.title', { number })}</a></li>)}</ul>
    </>
  )
}

function RaiseHand({ view, data }: { view: View; data: RoomData }) {
  const { t } = view
  return (
    <details class="room-tool">
      <summary>{t('room.raise-hand')}</summary>
      <form method="post" action={`/${data.forum.slug}/meetings/${data.meeting.slug}/room/hand`}>
        <p class="hint">{t('room.raise-hand-hint')}</p>
        <HandFields view={view} form={EMPTY_FORM} forum={data.forum} />
        <button type="submit">{t('room.raise-hand')}</button>
      </form>
    </details>
  )
}

function DropLink({ view, data }: { view: View; data: RoomData }) {
  const { t } = view
  return (
    <details class="room-tool">
      <summary>{t('room.drop-link')}</summary>
      <form method="post" action={`/${data.forum.slug}/meetings/${data.meeting.slug}/room/link`}>
        <p class="hint">{t('room.drop-link-hint')}</p>
        <LinkFields view={view} form={EMPTY_FORM} />
        <button class="quiet" type="submit">{t('room.drop-link')}</button>
      </form>
    </details>
  )
}

export function roomCrumbs(view: View, { forum, meeting }: Pick<RoomData, 'forum' | 'meeting'>, last?: string): Crumb[] {
  const base = `/${forum.slug}/meetings`
  const way = [{ href: `/${forum.slug}`, label: forum.title }, { href: base, label: view.t('meetings.title') }, { href: `${base}/${meeting.slug}`, label: meeting.title }]
  return last === undefined ? [...way, { label: view.t('room.name') }] : [...way, { href: `${base}/${meeting.slug}/room`, label: view.t('room.name') }, { label: last }]
}

/** One form of the room on a page of its own: where it stands when something in it was wrong. */
export function RoomFormPage(props: { view: View; data: RoomData; form: FormState; title: MessageKey; button: MessageKey; labels: Readonly<Record<string, string>>; lead?: Child; isDesk?: boolean; children?: Child }) {
  const { view, data, form } = props
  const title = view.t(props.title)
  const back = `${props.isDesk === true ? '/desk' : ''}/${data.forum.slug}/meetings/${data.meeting.slug}/room`
  return (
    <Layout view={view} frame={data.frame} desk={props.isDesk === true} title={title} crumbs={roomCrumbs(view, data, title)} sheets={['room.css']}>
      <h1>{title}</h1>
      {props.lead}
      <form method="post" action={view.path} class="sheet" novalidate>
        <ErrorSummary view={view} form={form} labels={props.labels} />
        {props.children}
        <div class="actions"><button type="submit">{view.t(props.button)}</button> <a href={back}>{view.t('room.back')}</a></div>
      </form>
    </Layout>
  )
}

/** Behind the link of a raised hand: its place, and the button that takes it down. */
export function MyHandPage(props: { view: View; data: RoomData; form: FormState; place: number }) {
  const { view, data, form, place } = props
  const { t } = view
  return (
    <Layout view={view} frame={data.frame} title={t('room.my-hand')} crumbs={roomCrumbs(view, data, t('room.my-hand'))} sheets={['room.css']}>
      <h1>{t('room.my-hand')}</h1>
      <ErrorSummary view={view} form={form} labels={{}} />
      <p class="lead">{place === 0 ? t('room.my-hand-down') : t('room.my-hand-place', { place })}</p>
      <form method="post" action={view.path} class="sheet">
        <div class="actions">
          {place === 0 ? null : <button type="submit">{t('room.lower-hand')}</button>} <a href={`/${data.forum.slug}/meetings/${data.meeting.slug}/room`}>{t('room.back')}</a>
        </div>
      </form>
    </Layout>
  )
}

/** A straw poll on a page of its own. A browser that has just been given its name confirms here what it chose. */
export function VotePage(props: { view: View; data: RoomData; form: FormState; poll: RoomData['content']['polls'][number]; chosen: string | undefined }) {
  const { view, data, form, poll } = props
  const { t } = view
  const title = t('room.poll.title', { number: poll.number })
  const chosen = poll.options.find(({ id }) => id === props.chosen)
  return (
    <Layout view={view} frame={data.frame} title={title} crumbs={roomCrumbs(view, data, title)} sheets={['room.css']}>
      <h1>{title}</h1>
      <ErrorSummary view={view} form={form} labels={{}} />
      <p class="lead" lang={data.forum.language} dir="auto">{poll.question}</p>
      {poll.closedAt !== null ? <p class="differs">{t('room.poll.closed')}</p> : (
        <form method="post" action={view.path} class="sheet">
          <p>{t(chosen === undefined ? 'room.poll.lead' : 'room.poll.confirm')}</p>
          {(chosen === undefined ? poll.options : [chosen]).map((option) => (
            <div class="actions"><button class={chosen === undefined ? 'quiet' : undefined} type="submit" name="option" value={option.id} dir="auto">{option.text}</button></div>
          ))}
        </form>
      )}
      <p><a href={`/${data.forum.slug}/meetings/${data.meeting.slug}/room#poll-${poll.number}`}>{t('room.back')}</a></p>
    </Layout>
  )
}
