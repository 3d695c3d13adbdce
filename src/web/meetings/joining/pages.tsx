import type { Way } from '../../../meetings/joining/model.ts'
import { writeInstant } from '../../../shared/time.ts'
import type { View } from '../../context.ts'
import type { MeetingData } from '../data.ts'

/** How to join, as far as this reader may know; nothing where that is nothing. */
export function JoiningBlock(props: { view: View; data: MeetingData }) {
  const { view, data } = props
  const { ways, meeting } = data
  if (ways.length === 0 || meeting.standing === 'cancelled' || meeting.standing === 'held') return null
  return (
    <section class="block" id="joining">
      <h2>{view.t('meetings.plan.joining')}</h2>
      <dl class="facts">
        {ways.map((way) => (
          <>
            <dt>{labelOf(view, way)}{way.sitting === null || meeting.sittings.length < 2 ? null : <> · {view.t('meetings.sitting', { number: way.sitting })}</>}</dt>
            <dd>
              {way.kind === 'link' ? <a href={way.value} dir="ltr">{way.value}</a> : way.kind === 'note' ? <span lang={data.forum.language} dir="auto">{way.value}</span> : <code dir="ltr">{way.value}</code>}
              {way.visibility === 'public' ? null : <small> · {view.t(`meetings.plan.visibility.${way.visibility}`)}</small>}
              {way.expiresAt === null ? null : <small> · {view.t('meetings.plan.joining.until', { at: writeInstant(way.expiresAt, view.lang) })}</small>}
            </dd>
          </>
        ))}
      </dl>
    </section>
  )
}

/** What a way in is called: its own label, or its kind. */
export function labelOf(view: View, { label, kind }: Pick<Way, 'label' | 'kind'>): string {
  return label ?? view.t(`meetings.plan.joining.${kind}`)
}
