import { downloadName, hasPublicName, hasPublicText, type Contribution } from '../../contributions/model.ts'
import { COUNTRY_CLASSES } from '../../shared/country-classes.ts'
import { CAPACITIES, NO_REGIONAL_GROUP, NOT_RECORDED } from '../../shared/vocabularies.ts'
import { splitParagraphs } from '../../shared/text.ts'
import { dateInZone, writeDate, writeShortDate } from '../../shared/time.ts'
import type { View } from '../context.ts'
import { FoldedTranslations } from '../synthesis/translations/pages.tsx'
import { MarkedText } from '../synthesis/pages.tsx'
import { SaidToSentences } from '../synthesis/corrections/pages.tsx'
import { ChoiceList } from './questions/pages.tsx'
import { parts } from '../../calls/translations/model.ts'
import { WhatBecameOfIt } from '../trace/pages.tsx'
import { cycleCrumbs } from '../forums/data.ts'
import { Layout } from '../ui/layout.tsx'
import { Amendments } from './amend/pages.tsx'
import { FromPostLink } from '../lists/taken/pages.tsx'
import { ElsewhereFact } from './elsewhere/pages.tsx'
import { writeOther } from './unsent/pages.tsx'
import { DownloadLinks } from './download/pages.tsx'
import { History } from './history/pages.tsx'
import { FileText, Redacted } from './text/pages.tsx'
import {
  contributionAddress, PAGE, writeCountry, writeLanguage, writeReceived, writeRegionalGroup, writeSize, writeStakeholderGroup, writeWho,
  type ContributionData, type ContributionListData, type Filter, type ShownAnswer,
} from './data.ts'

/** The contributions of a cycle, a hundred a page, as filtered. */
export function ContributionListPage(props: { view: View; data: ContributionListData }) {
  const { view, data } = props
  const { t } = view
  const { forum, cycle } = data
  return (
    <Layout
      view={view} frame={data.frame} title={t('contributions.contributions')}
      crumbs={[...cycleCrumbs(data), { label: t('contributions.contributions') }]}
    >
      <h1>{t('contributions.contributions')}</h1>
      <p class="lead">{t('contributions.lead', { count: data.counted })}{data.withdrawn === 0 ? '' : ` ${t('contributions.withdrawn-besides', { count: data.withdrawn })}`}{data.declined === 0 ? '' : ` ${t('moderation.declined-besides', { count: data.declined })}`}</p>
      <p class="meta">
        <span><a href={`/${forum.slug}/${cycle.slug}/overview`}>{t('overview.title')}</a></span> <span><a href={`/${forum.slug}/${cycle.slug}/terms`}>{t('terms.title')}</a></span>{' '}
        {data.letters === 0 ? null : <span><a href={`/${forum.slug}/${cycle.slug}/campaigns`}>{t('campaigns.title')}</a> {t('campaigns.number', { count: data.letters })}</span>}{' '}
        <DownloadLinks view={view} base={`/${forum.slug}/${cycle.slug}`} words={t('imports.tables')} />
      </p>
      {data.cutOff === undefined ? null : <p class="notice">{t('calls.cut-offs.shown', { title: data.cutOff.title, date: writeShortDate(data.cutOff.on, view.lang) })}</p>}
      <Filters view={view} data={data} />
      {data.unlisted === 0 ? null : <p class="notice">{t('contributions.unlisted', { count: data.unlisted })}</p>}
      {data.contributions.length === 0 && Object.keys(data.filters).length > 0 ? <p class="empty">{t('contributions.none-chosen')}</p> : null}
      <ul class="entries aside">
        {data.contributions.map((contribution) => <ContributionRow view={view} data={data} contribution={contribution} />)}
      </ul>
      <Pages view={view} data={data} />
    </Layout>
  )
}

function ContributionRow(props: { view: View; data: ContributionListData; contribution: Contribution }) {
  const { view, data, contribution } = props
  const { forum, cycle } = data
  const groups = [writeStakeholderGroup(view, forum, contribution.stakeholderGroup), writeRegionalGroup(view, forum, contribution.regionalGroup)]
  return (
    <li>
      <h2><a href={contributionAddress(forum.slug, cycle.slug, contribution.number)}>C-{contribution.number}</a> <span dir="auto">{writeWho(view, contribution)}</span></h2>
      <p class="meta">
        <span>{groups.join(' · ')}</span> <span>{writeReceived(view, contribution)}</span> <span>{view.t(`contributions.channel.${contribution.channel}`)}</span>
        {contribution.isLate ? <span class="tag warn">{view.t('contributions.late')}</span> : null}
      </p>
    </li>
  )
}

