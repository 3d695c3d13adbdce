import type { FormState, View } from '../../context.ts'
import { cycleCrumbs } from '../../forums/data.ts'
import { ErrorSummary, LineField, TextField } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import { SentFacts } from '../follow/pages.tsx'
import { AnswerList } from '../pages.tsx'
import { Remarks, Summary } from '../unsent/pages.tsx'
import type { Preview } from './data.ts'

/** For whoever clears it: everything as it stands, to be read and printed, and what they may say of it. */
export function PreviewPage(props: { view: View; data: Preview; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const { call } = data
  const title = t('sending.preview.title', { call: call.title })
  const who = data.read?.contributor ?? data.read?.organisation ?? t('sending.preview.somebody')
  return (
    <Layout view={view} frame={data.frame} title={title} crumbs={[...cycleCrumbs(data), { label: call.title }]}>
      <h1>{title}</h1>
      {data.isOver ? <p class="differs">{t('sending.preview.over')}</p> : (
        <>
          <p class="lead" dir="auto">{data.ref === undefined ? t('sending.preview.lead', { who, call: call.title }) : t('sending.preview.sent', { ref: data.ref })}</p>
          <p class="meta print-off">{t('sending.preview.print')}</p>
          {view.query['kept'] === '1' ? <p class="notice" role="status">{t('sending.preview.thanks')}</p> : null}
          <Content view={view} data={data} />
          <Remarks view={view} remarks={data.remarks} />
        </>
      )}
      {mayRemark(data) || Object.keys(form.errors).length > 0 ? <RemarkForm view={view} data={data} form={form} /> : null}
    </Layout>
  )
}

function Content(props: { view: View; data: Preview }) {
  const { view, data } = props
  const files = `${view.path}/files`
  if (data.sent === undefined) {
    return data.unsent === undefined ? null : <Summary view={view} forum={data.forum} call={data.call} fields={data.unsent.fields} sent={data.read} files={data.files} fileAddress={files} />
  }
  return (
    <section class="block" aria-label={view.t('contributions.page.answers')}>
      <AnswerList view={view} answers={data.sent.answers} fates={[]} language={data.sent.contribution.language} forumLanguage={data.forum.language} />
      <ul class="lines">{data.files.map((file, place) => <li><a href={`${files}/${place + 1}/${encodeURIComponent(file.name)}`} dir="auto">{file.name}</a></li>)}</ul>
      <SentFacts view={view} data={data.sent} />
    </section>
  )
}

function mayRemark(data: Preview): boolean {
  return !data.isOver && data.may !== 'read'
}

/** What was typed before its writer let nobody remark any more, or sent it, still stands in it to be copied. */
function RemarkForm(props: { view: View; data: Preview; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  return (
    <form class="sheet print-off" method="post" novalidate>
      <ErrorSummary view={view} form={form} labels={{ name: t('sending.preview.name'), text: t('sending.preview.remark') }} />
      <LineField view={view} form={form} name="name" label={t('sending.preview.name')} autocomplete="name" />
      <TextField view={view} form={form} name="text" label={t('sending.preview.remark')} rows={4} optional={data.may === 'clear'} />
      {mayRemark(data) ? (
        <div class="actions">
          <button type="submit" name="go" value="remark">{t('sending.preview.leave')}</button>
          {data.may === 'clear' ? <button class="quiet" type="submit" name="go" value="clear">{t('sending.preview.clear')}</button> : null}
        </div>
      ) : null}
      {mayRemark(data) && data.may === 'clear' ? <p class="hint">{t('sending.preview.clear.hint')}</p> : null}
    </form>
  )
}
