import type { Milestone } from '../../../forums/model.ts'
import { lastDate, sortDate, writeApproximateDate } from '../../../shared/approximate-date.ts'
import { countCodePoints, splitParagraphs } from '../../../shared/text.ts'
import { dateInZone, writeDate, writeShortDate, type PlainDate } from '../../../shared/time.ts'
import type { View } from '../../context.ts'
import { ToldList } from '../../record/pages.tsx'
import { Layout } from '../../ui/layout.tsx'
import { Decisions, openUntil, OpenLines } from '../home/pages.tsx'
import type { CyclePageData } from './data.ts'

/** Code points that still make a title of one or two lines. */
const SHORT_FOCUS = 90

/** The home page of a cycle: what one can do today, where it stands on its time line, and what it holds. */
export function CyclePage(props: { view: View; data: CyclePageData }) {
  const { view, data } = props
  const { forum, cycle } = data
  const crumbs = [{ href: `/${forum.slug}`, label: forum.title }, { label: cycle.title }]
  return (
    <Layout view={view} frame={data.frame} title={cycle.title} crumbs={crumbs} description={cycle.focus}>
      <Title view={view} data={data} />
      {cycle.note === null ? null : <div class="reading" lang={forum.language} dir="auto">{splitParagraphs(cycle.note).map((part) => <p>{part}</p>)}</div>}
      <Counts view={view} data={data} />
      <div class="columns">
        <div>
          <Today view={view} data={data} />
          <Holdings view={view} data={data} />
          <Workstreams view={view} data={data} />
          {data.lately.length === 0 ? null : (
            <section class="block">
              <h2>{view.t('forums.lately')}</h2>
              <ToldList view={view} told={data.lately} />
            </section>
          )}
        </div>
        <div>
          <TimeLine view={view} data={data} />
          <Phases view={view} data={data} />
          <Decisions view={view} decisions={data.decisions} forum={forum} />
        </div>
      </div>
    </Layout>
  )
}

/** A short focus is the title people know the cycle by; a long one stands below the cycle's name. */
function Title(props: { view: View; data: CyclePageData }) {
  const { view, data } = props
  const { forum, cycle } = data
  if (countCodePoints(cycle.focus) > SHORT_FOCUS) {
    return (
      <>
        <h1 lang={forum.language} dir="auto">{cycle.title}</h1>
        <p class="lead" lang={forum.language} dir="auto">{cycle.focus}</p>
      </>
    )
  }
  return (
    <>
      <p class="eyebrow">{view.t('forums.place.cycle', { cycle: cycle.title })}</p>
      <h1 lang={forum.language} dir="auto">{cycle.focus}</h1>
    </>
  )
}

function Today(props: { view: View; data: CyclePageData }) {
  const { view, data } = props
  const [first, ...rest] = data.open
  if (first === undefined) return <Read view={view} data={data} />
  return (
    <section class="block">
      <h2>{view.t('forums.today')}</h2>
      <p><a href={first.href} lang={data.forum.language} dir="auto">{first.title}</a> <small>{openUntil(view, first)}</small></p>
      <div class="actions"><a class="button" href={first.doHref}>{view.t(`forums.do.${first.kind}`)}</a></div>
      <OpenLines view={view} open={rest} language={data.forum.language} />
    </section>
  )
}

/** Where nothing is open any more, what is left to do is to read what came of it. */
function Read(props: { view: View; data: CyclePageData }) {
  const { view, data } = props
  const edition = data.editions[0]
  if (edition === undefined) return null
  return <div class="actions"><a class="button" href={`/${data.forum.slug}/${data.cycle.slug}/editions/${edition.number}`}>{view.t('forums.do.read')}</a></div>
}

function Counts(props: { view: View; data: CyclePageData }) {
  const { view, data } = props
  const { coverage } = data
  const base = `/${data.forum.slug}/${data.cycle.slug}`
  if (data.contributions === 0 && coverage.units === 0) return null
  return (
    <ul class="counts">
      {data.contributions === 0 ? null : <li><a href={`${base}/overview`}><strong>{data.contributions}</strong> {view.t('forums.count.contributions', { count: data.contributions })}</a></li>}
      {coverage.units === 0 ? null : <li><a href={`${base}/trace`}><strong>{coverage.accounted}</strong> {view.t('forums.count.coverage', { count: coverage.units })}</a></li>}
    </ul>
  )
}

function TimeLine(props: { view: View; data: CyclePageData }) {
  const { view, data } = props
  const { today, milestones } = data
  if (milestones.length === 0) return null
  const next = today === undefined ? -1 : milestones.findIndex((milestone) => (sortDate(milestone.date) ?? '') > today)
  return (
    <section class="block">
      <h2>{view.t('forums.time-line')}</h2>
      <ol class="timeline">
        {milestones.map((milestone, place) => (
          <>
            {today !== undefined && place === next ? <TodayMark view={view} today={today} /> : null}
            <MilestoneLine view={view} data={data} milestone={milestone} />
          </>
        ))}
        {today !== undefined && next < 0 ? <TodayMark view={view} today={today} /> : null}
      </ol>
    </section>
  )
}

