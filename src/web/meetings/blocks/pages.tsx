import type { Child } from 'hono/jsx'
import type { JSX } from 'hono/jsx/jsx-runtime'
import type { Item } from '../../../meetings/items/model.ts'
import { pointRef, standingOf, type Point } from '../../../meetings/points/model.ts'
import type { Remark } from '../../../meetings/remarks/model.ts'
import type { StrawPoll } from '../../../meetings/straw-polls/model.ts'
import type { Id } from '../../../shared/ids.ts'
import { splitParagraphs } from '../../../shared/text.ts'
import { wallClock, writeDate, writeShortDate, type Instant } from '../../../shared/time.ts'
import type { View } from '../../context.ts'
import { underItem, type RoomContent } from '../room/data.ts'
import type { Audience, RoomPlace } from './data.ts'
import { HandDeeds, LinkDeeds, NoteDeeds, PointDeeds, PollDeeds, RemarkDeeds } from './desk.tsx'

export interface BlockProps {
  readonly view: View
  readonly place: RoomPlace
  readonly content: RoomContent
  readonly audience: Audience
}

export interface Block {
  readonly id: string
  readonly node: JSX.Element
}

/** What of a room changes while it is open, part by part: each is sent by itself when it changed. */
export function blocksOf(props: BlockProps): Block[] {
  const { content } = props
  return [
    { id: 'state', node: <StateBlock {...props} /> },
    { id: 'queue', node: <QueueBlock {...props} /> },
    { id: 'agenda', node: <AgendaBlock {...props} /> },
    ...[...content.items.map(({ id }) => id), null].flatMap((itemId) => itemBlocks(props, itemId)),
  ]
}

function StateBlock({ view, place, content }: BlockProps) {
  const { t } = view
  const { room } = content
  if (room.state === 'not-open') return <p class="differs" data-state-now="not-open">{t('room.state.not-open')}</p>
  if (room.state === 'closed') return <p class="meta" data-state-now="closed"><span>{t('room.state.closed')}</span>{room.closedAt === null ? null : <span><Moment view={view} place={place} at={room.closedAt} withDay /></span>}</p>
  return <p class="meta" data-state-now="open"><span class="tag live">{t('room.state.open')}</span>{room.openedAt === null ? null : <span>{t('room.since')} <Moment view={view} place={place} at={room.openedAt} /></span>}</p>
}

/** The hour on the meeting's own clock, and in UTC. */
export function Moment(props: { view: View; place: RoomPlace; at: Instant; withDay?: boolean }) {
  const { view, place, at } = props
  const zone = place.meeting.sittings.find((sitting) => sitting.zone !== null)?.zone ?? 'UTC'
  const [local, utc] = [wallClock(at, zone), wallClock(at, 'UTC')]
  const day = props.withDay === true ? `${writeDate(local.date, view.lang)}, ` : ''
  return (
    <time datetime={at}>
      {day}{zone === 'UTC' ? view.t('meetings.utc', { time: utc.time.slice(0, 5) }) : <>{view.t('meetings.local', { time: local.time.slice(0, 5), zone })} · {view.t('meetings.utc', { time: utc.time.slice(0, 5) })}</>}
    </time>
  )
}

/** Which item is on, and the way to each. The ids say to a page left open whether the agenda is still the same. */
function AgendaBlock({ view, place, content }: BlockProps) {
  const { t } = view
  return (
    <div data-items={content.items.map(({ id }) => id).join(' ')}>
      {content.items.length === 0 ? <p class="quiet-text">{t('room.no-agenda')}</p> : (
        <ol class="room-agenda">
          {content.items.map((item) => (
            <li>
              <a href={`#item-${item.id}`} lang={place.forum.language} dir="auto" aria-current={content.room.itemId === item.id ? 'step' : undefined}>{item.title}</a>
              {item.minutes === null ? null : <span class="quiet-text"> {t('room.minutes', { count: item.minutes })}</span>}
              {content.room.itemId === item.id ? <span class="tag live">{t('room.on-now')}</span> : null}
            </li>
          ))}
        </ol>
      )}
    </div>
  )
}

