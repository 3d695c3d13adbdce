import { AMENDING_DAYS } from '../../../contributions/amendments/model.ts'
import { questionsFor } from '../../../calls/variants/model.ts'
import { CAPACITIES, CONSENTS, LICENCES } from '../../../shared/vocabularies.ts'
import type { FormState, View } from '../../context.ts'
import { ChoiceField, ErrorSummary, LineField, SelectField, TextField, typed } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import { writeSize } from '../data.ts'
import { placesOfOthers } from '../send/data.ts'
import { AnswerFields, GroupFields, labelsOf, LanguageField } from '../send/forms.tsx'
import { elsewhereLabels, OtherFields, otherLabels } from '../unsent/forms.tsx'
import type { AmendData } from './data.ts'

/** The contribution as it stands, to be changed by whoever sent it. */
export function AmendPage(props: { view: View; data: AmendData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const back = view.path.replace(/\/amend$/u, '')
  const title = t('sending.amend.title', { ref: data.ref })
  const wasSent = Object.keys(form.errors).length > 0
  return (
    <Layout view={view} frame={data.frame} title={title} crumbs={[{ href: back, label: data.ref }, { label: t('sending.receipt.amend') }]}>
      <h1>{title}</h1>
      <p class="lead">{data.state === 'over' ? t('sending.amend.over') : t('sending.amend.lead', { days: AMENDING_DAYS })}</p>
      {data.state === 'late' ? <p class="differs">{t('sending.amend.late')}</p> : null}
      {data.state !== 'over' || wasSent ? <AmendForm view={view} data={data} form={form} back={back} /> : null}
    </Layout>
  )
}

function AmendForm(props: { view: View; data: AmendData; form: FormState; back: string }) {
  const { view, data, form } = props
  const { t } = view
  const places = placesOfOthers(form.values)
  const labels = { ...labelsOf(view, data.call, false), ...otherLabels(view, form), ...elsewhereLabels(view), note: t('sending.amend.note') }
  return (
    <form class="sheet" method="post" enctype="multipart/form-data" novalidate>
      <ErrorSummary view={view} form={form} labels={labels} />
      {/* Turned back because another page amended it, the form has that amendment before its eyes now. */}
      <input type="hidden" name="amendments" value={form.errors[''] === undefined ? typed(form, 'amendments') : String(data.count)} />
      <AnswerFields view={view} form={form} call={data.call} questions={questionsFor(data.call, data.call.variants.find(({ id }) => id === data.contribution.variantId))} say={data.say} />
      <LanguageField view={view} form={form} />
      <div class={form.errors['file'] === undefined ? 'field' : 'field wrong'}>
        <label for="field-file">{t('sending.amend.more-files')}</label>
        {data.attachments.map((file) => <p class="hint" dir="auto">{file.name} ({writeSize(view, file.size)})</p>)}
        {form.errors['file'] === undefined ? null : <p class="error" id="error-file">{view.error(form.errors['file'])}</p>}
        <input type="file" id="field-file" name="file" multiple />
      </div>
      <LineField view={view} form={form} name="contributor" label={t('contributions.send.contributor')} autocomplete="name" optional />
      <LineField view={view} form={form} name="organisation" label={t('contributions.send.organisation')} autocomplete="organization" optional />
      <ChoiceField view={view} form={form} name="capacity" label={t('contributions.send.capacity')} optional choices={CAPACITIES.map((capacity) => ({ value: capacity, label: t(`contributions.send.capacity.${capacity}`) }))} />
      <GroupFields view={view} form={form} forum={data.forum} />
      {[...places, Math.max(0, ...places) + 1].map((place) => <OtherFields view={view} form={form} forum={data.forum} place={place} />)}
      <ChoiceField view={view} form={form} name="consent" label={t('contributions.send.consent')} choices={CONSENTS.map((consent) => ({ value: consent, label: t(`contributions.consent.${consent}`) }))} />
      <SelectField
        view={view} form={form} name="licence" label={t('sending.licence')} nothing={t('contributions.send.not-said')} optional
        choices={LICENCES.map((licence) => ({ value: licence, label: t(`sending.licence.${licence}`) }))}
      />
      <TextField view={view} form={form} name="note" label={t('sending.amend.note')} hint={t('sending.amend.note.hint')} rows={2} optional />
      <div class="actions">
        <button type="submit">{t('sending.amend.send')}</button>
        <a class="button quiet" href={props.back}>{t('contributions.withdraw.back')}</a>
      </div>
    </form>
  )
}
