import type { FormState, View } from '../../context.ts'
import { deskCrumbs } from '../../forums/data.ts'
import { ErrorSummary, LineField, TextField, typed } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import { standing, type InReview } from '../data.ts'

/** A later last day, and why: both dates are kept and shown. */
export function ExtendPage(props: { view: View; data: InReview; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const labels = { closesOn: t('reviewing.field.later'), reason: t('reviewing.field.reason'), earlier: t('reviewing.field.later') }
  return (
    <Layout view={view} frame={data.frame} title={t('reviewing.extend')} desk crumbs={[...deskCrumbs(view, data), { href: `/desk${data.cycleBase}/reviews`, label: t('review.reviews') }, { label: t('reviewing.extend') }]}>
      <h1>{t('reviewing.extend-title', { title: data.review.title })}</h1>
      <p class="lead">{standing(view, data.review)}</p>
      <form class="sheet" method="post" novalidate>
        <ErrorSummary view={view} form={form} labels={labels} />
        <input type="hidden" name="earlier" value={typed(form, 'earlier')} />
        <LineField view={view} form={form} name="closesOn" type="date" label={labels.closesOn} />
        <TextField view={view} form={form} name="reason" rows={3} label={labels.reason} hint={t('reviewing.hint.reason')} />
        <div class="actions"><button>{t('reviewing.extend')}</button></div>
      </form>
    </Layout>
  )
}
