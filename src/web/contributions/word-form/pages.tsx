import type { FormState, View } from '../../context.ts'
import { ErrorSummary, FileField } from '../../ui/fields.tsx'
import type { Child } from 'hono/jsx'

/** Where a filled Word form is handed in: one field. */
export function WordUpload(props: { view: View; form: FormState; lead: string; children?: Child }) {
  const { view, form } = props
  const { t } = view
  return (
    <>
      <h1>{t('word-form.send.title')}</h1>
      <p class="lead">{props.lead}</p>
      {props.children}
      <form class="sheet" method="post" enctype="multipart/form-data" novalidate>
        <ErrorSummary view={view} form={form} labels={{ form: t('word-form.file') }} />
        <FileField view={view} form={form} name="form" label={t('word-form.file')} hint={t('word-form.file.hint')} />
        <div class="actions"><button type="submit">{t('word-form.read')}</button></div>
      </form>
    </>
  )
}

/** Above a web form that was filled from a Word form. */
export function ReadNotice(props: { view: View; missing: number }) {
  const { view, missing } = props
  return (
    <>
      <p class="notice">{view.t('word-form.was-read')}</p>
      {missing === 0 ? null : <p class="differs">{view.t('word-form.missing', { count: missing })}</p>}
    </>
  )
}