function QueueBlock({ view, place, content, audience }: BlockProps) {
  const { t } = view
  const { queue, room } = content
  if (room.state !== 'open') return <p class="quiet-text">{t('room.queue.closed')}</p>
  const groupName = (key: string): string => place.forum.stakeholderGroups.find((group) => group.key === key)?.title ?? key
  return (
    <>
      {queue.speaking === null ? null : <p class="speaking"><span class="tag live">{t('room.queue.speaking')}</span> <strong dir="auto">{queue.speaking.name}</strong></p>}
      {queue.waiting.length === 0 ? <p class="quiet-text">{t('room.queue.empty')}</p> : (
        <ol class="room-queue">
          {queue.waiting.map((hand) => (
            <li>
              <span dir="auto">{hand.name}{hand.organisation === null ? '' : `, ${hand.organisation}`}</span>
              {hand.isRemote ? <span class="tag">{t('room.queue.remote')}</span> : null}
              {audience === 'desk' ? <HandDeeds view={view} place={place} hand={hand} /> : null}
            </li>
          ))}
        </ol>
      )}
      {queue.balance.length === 0 ? null : (
        <table class="figures">
          <caption>{t('room.queue.balance')}</caption>
          <thead><tr><th scope="col">{t('room.queue.group')}</th><th scope="col">{t('room.queue.spoken')}</th><th scope="col">{t('room.queue.waiting')}</th></tr></thead>
          <tbody>{queue.balance.map(({ group, spoken, waiting }) => <tr><th scope="row">{groupName(group)}</th><td>{spoken}</td><td>{waiting}</td></tr>)}</tbody>
        </table>
      )}
    </>
  )
}

/** The parts of what stands under an item, in their order. */
export const ITEM_PARTS = ['head', 'notes', 'points', 'polls', 'remarks', 'actions', 'links'] as const

/** The name of a part of an item's section; of what stands under no item, `notes-none`. */
export function partOf(part: (typeof ITEM_PARTS)[number], itemId: Id | null): string {
  return `${part}-${itemId ?? 'none'}`
}

function itemBlocks(props: BlockProps, itemId: Id | null): Block[] {
  const { view, place, content } = props
  const under = underItem(content, itemId)
  const item = content.items.find(({ id }) => id === itemId)
  const isOn = itemId !== null && content.room.itemId === itemId
  const nodes = {
    head: <ItemHead view={view} item={item} language={place.forum.language} isOn={isOn} hasAgenda={content.items.length > 0} />,
    notes: <NoteLines {...props} under={under} />,
    points: <PointLines {...props} under={under} />,
    polls: <PollLines {...props} under={under} />,
    remarks: <RemarkLines {...props} under={under} />,
    actions: <ActionLines {...props} under={under} />,
    links: <LinkLines {...props} under={under} />,
  }
  return ITEM_PARTS.map((part) => ({ id: partOf(part, itemId), node: nodes[part] }))
}

type Under = { readonly under: ReturnType<typeof underItem> }

function NoteLines({ view, place, audience, under }: BlockProps & Under) {
  return under.notes.length === 0 ? <></> : (
    <ul class="room-notes">
      {under.notes.map((note) => (
        <li id={`note-${note.id}`} data-line={note.id}>
          <span lang={place.forum.language} dir="auto">{note.text}</span>
          {audience === 'desk' ? <NoteDeeds view={view} place={place} note={note} /> : null}
        </li>
      ))}
    </ul>
  )
}

function PointLines({ view, place, audience, under }: BlockProps & Under) {
  return <>{under.points.map((point) => <PointLine view={view} place={place} point={point}>{audience === 'desk' ? <PointDeeds view={view} place={place} point={point} /> : null}</PointLine>)}</>
}

function PollLines({ view, place, audience, under }: BlockProps & Under) {
  return <>{under.polls.map((poll) => <PollLine view={view} place={place} poll={poll}>{audience === 'desk' ? <PollDeeds view={view} place={place} poll={poll} /> : null}</PollLine>)}</>
}

function RemarkLines({ view, place, audience, under }: BlockProps & Under) {
  const base = `/${place.forum.slug}/meetings/${place.meeting.slug}`
  return (
    <>
      {under.remarks.map((remark) => (
        <RemarkLine view={view} remark={remark} href={`${base}/remarks/${remark.position}`} language={place.forum.language}>
          {audience === 'desk' ? <RemarkDeeds view={view} place={place} remark={remark} /> : null}
        </RemarkLine>
      ))}
    </>
  )
}

function ActionLines({ view, place, under }: BlockProps & Under) {
  return under.actions.length === 0 ? <></> : (
    <ul class="room-actions">
      {under.actions.map((action) => (
        <li>
          <a href={`/${place.forum.slug}/actions/A-${action.number}`}>A-{action.number}</a> <span lang={place.forum.language} dir="auto">{action.text}</span>
          <span class="quiet-text" dir="auto"> {[action.owner, action.due === null ? null : view.t('room.due', { date: writeShortDate(action.due, view.lang) })].filter((part) => part !== null).join(' · ')}</span>
        </li>
      ))}
    </ul>
  )
}

