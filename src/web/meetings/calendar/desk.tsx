import type { FormState, View } from '../../context.ts'
import { Layout } from '../../ui/layout.tsx'
import type { MeetingsData } from '../data.ts'
import type { OwnCalendarsData } from './data.ts'
import { ImportForm, type Preview } from './forms.tsx'

/** Meetings from a calendar file: looked at first, then entered. */
export function CalendarImportPage(props: { view: View; data: MeetingsData; form: FormState; preview?: Preview | undefined }) {
  const { view, data } = props
  const { t } = view
  const crumbs = [{ href: '/desk', label: t('shell.desk') }, { href: `/desk/${data.forum.slug}`, label: data.forum.title }, { href: `/desk/${data.forum.slug}/meetings`, label: t('meetings.title') }, { label: t('meetings.calendar.import') }]
  return (
    <Layout view={view} frame={data.frame} desk title={t('meetings.calendar.import')} crumbs={crumbs}>
      <h1>{t('meetings.calendar.import')}</h1>
      <p class="lead">{t('meetings.calendar.import-lead')}</p>
      <ImportForm view={view} data={data} form={props.form} preview={props.preview} />
    </Layout>
  )
}

/** The calendars that somebody can subscribe to: their own behind a secret link, and those of everybody. */
export function OwnCalendarsPage(props: { view: View; data: OwnCalendarsData }) {
  const { view, data } = props
  const { t } = view
  return (
    <Layout view={view} desk title={t('meetings.calendar.own')} crumbs={[{ href: '/desk', label: t('shell.desk') }, { label: t('meetings.calendar.own') }]}>
      <h1>{t('meetings.calendar.own')}</h1>
      <p class="lead">{t('meetings.calendar.own-lead')}</p>
      <p><a href={data.own} dir="ltr" class="address">{data.own}</a></p>
      <p class="differs">{t('meetings.calendar.own-secret')}</p>
      {data.forums.length === 0 ? null : (
        <section class="block">
          <h2>{t('meetings.calendar.public')}</h2>
          <ul class="lines">
            {data.forums.map((forum) => (
              <li>
                <a href={forum.address} dir="auto">{forum.title}</a>
                {forum.cycles.map((cycle) => <> · <a href={cycle.address} dir="auto">{cycle.title}</a></>)}
              </li>
            ))}
          </ul>
        </section>
      )}
    </Layout>
  )
}
