import type { Status } from '../../../meetings/model.ts'
import { maySay } from '../../../meetings/status/model.ts'
import type { FormState, View } from '../../context.ts'
import { ErrorSummary, TextField } from '../../ui/fields.tsx'
import type { MeetingData } from '../data.ts'
import { WorkPage } from '../desk.tsx'
import { Revision } from '../forms.tsx'
import { StatusLog } from './pages.tsx'

type Saying = Exclude<Status, 'moved'>

/** How a meeting stands, at the desk: what can be said of it next, each with its button, and the log. */
export function StatusDesk(props: { view: View; data: MeetingData; form: FormState }) {
  const { view, data, form } = props
  const sayings = (['announced', 'held', 'cancelled'] as const).filter((saying) => maySay(data.meeting.standing, saying))
  return (
    <WorkPage view={view} data={data} title="meetings.plan.desk.status">
      <p class="lead">{view.t(`meetings.plan.standing.${data.meeting.standing ?? 'none'}`)}</p>
      {view.query['mails'] === undefined ? null : <p class="notice" role="status">{view.t('meetings.plan.status.told', { count: Number(view.query['mails']) || 0 })}</p>}
      <ErrorSummary view={view} form={form} labels={{ reason: view.t('meetings.plan.status.reason') }} />
      {sayings.map((saying) => <SayForm view={view} data={data} form={form} saying={saying} />)}
      <p><a href={`/desk/${data.forum.slug}/meetings/${data.meeting.slug}/edit`}>{view.t('meetings.desk.edit')}</a></p>
      <StatusLog view={view} data={data} />
    </WorkPage>
  )
}

function SayForm(props: { view: View; data: MeetingData; form: FormState; saying: Saying }) {
  const { view, form, saying } = props
  return (
    <form method="post" action={view.path} class="sheet" novalidate>
      <h2>{view.t(`meetings.plan.say.${saying}`)}</h2>
      <p>{view.t(`meetings.plan.say.${saying}.lead`)}</p>
      <Revision form={form} />
      <input type="hidden" name="say" value={saying} />
      {saying === 'cancelled' ? <TextField view={view} form={form} name="reason" rows={2} lang={props.data.forum.language} label={view.t('meetings.plan.status.reason')} hint={view.t('meetings.plan.status.reason-hint')} /> : null}
      <div class="actions"><button type="submit" class={saying === 'cancelled' ? 'quiet' : undefined}>{view.t(`meetings.plan.say.${saying}`)}</button></div>
    </form>
  )
}