function LinkLines({ view, place, content, audience, under }: BlockProps & Under) {
  const { t } = view
  return under.links.length === 0 ? <></> : (
    <ul class="room-links">
      {under.links.map((link) => (
        <li>
          <a href={link.url} rel="nofollow ugc noopener" dir="auto">{link.title ?? link.url}</a>
          {link.isShown ? null : <span class="tag">{t('room.link.waits')}</span>}
          {link.referenceId === null ? null : <span class="tag">{t('room.link.in-library', { ref: `L-${content.references.get(link.referenceId)?.number ?? ''}` })}</span>}
          {audience === 'desk' ? <LinkDeeds view={view} place={place} link={link} /> : null}
        </li>
      ))}
    </ul>
  )
}

function ItemHead(props: { view: View; item: Item | undefined; language: string; isOn: boolean; hasAgenda: boolean }) {
  const { view, item, language, isOn } = props
  if (item === undefined) return <h2>{view.t(props.hasAgenda ? 'room.under-none' : 'room.noted')}</h2>
  return (
    <>
      <h2><span lang={language} dir="auto">{item.title}</span>{isOn ? <> <span class="tag live">{view.t('room.on-now')}</span></> : null}</h2>
      {item.minutes === null && item.presenter === null ? null : (
        <p class="meta">
          {item.minutes === null ? null : <span>{view.t('room.minutes', { count: item.minutes })}</span>}
          {item.presenter === null ? null : <span dir="auto">{item.presenter}</span>}
        </p>
      )}
      {item.about === null ? null : splitParagraphs(item.about).map((part) => <p lang={language} dir="auto">{part}</p>)}
    </>
  )
}

/** A point as it stands in a list: its reference, how far the room went along, its words. */
export function PointLine(props: { view: View; place: RoomPlace; point: Point; children?: Child }) {
  const { view, place, point } = props
  const standing = standingOf(point)
  return (
    <div class={`room-point is-${point.strength}`} id={`point-${point.number}`}>
      <p class="meta">
        <a href={`/${place.forum.slug}/points/${point.number}`}>{pointRef(point.number)}</a>
        <strong>{view.t(`points.strength.${point.strength}`)}</strong>
        {standing === 'put' ? null : <span>{view.t(`points.standing.${standing}`)}</span>}
      </p>
      <p class="words" lang={place.forum.language} dir="auto">{point.text}</p>
      {props.children}
    </div>
  )
}

function PollLine(props: { view: View; place: RoomPlace; poll: StrawPoll; children?: Child }) {
  const { view, place, poll } = props
  const { t } = view
  const total = poll.options.reduce((sum, { votes }) => sum + votes, 0)
  const most = Math.max(1, ...poll.options.map(({ votes }) => votes))
  const isOpen = poll.closedAt === null
  return (
    <div class="room-poll" id={`poll-${poll.number}`}>
      <p class="meta"><strong>{t('room.poll.title', { number: poll.number })}</strong><span>{t(isOpen ? 'room.poll.open' : 'room.poll.closed')}</span><span>{t('room.poll.votes', { count: total })}</span></p>
      <p class="words" lang={place.forum.language} dir="auto">{poll.question}</p>
      <form method="post" action={`/${place.forum.slug}/meetings/${place.meeting.slug}/room/polls/${poll.number}`} data-quiet>
        <ul>
          {poll.options.map((option) => (
            <li>
              {isOpen ? <button class="quiet" type="submit" name="option" value={option.id} dir="auto">{option.text}</button> : <span dir="auto">{option.text}</span>}
              <span class="poll-bar" aria-hidden="true"><svg viewBox="0 0 100 6" preserveAspectRatio="none"><rect width={(option.votes / most) * 100} height="6" /></svg></span>
              <strong>{option.votes}</strong>
            </li>
          ))}
        </ul>
      </form>
      {props.children}
    </div>
  )
}

/** What somebody said: with the name where there is one to be seen, else "one participant". */
export function RemarkLine(props: { view: View; remark: Remark; href: string; language: string; children?: Child }) {
  const { view, remark, href } = props
  const { t } = view
  return (
    <figure class="room-remark" id={`remark-${remark.position}`}>
      <blockquote lang={remark.language ?? props.language} dir="auto">{splitParagraphs(remark.text).map((part) => <p>{part}</p>)}</blockquote>
      <figcaption>
        <a href={href}>{t('room.remark.number', { number: remark.position })}</a> · <span dir="auto">{remark.speaker === null ? t('room.remark.one-participant') : [remark.speaker, remark.organisation].filter((part) => part !== null).join(', ')}</span>
        {remark.speaker !== null && !remark.isNamed ? <span class="tag">{t('room.remark.name-for-desk')}</span> : null}
      </figcaption>
      {props.children}
    </figure>
  )
}