function Filters(props: { view: View; data: ContributionListData }) {
  const { view, data } = props
  const { t } = view
  const { forum, calls, filters } = data
  const missing = { value: NOT_RECORDED, label: t('contributions.not-recorded') }
  const toChoice = ({ key, title }: { key: string; title: string }) => ({ value: key, label: title })
  return (
    <form class="filters" method="get">
      {calls.length < 2 ? null : <FilterMenu view={view} data={data} name="call" label={t('contributions.fact.call')} choices={calls.map((call) => ({ value: call.slug, label: call.title }))} />}
      <FilterMenu view={view} data={data} name="stakeholderGroup" label={t('contributions.fact.stakeholder-group')} choices={[...forum.stakeholderGroups.map(toChoice), missing]} />
      <FilterMenu
        view={view} data={data} name="regionalGroup" label={t('contributions.fact.regional-group')}
        choices={[...forum.regionalGroups.map(toChoice), { value: NO_REGIONAL_GROUP, label: t('contributions.no-group') }, missing]}
      />
      <FilterMenu
        view={view} data={data} name="capacity" label={t('contributions.fact.capacity')}
        choices={[...CAPACITIES.map((capacity) => ({ value: capacity, label: t(`contributions.capacity.${capacity}`) })), missing]}
      />
      <FilterMenu
        view={view} data={data} name="countryClass" label={t('figures.countries.class')}
        choices={[...([...COUNTRY_CLASSES, 'none'] as const).map((each) => ({ value: each, label: t(`figures.countries.class.${each}`) })), missing]}
      />
      {filters.chose === undefined ? null : <input type="hidden" name="chose" value={filters.chose} />}
      {calls.every(({ cutOffs }) => cutOffs.length === 0) ? null : (
        <FilterMenu view={view} data={data} name="cutOff" label={t('calls.cut-offs.filter')} choices={calls.flatMap(({ cutOffs }) => cutOffs).map(({ slug, title }) => ({ value: slug, label: title }))} />
      )}
      {filters.from === undefined ? null : <DayField name="from" label={t('contributions.filter.from')} value={filters.from} />}
      <DayField name="asOf" label={t('contributions.filter.as-of')} value={filters.asOf ?? ''} />
      <button class="quiet" type="submit">{t('contributions.filter')}</button>
      {Object.keys(filters).length === 0 ? null : <a href={view.path}>{t('contributions.filter.clear')}</a>}
    </form>
  )
}

function DayField(props: { name: Filter; label: string; value: string }) {
  return <div class="field"><label for={`filter-${props.name}`}>{props.label}</label><input id={`filter-${props.name}`} type="date" name={props.name} value={props.value} /></div>
}

function FilterMenu(props: { view: View; data: ContributionListData; name: Filter; label: string; choices: readonly { value: string; label: string }[] }) {
  const { view, data, name } = props
  const chosen = data.filters[name] ?? ''
  return (
    <div class="field">
      <label for={`filter-${name}`}>{props.label}</label>
      <select id={`filter-${name}`} name={name}>
        <option value="">{view.t('contributions.filter.all')}</option>
        {props.choices.map((choice) => <option value={choice.value} selected={choice.value === chosen}>{choice.label}</option>)}
      </select>
    </div>
  )
}

/** Ways to the pages before and after; the desk's list has them too. */
export function Pages(props: { view: View; data: Pick<ContributionListData, 'filters' | 'page' | 'counted' | 'withdrawn' | 'declined'> & { readonly unlisted?: number } }) {
  const { view, data } = props
  const last = Math.ceil((data.counted - (data.unlisted ?? 0) + data.withdrawn + data.declined) / PAGE)
  const to = (page: number) => `${view.path}?${new URLSearchParams({ ...data.filters, page: String(page) }).toString()}`
  if (last < 2) return null
  return (
    <nav class="pages" aria-label={view.t('contributions.pages')}>
      {data.page > 1 ? <a href={to(data.page - 1)} rel="prev">{view.t('contributions.pages.earlier')}</a> : null}
      <span>{data.page} / {last}</span>
      {data.page < last ? <a href={to(data.page + 1)} rel="next">{view.t('contributions.pages.later')}</a> : null}
    </nav>
  )
}

