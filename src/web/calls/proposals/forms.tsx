import { PROPOSAL_KINDS, takesProposals } from '../../../calls/proposals/model.ts'
import { newId } from '../../../platform/new-id.ts'
import type { FormState, View } from '../../context.ts'
import { cycleCrumbs } from '../../forums/data.ts'
import { ChoiceField, ErrorSummary, LineField, TextField } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import type { ProposalsData } from './data.ts'

/** The public form of a proposal: no account, and a name only for who wants to give one. */
export function ProposePage(props: { view: View; data: ProposalsData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const labels = { kind: t('calls.proposals.kind'), text: t('calls.proposals.text'), reason: t('calls.proposals.reason'), author: t('calls.remarks.author') }
  const isOpen = takesProposals(data.scoping, view.now)
  return (
    <Layout view={view} frame={data.frame} title={t('calls.proposals.send.title')} crumbs={[...cycleCrumbs(data), { href: `/${data.forum.slug}/${data.cycle.slug}/proposals`, label: t('calls.proposals.title') }, { label: t('calls.proposals.send.title') }]}>
      <h1>{t('calls.proposals.send.title')}</h1>
      {isOpen ? <p class="lead">{t('calls.proposals.send.lead')}</p> : <p class="differs">{t('calls.proposals.refusal.not-asked')}</p>}
      {isOpen || Object.keys(form.errors).length > 0 ? (
        <form class="sheet" method="post" novalidate>
          <ErrorSummary view={view} form={form} labels={labels} />
          <input type="hidden" name="formKey" value={form.errors[''] === undefined ? form.values['formKey']?.at(-1) : newId()} />
          <ChoiceField view={view} form={form} name="kind" label={labels.kind} choices={PROPOSAL_KINDS.map((kind) => ({ value: kind, label: t(`calls.proposals.kind.${kind}`), hint: t(`calls.proposals.kind.${kind}.hint`) }))} />
          <TextField view={view} form={form} name="text" label={labels.text} rows={3} />
          <TextField view={view} form={form} name="reason" label={labels.reason} rows={4} optional />
          <LineField view={view} form={form} name="author" label={labels.author} hint={t('calls.remarks.author.hint')} autocomplete="name" optional />
          <div class="actions"><button type="submit">{t('calls.proposals.send')}</button></div>
        </form>
      ) : null}
    </Layout>
  )
}
