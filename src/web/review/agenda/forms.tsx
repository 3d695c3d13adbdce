import type { Forum } from '../../../forums/model.ts'
import type { MeetingSummary } from '../../../meetings/model.ts'
import type { Comment } from '../../../review/model.ts'
import { writeDate } from '../../../shared/time.ts'
import type { FormState, View } from '../../context.ts'
import { SelectField, TextField, typed } from '../../ui/fields.tsx'
import type { OnAgenda } from './data.ts'
import { MeetingDates, WhatWasSaid } from './pages.tsx'

/** What is needed to put a comment on an agenda. */
export interface ForAgenda {
  readonly forum: Forum
  readonly cycleBase: string
  readonly comment: Comment
  readonly agenda: readonly OnAgenda[]
  /** Those of the cycle. */
  readonly meetings: readonly MeetingSummary[]
}

export function agendaAddress(data: Pick<ForAgenda, 'cycleBase' | 'comment'>): string {
  return `/desk${data.cycleBase}/comments/R-${data.comment.number}/agenda`
}

/** On the desk of a comment: the agendas it is on, and the form that puts it on another. */
export function AgendaBlock(props: { view: View; data: ForAgenda; form: FormState }) {
  const { view, data, form } = props
  const { forum, agenda } = data
  return (
    <section class="block" id="agenda">
      <h2>{view.t('agenda.on')}</h2>
      {agenda.length === 0 ? null : (
        <ul class="entries">
          {agenda.map((on) => (
            <li>
              <h3 lang={forum.language} dir="auto">{on.meeting.title}</h3>
              <MeetingDates view={view} on={on} />
              {on.item.said === null ? <p class="quiet-text">{view.t('agenda.not-said')}</p> : null}
              <WhatWasSaid view={view} language={forum.language} item={on.item} />
            </li>
          ))}
        </ul>
      )}
      {agenda.length === 0 ? null : <p><a href={agendaAddress(data)}>{view.t('agenda.desk.link')}</a></p>}
      <PutOnAgenda view={view} data={data} form={form} />
    </section>
  )
}

/** Chooses a meeting of the cycle whose agenda the comment is not on; says so where there is none. */
export function PutOnAgenda(props: { view: View; data: ForAgenda; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  if (data.comment.withdrawnAt !== null) return null
  if (data.meetings.length === 0) return <p class="quiet-text">{t('agenda.desk.no-meetings')}</p>
  const left = data.meetings.filter(({ id }) => !data.agenda.some(({ meeting }) => meeting.id === id))
  if (left.length === 0) return <p class="quiet-text">{t('agenda.desk.no-more')}</p>
  const choices = left.map(({ id, title, sittings }) => ({ value: id, label: [title, ...sittings.slice(0, 1).map(({ date }) => writeDate(date, view.lang))].join(', ') }))
  return (
    <form class="sheet" method="post" action={agendaAddress(data)}>
      <SelectField view={view} form={form} name="meeting" label={t('agenda.desk.meeting')} choices={choices} nothing={t('agenda.desk.meeting-choose')} />
      <TextField view={view} form={form} name="why" rows={2} optional label={t('agenda.desk.why')} hint={t('agenda.desk.why-hint')} lang={data.forum.language} />
      <div class="actions"><button class="quiet" name="act" value="put">{t('agenda.desk.put')}</button></div>
    </form>
  )
}

/** What was said at one meeting, as it stands or to be entered; and the way off its agenda, for whoever decides that. `isNext`: what is to be done first. */
export function SaidForm(props: { view: View; data: ForAgenda; form: FormState; on: OnAgenda; mayPut: boolean; isNext: boolean }) {
  const { view, data, form, on } = props
  const { t } = view
  const name = `said-${on.item.id}`
  // Another form of the page may have come back: then this one shows what stands.
  const shown = form.values[name] === undefined ? { ...form, values: { ...form.values, [name]: [on.item.said ?? ''] } } : form
  const own = <><input type="hidden" name="item" value={on.item.id} /><input type="hidden" name="revision" value={revisionOf(form, on)} /></>
  return (
    <li>
      <h2 lang={data.forum.language} dir="auto">{on.meeting.title}</h2>
      <MeetingDates view={view} on={on} />
      <WhatWasSaid view={view} language={data.forum.language} item={{ ...on.item, said: null }} />
      {data.comment.withdrawnAt !== null ? null : (
        <form method="post" action={agendaAddress(data)}>
          {own}
          <TextField view={view} form={shown} name={name} rows={6} label={t('agenda.desk.said', { meeting: on.meeting.title })} hint={t('agenda.desk.said-hint')} lang={data.forum.language} />
          <div class="actions"><button class={props.isNext ? undefined : 'quiet'} name="act" value="said">{t('agenda.desk.enter')}</button></div>
        </form>
      )}
      {props.mayPut ? <form method="post" action={agendaAddress(data)}>{own}<div class="actions"><button class="quiet" name="act" value="off">{t('agenda.desk.off')}</button></div></form> : null}
    </li>
  )
}

/** Of a form that came back, what it was sent with: what somebody else wrote since is not overwritten by sending it twice. */
function revisionOf(form: FormState, on: OnAgenda): string {
  return typed(form, 'item') === on.item.id ? typed(form, 'revision') : String(on.item.revision)
}
