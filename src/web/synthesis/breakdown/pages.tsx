import { isRoundOpen } from '../../../synthesis/corrections/model.ts'
import { dateInZone, writeShortDate } from '../../../shared/time.ts'
import type { View } from '../../context.ts'
import { cycleCrumbs, type InCycle } from '../../forums/data.ts'
import { Contests } from '../cited/pages.tsx'
import { Layout } from '../../ui/layout.tsx'
import { VoicesBar, VoicesLegend } from '../../ui/voices.tsx'
import { StrengthLines } from '../findings/pages.tsx'
import { QuotationBlock, ThemeList } from '../pages.tsx'
import { SuggestionEntry } from '../suggestions/pages.tsx'
import { listThreads, type FindingInFull, type FullBreakdownData, type ThreadData } from './data.ts'

/** What was found in the answers, by question: each finding with how strong it is and the words that it rests on. */
export function BreakdownPage(props: { view: View; data: FullBreakdownData }) {
  const { view, data } = props
  const { t } = view
  const base = baseOf(data)
  return (
    <Layout view={view} frame={data.frame} title={t('synthesis.breakdown')} crumbs={[...cycleCrumbs(data), { label: t('synthesis.breakdown') }]}>
      <h1>{t('synthesis.breakdown')}</h1>
      <p class="lead">{t('synthesis.breakdown.lead')}</p>
      <Standing view={view} data={data} />
      <p class="meta"><a href={`${base}/matrix`}>{t('findings.way.matrix')}</a><a href={`${base}/ledger`}>{t('findings.way.ledger')}</a><a href={`${base}/breakdown.json`}>{t('findings.data')}</a></p>
      <div class="with-contents">
        <div class="contents">
          <VoicesLegend title={t('synthesis.voices')} groups={data.forum.stakeholderGroups} />
          <Glance view={view} data={data} />
          <ThemeList view={view} base={base} themes={data.themes} />
        </div>
        <div>
          {data.findings.length === 0 ? <p class="empty">{t('synthesis.findings.none')}</p> : null}
          <FindingsByQuestion view={view} data={data} found={data.findings} />
          <SetAside view={view} data={data} />
        </div>
      </div>
    </Layout>
  )
}

/** A theme through the chapters. */
export function ThreadPage(props: { view: View; data: ThreadData }) {
  const { view, data } = props
  const { t } = view
  const base = baseOf(data)
  const crumbs = [...cycleCrumbs(data), { href: `${base}/breakdown`, label: t('synthesis.breakdown') }, { label: data.theme.title }]
  const questions = new Set(data.carried.map(({ finding }) => finding.questionId)).size
  return (
    <Layout view={view} frame={data.frame} title={t('findings.thread.title', { theme: data.theme.title })} crumbs={crumbs}>
      <p class="quiet-text">{t('findings.thread')}</p>
      <h1 lang={data.forum.language} dir="auto">{data.theme.title}</h1>
      {data.theme.description === null ? null : <p class="lead" lang={data.forum.language} dir="auto">{data.theme.description}</p>}
      <p>{t('findings.thread.lead', { findings: data.carried.length, questions })}</p>
      <p class="meta"><a href={`${base}/themes/${data.theme.slug}`}>{t('findings.thread.passages')}</a><a href={`${base}/breakdown`}>{t('synthesis.breakdown')}</a></p>
      {data.carried.length === 0 ? <p class="empty">{t('findings.thread.none')}</p> : null}
      <FindingsByQuestion view={view} data={data} found={data.carried} />
    </Layout>
  )
}

/** Whether the synthesis is a draft, open to correction, or published, and since when. */
function Standing(props: { view: View; data: FullBreakdownData }) {
  const { view, data } = props
  const { t } = view
  const { publication } = data
  const round = data.rounds.at(-1)
  const day = (instant: Parameters<typeof dateInZone>[0]) => writeShortDate(dateInZone(instant, 'UTC'), view.lang)
  if (publication !== undefined && publication.reopenedAt === null) return <p class="notice">{t('corrections.standing.published', { date: day(publication.publishedAt) })}</p>
  return (
    <div class="notice">
      <p>{round !== undefined && isRoundOpen(round, view.now) ? t('corrections.standing.round', { number: round.number, date: writeShortDate(round.closesOn, view.lang) }) : t('corrections.standing.draft')}</p>
      {publication?.reopenedAt == null ? null : <p>{t('corrections.standing.reopened', { date: day(publication.reopenedAt) })} <span lang={data.forum.language} dir="auto">{publication.reopenedFor}</span></p>}
    </div>
  )
}

/** What a reader looks for first: where agreement is broad, good practices worth a deep dive, minority positions, what is carried over. */
function Glance(props: { view: View; data: FullBreakdownData }) {
  const { view, data } = props
  const { t } = view
  const lists = [
    { label: t('findings.glance.broad'), found: data.findings.filter((shown) => shown.isBroad) },
    { label: t('findings.glance.deep-dive'), found: data.findings.filter(({ finding }) => finding.isDeepDive) },
    { label: t('findings.glance.minority'), found: data.findings.filter((shown) => shown.isMinority || shown.finding.kind === 'minority') },
    { label: t('findings.glance.carry-over'), found: data.findings.filter(({ finding }) => finding.kind === 'carry-over') },
  ].filter(({ found }) => found.length > 0)
  const threads = listThreads(data)
  if (lists.length + threads.length === 0) return null
  return (
    <nav aria-labelledby="glance" class="glance">
      <h2 id="glance">{t('findings.glance')}</h2>
      <dl>
        {lists.map(({ label, found }) => <><dt>{label}</dt><dd>{found.map(({ finding }) => <a href={`#F-${finding.number}`}>F-{finding.number}</a>)}</dd></>)}
        {threads.length === 0 ? null : <><dt>{t('findings.glance.threads')}</dt><dd class="threads">{threads.map(({ theme, findings }) => <a href={`${baseOf(data)}/threads/${theme.slug}`}><bdi>{theme.title}</bdi> <span class="figure">{findings}</span></a>)}</dd></>}
      </dl>
      {data.findings.some((shown) => shown.isMinority) ? <p class="quiet-text">{t('minority.rule', { ...data.minority })}</p> : null}
    </nav>
  )
}

