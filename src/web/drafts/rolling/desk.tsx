import type { FormState, View } from '../../context.ts'
import { deskCrumbs } from '../../forums/data.ts'
import { ErrorSummary } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import type { InDocument } from '../data.ts'

/** Whether anyone may read the working text as it is written: one button. */
export function RollingDesk(props: { view: View; data: InDocument; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const { document, address } = data
  const isOpen = document.rollingSince !== null
  const here = `/desk${address}`
  return (
    <Layout view={view} frame={data.frame} title={t('drafts.rolling.name')} desk crumbs={[...deskCrumbs(view, data), { href: here, label: document.title }, { label: t('drafts.rolling.name') }]}>
      <h1>{t('drafts.rolling.name')}</h1>
      <ErrorSummary view={view} form={form} labels={{}} />
      <p>{t(isOpen ? 'drafts.rolling.desk.open' : 'drafts.rolling.desk.closed')}</p>
      {isOpen ? <p><a href={`${address}/rolling`}>{t('drafts.rolling.read')}</a></p> : null}
      <form method="post" class="sheet">
        <input type="hidden" name="open" value={isOpen ? 'no' : 'yes'} />
        <div class="actions"><button type="submit">{t(isOpen ? 'drafts.rolling.desk.close' : 'drafts.rolling.desk.do-open')}</button> <a href={here}>{t('drafts.rolling.desk.back')}</a></div>
      </form>
    </Layout>
  )
}
