import type { GivenFate, Unit } from '../../trace/coverage/model.ts'
import { GIVABLE_FATES } from '../../trace/schema.ts'
import type { FormState, View } from '../context.ts'
import { deskCrumbs, type InCycle } from '../forums/data.ts'
import { ChoiceField, ErrorSummary, SelectField, TextField } from '../ui/fields.tsx'
import { Layout } from '../ui/layout.tsx'
import { unitAddress } from './data.ts'



export interface FatesDeskData extends InCycle {
  readonly base: string
  /** How many inputs have no outcome; the oldest hundred of them, with the beginning of their words. */
  readonly waiting: number
  readonly units: readonly (Unit & { readonly words: string })[]
  readonly given: readonly (GivenFate & { readonly unit: Unit })[]
}

/** Inputs without an outcome, the oldest first; several may be given one with one reason. */
export function FatesDesk(props: { view: View; data: FatesDeskData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const labels = { unit: t('trace.desk.units'), fate: t('trace.desk.fate'), reason: t('trace.desk.reason') }
  const choices = data.units.map((unit) => ({ value: unit.id, label: unit.ref, hint: unit.words }))
  return (
    <Layout view={view} frame={data.frame} title={t('trace.desk.title')} desk crumbs={[...deskCrumbs(view, data), { label: t('trace.desk.title') }]}>
      <h1>{t('trace.desk.title')}</h1>
      <p class="lead">{t('trace.desk.lead')}</p>
      <p class="meta"><a href={`${data.base}/trace`}>{t('trace.desk.public')}</a><a href={`/desk${data.base}/documents`}>{t('drafts.title')}</a><a href={`${data.base}/breakdown`}>{t('trace.desk.mark')}</a></p>
      {data.waiting === 0 ? <p class="notice">{t('trace.desk.done')}</p> : <p class="differs">{t('trace.desk.waiting', { count: data.waiting })}</p>}
      <ErrorSummary view={view} form={form} labels={labels} />
      {data.waiting === 0 ? null : (
        <form method="post" class="sheet wide">
          <input type="hidden" name="action" value="give" />
          <ChoiceField view={view} form={form} name="unit" label={labels.unit} hint={t('trace.desk.units.hint')} choices={choices} several />
          <SelectField view={view} form={form} name="fate" label={labels.fate} choices={GIVABLE_FATES.map((fate) => ({ value: fate, label: t(`trace.fate.${fate}`) }))} />
          <TextField view={view} form={form} name="reason" label={labels.reason} hint={t('trace.desk.reason.hint')} rows={3} />
          <div class="actions"><button type="submit">{t('trace.desk.give')}</button></div>
        </form>
      )}
      {data.given.length === 0 ? null : (
        <section class="block">
          <h2>{t('trace.desk.given')}</h2>
          <ul class="todo">
            {data.given.map((fate) => (
              <li>
                <span><a href={unitAddress(data, fate.unit)}>{fate.unit.ref}</a> <span class="tag">{t(`trace.fate.${fate.fate}`)}</span> <span dir="auto">{fate.reason}</span></span>
                <form method="post" class="inline-form">
                  <input type="hidden" name="action" value="revoke" />
                  <input type="hidden" name="unit" value={fate.unitId} />
                  <input type="hidden" name="revision" value={fate.revision} />
                  <button type="submit" class="quiet" aria-label={`${t('trace.desk.revoke')}: ${fate.unit.ref}`}>{t('trace.desk.revoke')}</button>
                </form>
              </li>
            ))}
          </ul>
        </section>
      )}
    </Layout>
  )
}
