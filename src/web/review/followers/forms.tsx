import type { FormState, View } from '../../context.ts'
import { crumbsOf as documentCrumbs } from '../../drafts/pages.tsx'
import { ErrorSummary, LineField } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import { crumbsOf } from '../data.ts'
import type { FollowData, FollowingData } from './data.ts'

/** Asks to be told of comments on a paragraph or section, and of what becomes of them: one field. */
export function FollowPlacePage(props: { view: View; data: FollowData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const title = t(`followers.title.${data.place.kind}`, { name: data.name })
  const isSent = view.query['sent'] === '1'
  const words = data.text.flatMap(({ paragraphs }) => paragraphs).find(({ id }) => id === data.place.id)
  return (
    <Layout view={view} frame={data.frame} title={title} crumbs={[...crumbsOf(view, data).slice(0, -1), { href: data.base, label: data.review.title }, { label: title }]}>
      <h1>{title}</h1>
      {words === undefined ? null : <blockquote class="prose" lang={data.version.language}><p dir="auto">{words.text}</p></blockquote>}
      {isSent ? <p class="notice">{t('followers.sent')}</p> : <p>{t('followers.lead')}</p>}
      {isSent && Object.keys(form.errors).length === 0 ? null : (
        <form class="sheet" method="post" novalidate>
          <ErrorSummary view={view} form={form} labels={{ mail: t('announcing.tell-me.mail') }} />
          <LineField view={view} form={form} name="mail" type="email" label={t('announcing.tell-me.mail')} hint={t('release.follow.mail.hint')} autocomplete="email" dir="ltr" />
          <div class="actions"><button type="submit">{t('followers.send')}</button></div>
        </form>
      )}
    </Layout>
  )
}

/** Behind the mailed link: one button, to confirm or to leave. */
export function FollowingPlacePage(props: { view: View; data: FollowingData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const { follower } = data
  const isTold = follower.isConfirmed && !follower.hasLeft
  const title = t(isTold ? 'followers.following' : 'followers.confirm')
  return (
    <Layout view={view} frame={data.frame} title={title} crumbs={documentCrumbs(view, data, title)}>
      <h1>{title}</h1>
      <p class="lead" lang={data.document.language} dir="auto">{data.document.title}</p>
      <p>{t(isTold ? `followers.following.${follower.kind}` : follower.hasLeft ? 'followers.left' : `followers.confirm.${follower.kind}`)}</p>
      <form class="sheet" method="post" novalidate>
        <ErrorSummary view={view} form={form} labels={{}} />
        <input type="hidden" name="shall" value={isTold ? 'leave' : 'confirm'} />
        <div class="actions"><button type="submit">{t(isTold ? 'release.following.leave' : 'release.following.confirm')}</button></div>
      </form>
    </Layout>
  )
}
