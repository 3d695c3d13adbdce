import { cityOf, type Fairness } from '../../../meetings/hours/model.ts'
import { openSlots, spanOf, takesVotes, type Poll, type Slot } from '../../../meetings/polls/model.ts'
import { ANSWERS, bestSlots, NO_COUNT, type SlotCount } from '../../../meetings/votes/model.ts'
import { splitParagraphs } from '../../../shared/text.ts'
import { clockAt, writeDate, writeInstant, type PlainDate } from '../../../shared/time.ts'
import { listTimeZones } from '../../../shared/time-zones.ts'
import type { View } from '../../context.ts'
import { Layout, type Crumb } from '../../ui/layout.tsx'
import { writeDeadlineText, writeHoursOf, writePlaces, writeSpanText } from '../hours/data.ts'
import { HourList, ProposalBlock } from '../hours/pages.tsx'
import { pollAddress, type InPoll, type PollData, type PollsData, type VotersData } from './data.ts'

/** The scheduling polls of a forum, the latest first. */
export function PollsPage(props: { view: View; data: PollsData }) {
  const { view, data } = props
  const { t } = view
  const { forum } = data
  return (
    <Layout view={view} frame={data.frame} title={t('polls.title')} crumbs={[{ href: `/${forum.slug}`, label: forum.title }, { href: `/${forum.slug}/meetings`, label: t('meetings.title') }, { label: t('polls.title') }]}>
      <h1>{t('polls.title')}</h1>
      <p class="lead">{t('polls.lead')}</p>
      <PollList view={view} data={data} base={`/${forum.slug}/polls`} />
    </Layout>
  )
}

export function PollList(props: { view: View; data: PollsData; base: string }) {
  const { view, data } = props
  const { t } = view
  if (data.polls.length === 0) return <p class="empty">{t('polls.none')}</p>
  return (
    <ul class="entries aside">
      {data.polls.map((poll) => (
        <li>
          <h2><a href={`${props.base}/${poll.number}`} lang={data.forum.language} dir="auto">{poll.title}</a></h2>
          <p class="meta"><span>{t(`polls.state.${poll.state}`)}</span><span>{t('polls.slots', { count: openSlots(poll).length })}</span>{poll.deadline === null ? null : <span>{t('polls.until', { until: writeDeadlineText(view, poll.deadline) })}</span>}</p>
        </li>
      ))}
    </ul>
  )
}

/** The way to a poll; `last`: a page below it. */
export function pollCrumbs(view: View, data: InPoll, last?: string): Crumb[] {
  const { forum, poll } = data
  const own = last === undefined ? [{ label: poll.title }] : [{ href: pollAddress(data), label: poll.title }, { label: last }]
  return [{ href: `/${forum.slug}`, label: forum.title }, { href: `/${forum.slug}/polls`, label: view.t('polls.title') }, ...own]
}

/** A poll: what is asked, what was said of each slot, and whose night it is. */
export function PollPage(props: { view: View; data: PollData }) {
  const { view, data } = props
  const { t } = view
  const { forum, poll, zone } = data
  const address = pollAddress(data)
  const voteQuery = zone === poll.zone ? '' : `?zone=${encodeURIComponent(zone)}`
  return (
    <Layout view={view} frame={data.frame} title={poll.title} crumbs={pollCrumbs(view, data)}>
      <h1 lang={forum.language} dir="auto">{poll.title}</h1>
      <PollWords data={data} />
      <Standing view={view} data={data} />
      {takesVotes(data.state) ? <div class="actions"><a class="button" href={`${address}/vote${voteQuery}`}>{t('polls.do-vote')}</a></div> : null}
      <ZonePicker view={view} data={data} />
      <section class="block">
        <h2>{t('polls.slots', { count: openSlots(poll).length })}</h2>
        <SlotList view={view} data={data} />
      </section>
      {data.proposal === undefined || data.state === 'finalised' ? null : <ProposalBlock view={view} poll={poll} proposal={data.proposal} zone={zone} />}
      <RemovedSlots view={view} data={data} />
      <p class="hint">{t('polls.hours.bands')}</p>
      <ul class="lines">
        {poll.names === 'public' && data.counts.turnout.voters > 0 ? <li><a href={`${address}/votes${voteQuery}`}>{t('polls.voters.link', { count: data.counts.turnout.voters })}</a></li> : null}
        {data.cycle === undefined ? null : <li><a href={`/${forum.slug}/${data.cycle.slug}/meetings/hours`}>{t('polls.hours.title')}</a></li>}
      </ul>
    </Layout>
  )
}

export function PollWords(props: { data: InPoll }) {
  const { poll, forum } = props.data
  return poll.words === null ? null : <div class="prose" lang={forum.language} dir="auto">{splitParagraphs(poll.words).map((part) => <p>{part}</p>)}</div>
}