/** One contribution: its answers in the measure, what it is in the start margin, who stands behind it below. */
export function ContributionPage(props: { view: View; data: ContributionData; desk?: boolean }) {
  const { view, data } = props
  const atDesk = props.desk === true
  const { forum, cycle, contribution, ref } = data
  const list = `/${forum.slug}/${cycle.slug}/contributions`
  const title = view.t('contributions.contribution', { ref })
  return (
    <Layout
      view={view} frame={data.frame} title={title}
      crumbs={[...cycleCrumbs(data), { href: list, label: view.t('contributions.contributions') }, { label: `C-${contribution.number}` }]}
      desk={atDesk}
    >
      <p class="meta">{title} {contribution.isLate ? <span class="tag warn">{view.t('contributions.late')}</span> : null}
        {contribution.amendedAt === null ? null : <> <a class="tag" href="#amendments">{view.t('sending.amended', { date: writeDate(dateInZone(contribution.amendedAt, 'UTC'), view.lang) })}</a></>}
      </p>
      <h1 dir="auto">{writeWho(view, contribution)}</h1>
      <StandingNote view={view} contribution={contribution} />
      {data.fates.length === 0 ? null : <p class="meta"><a href={`${contributionAddress(forum.slug, cycle.slug, contribution.number)}/became`}>{view.t('became.link')}</a></p>}
      <div class="with-contents">
        <div>
          <Answers view={view} data={data} atDesk={atDesk} />
          <Amendments view={view} amendments={data.amendments} language={contribution.language} />
          <SaidToSentences view={view} forum={data.forum} said={data.said} />
          <History view={view} data={data} />
        </div>
        <section class="contents at-start" aria-labelledby="about">
          <h2 id="about">{view.t('contributions.page.about')}</h2>
          <Facts view={view} data={data} atDesk={atDesk} />
        </section>
      </div>
    </Layout>
  )
}

function StandingNote(props: { view: View; contribution: Contribution }) {
  const { view, contribution } = props
  const { t } = view
  if (contribution.withdrawnAt !== null) {
    const date = writeDate(dateInZone(contribution.withdrawnAt, 'UTC'), view.lang)
    const reason = contribution.withdrawnReason
    return <p class="differs">{reason === null ? t('contributions.page.withdrawn', { date }) : t('contributions.page.withdrawn-because', { date, reason })}</p>
  }
  const moderatedAt = contribution.declinedAt ?? contribution.heldAt
  if (moderatedAt !== null) {
    const reason = t(`moderation.reason.${contribution.moderatedFor ?? 'other'}`)
    return <p class="differs">{t(contribution.declinedAt === null ? 'moderation.page.held' : 'moderation.page.declined', { date: writeDate(dateInZone(moderatedAt, 'UTC'), view.lang), reason })}</p>
  }
  if (contribution.consent === 'full') return null
  return <p class="differs">{t(`contributions.page.${contribution.consent}`)}</p>
}

function Answers(props: { view: View; data: ContributionData; atDesk: boolean }) {
  const { view, data, atDesk } = props
  const { contribution, answers, attachments } = data
  if (!atDesk && !hasPublicText(contribution)) return <Fates view={view} data={data} />
  const address = contributionAddress(data.forum.slug, data.cycle.slug, contribution.number)
  return (
    <section class="block" aria-label={view.t('contributions.page.answers')}>
      <AnswerList view={view} answers={answers} fates={data.fates} language={contribution.language} forumLanguage={data.forum.language} />
      {answers.length === 0 ? <WhatBecameOfIt view={view} fate={data.fates.find(({ id }) => id === contribution.id)?.fate} /> : null}
      <ChoiceList view={view} choices={data.choices} say={data.say} results={`/${data.forum.slug}/${data.cycle.slug}/calls/${data.call.slug}/results`} />
      {answers.length === 0 && data.choices.length === 0 && data.beginnings.size === 0 ? <p class="empty">{view.t(attachments.length === 0 ? 'contributions.page.text-not-recorded' : 'contributions.page.no-text')}</p> : null}
      <Files view={view} data={data} base={atDesk ? `/desk${address}` : address} atDesk={atDesk} textAt={(position) => (atDesk ? `/desk/${data.forum.slug}/${data.cycle.slug}/files/C-${contribution.number}/${position}` : `${address}/text/${position}`)} />
    </section>
  )
}

/** What became of what may not be read here: by reference alone. */
function Fates(props: { view: View; data: ContributionData }) {
  const { view, data } = props
  if (data.fates.length === 0 || data.contribution.withdrawnAt !== null) return null
  return <ul class="lines">{data.fates.map(({ ref, fate }) => <li id={anchorOf(ref)}><span>{ref}</span> <WhatBecameOfIt view={view} fate={fate} /></li>)}</ul>
}

/** Where the trace leads: `A-2` for the answer `2026/C-14/2`, nothing for the contribution itself. */
function anchorOf(ref: string): string | undefined {
  const answer = ref.split('/')[2]
  return answer === undefined ? undefined : `A-${answer}`
}

