import type { DroppedLink } from '../../../meetings/dropped-links/model.ts'
import type { Hand } from '../../../meetings/hands/model.ts'
import type { Note } from '../../../meetings/notes/model.ts'
import type { Point } from '../../../meetings/points/model.ts'
import type { Remark } from '../../../meetings/remarks/model.ts'
import type { StrawPoll } from '../../../meetings/straw-polls/model.ts'
import type { MessageKey } from '../../messages.ts'
import type { View } from '../../context.ts'
import { deskOf, type RoomPlace } from './data.ts'

type Props = { readonly view: View; readonly place: RoomPlace }

/** One or more buttons in a form of their own; `shall` says what is to be done. */
export function Deeds(props: { view: View; action: string; name: string; choices: readonly { readonly value: string; readonly label: MessageKey }[] }) {
  const { view, action, name, choices } = props
  return (
    <form class="deeds" method="post" action={action} data-quiet>
      {choices.map(({ value, label }) => <button class="quiet small" type="submit" name={name} value={value}>{view.t(label)}</button>)}
    </form>
  )
}

export function HandDeeds({ view, place, hand }: Props & { hand: Hand }) {
  return <Deeds view={view} action={`${deskOf(place)}/hands/${hand.id}`} name="shall" choices={[{ value: 'call', label: 'room.desk.call' }, { value: 'lower', label: 'room.desk.lower' }]} />
}

/** A line is put right where it stands; without scripts the same form leads to a page of its own when something is wrong. */
export function NoteDeeds({ view, place, note }: Props & { note: Note }) {
  return (
    <details class="room-edit" data-keep={`note-${note.id}`}>
      <summary aria-label={view.t('room.desk.edit-note')}>{view.t('room.desk.edit')}</summary>
      <form method="post" action={`${deskOf(place)}/notes/${note.id}`} data-quiet>
        <input type="hidden" name="revision" value={String(note.revision)} />
        <label>{view.t('room.desk.note-words')}<textarea name="text" rows={2} dir="auto">{`\n${note.text}`}</textarea></label>
        <button class="quiet small" type="submit">{view.t('room.desk.save')}</button>
      </form>
    </details>
  )
}

export function RemarkDeeds({ view, place, remark }: Props & { remark: Remark }) {
  const base = `${deskOf(place)}/remarks/${remark.position}`
  return <p class="deeds"><a href={base}>{view.t('room.desk.edit')}</a><a href={`${base}/register`}>{view.t('room.desk.register')}</a></p>
}

export function PointDeeds({ view, place, point }: Props & { point: Point }) {
  const base = `/desk/${place.forum.slug}/points/${point.number}`
  return point.confirmUntil === null ? <p class="deeds"><a href={base}>{view.t('room.desk.edit')}</a><a href={`${base}/list`}>{view.t('points.desk.list')}</a></p> : null
}

export function PollDeeds({ view, place, poll }: Props & { poll: StrawPoll }) {
  return poll.closedAt === null ? <Deeds view={view} action={`${deskOf(place)}/polls/${poll.number}`} name="shall" choices={[{ value: 'close', label: 'room.desk.close-poll' }]} /> : null
}

export function LinkDeeds({ view, place, link }: Props & { link: DroppedLink }) {
  if (link.referenceId !== null) return null
  const show = link.isShown ? [] : [{ value: 'show', label: 'room.desk.show-link' as const }]
  return <Deeds view={view} action={`${deskOf(place)}/links/${link.number}`} name="shall" choices={[...show, { value: 'take', label: 'room.desk.take-link' }, { value: 'remove', label: 'room.desk.remove-link' }]} />
}
