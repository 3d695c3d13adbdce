import type { Child } from 'hono/jsx'
import { parts } from '../../../calls/translations/model.ts'
import type { FormState, View } from '../../context.ts'
import { cycleCrumbs } from '../../forums/data.ts'
import { ErrorSummary, LineField } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import type { InCall } from '../data.ts'
import type { InNotice } from './data.ts'

/** Asks to be told of a call: one field. */
export function TellMePage(props: { view: View; data: InCall; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const isSent = view.query['sent'] === '1'
  const isOpen = data.call.isOpen
  return (
    <CallFrame view={view} data={data} title={t('announcing.tell-me.title')}>
      {isSent ? <p class="notice">{t('announcing.tell-me.sent')}</p> : null}
      {isOpen ? <p>{t('announcing.tell-me.lead')}</p> : <p class="differs">{t('announcing.tell-me.refusal.call-closed')}</p>}
      {(isOpen && !isSent) || Object.keys(form.errors).length > 0 ? (
        <form class="sheet" method="post" novalidate>
          <ErrorSummary view={view} form={form} labels={{ mail: t('announcing.tell-me.mail') }} />
          <LineField view={view} form={form} name="mail" type="email" label={t('announcing.tell-me.mail')} hint={t('announcing.tell-me.mail.hint')} autocomplete="email" dir="ltr" />
          <div class="actions"><button type="submit">{t('announcing.tell-me.send')}</button></div>
        </form>
      ) : null}
    </CallFrame>
  )
}

/** Behind the mailed link: one button, to confirm or to leave. */
export function NoticePage(props: { view: View; data: InNotice; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const { notice } = data
  const isTold = notice.isConfirmed && !notice.hasLeft
  return (
    <CallFrame view={view} data={data} title={t(isTold ? 'announcing.notice.told' : 'announcing.tell-me.title')}>
      <p>{t(isTold ? 'announcing.notice.told.lead' : notice.hasLeft ? 'announcing.notice.left.lead' : 'announcing.notice.confirm.lead')}</p>
      <form class="sheet" method="post" novalidate>
        <ErrorSummary view={view} form={form} labels={{}} />
        <input type="hidden" name="shall" value={isTold ? 'leave' : 'confirm'} />
        <div class="actions"><button type="submit">{t(isTold ? 'announcing.notice.leave' : 'announcing.notice.confirm')}</button></div>
      </form>
    </CallFrame>
  )
}

function CallFrame(props: { view: View; data: InCall; title: string; children?: Child }) {
  const { view, data, title } = props
  const { forum, cycle, call } = data
  const said = data.say(parts.title, call.title)
  return (
    <Layout view={view} frame={data.frame} title={title} crumbs={[...cycleCrumbs(data), { href: `/${forum.slug}/${cycle.slug}/calls/${call.slug}`, label: said.text }, { label: title }]}>
      <h1>{title}</h1>
      <p class="lead" lang={said.lang} dir="auto">{said.text}</p>
      {props.children}
    </Layout>
  )
}
