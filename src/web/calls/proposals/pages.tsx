import type { Proposal } from '../../../calls/proposals/model.ts'
import { takesProposals } from '../../../calls/proposals/model.ts'
import { splitParagraphs } from '../../../shared/text.ts'
import { dateInZone, writeDate, writeShortDate } from '../../../shared/time.ts'
import type { View } from '../../context.ts'
import { cycleCrumbs } from '../../forums/data.ts'
import { Layout } from '../../ui/layout.tsx'
import { becameAddress, writeOutcome, type ProposalsData } from './data.ts'

interface Props {
  view: View
  data: ProposalsData
}

/** What was proposed before a cycle asked, and what became of each. */
export function ProposalsPage({ view, data }: Props) {
  const { t } = view
  const { forum, cycle, scoping } = data
  const isOpen = takesProposals(scoping, view.now)
  return (
    <Layout view={view} frame={data.frame} title={t('calls.proposals.title')} crumbs={[...cycleCrumbs(data), { label: t('calls.proposals.title') }]}>
      <h1>{t('calls.proposals.title')}</h1>
      <div class="reading" lang={forum.language}>{splitParagraphs(scoping?.introduction ?? '').map((part) => <p dir="auto">{part}</p>)}</div>
      <div class={isOpen ? 'notice' : 'differs'}>
        <p>{isOpen ? (scoping?.until == null ? t('calls.proposals.open') : t('calls.proposals.open-until', { date: writeDate(scoping.until, view.lang) })) : t('calls.proposals.closed')}</p>
        {isOpen ? <p class="actions"><a class="button" href={`/${forum.slug}/${cycle.slug}/proposals/new`}>{t('calls.proposals.send.title')}</a></p> : null}
      </div>
      {data.proposals.length === 0 ? <p class="empty">{t('calls.proposals.none')}</p> : null}
      <ul class="entries">{data.proposals.map((proposal) => <ProposalEntry view={view} data={data} proposal={proposal} />)}</ul>
    </Layout>
  )
}

function ProposalEntry({ view, data, proposal }: Props & { proposal: Proposal }) {
  const address = becameAddress(data, proposal)
  const outcome = writeOutcome(view, data, proposal)
  return (
    <li id={`proposal-${proposal.number}`}>
      <ProposalWords view={view} proposal={proposal} />
      <p class="answer">
        <strong>{address === undefined ? outcome : <a href={address} dir="auto">{outcome}</a>}</strong>
        {proposal.outcomeReason === null ? null : <span lang={data.forum.language} dir="auto"> {proposal.outcomeReason}</span>}
      </p>
    </li>
  )
}

export function ProposalWords({ view, proposal }: { view: View; proposal: Proposal }) {
  const { t } = view
  const lang = proposal.language ?? undefined
  return (
    <>
      <p class="meta">
        <span>{proposal.number}. {t(`calls.proposals.kind.${proposal.kind}`)}</span>
        <span dir="auto">{proposal.author ?? t('calls.remarks.no-name')}</span>
        <span>{writeShortDate(dateInZone(proposal.receivedAt, 'UTC'), view.lang)}</span>
      </p>
      {proposal.text === '' ? <p class="empty">{t('calls.remarks.hidden')}</p> : <h2 lang={lang} dir="auto">{proposal.text}</h2>}
      {proposal.reason === null ? null : splitParagraphs(proposal.reason).map((part) => <p lang={lang} dir="auto">{part}</p>)}
    </>
  )
}
