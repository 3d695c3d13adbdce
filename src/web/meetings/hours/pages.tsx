import type { LocalHour, Proposal } from '../../../meetings/hours/model.ts'
import { spanOf, type Poll, type Slot } from '../../../meetings/polls/model.ts'
import type { View } from '../../context.ts'
import { cycleCrumbs } from '../../forums/data.ts'
import { Layout } from '../../ui/layout.tsx'
import { writePlace, writePlaces, writeSpanText, type HoursData } from './data.ts'

/** Whose night the meetings of a cycle were: for each region how often, and for each meeting its hour there. */
export function HoursPage(props: { view: View; data: HoursData }) {
  const { view, data } = props
  const { t } = view
  const { forum, cycle, rows, meetings } = data
  const crumbs = [...cycleCrumbs(data), { href: `/${forum.slug}/${cycle.slug}/meetings`, label: t('meetings.title') }, { label: t('polls.hours.title') }]
  return (
    <Layout view={view} frame={data.frame} title={t('polls.hours.title')} crumbs={crumbs}>
      <h1>{t('polls.hours.title')}</h1>
      <p class="lead">{t('polls.hours.lead')}</p>
      {data.untimed === 0 ? null : <p class="differs">{t('polls.hours.untimed', { count: data.untimed })}</p>}
      {rows.length === 0 ? <p class="empty">{t('polls.hours.no-regions')}</p> : meetings.length === 0 ? <p class="empty">{t('polls.hours.no-meetings')}</p> : (
        <>
          <div class="scroll" tabindex={0} role="region" aria-label={t('polls.hours.title')}>
            <table class="figures">
              <caption>{t('polls.hours.caption', { count: meetings.length })}</caption>
              <thead><tr><th scope="col">{t('polls.hours.where')}</th><th scope="col">{t('polls.band.night')}</th><th scope="col">{t('polls.band.evening')}</th><th scope="col">{t('polls.band.day')}</th></tr></thead>
              <tbody>
                {rows.map((row) => (
                  <tr><th scope="row">{writePlace(row)}</th><td>{row.counts.night}</td><td>{row.counts.evening}</td><td>{row.counts.day}</td></tr>
                ))}
              </tbody>
            </table>
          </div>
          <section class="block">
            <h2>{t('polls.hours.by-meeting')}</h2>
            <ul class="entries">
              {meetings.map((meeting, at) => (
                <li>
                  <h3><a href={`/${forum.slug}/meetings/${meeting.slug}`} lang={forum.language} dir="auto">{meeting.title}</a></h3>
                  <HourList view={view} hours={rows.flatMap(({ hours }) => hours[at] ?? [])} />
                </li>
              ))}
            </ul>
          </section>
        </>
      )}
      <p class="hint">{t('polls.hours.bands')}</p>
    </Layout>
  )
}

/** The hour in each place, with what hour that is in words, not in colour alone. */
export function HourList(props: { view: View; hours: readonly LocalHour[] }) {
  const { view, hours } = props
  return (
    <ul class="hours">
      {hours.map((hour) => (
        <li class={hour.band}>
          <span>{writePlace(hour)}</span> <time datetime={`${hour.date}T${hour.time}`}>{hour.time}</time> <small>{view.t(`polls.band.${hour.band}`)}</small>
        </li>
      ))}
    </ul>
  )
}

/** Two sittings where no slot is humane, with why. */
export function ProposalBlock(props: { view: View; poll: Poll; proposal: Proposal<Slot>; zone: string }) {
  const { view, poll, proposal, zone } = props
  const { t } = view
  const { left, atBest } = proposal
  return (
    <section class="block" id="two-sittings">
      <h2>{t('polls.proposal.title')}</h2>
      <p>{t('polls.proposal.single', { time: writeSpanText(view, spanOf(poll, proposal.best), zone), places: atBest.places.length, names: writePlaces(view, atBest.places), voters: atBest.voters })}</p>
      <ol>{proposal.both.map((slot) => <li>{writeSpanText(view, spanOf(poll, slot), zone)}</li>)}</ol>
      <p>{t('polls.proposal.left', { places: left.places.length, names: writePlaces(view, left.places), voters: left.voters })}</p>
    </section>
  )
}
