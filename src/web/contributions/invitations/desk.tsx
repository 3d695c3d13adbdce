import { splitParagraphs } from '../../../shared/text.ts'
import { dateInZone, writeShortDate } from '../../../shared/time.ts'
import type { FormState, View } from '../../context.ts'
import { deskCrumbs } from '../../forums/data.ts'
import { ErrorSummary, LineField, TextField } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import type { InvitationsData } from './data.ts'

/** The invitations to a call: a form for the next one, and what came by those made. */
export function InvitationsDesk(props: { view: View; data: InvitationsData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const title = t('sending.invitations.title', { call: data.call.title })
  const labels = { note: t('sending.invitations.note'), organisation: t('sending.invitations.organisation') }
  return (
    <Layout view={view} frame={data.frame} title={title} crumbs={[...deskCrumbs(view, data), { label: title }]} desk>
      <h1>{title}</h1>
      <p class="lead">{t('sending.invitations.lead')}</p>
      {data.call.isOpen ? (
        <form class="sheet" method="post" novalidate>
          <ErrorSummary view={view} form={form} labels={labels} />
          <TextField view={view} form={form} name="note" label={labels.note} rows={4} />
          <LineField view={view} form={form} name="organisation" label={labels.organisation} hint={t('sending.invitations.organisation.hint')} optional />
          <div class="actions"><button type="submit">{t('sending.invitations.make')}</button></div>
        </form>
      ) : null}
      {data.invitations.length === 0 ? <p class="empty">{t('sending.invitations.none')}</p> : null}
      <ul class="entries">{data.invitations.map((invitation) => <Row view={view} data={data} invitation={invitation} />)}</ul>
    </Layout>
  )
}

function Row(props: { view: View; data: InvitationsData; invitation: InvitationsData['invitations'][number] }) {
  const { view, data, invitation } = props
  const { t } = view
  const base = `/desk/${data.forum.slug}/${data.cycle.slug}`
  return (
    <li id={`invitation-${invitation.number}`}>
      <h2>{t('sending.invitations.number', { number: invitation.number })} <span dir="auto">{invitation.organisation ?? ''}</span></h2>
      <p class="meta"><span>{t('sending.invitations.made', { date: writeShortDate(dateInZone(invitation.madeAt, 'UTC'), view.lang) })}</span>{invitation.stoppedAt === null ? null : <span class="tag">{t('sending.invitations.stopped')}</span>}</p>
      {splitParagraphs(invitation.note).map((part) => <p dir="auto">{part}</p>)}
      {invitation.stoppedAt === null ? <p dir="ltr"><a class="address" href={invitation.link.slice(view.publicUrl.length)}>{invitation.link}</a></p> : null}
      <p>{t('sending.invitations.brought', { count: invitation.brought.length })} {invitation.brought.map((number, place) => <>{place === 0 ? '' : ', '}<a href={`${base}/contributions/C-${number}`}>C-{number}</a></>)}</p>
      {invitation.stoppedAt === null ? (
        <form method="post" action={`${base}/calls/${data.call.slug}/invitations/${invitation.number}/stop`}>
          <button class="quiet" type="submit">{t('sending.invitations.stop')}</button>
        </form>
      ) : null}
    </li>
  )
}