/** Where it stands: until when, how many answered, what came of it. */
export function Standing(props: { view: View; data: PollData }) {
  const { view, data } = props
  const { t } = view
  const { poll, forum } = data
  return (
    <>
      {data.state === 'open' ? null : <p class={data.state === 'finalised' ? 'notice' : 'differs'}>{t(`polls.standing.${data.state}`)}</p>}
      {data.meeting === undefined ? null : <p><a href={`/${forum.slug}/meetings/${data.meeting}`}>{t('polls.meeting')}</a></p>}
      <dl class="facts">
        {poll.deadline === null ? null : <><dt>{t(poll.isSoft ? 'polls.deadline.soft' : 'polls.deadline.firm')}</dt><dd>{writeDeadlineText(view, poll.deadline)}</dd></>}
        <dt>{t('polls.length')}</dt><dd>{t('polls.minutes', { count: poll.minutes })}</dd>
        <dt>{t('polls.answered')}</dt><dd>{t('polls.voters', { count: data.counts.turnout.voters })}</dd>
        <dt>{t('polls.names')}</dt><dd>{t(`polls.names.${poll.names}`)}</dd>
      </dl>
      {poll.extensions.length === 0 ? null : (
        <ul lang={forum.language}>{poll.extensions.map(({ earlier, reason }) => <li dir="auto"><s lang={view.lang}>{writeDeadlineText(view, earlier)}</s> – {reason}</li>)}</ul>
      )}
    </>
  )
}

/** The zones that can be chosen by name; any that exists can be typed. */
export function ZoneChoices() {
  return <datalist id="zones">{listTimeZones().map((zone) => <option value={zone}></option>)}</datalist>
}

/** In whose hours the page is shown: part of the address, so that it can be shared and needs no cookie. */
function ZonePicker(props: { view: View; data: InPoll }) {
  const { view, data } = props
  const { t } = view
  const wrong = data.wrongZone !== undefined
  return (
    <form method="get" action={view.path} class="zone-picker" role="search" aria-label={t('polls.zone.yours')}>
      <div class={wrong ? 'field wrong' : 'field'}>
        <label for="field-zone">{t('polls.zone.yours')}</label>
        {wrong ? <p class="error" id="error-zone">{t('polls.zone.none', { zone: data.wrongZone ?? '' })}</p> : null}
        <input id="field-zone" name="zone" list="zones" dir="ltr" autocomplete="off" value={data.wrongZone ?? data.zone} aria-describedby={wrong ? 'error-zone' : undefined} aria-invalid={wrong ? 'true' : undefined} />
        <ZoneChoices />
      </div>
      <button class="quiet">{t('polls.zone.show')}</button>
    </form>
  )
}

/** Slots by the day on which they begin for whoever reads. */
export function byDay(poll: Poll, slots: readonly Slot[], zone: string): (readonly [PlainDate, readonly Slot[]])[] {
  const days = Map.groupBy(slots.map((slot) => ({ slot, starts: spanOf(poll, slot).starts })).toSorted((a, b) => (a.starts < b.starts ? -1 : 1)), ({ starts }) => clockAt(starts, zone).date)
  return [...days].map(([day, own]) => [day, own.map(({ slot }) => slot)] as const)
}

function SlotList(props: { view: View; data: PollData }) {
  const { view, data } = props
  const { poll, zone, counts } = data
  const best = bestSlots(openSlots(poll), counts.slots)
  return (
    <>
      {byDay(poll, openSlots(poll), zone).map(([day, slots]) => (
        <section class="poll-day">
          <h3>{writeDate(day, view.lang)}</h3>
          <ul class="slots">{slots.map((slot) => <SlotItem view={view} data={data} slot={slot} isBest={best.has(slot.id)} />)}</ul>
        </section>
      ))}
    </>
  )
}

function SlotItem(props: { view: View; data: PollData; slot: Slot; isBest: boolean }) {
  const { view, data, slot } = props
  const { t } = view
  const { poll, zone, counts } = data
  const count = counts.slots.get(slot.id) ?? { ...NO_COUNT, unanswered: counts.turnout.voters }
  const span = spanOf(poll, slot)
  return (
    <li id={`slot-${slot.number}`}>
      <p class="when">
        <time datetime={span.starts}>{writeHoursOf(view, span, zone)}</time>
        {zone === poll.zone || poll.zone === 'UTC' ? null : <small> · {t('polls.in-zone', { time: slot.time, zone: cityOf(poll.zone) })}</small>}
        {props.isBest ? <> <span class="tag">{t('polls.best')}</span></> : null}
      </p>
      <Counts view={view} count={count} voters={counts.turnout.voters} />
      <Nights view={view} fairness={data.fairness.get(slot.id)} voters={counts.turnout.voters} />
    </li>
  )
}

const BAR = 240