function FindingsByQuestion(props: { view: View; data: FullBreakdownData; found: readonly FindingInFull[] }) {
  const { view, data, found } = props
  const whole = found.filter((shown) => shown.finding.questionId === null)
  return (
    <>
      {data.questions.map(({ call, question }) => {
        const own = found.filter((shown) => shown.finding.questionId === question.id)
        return own.length === 0 ? null : (
          <section class="block">
            <h2 lang={data.forum.language} dir="auto">{question.number}. {question.text}</h2>
            <p class="quiet-text" lang={data.forum.language} dir="auto">{call}</p>
            <ol class="paras">{own.map((shown) => <FindingEntry view={view} data={data} shown={shown} />)}</ol>
          </section>
        )
      })}
      {whole.length === 0 ? null : (
        <section class="block">
          <h2>{view.t('synthesis.whole')}</h2>
          <ol class="paras">{whole.map((shown) => <FindingEntry view={view} data={data} shown={shown} />)}</ol>
        </section>
      )}
    </>
  )
}

function FindingEntry(props: { view: View; data: FullBreakdownData; shown: FindingInFull }) {
  const { view, data, shown } = props
  const { t } = view
  const { finding, quotations, backing, strength, said } = shown
  const ref = `F-${finding.number}`
  return (
    <li class="para" id={ref}>
      <a class="mark" href={`#${ref}`}>{ref}</a>
      <div class="text">
        <p lang={data.forum.language} dir="auto">{finding.statement}</p>
        <p><FindingTags view={view} base={baseOf(data)} shown={shown} /></p>
      </div>
      <aside class="voices" aria-label={t('synthesis.behind', { ref })}>
        <VoicesBar view={view} counts={backing.voices} label={t('synthesis.voices')} />
        <StrengthLines view={view} strength={strength} />
        {said === null ? null : <p>{t('corrections.tally', { accepted: said.accepted, contested: said.contested, silent: said.silent })}</p>}
      </aside>
      <div class="rests">
        <details class="rests">
          <summary>{t('synthesis.rests-on', { count: quotations.length })}</summary>
          <div class="opened">
            {quotations.map((quotation) => {
              const stance = shown.stances.get(quotation.passage.id)
              return <>{stance === undefined ? null : <p class="stance"><span class="tag warn">{t(`findings.stance.${stance}`)}</span></p>}<QuotationBlock view={view} forum={data.forum} quotation={quotation} /></>
            })}
          </div>
        </details>
        <Contests view={view} base={baseOf(data)} language={data.forum.language} said={{ contests: shown.contests, statement: finding.statement }} />
        {shown.suggestions.length === 0 ? null : (
          <details class="rests">
            <summary>{t('suggestions.said', { count: shown.suggestions.length })}</summary>
            <div class="opened">{shown.suggestions.map((suggestion) => <SuggestionEntry view={view} forum={data.forum} suggestion={suggestion} />)}</div>
          </details>
        )}
        <p class="quiet-text"><a href={`${baseOf(data)}/findings/${ref}/suggest`}>{t('suggestions.do')}</a></p>
      </div>
    </li>
  )
}

function FindingTags(props: { view: View; base: string; shown: FindingInFull }) {
  const { view, base, shown } = props
  const { t } = view
  const { finding } = shown
  return (
    <>
      <span class="tag">{t(`synthesis.kind.${finding.kind}`)}</span>
      {shown.isBroad ? <> <span class="tag">{t('findings.broad')}</span></> : null}
      {shown.isMinority && finding.kind !== 'minority' ? <> <span class="tag warn">{t('findings.minority.by-rule')}</span></> : null}
      {finding.isDeepDive ? <> <span class="tag">{t('findings.deep-dive')}</span></> : null}
      {shown.against === null ? null : <> <a class="tag" href={`${base}/breakdown#F-${shown.against}`}>{t('findings.against', { ref: `F-${shown.against}` })}</a></>}
      {shown.themes.map((theme) => <> <a class="tag" href={`${base}/threads/${theme.slug}`}><bdi>{theme.title}</bdi></a></>)}
    </>
  )
}

/** Findings that were written and discarded, with the reason: it stays public. */
function SetAside(props: { view: View; data: FullBreakdownData }) {
  const { view, data } = props
  const { t } = view
  if (data.discarded.length === 0) return null
  return (
    <section class="block" id="set-aside">
      <h2>{t('findings.set-aside')}</h2>
      <ul class="entries">
        {data.discarded.map((each) => (
          <li>
            <p><span class="ref">F-{each.number}</span> <span class="tag">{t(`synthesis.kind.${each.kind}`)}</span></p>
            <p lang={data.forum.language} dir="auto"><s>{each.statement}</s></p>
            <p class="quiet-text"><strong>{t('findings.set-aside.reason')}</strong> <span lang={data.forum.language} dir="auto">{each.reason}</span></p>
          </li>
        ))}
      </ul>
    </section>
  )
}

function baseOf({ forum, cycle }: Pick<InCycle, 'forum' | 'cycle'>): string {
  return `/${forum.slug}/${cycle.slug}`
}
