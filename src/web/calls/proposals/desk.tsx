import type { FormState, View } from '../../context.ts'
import { deskCrumbs } from '../../forums/data.ts'
import { ChoiceField, ErrorSummary, LineField, SelectField, TextField } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import { writeOutcome, type InProposal, type ProposalsData } from './data.ts'
import { ProposalWords } from './pages.tsx'

/** Whether and how the cycle asks for proposals, and what came. */
export function ProposalsDeskPage(props: { view: View; data: ProposalsData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const base = `/desk/${data.forum.slug}/${data.cycle.slug}/proposals`
  const labels = { introduction: t('calls.proposals.introduction'), until: t('calls.proposals.until') }
  const waiting = data.proposals.toSorted((a, b) => Number(a.outcome !== null) - Number(b.outcome !== null))
  return (
    <Layout view={view} frame={data.frame} title={t('calls.proposals.title')} crumbs={[...deskCrumbs(view, data), { label: t('calls.proposals.title') }]} desk>
      <h1>{t('calls.proposals.title')}</h1>
      {data.scoping === undefined ? <p class="lead">{t('calls.proposals.desk.lead')}</p> : <p class="meta"><a href={`/${data.forum.slug}/${data.cycle.slug}/proposals`}>{t('calls.desk.see')}</a></p>}
      <ul class="entries">
        {waiting.map((proposal) => (
          <li>
            <ProposalWords view={view} proposal={proposal} />
            <p class="answer" dir="auto">{writeOutcome(view, data, proposal)}</p>
            {proposal.outcome === null ? <p class="actions"><a class="button quiet" href={`${base}/${proposal.number}`}>{t('calls.proposals.answer')}</a></p> : null}
          </li>
        ))}
      </ul>
      <h2>{t('calls.proposals.asking')}</h2>
      <form class="sheet" method="post" novalidate>
        <ErrorSummary view={view} form={form} labels={labels} />
        <input type="hidden" name="revision" value={form.errors[''] === undefined ? form.values['revision']?.at(-1) : String(data.scoping?.revision ?? 0)} />
        <TextField view={view} form={form} name="introduction" label={labels.introduction} rows={4} />
        <LineField view={view} form={form} name="until" type="date" label={labels.until} optional />
        <ChoiceField view={view} form={form} name="isOpen" label={t('calls.proposals.is-open')} choices={[{ value: 'open', label: t('calls.proposals.is-open.yes') }, { value: 'closed', label: t('calls.proposals.is-open.no') }]} />
        <div class="actions"><button type="submit">{t('calls.form.save')}</button></div>
      </form>
    </Layout>
  )
}

/** What becomes of one proposal. */
export function AnswerProposalPage(props: { view: View; data: InProposal; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const { proposal } = data
  const labels = { outcome: t('calls.proposals.outcome'), wording: t('calls.proposals.wording'), call: t('calls.proposals.into-call'), reason: t('calls.form.reason') }
  const open = data.calls.filter(({ isOpen }) => isOpen)
  const isShown = proposal.outcome === null || Object.keys(form.errors).length > 0
  return (
    <Layout view={view} frame={data.frame} title={t('calls.proposals.answer')} crumbs={[...deskCrumbs(view, data), { href: `/desk/${data.forum.slug}/${data.cycle.slug}/proposals`, label: t('calls.proposals.title') }, { label: String(proposal.number) }]} desk>
      <h1>{t('calls.proposals.answer')}</h1>
      <ProposalWords view={view} proposal={proposal} />
      {proposal.outcome === null ? null : <p class="answer" dir="auto">{writeOutcome(view, data, proposal)}</p>}
      {isShown ? (
        <form class="sheet" method="post" novalidate>
          <ErrorSummary view={view} form={form} labels={labels} />
          <ChoiceField view={view} form={form} name="outcome" label={labels.outcome} choices={(['theme', 'question', 'declined'] as const).map((outcome) => ({ value: outcome, label: t(`calls.proposals.answer.${outcome}`) }))} />
          <TextField view={view} form={form} name="wording" label={labels.wording} hint={t('calls.proposals.wording.hint')} rows={3} optional />
          <SelectField view={view} form={form} name="call" label={labels.call} nothing="–" choices={open.map(({ slug, title }) => ({ value: slug, label: title }))} optional />
          <LineField view={view} form={form} name="reason" label={labels.reason} hint={t('calls.form.reason.hint')} />
          <ChoiceField view={view} form={form} name="isHidden" label={t('calls.remarks.answer.shown')} choices={[{ value: 'no', label: t('calls.remarks.answer.shown.yes') }, { value: 'yes', label: t('calls.proposals.shown.no') }]} />
          <div class="actions"><button type="submit">{t('calls.proposals.answer')}</button></div>
        </form>
      ) : null}
    </Layout>
  )
}
