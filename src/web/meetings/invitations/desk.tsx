import { writeInstant } from '../../../shared/time.ts'
import type { FormState, View } from '../../context.ts'
import { ErrorSummary, FileField, TextField } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import type { MeetingsData } from '../data.ts'
import type { InvitationsData } from './data.ts'

/** Who was asked to a meeting by mail, with their answers; more are asked, and all are told what changed. */
export function InvitationsPage(props: { view: View; data: InvitationsData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const { forum, meeting, invitations } = data
  const base = `/desk/${forum.slug}/meetings`
  const crumbs = [{ href: '/desk', label: t('shell.desk') }, { href: `/desk/${forum.slug}`, label: forum.title }, { href: base, label: t('meetings.title') }, { href: `${base}/${meeting.slug}`, label: meeting.title }, { label: t('meetings.invitations.title') }]
  const behind = invitations.filter(({ withdrawnAt, isUpToDate }) => withdrawnAt === null && !isUpToDate).length
  return (
    <Layout view={view} frame={data.frame} desk title={t('meetings.invitations.title')} crumbs={crumbs}>
      <h1>{t('meetings.invitations.title')}</h1>
      <p class="lead">{t('meetings.invitations.lead')}</p>
      {view.query['sent'] === undefined ? null : <p class="notice" role="status">{t('meetings.invitations.sent', { count: Number(/^\d{1,6}$/u.exec(view.query['sent'])?.[0] ?? 0) })}</p>}
      <form method="post" action={view.path} class="sheet" novalidate>
        <ErrorSummary view={view} form={form} labels={{ people: t('meetings.invitations.people') }} />
        {behind === 0 ? null : (
          <div class="differs">
            <p>{t('meetings.invitations.behind', { count: behind })}</p>
            <div class="actions"><button type="submit" name="shall" value="update">{t('meetings.invitations.update')}</button></div>
          </div>
        )}
        {data.meeting.standing === 'cancelled' ? null : (
          <>
            <TextField view={view} form={form} name="people" rows={6} optional label={t('meetings.invitations.people')} hint={t('meetings.invitations.people-hint')} />
            <div class="actions"><button type="submit" name="shall" value="invite" class={behind === 0 ? undefined : 'quiet'}>{t('meetings.invitations.send')}</button></div>
          </>
        )}
      </form>
      {invitations.length === 0 ? <p class="empty">{t('meetings.invitations.none')}</p> : (
        <div class="scroll" tabindex={0} role="region" aria-label={t('meetings.invitations.asked')}>
          <table class="figures">
            <caption>{t('meetings.invitations.asked')}</caption>
            <thead><tr><th scope="col">{t('meetings.invitations.who')}</th><th scope="col">{t('meetings.invitations.answer')}</th><th scope="col">{t('meetings.invitations.answered')}</th></tr></thead>
            <tbody>
              {invitations.map(({ name, mail, answer, answeredAt, withdrawnAt }) => (
                <tr>
                  <th scope="row"><bdi>{name ?? ''}</bdi> <bdi>{mail}</bdi></th>
                  <td>{withdrawnAt === null ? t(`meetings.invitations.answer.${answer}`) : t('meetings.invitations.withdrawn')}</td>
                  <td>{answeredAt === null ? '–' : writeInstant(answeredAt, view.lang)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <p><a href={`${base}/new/answers`}>{t('meetings.invitations.take')}</a></p>
    </Layout>
  )
}

/** Takes an answer that came by mail: the file that was attached, or its text. */
export function AnswersPage(props: { view: View; data: MeetingsData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const crumbs = [{ href: '/desk', label: t('shell.desk') }, { href: `/desk/${data.forum.slug}`, label: data.forum.title }, { href: `/desk/${data.forum.slug}/meetings`, label: t('meetings.title') }, { label: t('meetings.invitations.take') }]
  return (
    <Layout view={view} frame={data.frame} desk title={t('meetings.invitations.take')} crumbs={crumbs}>
      <h1>{t('meetings.invitations.take')}</h1>
      <p class="lead">{t('meetings.invitations.take-lead')}</p>
      <form method="post" action={view.path} class="sheet" enctype="multipart/form-data" novalidate>
        <ErrorSummary view={view} form={form} labels={{ file: t('meetings.calendar.file'), calendar: t('meetings.calendar.pasted') }} />
        <FileField view={view} form={form} name="file" optional label={t('meetings.calendar.file')} hint={t('meetings.calendar.file-hint')} />
        <TextField view={view} form={form} name="calendar" rows={8} optional label={t('meetings.calendar.pasted')} />
        <div class="actions"><button type="submit">{t('meetings.invitations.take-now')}</button></div>
      </form>
    </Layout>
  )
}
