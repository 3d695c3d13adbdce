import type { View } from '../../context.ts'
import type { MeetingData } from '../data.ts'
import { schemaOf } from './data.ts'

/** What stands in the head of a meeting's page: its calendar, and what search engines read. */
export function MeetingHead(props: { view: View; data: MeetingData }) {
  const { view, data } = props
  // A closing tag within a title would end the script.
  const text = JSON.stringify(schemaOf(data, view.publicUrl)).replaceAll('<', '\\u003c')
  return (
    <>
      <link rel="alternate" type="text/calendar" href={`/${data.forum.slug}/meetings/${data.meeting.slug}/calendar.ics`} title={data.meeting.title} />
      <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: text }}></script>
    </>
  )
}

/** One line that offers a calendar file. */
export function CalendarLine(props: { view: View; href: string; isMany?: boolean }) {
  const { view, href } = props
  return <p class="meta"><a href={href}>{view.t(props.isMany === true ? 'meetings.calendar.subscribe' : 'meetings.calendar.save')}</a></p>
}
