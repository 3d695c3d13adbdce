import { callState, type Call } from '../../calls/model.ts'
import { dateInZone, writeDate } from '../../shared/time.ts'
import type { FormState, View } from '../context.ts'
import { deskCrumbs, type InCycle } from '../forums/data.ts'
import { ErrorSummary, LineField } from '../ui/fields.tsx'
import { Layout } from '../ui/layout.tsx'
import { writeWhatIsPossible, type InCall } from './data.ts'
import { CallForm } from './forms.tsx'

export interface CallsAtDesk extends InCycle {
  readonly calls: readonly Call[]
}

/** The calls of a cycle, each with what can be done to it. */
export function CallsDeskPage(props: { view: View; data: CallsAtDesk }) {
  const { view, data } = props
  const base = `/desk/${data.forum.slug}/${data.cycle.slug}/calls`
  return (
    <Layout view={view} frame={data.frame} title={view.t('calls.calls')} crumbs={toCrumbs(view, data)} desk>
      <h1>{view.t('calls.calls')}</h1>
      {data.calls.length === 0 ? <p class="empty">{view.t('calls.desk.none')}</p> : null}
      <ul class="entries">
        {data.calls.map((call) => (
          <li>
            <h2><a href={`/${data.forum.slug}/${data.cycle.slug}/calls/${call.slug}`}>{call.title}</a> <span class="tag">{view.t(`calls.state.${callState(call, view.now)}`)}</span></h2>
            <p>{writeWhatIsPossible(view, call)}</p>
            <p class="actions">
              <a class="button quiet" href={`${base}/${call.slug}`}>{view.t('calls.desk.manage')}</a>
              <a class="button quiet" href={`${base}/${call.slug}/edit`}>{view.t('calls.desk.edit')}</a>
              {call.isOpen && call.deadline !== null ? <a class="button quiet" href={`${base}/${call.slug}/extend`}>{view.t('calls.desk.extend')}</a> : null}
              <a class="button quiet" href={`${base}/${call.slug}/close`}>{view.t(call.isOpen ? 'calls.desk.close' : 'calls.desk.reopen')}</a>
              <a class="button quiet" href={`${base}/${call.slug}/invitations`}>{view.t('sending.desk.invitations')}</a>
              <a class="button quiet" href={`/desk/${data.forum.slug}/${data.cycle.slug}/contributions/new?call=${call.slug}`}>{view.t('calls.desk.enter')}</a>
            </p>
          </li>
        ))}
      </ul>
      <p class="actions">
        <a class="button" href={`${base}/new`}>{view.t('calls.desk.new')}</a>
        <a class="button quiet" href={`/desk/${data.forum.slug}/${data.cycle.slug}/proposals`}>{view.t('calls.proposals.title')}</a>
      </p>
    </Layout>
  )
}

export function NewCallPage(props: { view: View; data: InCycle; form: FormState }) {
  const { view, data, form } = props
  return (
    <Layout view={view} frame={data.frame} title={view.t('calls.desk.new')} crumbs={toCrumbs(view, data, view.t('calls.desk.new'))} desk>
      <h1>{view.t('calls.desk.new')}</h1>
      <CallForm view={view} form={form} call={undefined} />
    </Layout>
  )
}

export function EditCallPage(props: { view: View; data: InCall; form: FormState }) {
  const { view, data, form } = props
  return (
    <Layout view={view} frame={data.frame} title={data.call.title} crumbs={toCrumbs(view, data, data.call.title)} desk>
      <h1>{data.call.title}</h1>
      <p class="meta">
        <a href={`/desk/${data.forum.slug}/${data.cycle.slug}/calls/${data.call.slug}`}>{view.t('calls.desk.manage')}</a>
        <a href={`/${data.forum.slug}/${data.cycle.slug}/calls/${data.call.slug}`}>{view.t('calls.desk.see')}</a>
      </p>
      <CallForm view={view} form={form} call={data.call} />
    </Layout>
  )
}

export function ExtendPage(props: { view: View; data: InCall; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const { deadline } = data.call
  const labels = { deadline: t('calls.form.new-deadline'), reason: t('calls.form.reason') }
  return (
    <Layout view={view} frame={data.frame} title={t('calls.form.extend.title')} crumbs={toCrumbs(view, data, data.call.title)} desk>
      <h1>{t('calls.form.extend.title')}</h1>
      <p class="lead">{data.call.title}</p>
      {deadline === null ? (
        <p class="differs">{t('calls.form.extend.none')}</p>
      ) : (
        <form class="sheet" method="post" novalidate>
          <ErrorSummary view={view} form={form} labels={labels} />
          <p>{t('calls.form.extend.now', { date: writeDate(deadline, view.lang) })}</p>
          <input type="hidden" name="earlier" value={deadline} />
          <LineField view={view} form={form} name="deadline" type="date" label={labels.deadline} />
          <LineField view={view} form={form} name="reason" label={labels.reason} hint={t('calls.form.reason.hint')} />
          <div class="actions"><button type="submit">{t('calls.desk.extend')}</button></div>
        </form>
      )}
    </Layout>
  )
}

/** Closes an open call, opens a closed one again: either way with a reason. */
export function ClosePage(props: { view: View; data: InCall; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const { call } = data
  const title = t(call.isOpen ? 'calls.form.close.title' : 'calls.form.reopen.title')
  return (
    <Layout view={view} frame={data.frame} title={title} crumbs={toCrumbs(view, data, call.title)} desk>
      <h1>{title}</h1>
      <p class="lead">{call.title}</p>
      <form class="sheet" method="post" novalidate>
        <ErrorSummary view={view} form={form} labels={{ reason: t('calls.form.reason') }} />
        <p>{call.isOpen || call.closedAt === null ? t('calls.form.close.lead') : t('calls.form.reopen.lead', { date: writeDate(dateInZone(call.closedAt, 'UTC'), view.lang), reason: call.closedReason ?? '' })}</p>
        <input type="hidden" name="shall" value={call.isOpen ? 'close' : 'reopen'} />
        <LineField view={view} form={form} name="reason" label={t('calls.form.reason')} hint={t('calls.form.reason.hint')} />
        <div class="actions"><button type="submit">{t(call.isOpen ? 'calls.desk.close' : 'calls.desk.reopen')}</button></div>
      </form>
    </Layout>
  )
}

function toCrumbs(view: View, data: InCycle, last?: string) {
  const list = { href: `/desk/${data.forum.slug}/${data.cycle.slug}/calls`, label: view.t('calls.calls') }
  return last === undefined ? [...deskCrumbs(view, data), { label: list.label }] : [...deskCrumbs(view, data), list, { label: last }]
}
