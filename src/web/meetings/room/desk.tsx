import type { Child } from 'hono/jsx'
import type { FormState, View } from '../../context.ts'
import { Layout } from '../../ui/layout.tsx'
import { deskOf } from '../blocks/data.ts'
import { Deeds } from '../blocks/desk.tsx'
import type { RoomAtDesk } from './data.ts'
import { EMPTY_FORM, HandFields, LinkFields, PointFields, PollFields, RemarkFields } from './forms.tsx'
import { LiveBlocks } from './pages.tsx'

/** The room for those who work in it: what all see, and beside it what they do. */
export function RoomDesk(props: { view: View; data: RoomAtDesk }) {
  const { view, data } = props
  const { forum, meeting, content, isLeading } = data
  const { t } = view
  const isOpen = content.room.state === 'open'
  const base = deskOf(data)
  const crumbs = [{ href: '/desk', label: t('shell.desk') }, { href: `/desk/${forum.slug}`, label: forum.title }, { href: `/desk/${forum.slug}/meetings`, label: t('meetings.title') }, { href: `/desk/${forum.slug}/meetings/${meeting.slug}`, label: meeting.title }, { label: t('room.name') }]
  return (
    <Layout view={view} frame={data.frame} desk title={t('room.title', { title: meeting.title })} crumbs={crumbs} islands={['room.js']} sheets={['room.css']}>
      <h1 lang={forum.language} dir="auto">{meeting.title}</h1>
      <p class="meta"><a href={`/${forum.slug}/meetings/${meeting.slug}/room`}>{t('room.desk.readers-view')}</a><a href={`/desk/${forum.slug}/meetings/${meeting.slug}`}>{t('room.about-meeting')}</a></p>
      {isLeading ? <Deeds view={view} action={`${base}/open`} name="shall" choices={[isOpen ? { value: 'close', label: 'room.desk.close' } : { value: 'open', label: content.room.state === 'closed' ? 'room.desk.open-again' : 'room.desk.open' }]} /> : null}
      <LiveBlocks
        view={view}
        data={data}
        audience="desk"
        under={(itemId) => <UnderItem view={view} data={data} item={itemId ?? ''} />}
        aside={<Tools view={view} data={data} />}
      />
    </Layout>
  )
}

/** Under each item: a line for notes, and what says that it is on now. */
function UnderItem({ view, data, item }: { view: View; data: RoomAtDesk; item: string }) {
  const { t } = view
  const base = deskOf(data)
  return (
    <div class="room-add">
      <form method="post" action={`${base}/notes`} data-quiet data-line-form>
        <input type="hidden" name="item" value={item} />
        <label><span class="hidden-words">{t('room.form.notes')}</span><textarea name="text" rows={1} dir="auto" placeholder={t('room.form.note-here')} /></label>
        <button class="quiet small" type="submit">{t('room.desk.add-note')}</button>
      </form>
      {item !== '' && data.isLeading && data.content.room.state === 'open' ? <Deeds view={view} action={`${base}/on`} name="item" choices={[{ value: item, label: 'room.desk.put-on' }]} /> : null}
    </div>
  )
}

/** What is done beside the notes, each tool folded away until it is wanted. Another item than the one that is on now is a choice in it. */
function Tools({ view, data }: { view: View; data: RoomAtDesk }) {
  const { t } = view
  const { items, room } = data.content
  const base = deskOf(data)
  const form: FormState = room.itemId === null ? EMPTY_FORM : { ...EMPTY_FORM, values: { item: [room.itemId] } }
  const isOpen = room.state === 'open'
  return (
    <>
      <Tool view={view} action={`${base}/remarks`} title={t('room.desk.take-remark')}><RemarkFields view={view} form={form} items={items} /></Tool>
      {data.isLeading ? <Tool view={view} action={`${base}/points`} title={t('room.desk.put-point')}><PointFields view={view} form={form} items={items} /></Tool> : null}
      {data.isLeading && isOpen ? <Tool view={view} action={`${base}/polls`} title={t('room.desk.open-poll')}><PollFields view={view} form={form} items={items} /></Tool> : null}
      {isOpen ? <Tool view={view} action={`${base}/hands`} title={t('room.desk.raise-for')}><HandFields view={view} form={EMPTY_FORM} forum={data.forum} /></Tool> : null}
      <Tool view={view} action={`${base}/links`} title={t('room.desk.add-link')}><LinkFields view={view} form={form} /></Tool>
    </>
  )
}

function Tool(props: { view: View; action: string; title: string; children?: Child }) {
  return (
    <details class="room-tool">
      <summary>{props.title}</summary>
      <form method="post" action={props.action} data-quiet data-tool>
        {props.children}
        <button type="submit">{props.title}</button>
      </form>
    </details>
  )
}
