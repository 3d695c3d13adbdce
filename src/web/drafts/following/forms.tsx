import type { Child } from 'hono/jsx'
import type { FormState, View } from '../../context.ts'
import { ErrorSummary, LineField } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import type { InDocument } from '../data.ts'
import { crumbsOf } from '../pages.tsx'
import type { InFollowing } from './data.ts'

/** Asks to be told of a document's versions: one field. */
export function FollowPage(props: { view: View; data: InDocument; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const isSent = view.query['sent'] === '1'
  return (
    <DocumentFrame view={view} data={data} title={t('release.follow.title')}>
      {isSent ? <p class="notice">{t('release.follow.sent')}</p> : <p>{t('release.follow.lead')}</p>}
      {isSent && Object.keys(form.errors).length === 0 ? null : (
        <form class="sheet" method="post" novalidate>
          <ErrorSummary view={view} form={form} labels={{ mail: t('announcing.tell-me.mail') }} />
          <LineField view={view} form={form} name="mail" type="email" label={t('announcing.tell-me.mail')} hint={t('release.follow.mail.hint')} autocomplete="email" dir="ltr" />
          <div class="actions"><button type="submit">{t('release.follow.send')}</button></div>
        </form>
      )}
    </DocumentFrame>
  )
}

/** Behind the mailed link: one button, to confirm or to leave. */
export function FollowingPage(props: { view: View; data: InFollowing; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const { follower } = data
  const isTold = follower.isConfirmed && !follower.hasLeft
  return (
    <DocumentFrame view={view} data={data} title={t(isTold ? 'release.following' : 'release.follow.title')}>
      <p>{t(isTold ? 'release.following.lead' : follower.hasLeft ? 'release.following.left' : 'release.following.confirm.lead')}</p>
      <form class="sheet" method="post" novalidate>
        <ErrorSummary view={view} form={form} labels={{}} />
        <input type="hidden" name="shall" value={isTold ? 'leave' : 'confirm'} />
        <div class="actions"><button type="submit">{t(isTold ? 'release.following.leave' : 'release.following.confirm')}</button></div>
      </form>
    </DocumentFrame>
  )
}

function DocumentFrame(props: { view: View; data: InDocument; title: string; children?: Child }) {
  const { view, data, title } = props
  return (
    <Layout view={view} frame={data.frame} title={title} crumbs={crumbsOf(view, data, title)}>
      <h1>{title}</h1>
      <p class="lead" lang={data.document.language} dir="auto">{data.document.title}</p>
      {props.children}
    </Layout>
  )
}
