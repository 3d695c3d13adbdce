import type { StatusEntry } from '../../../meetings/status/model.ts'
import { writeInstant } from '../../../shared/time.ts'
import type { View } from '../../context.ts'
import { SittingTime } from '../sitting/pages.tsx'
import type { MeetingData } from '../data.ts'

/** At the head of a meeting's page: that it is cancelled, and why; nothing where all goes its way. */
export function Standing(props: { view: View; data: MeetingData }) {
  const { view, data } = props
  if (data.meeting.standing !== 'cancelled') return null
  const last = data.log.findLast(({ status }) => status === 'cancelled')
  return (
    <div class="differs" role="status">
      <p><strong>{view.t('meetings.plan.status.cancelled')}</strong></p>
      {last?.reason === undefined || last.reason === null ? null : <p lang={data.forum.language} dir="auto">{last.reason}</p>}
    </div>
  )
}

/** The log of a meeting: what was announced, moved (from where to where), cancelled, held. */
export function StatusLog(props: { view: View; data: MeetingData }) {
  const { view, data } = props
  if (data.log.length === 0) return null
  return (
    <section class="block" id="log">
      <h2>{view.t('meetings.plan.log')}</h2>
      <ol class="bare log">{data.log.map((entry) => <Line view={view} entry={entry} language={data.forum.language} count={data.meeting.sittings.length} />)}</ol>
    </section>
  )
}

function Line(props: { view: View; entry: StatusEntry; language: string; count: number }) {
  const { view, entry } = props
  const { earlier, later } = entry
  return (
    <li>
      <p class="meta">
        <span><strong>{view.t(`meetings.plan.status.${entry.status}`)}</strong></span>
        <span>{entry.saidAt === null ? view.t('meetings.plan.log.undated') : <time datetime={entry.saidAt}>{writeInstant(entry.saidAt, view.lang)}</time>}</span>
        {entry.sitting === null || props.count < 2 ? null : <span>{view.t('meetings.sitting', { number: entry.sitting })}</span>}
      </p>
      {earlier === null ? null : <p><s><SittingTime view={view} sitting={earlier} />{earlier.place === null ? null : <> · <span dir="auto">{earlier.place}</span></>}</s></p>}
      {later === null ? (entry.status === 'moved' ? <p>{view.t('meetings.plan.log.dropped')}</p> : null) : <p><SittingTime view={view} sitting={later} />{later.place === null ? null : <> · <span dir="auto">{later.place}</span></>}</p>}
      {entry.reason === null ? null : <p lang={props.language} dir="auto">{entry.reason}</p>}
    </li>
  )
}