/** What was said, as a bar and in words: nothing said is a part of its own. */
export function Counts(props: { view: View; count: SlotCount; voters: number }) {
  const { view, count, voters } = props
  const { t } = view
  if (voters === 0) return null
  let x = 0
  const parts = ANSWERS.map((answer) => {
    const width = Math.round((BAR * count[answer]) / voters)
    const from = x
    x += width
    return <rect class={answer} x={from} width={width} height={8} />
  })
  return (
    <p class="said">
      <svg class="poll-bar" viewBox={`0 0 ${BAR} 8`} aria-hidden="true" preserveAspectRatio="none"><rect class="unanswered" width={BAR} height={8} />{parts}</svg>
      <span>{t('polls.said', { yes: count.yes, maybe: count['if-need-be'], no: count.no, unanswered: count.unanswered })}</span>
    </p>
  )
}

function Nights(props: { view: View; fairness: Fairness | undefined; voters: number }) {
  const { view, fairness, voters } = props
  const { t } = view
  if (fairness === undefined || (fairness.regions.length === 0 && voters === 0)) return null
  const nights = fairness.regions.filter(({ band }) => band === 'night')
  return (
    <div class="nights">
      <p>
        {nights.length === 0 ? t('polls.nobody-at-night') : t('polls.at-night', { names: writePlaces(view, nights) })}
        {voters === 0 ? null : ` ${t('polls.voters-at-night', { count: fairness.votersAtNight, voters })}`}
      </p>
      {fairness.regions.length === 0 ? null : <details><summary>{t('polls.local-hours')}</summary><HourList view={view} hours={fairness.regions} /></details>}
    </div>
  )
}

/** Slots that were taken off, with what had been said of them. */
export function RemovedSlots(props: { view: View; data: PollData }) {
  const { view, data } = props
  const removed = data.poll.slots.filter(({ removedAt }) => removedAt !== null)
  if (removed.length === 0) return null
  return (
    <section class="block">
      <h2>{view.t('polls.removed', { count: removed.length })}</h2>
      <ul>
        {removed.map((slot) => {
          const { yes, 'if-need-be': maybe, no } = data.counts.slots.get(slot.id) ?? NO_COUNT
          const at = slot.removedAt === null ? '' : writeInstant(slot.removedAt, view.lang)
          return <li><s>{writeSpanText(view, spanOf(data.poll, slot), data.zone)}</s> – {view.t('polls.removed-said', { at, yes, maybe, no })}</li>
        })}
      </ul>
    </section>
  )
}

/** Who voted and what they said, where names are for everybody. */
export function VotersPage(props: { view: View; data: VotersData }) {
  const { view, data } = props
  const { t } = view
  const title = t('polls.voters.title')
  return (
    <Layout view={view} frame={data.frame} title={title} crumbs={pollCrumbs(view, data, title)}>
      <h1>{title}</h1>
      <VoterList view={view} data={data} isDesk={false} />
    </Layout>
  )
}

/** `isDesk`: with the group, the zone and the address of each, which are nobody else's business. */
export function VoterList(props: { view: View; data: VotersData; isDesk: boolean }) {
  const { view, data } = props
  const { t } = view
  const slots = openSlots(data.poll)
  const group = (key: string | null): string | undefined => (key === null ? undefined : (data.forum.regionalGroups.find((each) => each.key === key)?.title ?? t('polls.no-region')))
  return (
    <>
      <p class="meta"><span>{t('polls.voters', { count: data.total })}</span></p>
      <ul class="entries">
        {data.voters.map(({ voter, answers }) => {
          const of = (answer: string): Slot[] => slots.filter(({ id }) => answers.get(id) === answer)
          const facts = [...(props.isDesk ? [group(voter.regionalGroup), cityOf(voter.zone), voter.mail ?? undefined] : []), writeInstant(voter.changedAt ?? voter.votedAt, view.lang)]
          return (
            <li>
              <h2 dir="auto">{voter.name ?? t('polls.no-name')}</h2>
              <p class="meta">{facts.flatMap((fact) => (fact === undefined ? [] : [<span dir="auto">{fact}</span>]))}</p>
              <dl class="facts">
                {ANSWERS.map((answer) => (of(answer).length === 0 ? null : <><dt>{t(`polls.answer.${answer}`)}</dt><dd>{of(answer).map((slot, place) => <>{place > 0 ? '; ' : ''}<time datetime={spanOf(data.poll, slot).starts}>{writeSpanText(view, spanOf(data.poll, slot), data.zone)}</time></>)}</dd></>))}
                {slots.length === answers.size ? null : <><dt>{t('polls.answer.none')}</dt><dd>{t('polls.slots', { count: slots.filter(({ id }) => !answers.has(id)).length })}</dd></>}
              </dl>
            </li>
          )
        })}
      </ul>
      {data.pages === 1 ? null : (
        <nav class="pages" aria-label={t('polls.voters.title')}>
          {data.page > 1 ? <a href={`?page=${data.page - 1}&zone=${encodeURIComponent(data.zone)}`}>{t('polls.earlier')}</a> : null}
          {data.page < data.pages ? <a href={`?page=${data.page + 1}&zone=${encodeURIComponent(data.zone)}`}>{t('polls.later')}</a> : null}
        </nav>
      )}
    </>
  )
}
