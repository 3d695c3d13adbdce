import type { InboxMail } from '../../../record/inbox/model.ts'
import { splitParagraphs } from '../../../shared/text.ts'
import { writeInstant } from '../../../shared/time.ts'
import type { FormState, View } from '../../context.ts'
import { isMessageKey } from '../../messages.ts'
import { ChoiceField, ErrorSummary, TextField } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import { sumUp, type KeptData, type KeptMailData } from './data.ts'

function crumbsOf(view: View, { forum }: Pick<KeptData, 'forum'>) {
  return [{ href: '/desk', label: view.t('shell.desk') }, forum === undefined ? { href: '/desk/mail', label: view.t('record.dns.title') } : { href: `/desk/${forum.slug}`, label: forum.title }]
}

/** Mails that wait for a person. */
export function KeptPage(props: { view: View; data: KeptData }) {
  const { view, data } = props
  const { t } = view
  const { forum, here, state, mails, page, hasMore } = data
  const isKept = state === 'kept'
  return (
    <Layout view={view} frame={data.frame} desk title={t('desk.mail.title')} crumbs={[...crumbsOf(view, data), { label: t('desk.mail.title') }]}>
      <h1>{t('desk.mail.title')}</h1>
      <p class="lead">{t(forum === undefined ? 'desk.mail.lead-installation' : 'desk.mail.lead')}</p>
      <p class="meta"><span>{isKept ? t('desk.mail.count', { count: data.count }) : <a href={here}>{t('desk.mail.count', { count: data.count })}</a>}</span> <span>{isKept ? <a href={`${here}?state=decided`}>{t('desk.mail.decided')}</a> : t('desk.mail.decided')}</span></p>
      {mails.length === 0 ? <p class="empty">{t(isKept ? 'desk.mail.none' : 'desk.mail.none-decided')}</p> : (
        <ul class="entries">
          {mails.map((mail) => (
            <li>
              <h2 dir="auto"><a href={`${here}/${mail.id}`}>{mail.subject === null || mail.subject === '' ? t('desk.mail.no-subject') : mail.subject}</a></h2>
              <Facts view={view} mail={mail} />
            </li>
          ))}
        </ul>
      )}
      {page > 1 || hasMore ? (
        <nav class="pages" aria-label={t('desk.mail.pages')}>
          {page > 1 ? <a href={`${here}?state=${state}&page=${page - 1}`} rel="prev">{t('desk.mail.newer')}</a> : null}
          {hasMore ? <a href={`${here}?state=${state}&page=${page + 1}`} rel="next">{t('desk.mail.older')}</a> : null}
        </nav>
      ) : null}
    </Layout>
  )
}

function Facts(props: { view: View; mail: InboxMail }) {
  const { view, mail } = props
  const { t } = view
  const reason = `desk.mail.reason.${mail.reason ?? 'unclear'}`
  return (
    <p class="meta">
      <span dir="auto">{mail.fromName === null || mail.fromName === '' ? (mail.fromAddress ?? t('desk.mail.nobody')) : `${mail.fromName} <${mail.fromAddress ?? ''}>`}</span>{' '}
      <span>{writeInstant(mail.receivedAt, view.lang)}</span>{' '}
      <span>{t(isMessageKey(reason) ? reason : 'desk.mail.reason.unclear')}</span>
      {mail.decision === null ? null : <> <span class="tag">{t(`desk.mail.is-${mail.decision.decision}`)}</span></>}
    </p>
  )
}

/** One of them, with what was sent, and what to do with it. */
export function KeptMailPage(props: { view: View; data: KeptMailData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const { here, mail, read, ways } = data
  const title = mail.subject === null || mail.subject === '' ? t('desk.mail.no-subject') : mail.subject
  return (
    <Layout view={view} frame={data.frame} desk title={title} crumbs={[...crumbsOf(view, data), { href: here, label: t('desk.mail.title') }, { label: title }]}>
      <h1 dir="auto">{title}</h1>
      <Facts view={view} mail={mail} />
      <p class="meta"><span>{t(`desk.mail.checks.${sumUp(mail.checks)}`)}</span></p>
      {read === undefined ? <p class="differs">{t('desk.mail.unreadable')}</p> : (
        <section class="block">
          {splitParagraphs(read.own === '' ? read.text : read.own).map((paragraph) => <p dir="auto">{paragraph}</p>)}
          {read.own === '' || read.own === read.text.trim() ? null : (
            <details><summary>{t('desk.mail.whole')}</summary>{splitParagraphs(read.text).map((paragraph) => <p dir="auto">{paragraph}</p>)}</details>
          )}
          {read.attachments.length === 0 ? null : (
            <>
              <h2>{t('desk.mail.files')}</h2>
              <ul>{read.attachments.map((file, place) => <li><a href={`${here}/${mail.id}/files/${place + 1}`} dir="auto">{file.name ?? file.type}</a></li>)}</ul>
            </>
          )}
        </section>
      )}
      <p><a href={`${here}/${mail.id}/files/0`}>{t('desk.mail.raw')}</a></p>
      {mail.decision === null ? <Deciding view={view} ways={ways} isOfInstallation={data.forum === undefined} form={form} /> : (
        <p class="notice">{t(`desk.mail.was-${mail.decision.decision}`, { at: writeInstant(mail.decision.at, view.lang) })}{mail.decision.reason === null ? null : <> <span dir="auto">{mail.decision.reason}</span></>}</p>
      )}
    </Layout>
  )
}

function Deciding(props: { view: View; ways: KeptMailData['ways']; isOfInstallation: boolean; form: FormState }) {
  const { view, ways, isOfInstallation, form } = props
  const { t } = view
  const labels = { decision: t('desk.mail.decision'), reason: t('desk.mail.why') }
  return (
    <>
      {ways.length === 0 ? null : (
        <section class="block">
          <h2>{t('desk.mail.enter')}</h2>
          <ul>{ways.map((way) => <li><a href={way.href}>{t(`desk.mail.enter.${way.kind}`, { title: way.title })}</a></li>)}</ul>
        </section>
      )}
      <form class="sheet" method="post" novalidate>
        <h2>{t('desk.mail.decide')}</h2>
        <ErrorSummary view={view} form={form} labels={labels} />
        <ChoiceField view={view} form={form} name="decision" label={labels.decision} choices={(['taken', 'dismissed'] as const).map((value) => ({ value, label: t(value === 'taken' && isOfInstallation ? 'desk.mail.decision.seen-to' : `desk.mail.decision.${value}`) }))} />
        <TextField view={view} form={form} name="reason" rows={2} optional label={labels.reason} hint={t('desk.mail.why-hint')} />
        <div class="actions"><button>{t('desk.mail.decide.do')}</button></div>
      </form>
    </>
  )
}
