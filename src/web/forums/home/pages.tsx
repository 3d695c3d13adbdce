import { writeApproximateDate } from '../../../shared/approximate-date.ts'
import { splitParagraphs } from '../../../shared/text.ts'
import { dateInZone, writeShortDate } from '../../../shared/time.ts'
import type { Decision, Forum } from '../../../forums/model.ts'
import type { View } from '../../context.ts'
import { ToldList } from '../../record/pages.tsx'
import { Layout } from '../../ui/layout.tsx'
import type { CycleLine, ForumPageData, HomePageData, OpenThing } from './data.ts'

/** The installation's first page: its forums, and what is open in them. */
export function HomePage(props: { view: View; data: HomePageData }) {
  const { view, data } = props
  return (
    <Layout view={view} title="Convoke" description={view.t('shell.promise')}>
      <h1>{view.t('forums.home.title')}</h1>
      <p class="lead">{view.t(data.forums.length === 0 ? 'forums.home.none' : 'forums.home.lead')}</p>
      <ul class="entries">
        {data.forums.map(({ forum, open }) => (
          <li>
            <h2>
              <a href={`/${forum.slug}`} lang={forum.language} dir="auto">{forum.title}</a>
              {forum.isDemonstration ? <> <span class="tag warn">{view.t('shell.demonstration-mark')}</span></> : null}
            </h2>
            <p lang={forum.language} dir="auto">{splitParagraphs(forum.mandate)[0] ?? ''}</p>
            <OpenLines view={view} open={open} language={forum.language} />
          </li>
        ))}
      </ul>
      <p class="meta"><a href="/record">{view.t('forums.home.record')}</a></p>
    </Layout>
  )
}

/** The home page of a forum: what it is for, what is open, its cycles, decisions, and what happened lately. */
export function ForumPage(props: { view: View; data: ForumPageData }) {
  const { view, data } = props
  const { forum } = data
  const open = data.cycles.flatMap((line) => line.open)
  return (
    <Layout view={view} frame={data.frame} title={forum.title} description={forum.mandate}>
      <h1 lang={forum.language} dir="auto">{forum.title}</h1>
      <Mandate view={view} forum={forum} />
      <div class="columns">
        <div>
          {open.length === 0 ? null : (
            <section class="block">
              <h2>{view.t('forums.open-now')}</h2>
              <OpenLines view={view} open={open} language={forum.language} />
            </section>
          )}
          <section class="block">
            <h2>{view.t('forums.cycles')}</h2>
            {data.cycles.length === 0 ? <p class="empty">{view.t('forums.cycles.none')}</p> : <Cycles view={view} data={data} />}
            {data.cycles.length === 0 ? null : <p><a href={`/${forum.slug}/overview`}>{view.t('figures.cycles.title')}</a></p>}
          </section>
          <Decisions view={view} decisions={data.decisions} forum={forum} />
        </div>
        <section class="block">
          <h2>{view.t('forums.lately')}</h2>
          <ToldList view={view} told={data.lately} />
          <p><a href={`/${forum.slug}/record`}>{view.t('forums.whole-record')}</a></p>
        </section>
      </div>
    </Layout>
  )
}

function Mandate(props: { view: View; forum: Forum }) {
  const { view, forum } = props
  const [first, ...rest] = splitParagraphs(forum.mandate)
  return (
    <>
      <p class="lead" lang={forum.language} dir="auto">{first}</p>
      {rest.map((part) => <p class="reading" lang={forum.language} dir="auto">{part}</p>)}
      {forum.conveningBody === null && forum.website === null ? null : (
        <p class="meta">
          {forum.conveningBody === null ? null : <span>{view.t('forums.convened-by', { body: forum.conveningBody })}</span>}
          {forum.website === null ? null : <a href={forum.website}>{view.t('forums.website')}</a>}
        </p>
      )}
    </>
  )
}

function Cycles(props: { view: View; data: ForumPageData }) {
  const { view, data } = props
  return (
    <ul class="entries">
      {data.cycles.map((line) => (
        <li>
          <h3><a href={`/${data.forum.slug}/${line.cycle.slug}`} lang={data.forum.language} dir="auto">{line.cycle.title}</a></h3>
          <p lang={data.forum.language} dir="auto">{line.cycle.focus}</p>
          <p class="meta">
            {cameOf(view, line).map((part) => <span>{part}</span>)}
            {line.editions.map((edition) => (
              <a href={`/${data.forum.slug}/${line.cycle.slug}/editions/${edition.number}`}>{view.t('forums.came.edition', { date: writeShortDate(dateInZone(edition.publishedAt, 'UTC'), view.lang) })}</a>
            ))}
          </p>
        </li>
      ))}
    </ul>
  )
}

function cameOf(view: View, line: CycleLine): string[] {
  return [
    ...(line.contributions === 0 ? [] : [view.t('forums.came.contributions', { count: line.contributions })]),
    ...(line.meetings === 0 ? [] : [view.t('forums.came.meetings', { count: line.meetings })]),
  ]
}

/** Decisions of the convening body, with their dates as they are known. */
export function Decisions(props: { view: View; decisions: readonly Decision[]; forum: Forum }) {
  const { view, decisions, forum } = props
  if (decisions.length === 0) return null
  return (
    <section class="block">
      <h2>{view.t('forums.decisions')}</h2>
      <ul class="entries" lang={forum.language}>
        {decisions.map((decision) => (
          <li>
            <p dir="auto">{decision.summary}</p>
            <p class="meta" dir="auto">
              <span>{decision.body}</span> <span>{writeApproximateDate(decision.date, view.lang)}</span> <span class="tag">{decision.outcome}</span>
              {decision.source === null ? null : <span>{decision.source}</span>}
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Things that anyone can answer now, one a line. */
export function OpenLines(props: { view: View; open: readonly OpenThing[]; language: string }) {
  const { view, open } = props
  if (open.length === 0) return null
  return (
    <ul class="lines">
      {open.map((thing) => (
        <li>
          <a href={thing.href} lang={props.language} dir="auto">{thing.title}</a>
          <small>{openUntil(view, thing)}</small>
        </li>
      ))}
    </ul>
  )
}

/** Until when something is open, as one phrase. */
export function openUntil(view: View, thing: OpenThing): string {
  const kind = view.t(`forums.open.${thing.kind}`)
  if (thing.until === null) return view.t('forums.open.without-end', { kind })
  return view.t(thing.isLate ? 'forums.open.late' : 'forums.open.until', { kind, date: writeShortDate(thing.until, view.lang) })
}
