import type { FormState, View } from '../../context.ts'
import type { InForum } from '../../forums/data.ts'
import { ErrorSummary, LineField } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import type { InFollowing } from './data.ts'

/** Asks to be told of a forum's meetings by mail: one field. */
export function FollowMeetingsPage(props: { view: View; data: InForum; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const isSent = view.query['sent'] === '1' && Object.keys(form.errors).length === 0
  const title = t('meetings.plan.follow.title')
  return (
    <Layout view={view} frame={data.frame} title={title} crumbs={crumbsOf(view, data, title)}>
      <h1>{title}</h1>
      {isSent ? (
        <p class="notice" role="status">{t('meetings.plan.follow.sent')}</p>
      ) : (
        <>
          <p class="lead">{t('meetings.plan.follow.lead', { forum: data.forum.title })}</p>
          <form class="sheet" method="post" action={view.path} novalidate>
            <ErrorSummary view={view} form={form} labels={{ mail: t('meetings.plan.follow.mail') }} />
            <LineField view={view} form={form} name="mail" type="email" dir="ltr" autocomplete="email" label={t('meetings.plan.follow.mail')} hint={t('meetings.plan.follow.mail-hint')} />
            <div class="actions"><button type="submit">{t('meetings.plan.follow.send')}</button></div>
          </form>
        </>
      )}
    </Layout>
  )
}

/** Behind the mailed link: one button, to confirm or to leave. */
export function FollowingPage(props: { view: View; data: InFollowing; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const { follower } = data
  const isTold = follower.isConfirmed && !follower.hasLeft
  const title = t(isTold ? 'meetings.plan.following.told' : 'meetings.plan.follow.title')
  return (
    <Layout view={view} frame={data.frame} title={title} crumbs={crumbsOf(view, data, title)}>
      <h1>{title}</h1>
      <p class="lead">{t(isTold ? 'meetings.plan.following.told-lead' : follower.hasLeft ? 'meetings.plan.following.left-lead' : 'meetings.plan.following.confirm-lead', { forum: data.forum.title })}</p>
      <form class="sheet" method="post" action={view.path} novalidate>
        <ErrorSummary view={view} form={form} labels={{}} />
        <input type="hidden" name="shall" value={isTold ? 'leave' : 'confirm'} />
        <div class="actions"><button type="submit">{t(isTold ? 'meetings.plan.following.leave' : 'meetings.plan.following.confirm')}</button></div>
      </form>
    </Layout>
  )
}

function crumbsOf(view: View, { forum }: InForum, label: string) {
  return [{ href: `/${forum.slug}`, label: forum.title }, { href: `/${forum.slug}/meetings`, label: view.t('meetings.title') }, { label }]
}