export function AnswerList(props: { view: View; answers: readonly ShownAnswer[]; fates: ContributionData['fates']; language: string | null; forumLanguage: string }) {
  const { view } = props
  return (
    <ol class="paras">
      {props.answers.map((answer) => (
        <li class="para" id={`A-${answer.number}`} value={answer.number}>
          <a class="mark" href={`#A-${answer.number}`} aria-label={view.t('contributions.page.answer-mark', { number: answer.number })}>{answer.number}</a>
          <div class="text">
            <p class="hint" lang={answer.questionLang ?? props.forumLanguage} dir="auto">{answer.question}</p>
            {answer.marks === undefined
              ? <div lang={props.language ?? undefined}>{splitParagraphs(answer.text).map((part) => <p dir="auto">{part}</p>)}</div>
              : <MarkedText view={view} text={answer.text} redactions={answer.redactions} lang={props.language} passages={answer.marks} />}
            <FoldedTranslations view={view} translations={answer.translations ?? []} />
          </div>
          <aside class="voices" aria-label={view.t('trace.title')}>
            <WhatBecameOfIt view={view} fate={props.fates.find(({ id }) => id === answer.id)?.fate} />
          </aside>
        </li>
      ))}
    </ol>
  )
}

/** Files as they came, each to be kept and not shown; under each its text, folded. */
export function Files(props: { view: View; data: Pick<ContributionData, 'answers' | 'attachments' | 'documents' | 'beginnings' | 'contribution' | 'fileRedactions'>; base: string; textAt: (position: number) => string; atDesk?: boolean }) {
  const { view, data } = props
  if (data.attachments.length === 0) return null
  return (
    <ul class="lines">
      {data.attachments.map((file) => {
        const name = downloadName(file.name)
        const redactions = data.fileRedactions.get(file.id) ?? []
        return (
          <li class="file">
            <span>{view.t('contributions.fact.files')}: {redactions.length > 0 && props.atDesk !== true ? <bdi>{name}</bdi> : <a href={`${props.base}/files/${file.position}/${encodeURIComponent(name)}`} dir="auto">{name}</a>}</span>
            <span class="hint">{writeSize(view, file.size)}</span>
            {redactions.length === 0 ? null : <Redacted view={view} redactions={redactions} />}
            <FileText
              view={view} document={data.documents.find(({ attachmentId }) => attachmentId === file.id)} beginning={data.beginnings.get(file.id) ?? []}
              href={props.textAt(file.position)} language={data.contribution.language} isOpen={data.answers.length === 0 && data.attachments.length === 1}
            />
          </li>
        )
      })}
    </ul>
  )
}

function Facts(props: { view: View; data: ContributionData; atDesk: boolean }) {
  const { view, data, atDesk } = props
  const { t } = view
  const { forum, cycle, call, contribution } = data
  const missing = t('contributions.not-recorded')
  const isOpen = atDesk || contribution.consent !== 'not-at-all'
  const isNamed = atDesk || hasPublicName(contribution)
  const facts: (readonly [string, unknown])[] = [
    [t('contributions.fact.call'), <a href={`/${forum.slug}/${cycle.slug}/calls/${call.slug}`} lang={forum.language} dir="auto">{call.title}</a>],
    [t('contributions.fact.received'), `${writeReceived(view, contribution)}${contribution.isLate ? `, ${t('contributions.fact.late')}` : ''}`],
    [t('contributions.fact.stakeholder-group'), writeStakeholderGroup(view, forum, contribution.stakeholderGroup)],
    [t('contributions.fact.regional-group'), writeRegionalGroup(view, forum, contribution.regionalGroup)],
  ]
  if (isNamed) facts.unshift([t('contributions.fact.contributor'), contribution.contributor ?? missing], [t('contributions.fact.organisation'), contribution.organisation ?? missing], ...data.contributors.map((other) => [t('sending.others.one', { number: other.position }), writeOther(view, forum, other)] as const))
  if (isOpen) {
    facts.push([t('contributions.fact.capacity'), contribution.capacity === null ? missing : t(`contributions.capacity.${contribution.capacity}`)])
    facts.push([t('contributions.fact.country'), writeCountry(view, contribution.country)], [t('contributions.fact.language'), writeLanguage(view, contribution.language)])
  }
  const { variant } = data
  if (variant !== undefined) facts.push([t('contributions.choice.variant'), data.say(parts.variantTitle(variant.slug), variant.title).text])
  facts.push([t('contributions.fact.channel'), data.fromPost === undefined ? t(`contributions.channel.${contribution.channel}`) : <FromPostLink view={view} from={data.fromPost} />], [t('contributions.fact.consent'), t(`contributions.consent-fact.${contribution.consent}`)])
  if (contribution.licence !== null) facts.push([t('sending.fact.licence'), t(`sending.licence.${contribution.licence}`)])
  if (contribution.elsewhere !== null) facts.push([t('sending.fact.elsewhere'), <ElsewhereFact view={view} data={data} />])
  if (contribution.label !== null) facts.push([t('contributions.fact.label'), contribution.label])
  return <dl class="facts">{facts.map(([label, value]) => <><dt>{label}</dt><dd dir="auto">{value as string}</dd></>)}</dl>
}