function TodayMark(props: { view: View; today: PlainDate }) {
  return <li class="now" aria-current="date"><strong>{props.view.t('forums.now')}</strong> <span class="when">{writeDate(props.today, props.view.lang)}</span></li>
}

function MilestoneLine(props: { view: View; data: CyclePageData; milestone: Milestone }) {
  const { view, data, milestone } = props
  const last = lastDate(milestone.date)
  const isPast = last !== undefined && last < dateInZone(view.now, 'UTC')
  return (
    <li class={isPast ? 'past' : undefined} id={`milestone-${milestone.id}`}>
      <div lang={data.forum.language} dir="auto">{milestone.title}{milestone.isSoft ? <> <span class="tag">{view.t('forums.soft')}</span></> : null}</div>
      <div class="when">{writeApproximateDate(milestone.date, view.lang)}</div>
      {milestone.earlier.map(({ date, reason, changedOn }) => (
        <div class="when" lang={data.forum.language}>
          <s>{writeApproximateDate(date, view.lang)}</s> – <span dir="auto">{reason}</span>{changedOn === null ? null : ` (${writeShortDate(changedOn, view.lang)})`}
        </div>
      ))}
      {milestone.note === null ? null : <div class="when" lang={data.forum.language} dir="auto">{milestone.note}</div>}
    </li>
  )
}

function Phases(props: { view: View; data: CyclePageData }) {
  const { view, data } = props
  if (data.phases.length === 0) return null
  return (
    <section class="block">
      <h2>{view.t('forums.phases')}</h2>
      <ul class="lines">
        {data.phases.map((span) => (
          <li>
            <span>{view.t(`forums.phase.${span.phase}`)}{data.present.includes(span) ? <> <span class="tag">{view.t('forums.phase-now')}</span></> : null}</span>
            <small>{writePhaseSpan(view, span.from, span.until)}</small>
          </li>
        ))}
      </ul>
    </section>
  )
}

function writePhaseSpan(view: View, from: PlainDate | null, until: PlainDate | null): string {
  if (from !== null && from === until) return writeShortDate(from, view.lang)
  if (from !== null && until !== null) return view.t('forums.span.both', { from: writeShortDate(from, view.lang), until: writeShortDate(until, view.lang) })
  if (from !== null) return view.t('forums.span.from', { from: writeShortDate(from, view.lang) })
  return until === null ? view.t('forums.span.none') : view.t('forums.span.until', { until: writeShortDate(until, view.lang) })
}

/** What the cycle holds: its calls, documents and meetings, each with its address. */
function Holdings(props: { view: View; data: CyclePageData }) {
  const { view, data } = props
  const base = `/${data.forum.slug}/${data.cycle.slug}`
  const groups = [
    {
      title: view.t('forums.editions'),
      lines: data.editions.map((edition) => ({ href: `${base}/editions/${edition.number}`, title: edition.title, date: dateInZone(edition.publishedAt, 'UTC') })),
    },
    { title: view.t('forums.calls'), lines: data.calls.map((call) => ({ href: `${base}/calls/${call.slug}`, title: call.title, date: call.deadline })) },
    { title: view.t('forums.reviews'), lines: data.reviews.map((review) => ({ href: `${base}/reviews/${review.number}`, title: review.title, date: review.closesOn })) },
    { title: view.t('forums.documents'), lines: data.versions.map((version) => ({ href: `${base}/documents/${version.documentSlug}`, title: version.documentTitle, date: dateInZone(version.frozenAt, 'UTC') })) },
    {
      title: view.t('forums.meetings'),
      lines: data.meetings.map((meeting) => ({ href: `/${data.forum.slug}/meetings/${meeting.slug}`, title: meeting.title, date: meeting.sittings[0]?.date ?? null })),
    },
  ]
  return (
    <>
      {groups.map(({ title, lines }) => lines.length === 0 ? null : (
        <section class="block">
          <h2>{title}</h2>
          <ul class="lines">
            {lines.map((line) => (
              <li><a href={line.href} lang={data.forum.language} dir="auto">{line.title}</a>{line.date === null ? null : <small>{writeShortDate(line.date, view.lang)}</small>}</li>
            ))}
          </ul>
        </section>
      ))}
    </>
  )
}

function Workstreams(props: { view: View; data: CyclePageData }) {
  const { view, data } = props
  if (data.workstreams.length === 0) return null
  return (
    <section class="block">
      <h2>{view.t('forums.workstreams')}</h2>
      <ul class="entries" lang={data.forum.language}>
        {data.workstreams.map((workstream) => (
          <li>
            <h3 dir="auto">{workstream.title}</h3>
            <p dir="auto">{workstream.task}</p>
            {workstream.leads.length === 0 ? null : <p class="meta" dir="auto">{view.t('forums.leads', { leads: workstream.leads.join(', ') })}</p>}
          </li>
        ))}
      </ul>
    </section>
  )
}
